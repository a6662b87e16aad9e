import AnalyzerProtocol

/// Says of each type what follows from instantiating it.
enum TypeInfoBuilder {
    /// - Parameter escaping: types that some reference hands to code from outside.
    static func build(_ binder: inout Binder, escaping: Set<NodeID>) -> [NodeID: TypeInfo] {
        let layout = binder.layout
        var result: [NodeID: TypeInfo] = [:]
        for type in 0..<NodeID(layout.nodeCount) where layout.symbolClass(type) == .type {
            var info = TypeInfo()
            info.isInterface = layout.has("interface", type)
            let chain = binder.types.ancestors(type)
            info.ancestors = Array(chain.dropFirst())
            let traits = layout.traits[layout.file(type)]
            let outside = traits.embeds ? OutsideCalls() : OutsideCalls(type, &binder)
            info.escapesByBase = outside.derivesFromUnknown
            let isOpen = info.escapesByBase || (escaping.contains(type) && !outside.areKnown)
            info.ownMethods = (binder.types.ownMembers[type] ?? []).filter {
                layout.symbolClass($0) == .method && !layout.has("static", $0)
            }
            var seen: Set<NameID> = []
            for ancestor in chain {
                for member in binder.types.ownMembers[ancestor] ?? [] {
                    let symbolClass = layout.symbolClass(member)
                    if symbolClass.isCallable {
                        let name = layout.shortName(member)
                        let isImplicit = layout.has("implicit", member) || outside.contains(binder.names[name])
                        guard isImplicit || isOpen, seen.insert(name).inserted else { continue }
                        if isImplicit {
                            info.implicitMethods.append(member)
                        } else if traits.isCallableFromOutside(binder.names[name]), !layout.has("private", member) {
                            info.publicMethods.append(member)
                        }
                    } else if symbolClass == .field {
                        addParts(of: type, heldIn: member, traits, to: &info, &binder)
                    }
                }
            }
            result[type] = info
        }
        return result
    }

    /// What a field holds by value is there with its owner, and so is what a decoder puts there. An embedded type is no value of its own:
    /// its methods are those of the owner.
    private static func addParts(
        of type: NodeID, heldIn field: NodeID, _ traits: LanguageTraits, to info: inout TypeInfo,
        _ binder: inout Binder
    ) {
        let byValue = binder.layout.has("by_value", field)
        guard byValue || traits.embeds else { return }
        for part in binder.typesHeld(by: field) where part != type {
            if traits.embeds, info.ancestors.contains(part) { continue }
            if byValue || decodesItself(part, &binder) { info.parts.append(part) }
        }
    }

    private static func decodesItself(_ type: NodeID, _ binder: inout Binder) -> Bool {
        (binder.types.ownMembers[type] ?? []).contains { member in
            binder.layout.has("implicit", member)
                && binder.names[binder.layout.shortName(member)].hasPrefix("Unmarshal")
        }
    }
}

extension Binder {
    /// The types of what a field or variable holds, and of what is in it where it holds a list or map.
    mutating func typesHeld(by node: NodeID) -> [NodeID] {
        var result: [NodeID] = []
        func add(_ target: Target) {
            if target.kind == .symbol, layout.symbolClass(target.id) == .type { result.append(target.id) }
        }
        let held = heldBy(node)
        for index in 0..<held.count {
            add(self[held, index])
            guard self[held, index].kind == .container else { continue }
            let inner = contents(self[held, index])
            for place in 0..<inner.count { add(self[inner, place]) }
        }
        return result
    }
}
