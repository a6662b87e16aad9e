import AnalyzerProtocol
import Models

extension EdgeBuilder {
    /// The variable or function that a decorator is a member of, where it holds something that runs nothing by itself:
    /// `router` of `@router.get("/")`.
    func inertVariable(_ decorator: RefIndex, _ file: Int, _ binder: inout Binder) -> NodeID? {
        let entry = binder.refs.entry(file, decorator)
        guard entry.form == .member, entry.of >= 0, entry.of < decorator else { return nil }
        let named = binder.refs.entry(file, entry.of)
        guard named.form == .name || named.form == .imported || named.form == .namespaced else { return nil }
        let owners = binder.bind(file, entry.of)
        guard owners.count == 1, binder[owners, 0].kind == .symbol else { return nil }
        let node = binder[owners, 0].id
        switch binder.layout.symbolClass(node) {
        case .variable:
            let held = binder.heldBy(node)
            guard held.count > 0 else { return nil }
            for place in 0..<held.count {
                guard let name = binder[held, place].externalName,
                    binder.models.isInert(binder.instanceName(name))
                else { return nil }
            }
            return node
        case .function:
            for made in binder.decorators[node] ?? [] {
                let targets = binder.bind(binder.layout.file(node), made)
                for place in 0..<targets.count {
                    if let name = binder[targets, place].externalName, binder.models.isInert(binder.instanceName(name))
                    {
                        return node
                    }
                }
            }
            return nil
        default:
            return nil
        }
    }

    /// The type of a decorated method that needs an instance: a validator runs with its model, and not by being declared.
    func instanceOwner(of subject: NodeID, _ targets: Bound, _ binder: inout Binder) -> NodeID? {
        guard binder.layout.symbolClass(subject) == .method, !targets.isValue else { return nil }
        let owner = binder.types.ownerOf[Int(subject)]
        guard owner >= 0, binder.layout.symbolClass(owner) == .type else { return nil }
        for place in 0..<targets.count where binder[targets, place].externalName == nil { return nil }
        return owner
    }
}

extension Binder {
    /// Whether what an instance is decides which method of this name runs: not where methods are promoted, or belong to the type.
    func isDispatched(_ node: NodeID) -> Bool {
        layout.symbolClass(node) == .method && !layout.traits[layout.file(node)].embeds && !layout.has("static", node)
    }
}

extension Layout {
    /// The line of a symbol; 1 for a top level.
    func line(_ node: NodeID) -> Int32 { Int32(clamping: symbol(node)?.line ?? 1) }
}
