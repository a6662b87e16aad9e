import AnalyzerProtocol
import Models

/// Signals of definitions: by their own shape, and by what they derive from.
struct SymbolSignals {
    struct Found {
        var signal: String
        var node: NodeID
        var attributes: [String: String]
        var target: String?
    }

    let models: CompiledModels
    let called: [NodeID: Set<String>]
    private(set) var found: [Found] = []

    init(models: CompiledModels, called: [NodeID: Set<String>]) {
        self.models = models
        self.called = called
    }

    mutating func build(_ binder: Binder, roots: [NodeID: [(rootClass: RootClass, kind: String?)]]) {
        let layout = binder.layout
        var kindsAsked: [String: Bool] = [:]
        for node in 0..<NodeID(layout.nodeCount) {
            guard let symbol = layout.symbol(node) else { continue }
            if layout.symbolClass(node) == .type { addInherited(node, binder) }
            let isAsked = kindsAsked[symbol.kind] ?? !models.symbolRules(kind: symbol.kind).isEmpty
            kindsAsked[symbol.kind] = isAsked
            guard isAsked else { continue }
            let candidates = models.symbolRules(kind: symbol.kind, name: binder.names[layout.shortName(node)])
            guard !candidates.isEmpty else { continue }
            let needs = candidates.reduce(into: SymbolNeeds()) { $0.formUnion($1.needs) }
            let view = Self.view(node, symbol.kind, needs, called, binder)
            for rule in candidates where accepts(rule, view, roots[node] ?? []) {
                found.append(Found(signal: rule.signal, node: node, attributes: rule.attributes, target: nil))
            }
        }
    }

    /// A symbol may be several roots, or none.
    private func accepts(_ rule: SymbolRule, _ view: SymbolView, _ roots: [(rootClass: RootClass, kind: String?)]) -> Bool {
        if rule.accepts(view) { return true }
        return roots.contains { root in
            var copy = view
            copy.rootClass = root.rootClass
            copy.rootKind = root.kind
            return rule.accepts(copy)
        }
    }

    private static func view(
        _ node: NodeID, _ kind: String, _ needs: SymbolNeeds, _ called: [NodeID: Set<String>], _ binder: Binder
    ) -> SymbolView {
        let layout = binder.layout
        let owner = binder.types.ownerOf[Int(node)]
        var view = SymbolView(
            kind: kind, lastName: binder.names[layout.shortName(node)],
            ownerName: owner < 0 ? nil : binder.names[layout.shortName(owner)], path: layout.files[layout.file(node)].path)
        if needs.contains(.bases) {
            for base in binder.types.externalBases(node) { view.externalBases.insert(binder.names[base]) }
        }
        if needs.contains(.methods), layout.symbolClass(node) == .type {
            for ancestor in binder.types.ancestors(node) {
                for member in binder.types.ownMembers[ancestor] ?? [] where layout.symbolClass(member).isCallable {
                    view.methodNames.insert(binder.names[layout.shortName(member)])
                }
            }
        }
        if needs.contains(.calls) { view.calledNames = called[node] ?? [] }
        return view
    }

    private mutating func addInherited(_ node: NodeID, _ binder: Binder) {
        let path = binder.layout.files[binder.layout.file(node)].path
        let name = binder.names[binder.layout.shortName(node)]
        for base in binder.types.externalBases(node) {
            for rule in models.inheritMatches(externalBase: binder.names[base]) where rule.accepts(path: path, name: name) {
                found.append(Found(signal: rule.signal, node: node, attributes: rule.attributes, target: binder.names[base]))
            }
        }
    }
}
