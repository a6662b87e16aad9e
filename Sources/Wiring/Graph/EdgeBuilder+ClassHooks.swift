import AnalyzerProtocol

extension EdgeBuilder {
    /// What runs when a class is made, that is when its module is loaded: `__init_subclass__` of its bases, `__new__` and `__init__` of its
    /// metaclass. Where the repository has such a one it keeps the class, to make instances of it later.
    mutating func addClassHooks(_ binder: inout Binder) {
        let metaclasses = metaclasses(&binder)
        let hook = binder.names.find("__init_subclass__")
        guard !metaclasses.isEmpty || hook != nil else { return }
        for type in 0..<NodeID(binder.layout.nodeCount) where binder.layout.symbolClass(type) == .type {
            let ancestors = binder.types.ancestors(type)
            let module = binder.layout.topLevel(type)
            let line = binder.layout.line(type)
            if let hook {
                var found: [NodeID] = []
                for ancestor in ancestors.dropFirst() where found.isEmpty {
                    for member in binder.types.ownMembers[ancestor] ?? []
                    where binder.layout.shortName(member) == hook && binder.layout.symbolClass(member) == .method {
                        found.append(member)
                    }
                }
                for method in found { edges.append((module, edge(to: method, line, []))) }
                if !found.isEmpty { edges.append((module, edge(to: type, line, .instantiates))) }
            }
            if let metaclass = ancestors.lazy.compactMap({ metaclasses[$0] }).first {
                edges.append((module, edge(to: metaclass, line, .instantiates)))
                edges.append((module, edge(to: type, line, .instantiates)))
            }
        }
    }

    private func edge(to target: NodeID, _ line: Int32, _ flags: Edge.Flags) -> Edge {
        Edge(target: target, line: line, kind: References.useKind, flags: flags)
    }

    /// The metaclass of each type that names one of the repository's which runs when classes are made.
    private func metaclasses(_ binder: inout Binder) -> [NodeID: NodeID] {
        let made: Set<NameID> = Set(["__new__", "__init__"].compactMap { binder.names.find($0) })
        var result: [NodeID: NodeID] = [:]
        for file in binder.layout.files.indices {
            for place in binder.references.range(file) {
                let reference = binder.references.entries[place]
                guard binder.references.kinds[Int(reference.kind)] == "metaclass" else { continue }
                let targets = binder.bind(file, reference.to)
                for index in 0..<targets.count where binder[targets, index].kind == .symbol {
                    let metaclass = binder[targets, index].id
                    guard binder.layout.symbolClass(metaclass) == .type else { continue }
                    let members = binder.types.ancestors(metaclass).flatMap { binder.types.ownMembers[$0] ?? [] }
                    if members.contains(where: { made.contains(binder.layout.shortName($0)) }) {
                        result[reference.from] = metaclass
                    }
                }
            }
        }
        return result
    }
}
