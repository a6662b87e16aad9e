/// Which lines of code run in production: those of what production reaches, and all of files that no analyzer reads as code.
struct ReachedPlaces {
    private struct Span {
        var node: NodeID
        var lines: ClosedRange<Int>
        /// Whether it only holds a value, which is made when its file is loaded.
        var isValue: Bool
    }

    private let code: ProductionCode
    /// By path, the outer before the inner.
    private var spans: [String: [Span]] = [:]
    private var tops: [String: NodeID] = [:]
    private static let codeKinds: Set<String> = ["function", "method", "type", "variable", "constant", "field"]

    init(_ program: Program) {
        code = ProductionCode(program)
        for node in program.nodes {
            if node.kind == "module" {
                tops[node.path] = tops[node.path] ?? node.id
            } else if Self.codeKinds.contains(node.kind), node.line <= node.endLine {
                spans[node.path, default: []].append(
                    Span(
                        node: node.id, lines: node.line...node.endLine,
                        isValue: !["function", "method"].contains(node.kind)))
            }
        }
    }

    func contains(_ place: Wire.Place) -> Bool {
        guard let all = spans[place.path] else { return true }
        let around = all.filter { $0.lines.contains(place.line) }
        guard let inner = around.min(by: { $0.lines.count < $1.lines.count }) else {
            return tops[place.path].map(code.contains) ?? true
        }
        if code.contains(inner.node) { return true }
        return inner.isValue && (tops[place.path].map(code.contains) ?? true)
    }
}
