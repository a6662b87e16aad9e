/// Metrics that alert rules and dashboards name, and those that the code exposes.
///
/// A name is the code's own where it, or what is left of it without what client libraries add, stands in code; where a namespace
/// stands before it, the rest must stand in a file that defines metrics.
struct MetricJoin: Sendable {
    private struct Use: Sendable {
        var site: Int
        var name: String
        var isForeign: Bool
    }

    private static let sources = ["alert-rules", "dashboards"]
    /// What histograms, summaries, counters and OpenTelemetry's exporters put behind a name.
    private static let endings = [
        "_bucket", "_count", "_sum", "_total", "_created", "_info", "_seconds", "_milliseconds", "_bytes", "_ratio",
    ]

    /// Names that recording rules give.
    private static let recorded = "alert-rules.recorded"

    private var uses: [String: [Use]] = [:]
    private let defining: Set<String>
    private var asked: Set<String> = []

    init(_ program: Program) {
        let kinds = program.signalsByKind.filter { $0.key.hasPrefix("metrics.") || $0.key.hasPrefix("red-metrics.") }
        defining = Set(
            kinds.values.joined().map { program.signals[$0] }.filter { !$0.isTest && $0.node != nil }.map(\.path))
        let recorded = Set(
            program.signalsByKind[Self.recorded, default: []].compactMap { program.signals[$0].attributes["name"] })
        for source in Self.sources {
            for site in program.signalsByKind[source + ".metric", default: []] {
                let signal = program.signals[site]
                guard !signal.isTest, let name = signal.attributes["name"], !recorded.contains(name) else { continue }
                uses[source, default: []].append(
                    Use(site: site, name: name, isForeign: signal.attributes["foreign"] == "true"))
                if asked.count < Joins.maximumCandidates { asked.insert(name) }
            }
        }
    }

    var queries: [MentionQuery] {
        asked.flatMap { name in
            let whole = Self.plain(name)
            let parts = whole.flatMap(Self.parts)
            return (whole + parts).flatMap { [$0, $0.replacing("_", with: ".")] } + parts.map { "_" + $0 }
        }.map { MentionQuery($0) }
    }

    func finish(_ program: Program, mentions: Mentions, _ found: inout Joins.Found) {
        var exposed: Set<String> = []
        var unreached: Set<String> = []
        let code = ReachedPlaces(program)
        for name in asked {
            let places = exposing(name, mentions)
            if places.contains(where: code.contains) {
                exposed.insert(name)
            } else if !places.isEmpty {
                unreached.insert(name)
            }
        }
        let namespaces = Set(exposed.compactMap(Self.namespace))
        for source in Self.sources {
            for use in uses[source, default: []] where asked.contains(use.name) {
                var signal = program.signals[use.site]
                if exposed.contains(use.name) {
                    signal.kind = source + ".exposed"
                    found.signals.append(signal)
                } else if unreached.contains(use.name) {
                    signal.kind = source + ".unexposed"
                    found.signals.append(signal)
                    found.wires.append(
                        Wire(
                            join: .metric, from: Wire.Place(path: signal.path, line: signal.line), name: use.name,
                            why: "only code that production does not reach exposes this metric", severity: .medium))
                } else if !use.isForeign, let namespace = Self.namespace(use.name), namespaces.contains(namespace) {
                    // The code has others of the same namespace, so that this one should be among them.
                    signal.kind = source + ".unexposed"
                    found.signals.append(signal)
                    found.wires.append(
                        Wire(
                            join: .metric, from: Wire.Place(path: signal.path, line: signal.line), name: use.name,
                            why: "no code exposes this metric", severity: .medium))
                }
            }
        }
    }

    /// The places of code that have the name, or what client libraries add something to.
    private func exposing(_ name: String, _ mentions: Mentions) -> [Wire.Place] {
        func isCode(_ place: Wire.Place) -> Bool { FileRole.isCode(place.path) && !FileRole.isTest(place.path) }
        var found: [Wire.Place] = []
        for whole in Self.plain(name) {
            for text in [whole, whole.replacing("_", with: ".")] where text.contains(where: { $0 == "_" || $0 == "." })
            {
                found += mentions.places(MentionQuery(text)).filter(isCode)
            }
            for part in Self.parts(whole) {
                found += mentions.places(MentionQuery(part)).filter { isCode($0) && defining.contains($0.path) }
                // `f"{application}_shutdown_count"`: what stands before it is computed.
                found += mentions.places(MentionQuery("_" + part)).filter(isCode)
            }
        }
        return found
    }

    /// The name, and without one and two endings.
    static func plain(_ name: String) -> [String] {
        var result = [name]
        for _ in 0..<2 {
            guard let last = result.last,
                let ending = endings.first(where: { last.hasSuffix($0) && last.count > $0.count + 2 })
            else { break }
            result.append(String(last.dropLast(ending.count)))
        }
        return result
    }

    /// What may be left of a name without namespace and subsystem: two words at least.
    static func parts(_ name: String) -> [String] {
        let words = name.split(separator: "_")
        guard words.count >= 3 else { return [] }
        return (1...min(3, words.count - 2)).map { words.dropFirst($0).joined(separator: "_") }
    }

    private static func namespace(_ name: String) -> String? {
        name.firstIndex(of: "_").map { String(name[..<$0]) }
    }
}
