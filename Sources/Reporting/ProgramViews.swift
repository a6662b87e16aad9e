package import Wiring

extension Report.Step {
    package init(_ step: WitnessStep, in program: Program) {
        let node = program.nodes[Int(step.node)]
        self.init(symbol: node.name, path: node.path, line: max(1, step.line), guess: step.guess)
    }
}

/// What each class of roots reaches, computed once.
package struct Reaches {
    package let classes: [(name: String, reach: Reach)]

    package init(_ program: Program) {
        classes = [
            ("production", program.reach(from: Self.union(program.components.map(\.roots)))),
            ("pipeline", program.reach(from: program.pipelineRoots)),
            ("test", program.reach(from: program.testRoots)),
        ]
    }

    private static func union(_ roots: [[NodeID]]) -> [NodeID] { Set(roots.joined()).sorted() }
}

extension SymbolsReport {
    /// Every symbol but imports seen as names; sorted by path, line and name.
    package init(_ program: Program) {
        let reaches = Reaches(program)
        let entries = program.nodes.filter { $0.kind != "alias" }.map { node in
            let by = reaches.classes.filter { $0.reach.contains(node.id) }
            return Entry(
                name: node.name, path: node.path, line: node.line, kind: node.kind, reachedBy: by.map(\.name),
                witness: by.first?.reach.witness(to: node.id).map { Report.Step($0, in: program) } ?? [])
        }
        self.init(
            symbols: entries.sorted { ($0.path, $0.line, $0.name, $0.kind) < ($1.path, $1.line, $1.name, $1.kind) })
    }

    /// One line a symbol, for a terminal.
    package var lines: String {
        symbols.map { entry in
            let by = entry.reachedBy.isEmpty ? "-" : entry.reachedBy.joined(separator: ",")
            return "\(Escaping.line(entry.path)):\(entry.line)  \(Escaping.line(entry.name))  \(entry.kind)  \(by)\n"
        }.joined()
    }
}
