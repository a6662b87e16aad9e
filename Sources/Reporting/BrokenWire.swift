package import Wiring

extension Report {
    /// Two artifacts that should meet and do not. `controls` are those that it is counter-evidence of.
    public struct BrokenWire: Codable, Sendable, Equatable {
        public var join: String
        public var from: Place
        public var to: End
        public var why: String
        public var severity: String
        public var controls: [String]

        package init(join: String, from: Place, to: End, why: String, severity: String, controls: [String]) {
            self.join = join
            self.from = from
            self.to = to
            self.why = why
            self.severity = severity
            self.controls = controls
        }
    }

    public struct Place: Codable, Sendable, Equatable {
        public var path: String
        public var line: Int

        package init(path: String, line: Int) {
            self.path = path
            self.line = line
        }
    }

    /// What a wire should lead to; `path` and `line` are null where it is nowhere.
    public struct End: Codable, Sendable, Equatable {
        public var name: String
        @Nullable public var path: String?
        @Nullable public var line: Int?

        package init(name: String, path: String?, line: Int?) {
            self.name = name
            self._path = Nullable(wrappedValue: path)
            self._line = Nullable(wrappedValue: line)
        }
    }
}

extension Report.BrokenWire {
    /// - Parameter controls: those whose counter-evidence stands where the wire does.
    package init(_ wire: Wire, controls: [String]) {
        self.init(
            join: wire.join.rawValue, from: Report.Place(path: wire.from.path, line: max(1, wire.from.line)),
            to: Report.End(name: wire.name, path: wire.to?.path, line: wire.to.map { max(1, $0.line) }),
            why: wire.why, severity: wire.severity.word, controls: controls)
    }

    /// `yaml, svc/pyproject.toml:12`, or the name alone.
    package var end: String {
        guard let path = to.path, let line = to.line else { return Escaping.line(to.name) }
        return Escaping.line("\(to.name), \(path):\(line)")
    }
}

extension Report {
    /// The wires of a program with the controls that they weaken.
    package static func brokenWires(_ wires: [Wire], controls: [Control]) -> [BrokenWire] {
        var weakened: [Wire.Place: Set<String>] = [:]
        for control in controls {
            for item in control.evidence where item.role == "counter" {
                weakened[Wire.Place(path: item.path, line: item.line), default: []].insert(control.id)
            }
        }
        return wires.map { BrokenWire($0, controls: weakened[$0.from, default: []].sorted()) }
    }
}

/// The answer of `gapmatrix wires`.
public struct WiresReport: Codable, Sendable, Equatable {
    public var schema = "gapmatrix/wires/1"
    public var brokenWires: [Report.BrokenWire]

    package init(_ report: Report) { brokenWires = report.brokenWires }

    enum CodingKeys: String, CodingKey {
        case schema
        case brokenWires = "broken_wires"
    }

    /// Three lines a wire, for a terminal.
    package var lines: String {
        guard !brokenWires.isEmpty else { return "No broken wires.\n" }
        return brokenWires.map { wire in
            var text =
                "\(wire.severity)  \(wire.join)  \(Escaping.line(wire.from.path)):\(wire.from.line)  -> \(wire.end)\n"
            text += "    \(Escaping.line(wire.why))\n"
            if !wire.controls.isEmpty { text += "    weakens \(wire.controls.joined(separator: ", "))\n" }
            return text
        }.joined()
    }
}
