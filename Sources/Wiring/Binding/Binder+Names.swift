import AnalyzerProtocol

extension Binder {
    /// The name of the type that a symbol belongs to, or of the module where modules own their functions; -1 where there is none.
    mutating func ownerName(_ node: NodeID) -> NameID {
        let owner = types.ownerOf[Int(node)]
        if owner >= 0 { return layout.shortName(owner) }
        let file = layout.file(node)
        guard layout.traits[file].modulesOwn, layout.symbolClass(node).isCallable else { return -1 }
        return names.id(namespaces[namespaces.ofFile[file]].name)
    }

    /// A plain name: the namespace's own, else one that it includes by `*`.
    mutating func lookup(_ name: NameID, in namespace: Int32, from file: Int, _ set: inout TargetSet) {
        var found = TargetSet()
        if namespaces.forEachSymbol(name, in: namespace, seenFrom: file, { found.insert(.symbol($0)) }) {
            add(found, to: &set)
            return
        }
        for other in namespaces.starClosure(namespace)
        where namespaces.forEachSymbol(name, in: other, seenFrom: file, { found.insert(.symbol($0)) }) {
            add(found, to: &set)
            return
        }
    }

    /// Adds symbols, following those that are other names of something else.
    private mutating func add(_ found: TargetSet, to set: inout TargetSet) {
        for index in 0..<found.count {
            let node = found[index].id
            let symbolClass = layout.symbolClass(node)
            if symbolClass == .alias, layout.symbolType(node) != nil {
                let meant = heldBy(node)
                for place in 0..<meant.count { set.insert(self[meant, place]) }
                if meant.isValue { set.isValue = true }
            } else {
                set.insert(found[index])
                if symbolClass.isValue || (symbolClass == .function && isReplacedByDecorator(node)) {
                    set.isValue = true
                }
            }
        }
    }

    mutating func bindImport(_ module: NameID, taking name: NameID?, from file: Int, _ set: inout TargetSet) {
        let written = externals.name(module, &names)
        let target: Target
        switch imports.resolve(module, from: file, layout, namespaces, names) {
        case .namespace(let id): target = .namespace(id, writtenAs: written)
        case .missing: target = .missing(written)
        case .external: target = .external(written)
        }
        add(name, of: target, from: file, &set)
    }

    mutating func bindNamespace(_ path: NameID, taking name: NameID?, from file: Int, _ set: inout TargetSet) {
        let written = names.id(names[path].split(separator: "/").joined(separator: "."))
        if let id = namespaces.find(names[path], kind: layout.files[file].facts.namespace?.kind) {
            add(name, of: .namespace(id, writtenAs: written), from: file, &set)
        } else {
            add(name, of: .missing(written), from: file, &set)
        }
    }

    /// What an import takes, or the module where it names nothing.
    private mutating func add(_ name: NameID?, of target: Target, from file: Int, _ set: inout TargetSet) {
        if let name { addMember(name, of: target, seenFrom: file, to: &set) } else { set.insert(target) }
    }

    /// The namespace that an include loads, without looking at the name it takes from it.
    mutating func namespaceLoaded(by entry: RefTable.Entry, from file: Int) -> Int32? {
        switch entry.form {
        case .imported:
            if case .namespace(let id) = imports.resolve(entry.name, from: file, layout, namespaces, names) {
                return id
            }
        case .namespaced:
            return namespaces.find(names[entry.name], kind: layout.files[file].facts.namespace?.kind)
        default: break
        }
        return nil
    }

    /// A name of a namespace: a symbol, else a submodule, else what it includes by `*`.
    mutating func addNamespaceMember(_ name: NameID, of target: Target, seenFrom file: Int, to set: inout TargetSet) {
        var found = TargetSet()
        if namespaces.forEachSymbol(name, in: target.id, seenFrom: file, { found.insert(.symbol($0)) }) {
            // A module that imports its own submodule by its name: the alias would lead nowhere else.
            add(found, to: &set)
            if !set.isEmpty { return }
        }
        let written = target.extra >= 0 ? externals.member(name, of: target.extra, &names) : name
        if let id = submodule(name, of: target.id) {
            set.insert(.namespace(id, writtenAs: written))
            return
        }
        lookup(name, in: target.id, from: file, &set)
        guard set.isEmpty else { return }
        // A bare directory may share its name with a package from elsewhere; a module that lacks the name is a broken wire.
        set.insert(namespaces[target.id].hasFiles ? .missing(written) : .external(written))
    }

    private func submodule(_ name: NameID, of namespace: Int32) -> Int32? {
        let parent = namespaces[namespace]
        guard parent.traits.loadsParents else { return nil }
        let path = parent.name.isEmpty ? names[name] : parent.name + "/" + names[name]
        return namespaces.find(path, kind: layout.kind(ofNamespace: namespace, namespaces))
    }

    /// The canonical name of an external thing, with the calls in it replaced by what they return.
    mutating func instanceName(_ name: NameID) -> String {
        let instance = externals.instance(name, &names)
        return names[instance]
    }

    /// A function that an external decorator replaced by an object, such as a command group.
    func isReplacedByDecorator(_ node: NodeID) -> Bool { decorators[node] != nil }
}

extension Layout {
    /// The kind of a namespace, from one of its files.
    func kind(ofNamespace id: Int32, _ namespaces: Namespaces) -> String? {
        guard let file = namespaces.firstFile(id) else { return nil }
        return files[file].facts.namespace?.kind
    }
}
