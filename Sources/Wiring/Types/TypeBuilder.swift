import AnalyzerProtocol

/// Finds members and bases of all types. It runs before anything else is bound.
enum TypeBuilder {
    static func build(_ binder: Binder) {
        attachByName(binder)
        findDecorators(binder)
        bindOwners(binder)
        bindBases(binder)
        binder.types.freeze()
        // What was bound on the way did not know all bases.
        binder.reset()
    }

    /// Members whose owner is a plain name of the same namespace: nearly all.
    private static func attachByName(_ binder: Binder) {
        let layout = binder.layout
        for node in 0..<NodeID(layout.nodeCount) {
            guard let owner = layout.owner(node), case .name(let name) = binder.ref(layout.file(node), owner) else { continue }
            let file = layout.file(node)
            guard let id = binder.names.find(name) else { continue }
            var owners = TargetSet()
            _ = binder.namespaces.forEachSymbol(id, in: binder.namespaces.ofFile[file], seenFrom: file) { owners.insert(.symbol($0)) }
            attach(node, to: owners, binder)
        }
    }

    private static func attach(_ node: NodeID, to owners: TargetSet, _ binder: Binder) {
        for index in 0..<owners.count {
            let owner = owners[index]
            guard owner.kind == .symbol, owner.id != node, binder.layout.symbolClass(owner.id) == .type else { continue }
            binder.types.attach(node, named: binder.layout.shortName(node), to: owner.id)
        }
    }

    private static func findDecorators(_ binder: Binder) {
        for (file, source) in binder.layout.files.enumerated() {
            for reference in source.facts.references where reference.kind == .decorate {
                guard let subject = reference.subject, let node = binder.layout.node(file, symbolID: subject) else { continue }
                binder.decorators[node, default: []].append(reference.to)
            }
        }
    }

    private static func bindOwners(_ binder: Binder) {
        let layout = binder.layout
        for node in 0..<NodeID(layout.nodeCount) where binder.types.ownerOf[Int(node)] < 0 {
            guard let owner = layout.owner(node) else { continue }
            attach(node, to: binder.bind(layout.file(node), owner), binder)
        }
    }

    private static func bindBases(_ binder: Binder) {
        for (file, source) in binder.layout.files.enumerated() {
            for reference in source.facts.references where reference.kind == .inherit {
                guard let type = binder.layout.node(file, symbolID: reference.from), binder.layout.symbolClass(type) == .type else { continue }
                let targets = binder.bindBase(file, reference.to)
                for index in 0..<targets.count {
                    let base = targets[index]
                    if base.kind == .symbol, binder.layout.symbolClass(base.id) == .type {
                        binder.types.addBase(base.id, to: type)
                    } else if let external = base.externalName {
                        binder.types.addExternalBase(external, to: type)
                    }
                }
            }
        }
    }
}

extension Binder {
    /// A base with its type arguments left off: `Generic[T]` derives from `Generic`.
    func bindBase(_ file: Int, _ index: RefIndex) -> TargetSet {
        if case .element(let generic) = ref(file, index), generic < index { return bind(file, generic) }
        return bind(file, index)
    }
}

extension Layout {
    func owner(_ node: NodeID) -> RefIndex? {
        let index = Int(symbolOf[Int(node)])
        return index < 0 ? nil : files[file(node)].facts.symbols[index].owner
    }

    /// Whether the symbol has this attribute, set to true.
    func has(_ attribute: String, _ node: NodeID) -> Bool {
        let index = Int(symbolOf[Int(node)])
        guard index >= 0 else { return false }
        let attributes = files[file(node)].facts.symbols[index].attributes
        return !attributes.isEmpty && attributes[attribute] == .bool(true)
    }
}
