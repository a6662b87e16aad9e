package import Wiring

/// Why a symbol is reached, or what is missing: the answer of `gapmatrix why`.
package enum Explanation {
    /// Symbols that a name or `path:line` means, exact names first, then names that end in it; sorted by path and line.
    package static func find(_ query: String, in program: Program) -> [NodeID] {
        if let place = place(query) {
            let around = program.nodes.filter {
                $0.path == place.path && $0.line <= place.line && place.line <= max($0.line, $0.endLine)
                    && $0.kind != "alias"
            }
            // The innermost symbol is the one that begins last.
            return around.max { ($0.line, -$0.endLine) < ($1.line, -$1.endLine) }.map { [$0.id] } ?? []
        }
        let candidates = program.nodes.filter { $0.kind != "alias" }
        let exact = candidates.filter { $0.name == query }
        if !exact.isEmpty { return exact.map(\.id) }
        return candidates.filter { $0.name.hasSuffix("." + query) || $0.name.hasSuffix("/" + query) }.map(\.id)
    }

    private static func place(_ query: String) -> (path: String, line: Int)? {
        guard let colon = query.lastIndex(of: ":"), let line = Int(query[query.index(after: colon)...]) else {
            return nil
        }
        return (String(query[..<colon]), line)
    }

    package static func text(of id: NodeID, in program: Program) -> String {
        let node = program.nodes[Int(id)]
        var lines = ["\(node.name)  \(node.path):\(node.line)  \(node.kind)"]
        let components = program.components.map { ($0.id, program.reach(from: $0.roots)) }
        var isReached = false
        for (name, reach) in components where reach.contains(id) {
            isReached = true
            lines.append("  production reaches it, from \(name):")
            lines += steps(reach.witness(to: id), in: program)
        }
        let test = program.reach(from: program.testRoots)
        if test.contains(id) {
            lines.append("  tests reach it:")
            lines += steps(test.witness(to: id), in: program)
        } else {
            lines.append("  no test reaches it")
        }
        if !isReached {
            lines.append("  no production root reaches it")
            lines += missingWire(to: id, reaches: components.map(\.1), in: program)
        }
        return lines.map(Escaping.line).joined(separator: "\n") + "\n"
    }

    private static func steps(_ witness: [WitnessStep], in program: Program) -> [String] {
        witness.enumerated().map { index, step in
            let node = program.nodes[Int(step.node)]
            let arrow = index == 0 ? "   " : step.guess ? " ~>" : " ->"
            return "   \(arrow) \(node.name)  \(node.path):\(max(1, step.line))"
                + (step.guess ? "  (dispatch by name)" : "")
        }
    }

    /// Walks callers backwards, breadth first, until production reaches one; else names where the chain begins.
    private static func missingWire(to id: NodeID, reaches: [Reach], in program: Program) -> [String] {
        var next: [NodeID: NodeID] = [id: id]
        var queue = [id]
        var tops: [NodeID] = []
        var index = 0
        while index < queue.count && queue.count < 10_000 {
            let current = queue[index]
            index += 1
            let callers = program.callers(of: current).filter {
                $0.node != current && !program.nodes[Int($0.node)].isTest
            }
            if callers.isEmpty { tops.append(current) }
            for caller in callers where next[caller.node] == nil {
                next[caller.node] = current
                if reaches.contains(where: { $0.contains(caller.node) }) {
                    let mention = program.nodes[Int(caller.node)]
                    return [
                        "  nearest reached caller: \(mention.name)  \(mention.path):\(caller.line) (\(caller.kind)),",
                        "  which leads on only where the type is instantiated, and nothing reached instantiates it:",
                    ] + chain(from: caller.node, next, in: program)
                }
                queue.append(caller.node)
            }
        }
        guard let top = tops.first else { return ["  only itself, or a circle of unreached code, refers to it"] }
        if top == id { return ["  nothing outside tests refers to it"] }
        return ["  it is reached only from \(program.nodes[Int(top)].name), which nothing outside tests refers to:"]
            + chain(from: top, next, in: program)
    }

    private static func chain(from start: NodeID, _ next: [NodeID: NodeID], in program: Program) -> [String] {
        var lines: [String] = []
        var current = start
        while true {
            let node = program.nodes[Int(current)]
            lines.append("    \(lines.isEmpty ? "  " : "->") \(node.name)  \(node.path):\(node.line)")
            guard let following = next[current], following != current else { return lines }
            current = following
        }
    }
}
