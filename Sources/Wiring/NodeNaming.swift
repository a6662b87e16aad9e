import AnalyzerProtocol

/// Names nodes for people.
enum NodeNaming {
    static func nodes(_ layout: Layout, _ isTest: [Bool]) -> [Node] {
        var nodes: [Node] = []
        nodes.reserveCapacity(layout.nodeCount)
        var prefix = ""
        for id in 0..<NodeID(layout.nodeCount) {
            let file = layout.file(id)
            let source = layout.files[file]
            guard let symbol = layout.symbol(id) else {
                // A top level comes before the symbols of its file.
                prefix = namespaceName(source)
                nodes.append(
                    Node(
                        id: id, name: prefix.isEmpty ? source.path : prefix, kind: "module", path: source.path, line: 1,
                        endLine: max(1, source.lineCount), object: source.object, isTest: isTest[file], analyzer: source.analyzer, attributes: [:]))
                continue
            }
            let name = prefix.isEmpty ? symbol.name : prefix + (source.facts.namespace == nil ? ":" : ".") + symbol.name
            nodes.append(
                Node(
                    id: id, name: name, kind: symbol.kind, path: source.path, line: symbol.line, endLine: max(symbol.line, symbol.endLine),
                    object: source.object, isTest: isTest[file], analyzer: source.analyzer, attributes: symbol.attributes))
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
