import AnalyzerProtocol
import Models

/// The lists and maps that variables and fields are declared with: what `settings.origins` is where nobody sets it.
struct DeclaredLists {
    private static let maximumItems = 100
    /// For each file that was asked for, the items by the line of the declaration.
    private var known: [Int: [Int: [Argument]]] = [:]

    init() {}

    /// What a variable or field is declared with; nil where that is no list or map, or where it is assigned again.
    mutating func items(of node: NodeID, _ layout: Layout) -> [Argument]? {
        guard layout.symbolClass(node).isValue, let symbol = layout.symbol(node) else { return nil }
        let file = layout.file(node)
        if known[file] == nil { known[file] = Self.written(layout.files[file].facts.references) }
        return known[file]?[symbol.line]
    }

    private static func written(_ references: [Reference]) -> [Int: [Argument]] {
        var times: [RefIndex: Int] = [:]
        var found: [RefIndex: (line: Int, items: [Argument])] = [:]
        for reference in references where reference.kind == .write {
            times[reference.to, default: 0] += 1
            guard let value = reference.arguments.first, value.position == 0, let items = value.items else { continue }
            found[reference.to] = (reference.line, items)
        }
        var lines: [Int: [Argument]] = [:]
        for (target, each) in found where times[target] == 1 {
            // Lists inside it are left out: what is looked up for every mention has to be small.
            lines[each.line] = each.items.prefix(maximumItems).filter { $0.items == nil }
        }
        return lines
    }
}
