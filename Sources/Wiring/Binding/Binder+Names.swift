import AnalyzerProtocol

extension Binder {
    /// A plain name: the namespace's own, else one that it includes by `*`.
    func lookup(_ name: NameID, in namespace: Int32, from file: Int, _ set: inout TargetSet) {
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
    private func add(_ found: TargetSet, to set: inout TargetSet) {
        for index in 0..<found.count {
            let node = found[index].id
            let symbolClass = layout.symbolClass(node)
            if symbolClass == .alias, layout.symbolType(node) != nil {
                let meant = heldBy(node)
                for place in 0..<meant.count { set.insert(meant[place]) }
                if meant.isValue { set.isValue = true }
            } else {
                set.insert(found[index])
                if symbolClass.isValue || (symbolClass == .function && isReplacedByDecorator(node)) { set.isValue = true }
            }
        }
    }

    func bindImport(_ module: String, _ name: String?, from file: Int) -> TargetSet {
        let moduleID = names.id(module)
        let written = externals.name(moduleID, &names)
        let target: Target
        switch imports.resolve(moduleID, from: file, layout, namespaces, names) {
        case .namespace(let id): target = .namespace(id, writtenAs: written)
        case .missing: target = .missing(written)
        case .external: target = .external(written)
        }
        guard let name, name != "*" else { return TargetSet(target) }
        var set = TargetSet()
        addMember(names.id(name), of: target, seenFrom: file, to: &set)
        return set
    }

    func bindNamespace(_ path: String, _ name: String?, from file: Int) -> TargetSet {
        let written = names.id(path.split(separator: "/").joined(separator: "."))
        guard let id = namespaces.find(path, kind: layout.files[file].facts.namespace?.kind) else {
            var set = TargetSet()
            if let name, name != "*" {
                addMember(names.id(name), of: .missing(written), seenFrom: file, to: &set)
            } else {
                set.insert(.missing(written))
            }
            return set
        }
        let target = Target.namespace(id, writtenAs: written)
        guard let name, name != "*" else { return TargetSet(target) }
        var set = TargetSet()
        addMember(names.id(name), of: target, seenFrom: file, to: &set)
        return set
    }

    /// The namespace that an include loads, without looking at the name it takes from it.
    func namespaceLoaded(by ref: Ref, from file: Int) -> Int32? {
        switch ref {
        case .imported(let module, _):
            if case .namespace(let id) = imports.resolve(names.id(module), from: file, layout, namespaces, names) { return id }
        case .namespaced(let path, _):
            return namespaces.find(path, kind: layout.files[file].facts.namespace?.kind)
        default: break
        }
        return nil
    }

    /// A name of a namespace: a symbol, else a submodule, else what it includes by `*`.
    func addNamespaceMember(_ name: NameID, of target: Target, seenFrom file: Int, to set: inout TargetSet) {
        var found = TargetSet()
        if namespaces.forEachSymbol(name, in: target.id, seenFrom: file, { found.insert(.symbol($0)) }) {
            // A module that imports its own submodule by its name: the alias would lead nowhere else.
            add(found, to: &set)
            if !set.isEmpty { return }
        }
        let entry = namespaces[target.id]
        let child = entry.name.isEmpty ? names[name] : entry.name + "/" + names[name]
        let written = target.extra >= 0 ? externals.member(name, of: target.extra, &names) : name
        if entry.traits.loadsParents, let id = namespaces.find(child, kind: layout.kind(ofNamespace: target.id, namespaces)) {
            set.insert(.namespace(id, writtenAs: written))
            return
        }
        lookup(name, in: target.id, from: file, &set)
        guard set.isEmpty else { return }
        // A bare directory may share its name with a package from elsewhere; a module that lacks the name is a broken wire.
        set.insert(entry.hasFiles ? .missing(written) : .external(written))
    }

    /// A function that an external decorator replaced by an object, such as a command group.
    func isReplacedByDecorator(_ node: NodeID) -> Bool { decorators[node] != nil }
}

extension Layout {
    /// The kind of a namespace, from one of its files.
    func kind(ofNamespace id: Int32, _ namespaces: Namespaces) -> String? {
        let entry = namespaces[id]
        guard let file = entry.plainFiles.first ?? entry.variantFiles.first else { return nil }
        return files[Int(file)].facts.namespace?.kind
    }
}
