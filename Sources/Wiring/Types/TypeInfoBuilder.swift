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
            if !traits.embeds {
                info.escapesByBase = binder.types.externalBases(type).contains {
                    !PassiveBases.contains(binder.names[$0])
                }
            }
            let isOpen = info.escapesByBase || escaping.contains(type)
            var seen: Set<NameID> = []
            for ancestor in chain {
                for member in binder.types.ownMembers[ancestor] ?? [] {
                    let symbolClass = layout.symbolClass(member)
                    if symbolClass.isCallable {
                        let name = layout.shortName(member)
                        let isImplicit = layout.has("implicit", member)
                        guard isImplicit || isOpen, seen.insert(name).inserted else { continue }
                        if isImplicit {
                            info.implicitMethods.append(member)
                        } else if traits.isCallableFromOutside(binder.names[name]), !layout.has("private", member) {
                            info.publicMethods.append(member)
                            if StandardInterfaces.methods.contains(binder.names[name]) {
                                info.standardMethods.append(member)
                            }
                        }
                    } else if symbolClass == .field, layout.has("by_value", member) {
                        let held = binder.heldBy(member)
                        for index in 0..<held.count
                        where binder[held, index].kind == .symbol && layout.symbolClass(binder[held, index].id) == .type
                        {
                            if binder[held, index].id != type { info.parts.append(binder[held, index].id) }
                        }
                    }
                }
            }
            result[type] = info
        }
        return result
    }
}
