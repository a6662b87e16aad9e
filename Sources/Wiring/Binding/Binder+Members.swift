import AnalyzerProtocol
import Models

extension Binder {
    /// The member of that name of what a target denotes, or of an instance of it.
    mutating func addMember(_ name: NameID, of target: Target, seenFrom file: Int, to set: inout TargetSet) {
        if names[name].utf8.last == UInt8(ascii: "*") {
            addMembers(beginningAs: name, of: target, to: &set)
            return
        }
        switch target.kind {
        case .symbol: addMember(name, ofSymbol: target.id, seenFrom: file, to: &set)
        case .namespace: addNamespaceMember(name, of: target, seenFrom: file, to: &set)
        case .external where saysNothing(target.id): set.insert(.unknown(member: name))
        case .external where target.id == django.name && django.namespace != nil:
            addSetting(name, in: django.namespace ?? 0, seenFrom: file, to: &set)
        case .external: set.insert(.external(externals.member(name, of: target.id, &names)))
        case .missing: set.insert(.missing(externals.member(name, of: target.id, &names)))
        case .container, .unknown, .inSubtypes: set.insert(.unknown(member: name))
        case .touched: set.insert(target)
        }
    }

    /// `getattr(self, "do_" + name)`: whatever an instance of the type has that begins so.
    private func addMembers(beginningAs name: NameID, of target: Target, to set: inout TargetSet) {
        if target.kind == .symbol, layout.symbolClass(target.id) == .type {
            set.insert(Target(kind: .inSubtypes, id: target.id, extra: name))
        } else {
            set.insert(.unknown)
        }
    }

    private mutating func addMember(_ name: NameID, ofSymbol node: NodeID, seenFrom file: Int, to set: inout TargetSet)
    {
        switch layout.symbolClass(node) {
        case .type:
            addMember(name, ofType: node, to: &set)
        case .field, .variable, .constant:
            // A variable of a namespace is made by its own references, which run for whoever mentions it.
            if layout.symbolClass(node) == .variable { set.insert(.touched(node)) }
            addMembers(name, ofAll: heldBy(node), seenFrom: file, to: &set)
        case .function, .method:
            // A property is run by being mentioned; a decorated function may have become something else.
            set.insert(.touched(node))
            if let result = layout.symbol(node)?.results.first {
                addMembers(name, ofAll: bind(layout.file(node), result), seenFrom: file, to: &set)
            } else if !addMember(name, ofDecorated: node, to: &set) {
                set.insert(.unknown(member: name))
            }
        case .module, .alias, .other:
            set.insert(.unknown(member: name))
        }
    }

    private mutating func addMembers(_ name: NameID, ofAll owners: Bound, seenFrom file: Int, to set: inout TargetSet) {
        if owners.isEmpty { set.insert(.unknown(member: name)) }
        for place in 0..<owners.count {
            // What is held by something that holds itself is not followed further: `bind` ends rings, this ends ladders.
            let owner = self[owners, place]
            if owner.kind == .symbol, layout.symbolClass(owner.id).isValue || layout.symbolClass(owner.id).isCallable {
                guard enter() else { continue }
                addMember(name, of: owner, seenFrom: file, to: &set)
                leave()
            } else {
                addMember(name, of: owner, seenFrom: file, to: &set)
            }
        }
    }

    private mutating func addMember(_ name: NameID, ofType type: NodeID, to set: inout TargetSet) {
        var found = TargetSet()
        if types.lookup(name, in: type, { found.insert(.symbol($0)) }) {
            for index in 0..<found.count { set.insert(found[index]) }
            if (0..<found.count).contains(where: { layout.symbolClass(found[$0].id).isValue }) { set.isValue = true }
            return
        }
        let bases = types.externalBases(type)
        if let proxy = names.find("__getattr__"), name != proxy,
            types.lookup(proxy, in: type, { found.insert(.symbol($0)) })
        {
            for index in 0..<found.count { set.insert(.touched(found[index].id)) }
            // Answers for any name, mostly with what another object has; where a base may have it, that comes first.
            if bases.isEmpty {
                set.insert(.unknown(member: name))
                return
            }
        }
        guard !bases.isEmpty else {
            set.insert(Target(kind: .inSubtypes, id: type, extra: name))
            return
        }
        set.insert(.touched(type))
        // Whatever satisfies an interface answers for the methods that it takes from an external one.
        if layout.has("interface", type) { set.insert(Target(kind: .inSubtypes, id: type, extra: name)) }
        for base in bases.prefix(4) { set.insert(.external(externals.member(name, of: base, &names))) }
    }

