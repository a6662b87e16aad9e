import AnalyzerProtocol

/// Finds members and bases of all types. It runs before anything else is bound.
enum TypeBuilder {
    static func build(_ binder: inout Binder) {
        attachByName(&binder)
        findDecorators(&binder)
        bindOwners(&binder)
        bindBases(&binder)
        binder.types.freeze()
        // What was bound on the way did not know all bases.
        binder.reset()
    }

    /// Members whose owner is a plain name of the same namespace: nearly all.
    private static func attachByName(_ binder: inout Binder) {
        let layout = binder.layout
        for node in 0..<NodeID(layout.nodeCount) {
            guard let owner = layout.owner(node), case let entry = binder.refs.entry(layout.file(node), owner),
                entry.form == .name
            else { continue }
            let file = layout.file(node)
            var owners: [NodeID] = []
            _ = binder.namespaces.forEachSymbol(entry.name, in: binder.namespaces.ofFile[file], seenFrom: file) {
                owners.append($0)
            }
            attach(node, to: owners, &binder)
        }
    }

    private static func attach(_ node: NodeID, to owners: [NodeID], _ binder: inout Binder) {
        for owner in owners where owner != node && binder.layout.symbolClass(owner) == .type {
            binder.types.attach(node, named: binder.layout.shortName(node), to: owner)
        }
    }

    private static func findDecorators(_ binder: inout Binder) {
        for (file, source) in binder.layout.files.enumerated() {
            for (index, place) in binder.references.range(file).enumerated()
            where binder.references.entries[place].referenceClass == .decorate {
                let reference = source.facts.references[index]
                guard let subject = reference.subject, let node = binder.layout.node(file, symbolID: subject) else {
                    continue
                }
                binder.decorators[node, default: []].append(reference.to)
            }
        }
    }

    private static func bindOwners(_ binder: inout Binder) {
        let layout = binder.layout
        for node in 0..<NodeID(layout.nodeCount) where binder.types.ownerOf[Int(node)] < 0 {
            guard let owner = layout.owner(node) else { continue }
            let targets = binder.bind(layout.file(node), owner)
            let owners = (0..<targets.count).filter { binder[targets, $0].kind == .symbol }.map {
                binder[targets, $0].id
            }
            attach(node, to: owners, &binder)
        }
    }

    private static func bindBases(_ binder: inout Binder) {
        for file in binder.layout.files.indices {
            for place in binder.references.range(file) where binder.references.entries[place].referenceClass == .inherit
            {
                let reference = binder.references.entries[place]
                let type = reference.from
                guard type >= 0, binder.layout.symbolClass(type) == .type else { continue }
                let targets = binder.bindBase(file, reference.to)
                for index in 0..<targets.count {
                    let base = binder[targets, index]
                    if base.kind == .symbol, binder.layout.symbolClass(base.id) == .type {
                        binder.types.addBase(base.id, to: type)
                    } else if let external = base.externalName {
                        binder.types.addExternalBase(external, to: type)
                    } else if base.kind == .symbol, binder.layout.symbolClass(base.id).isValue {
                        // `Base = declarative_base()`
                        let held = binder.heldBy(base.id)
                        for place in 0..<held.count {
                            guard let external = binder[held, place].externalName else { continue }
                            binder.types.addExternalBase(external, to: type)
                        }
                    }
                }
            }
        }
    }
}

extension Binder {
    /// A base with its type arguments left off: `Generic[T]` derives from `Generic`.
    mutating func bindBase(_ file: Int, _ index: RefIndex) -> Bound {
        let entry = refs.entry(file, index)
        if entry.form == .element, entry.of < index { return bind(file, entry.of) }
        return bind(file, index)
    }
}

extension Layout {
    func owner(_ node: NodeID) -> RefIndex? {
        let index = Int(symbolOf[Int(node)])
        return index < 0 ? nil : files[file(node)].facts.symbols[index].owner
    }

    /// Whether the symbol has this attribute, set to true.
    func has(_ attribute: String, _ node: NodeID) -> Bool { self.attribute(attribute, of: node) == .bool(true) }

    /// An attribute of the symbol; nil where it has none of that name.
    func attribute(_ name: String, of node: NodeID) -> Literal? {
        let index = Int(symbolOf[Int(node)])
        guard index >= 0 else { return nil }
        let attributes = files[file(node)].facts.symbols[index].attributes
        return attributes.isEmpty ? nil : attributes[name]
    }
}
