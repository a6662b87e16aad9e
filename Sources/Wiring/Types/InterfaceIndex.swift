import AnalyzerProtocol

/// Interfaces that are satisfied by having their methods, and the types that have them.
struct InterfaceIndex {
    struct Interface {
        var type: NodeID
        /// Own and embedded methods, one for each name.
        var methods: [NodeID]
        /// Whether it asks for further methods that are not known, since it embeds an external interface.
        var isPartial: Bool
    }

    struct Match {
        var type: NodeID
        var methods: [NodeID]
        var answers: [NodeID]
    }

    private(set) var interfaces: [Interface] = []
    /// Types that have a method of that name, own or promoted.
    private var havers: [NameID: [NodeID]] = [:]

    init(_ binder: inout Binder) {
        let layout = binder.layout
        var wanted: Set<NameID> = []
        for type in binder.types.ownMembers.keys.sorted() where layout.has("interface", type) {
            if let interface = Self.interface(type, &binder) { interfaces.append(interface) }
        }
        // An interface that only embeds others has no own members.
        for type in binder.types.bases.keys.sorted()
        where layout.has("interface", type) && binder.types.ownMembers[type] == nil {
            if let interface = Self.interface(type, &binder) { interfaces.append(interface) }
        }
        guard !interfaces.isEmpty else { return }
        for interface in interfaces { for method in interface.methods { wanted.insert(layout.shortName(method)) } }
        let concrete = Set(binder.types.ownMembers.keys).union(binder.types.bases.keys).sorted()
        for type in concrete where !layout.has("interface", type) {
            var seen: Set<NameID> = []
            for ancestor in binder.types.ancestors(type) {
                for member in binder.types.ownMembers[ancestor] ?? [] where layout.symbolClass(member).isCallable {
                    let name = layout.shortName(member)
                    if wanted.contains(name), seen.insert(name).inserted { havers[name, default: []].append(type) }
                }
            }
        }
    }

    private static func interface(_ type: NodeID, _ binder: inout Binder) -> Interface? {
        var methods: [NodeID] = []
        var names: Set<NameID> = []
        for ancestor in binder.types.ancestors(type) {
            for member in binder.types.ownMembers[ancestor] ?? [] where binder.layout.symbolClass(member).isCallable {
                if names.insert(binder.layout.shortName(member)).inserted { methods.append(member) }
            }
        }
        guard !methods.isEmpty else { return nil }
        return Interface(
            type: type, methods: methods,
            isPartial: binder.types.externalBases(type).contains { !PassiveBases.contains(binder.names[$0]) })
    }

    /// The types that have all the methods; each method of the interface with its answer.
    func satisfying(_ interface: Interface, _ binder: inout Binder) -> [Match] {
        let layout = binder.layout
        // The rarest name leaves the fewest types to look at.
        guard
            let rarest = interface.methods.min(by: {
                (havers[layout.shortName($0)]?.count ?? 0) < (havers[layout.shortName($1)]?.count ?? 0)
            })
        else { return [] }
        let traits = layout.traits[layout.file(interface.type)]
        var matches: [Match] = []
        for type in havers[layout.shortName(rarest)] ?? [] where layout.traits[layout.file(type)] == traits {
            var answers: [NodeID] = []
            for method in interface.methods {
                var answer: NodeID = -1
                _ = binder.types.lookup(layout.shortName(method), in: type) { if answer < 0 { answer = $0 } }
                guard answer >= 0, layout.symbolClass(answer).isCallable, isSeen(method, by: answer, traits, &binder),
                    sameResults(method, answer, traits, &binder)
                else { break }
                answers.append(answer)
            }
            if answers.count == interface.methods.count {
                matches.append(Match(type: type, methods: interface.methods, answers: answers))
            }
        }
        return matches
    }

    /// Equal for interfaces that the same types satisfy.
    func shape(of interface: Interface, _ binder: inout Binder) -> String {
        let layout = binder.layout
        let file = layout.file(interface.type)
        let traits = layout.traits[file]
        var isPrivate = false
        var parts: [String] = []
        for method in interface.methods {
            let name = binder.names[layout.shortName(method)]
            if traits.exportsByCapital, !traits.isCallableFromOutside(name) { isPrivate = true }
            var part = name
            if traits.listsResults {
                for result in layout.symbol(method)?.results ?? [] {
                    let targets = binder.bind(layout.file(method), result)
                    let basic = targets.count == 1 ? binder[targets, 0].externalName.map { binder.names[$0] } : nil
                    part += basic?.hasPrefix("builtin.") == true ? " \(basic!)" : " *"
                }
            }
            parts.append(part)
        }
        let scope = isPrivate ? "\(binder.namespaces.ofFile[file])" : ""
        return "\(traits) \(interface.isPartial) \(scope)|" + parts.sorted().joined(separator: "|")
    }

    /// Methods that only their package sees satisfy no interface of another.
    private func isSeen(_ method: NodeID, by answer: NodeID, _ traits: LanguageTraits, _ binder: inout Binder) -> Bool {
        !traits.exportsByCapital || traits.isCallableFromOutside(binder.names[binder.layout.shortName(method)])
            || binder.namespaces.ofFile[binder.layout.file(method)]
                == binder.namespaces.ofFile[binder.layout.file(answer)]
    }

    /// Where all results are listed, methods of one name and different results are different methods.
    private func sameResults(_ method: NodeID, _ answer: NodeID, _ traits: LanguageTraits, _ binder: inout Binder)
        -> Bool
    {
        guard traits.listsResults, let wanted = binder.layout.symbol(method)?.results,
            let given = binder.layout.symbol(answer)?.results
        else { return true }
        guard wanted.count == given.count else { return false }
        for (left, right) in zip(wanted, given) {
            let one = binder.bind(binder.layout.file(method), left)
            let other = binder.bind(binder.layout.file(answer), right)
            guard one.count == 1, other.count == 1, let a = binder[one, 0].externalName,
                let b = binder[other, 0].externalName
            else { continue }
            if a != b, binder.names[a].hasPrefix("builtin."), binder.names[b].hasPrefix("builtin.") { return false }
        }
        return true
    }
}
