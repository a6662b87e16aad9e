import AnalyzerProtocol

/// Names nodes for people.
enum NodeNaming {
    static func nodes(_ layout: Layout, _ isTest: [Bool]) -> [Node] {
        var nodes: [Node] = []
        nodes.reserveCapacity(layout.nodeCount)
        for (file, source) in layout.files.enumerated() {
            let prefix = namespaceName(source)
            let separator = source.facts.namespace == nil ? ":" : "."
            let top = layout.firstNode[file]
            let own = NodeFile(
                path: source.path, object: source.object, isTest: isTest[file], analyzer: source.analyzer)
            nodes.append(
                Node(
                    id: top, name: prefix.isEmpty ? source.path : prefix, kind: "module", line: 1,
                    endLine: max(1, source.lineCount), file: own))
            let symbols = source.facts.symbols
            for id in (top + 1)..<layout.firstNode[file + 1] {
                let index = Int(layout.symbolOf[Int(id)])
                let line = symbols[index].line
                nodes.append(
                    Node(
                        id: id, name: prefix.isEmpty ? symbols[index].name : prefix + separator + symbols[index].name,
                        kind: symbols[index].kind, line: line, endLine: max(line, symbols[index].endLine), file: own,
                        attributes: symbols[index].attributes))
            }
        }
        return nodes
    }

    /// The namespace as its language writes it, or the path where there is none.
    private static func namespaceName(_ source: SourceFacts) -> String {
        guard let namespace = source.facts.namespace else { return source.path }
        guard namespace.separator != "/" else { return namespace.name }
        return namespace.name.split(separator: "/").joined(separator: namespace.separator)
    }
}
