import AnalyzerProtocol

/// What a symbol is, as far as binding and reachability care.
enum SymbolClass: UInt8 {
    case module, type, function, method, field, variable, constant, alias, other

    init(kind: String) {
        switch kind {
        case "type": self = .type
        case "function": self = .function
        case "method": self = .method
        case "field": self = .field
        case "variable": self = .variable
        case "constant": self = .constant
        case "alias": self = .alias
        default: self = .other
        }
    }

    /// Holds a value, so that what is known of it is what its `type` says.
    var isValue: Bool { self == .field || self == .variable || self == .constant }
    var isCallable: Bool { self == .function || self == .method }
}

/// The files in order and the numbers of their nodes: for each file its top level, then its symbols by line and id.
struct Layout {
    let files: [SourceFacts]
    let traits: [LanguageTraits]
    /// The top-level node of each file, and, at the end, the number of nodes.
    private(set) var firstNode: [NodeID] = []
    private(set) var fileOf: [Int32] = []
    /// The index in the file's symbols; -1 for a top level.
    private(set) var symbolOf: [Int32] = []
    private(set) var classes: [SymbolClass] = []
    /// The last segment of the symbol's name.
    private(set) var shortNames: [NameID] = []
    /// Nodes of the symbols of a file, by their place in the facts.
    private var nodesBySymbol: [[NodeID]] = []
    /// Nodes by symbol id, only for files whose ids are not 1, 2, 3….
    private var sparseIDs: [Int32: [Int: NodeID]] = [:]

    init(_ unordered: [SourceFacts], names: inout Names) {
        files = unordered.sorted { ($0.path, $0.analyzer, $0.object) < ($1.path, $1.analyzer, $1.object) }
        traits = files.map {
            LanguageTraits(namespaceKind: $0.facts.namespace?.kind, separator: $0.facts.namespace?.separator)
        }
        let total = files.reduce(0) { $0 + $1.facts.symbols.count + 1 }
        firstNode.reserveCapacity(files.count + 1)
        fileOf.reserveCapacity(total)
        symbolOf.reserveCapacity(total)
        classes.reserveCapacity(total)
        shortNames.reserveCapacity(total)
        let empty = names.id("")
        for (file, source) in files.enumerated() {
            let symbols = source.facts.symbols
            firstNode.append(NodeID(fileOf.count))
            append(file: file, symbol: -1, .module, empty)
            var order = Array(symbols.indices)
            order.sort { (symbols[$0].line, symbols[$0].id, $0) < (symbols[$1].line, symbols[$1].id, $1) }
            var nodes = [NodeID](repeating: 0, count: symbols.count)
            for index in order {
                nodes[index] = NodeID(fileOf.count)
                append(
                    file: file, symbol: index, SymbolClass(kind: symbols[index].kind),
                    names.id(Self.lastSegment(symbols[index].name)))
            }
            nodesBySymbol.append(nodes)
            if symbols.indices.contains(where: { symbols[$0].id != $0 + 1 }) {
                var ids: [Int: NodeID] = [:]
                for index in symbols.indices where ids[symbols[index].id] == nil {
                    ids[symbols[index].id] = nodes[index]
                }
                sparseIDs[Int32(file)] = ids
            }
        }
        firstNode.append(NodeID(fileOf.count))
    }

    private mutating func append(file: Int, symbol: Int, _ symbolClass: SymbolClass, _ name: NameID) {
        fileOf.append(Int32(file))
        symbolOf.append(Int32(symbol))
        classes.append(symbolClass)
        shortNames.append(name)
    }

    var nodeCount: Int { fileOf.count }

    /// The node of a symbol's id in the file's facts; 0 is the top level.
    func node(_ file: Int, symbolID: Int) -> NodeID? {
        if symbolID == 0 { return firstNode[file] }
        if !sparseIDs.isEmpty, let ids = sparseIDs[Int32(file)] { return ids[symbolID] }
        let nodes = nodesBySymbol[file]
        return symbolID > 0 && symbolID <= nodes.count ? nodes[symbolID - 1] : nil
    }

    func node(_ file: Int, symbolAt index: Int) -> NodeID { nodesBySymbol[file][index] }
    func file(_ node: NodeID) -> Int { Int(fileOf[Int(node)]) }
    func symbolClass(_ node: NodeID) -> SymbolClass { classes[Int(node)] }
    func shortName(_ node: NodeID) -> NameID { shortNames[Int(node)] }
    func topLevel(_ node: NodeID) -> NodeID { firstNode[file(node)] }

    func symbol(_ node: NodeID) -> Symbol? {
        let index = Int(symbolOf[Int(node)])
        return index < 0 ? nil : files[file(node)].facts.symbols[index]
    }

    /// Whether a program wrote the code: its names are a schema's, not a programmer's.
    func isGenerated(_ node: NodeID) -> Bool { has("generated", node) }

    /// The symbol's kind; nil for a top level.
    func kind(_ node: NodeID) -> String? {
        let index = Int(symbolOf[Int(node)])
        return index < 0 ? nil : files[file(node)].facts.symbols[index].kind
    }

    /// What follows the last dot.
    static func lastSegment(_ name: String) -> String {
        guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return name }
        return String(name[name.utf8.index(after: dot)...])
    }
}