    /// `@click.group() def cli`: `cli.command` is a member of what the decorator made.
    private mutating func addMember(_ name: NameID, ofDecorated node: NodeID, to set: inout TargetSet) -> Bool {
        var found = false
        for decorator in decorators[node] ?? [] {
            let targets = bind(layout.file(node), decorator)
            for place in 0..<targets.count {
                guard let external = self[targets, place].externalName, models.registers(names[external]) != false
                else { continue }
                let made = externals.result(of: external, &names)
                set.insert(.external(externals.member(name, of: made, &names)))
                found = true
            }
        }
        return found
    }

    mutating func addResult(of target: Target, at position: Int, to set: inout TargetSet) {
        switch target.kind {
        case .external where saysNothing(target.id): set.insert(.unknown)
        case .external: set.insert(.external(externals.result(of: target.id, &names)))
        case .missing: set.insert(.missing(externals.result(of: target.id, &names)))
        case .symbol:
            switch layout.symbolClass(target.id) {
            case .type:
                set.insert(target)
                addMade(by: target.id, to: &set)
            case .function, .method:
                guard let results = layout.symbol(target.id)?.results, results.indices.contains(position) else {
                    set.insert(.unknown)
                    return
                }
                addAll(bind(layout.file(target.id), results[position]), to: &set)
            case .field, .variable, .constant:
                let held = heldBy(target.id)
                guard enter() else { return }
                for place in 0..<held.count where self[held, place] != target {
                    addResult(of: self[held, place], at: position, to: &set)
                }
                leave()
            case .module, .alias, .other:
                set.insert(.unknown)
            }
        case .container, .namespace, .unknown, .inSubtypes: set.insert(.unknown)
        case .touched: set.insert(target)
        }
    }

    /// What a class of Python makes in place of its own instances: `def __new__(cls, url): return Redis(url)`.
    private mutating func addMade(by type: NodeID, to set: inout TargetSet) {
        guard let maker = names.find("__new__") else { return }
        var makers: [NodeID] = []
        guard types.lookup(maker, in: type, { makers.append($0) }), enter() else { return }
        defer { leave() }
        for maker in makers {
            guard let result = layout.symbol(maker)?.results.first else { continue }
            let made = bind(layout.file(maker), result)
            for index in 0..<made.count where self[made, index].kind == .symbol { set.insert(self[made, index]) }
        }
    }

    /// Any value, or any function: whatever comes of it is not of a library.
    private func saysNothing(_ name: NameID) -> Bool { names[name] == "builtin.any" || names[name] == "builtin.func" }

    mutating func addElement(of target: Target, to set: inout TargetSet) {
        switch target.kind {
        case .container: addAll(contents(target), to: &set)
        case .external: set.insert(.external(externals.element(of: target.id, &names)))
        case .missing: set.insert(.missing(externals.element(of: target.id, &names)))
        case .symbol where layout.symbolClass(target.id).isValue || layout.symbolClass(target.id) == .type:
            let held = heldBy(target.id)
            guard enter() else { return }
            for place in 0..<held.count where self[held, place] != target {
                addElement(of: self[held, place], to: &set)
            }
            leave()
        case .symbol, .namespace, .unknown, .inSubtypes: set.insert(.unknown)
        case .touched: set.insert(target)
        }
    }

    mutating func addBases(of target: Target, to set: inout TargetSet) {
        guard target.kind == .symbol, layout.symbolClass(target.id) == .type else { return }
        let bases = types.bases[target.id]
        for base in bases?.types ?? [] { set.insert(.symbol(base)) }
        for base in bases?.externals ?? [] { set.insert(.external(base)) }
    }

    private mutating func addAll(_ other: Bound, to set: inout TargetSet) {
        for index in 0..<other.count { set.insert(self[other, index]) }
    }
}
