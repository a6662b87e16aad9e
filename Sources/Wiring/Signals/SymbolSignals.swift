import AnalyzerProtocol
import Models

/// Signals of definitions: by their own shape, and by what they derive from.
struct SymbolSignals {
    struct Found {
        var signal: String
        var node: NodeID
        var attributes: [String: String]
        var target: String?
    }

    private let models: CompiledModels
    private let calledOffsets: [Int32]
    private let calledNames: [NameID]
    private(set) var found: [Found] = []
    private var inheritRules = Memo<[TypeRule]>()
    /// Numbers of the kinds that some rule is about; -1 for the rest.
    private var kindNumbers: [String: Int32] = [:]
    private var nameAnswers = NumberMap()
    /// Rules by kind and last name: half of all symbols share theirs with another one.
    private var candidatePlaces = NumberMap()
    private var candidateLists: [[SymbolRule]] = []

    /// - Parameter called: external names that functions call themselves.
    init(models: CompiledModels, called: [(node: NodeID, name: NameID)], nodeCount: Int) {
        self.models = models
        (calledOffsets, calledNames) = Graph.buckets(called, count: nodeCount, key: \.node, value: \.name)
    }

    mutating func build(_ binder: inout Binder, roots: [NodeID: [(rootClass: RootClass, kind: String?)]]) {
        for node in 0..<NodeID(binder.layout.nodeCount) {
            guard let kind = binder.layout.kind(node) else { continue }
            if binder.layout.symbolClass(node) == .type { addInherited(node, &binder) }
            let candidates = candidates(kind, binder.layout.shortName(node), &binder)
            guard !candidates.isEmpty else { continue }
            var view = Self.view(node, kind, &binder)
            var isFilled = false
            let roots = roots[node] ?? []
            let isGenerated = binder.layout.isGenerated(node)
            for rule in candidates
            where !(isGenerated && rule.looksAtNames) && Self.accepts(rule, view, roots)
                && acceptsName(rule, node, &binder)
            {
                if !rule.needs.isEmpty, !isFilled {
                    // Few symbols pass the rest of a rule's conditions, and these sets are the costly part.
                    fill(&view, node, candidates.reduce(into: SymbolNeeds()) { $0.formUnion($1.needs) }, &binder)
                    isFilled = true
                }
                guard rule.acceptsRest(view) else { continue }
                found.append(Found(signal: rule.signal, node: node, attributes: rule.attributes, target: nil))
            }
        }
    }

    private mutating func candidates(_ kind: String, _ name: NameID, _ binder: inout Binder) -> [SymbolRule] {
        let number: Int32
        if let known = kindNumbers[kind] {
            number = known
        } else {
            number = models.symbolRules(kind: kind).isEmpty ? -1 : Int32(kindNumbers.count)
            kindNumbers[kind] = number
        }
        guard number >= 0 else { return [] }
        let key = pair(number, name)
        if let place = candidatePlaces[key] { return candidateLists[Int(place)] }
        candidatePlaces[key] = Int32(candidateLists.count)
        candidateLists.append(models.symbolRules(kind: kind, name: binder.names[name]))
        return candidateLists[candidateLists.count - 1]
    }

    /// Half of the time of all symbols' signals went into regular expressions: each is asked once for a name.
    private mutating func acceptsName(_ rule: SymbolRule, _ node: NodeID, _ binder: inout Binder) -> Bool {
        let name = binder.layout.shortName(node)
        let key = pair(Int32(rule.order), name)
        if let known = nameAnswers[key] { return known == 1 }
        let answer = rule.acceptsName(binder.names[name])
        nameAnswers[key] = answer ? 1 : 0
        return answer
    }

    /// A symbol may be several roots, or none.
    private static func accepts(
        _ rule: SymbolRule, _ view: SymbolView, _ roots: [(rootClass: RootClass, kind: String?)]
    ) -> Bool {
        if rule.acceptsPlace(view) { return true }
        return roots.contains { root in
            var copy = view
            copy.rootClass = root.rootClass
            copy.rootKind = root.kind
            return rule.acceptsPlace(copy)
        }
    }

    private static func view(_ node: NodeID, _ kind: String, _ binder: inout Binder) -> SymbolView {
        let owner = binder.types.ownerOf[Int(node)]
        return SymbolView(
            kind: kind, lastName: binder.names[binder.layout.shortName(node)],
            ownerName: owner < 0 ? nil : binder.names[binder.layout.shortName(owner)],
            path: binder.layout.files[binder.layout.file(node)].path)
    }

    private func fill(_ view: inout SymbolView, _ node: NodeID, _ needs: SymbolNeeds, _ binder: inout Binder) {
        if needs.contains(.bases) {
            for base in binder.types.externalBases(node) { view.externalBases.insert(binder.names[base]) }
        }
        if needs.contains(.methods), binder.layout.symbolClass(node) == .type {
            for ancestor in binder.types.ancestors(node) {
                for member in binder.types.ownMembers[ancestor] ?? [] where binder.layout.symbolClass(member).isCallable
                {
                    view.methodNames.insert(binder.names[binder.layout.shortName(member)])
                }
            }
        }
        if needs.contains(.calls) {
            let range = Int(calledOffsets[Int(node)])..<Int(calledOffsets[Int(node) + 1])
            for name in calledNames[range] { view.calledNames.insert(binder.instanceName(name)) }
        }
    }

    private mutating func addInherited(_ node: NodeID, _ binder: inout Binder) {
        for base in binder.types.externalBases(node) {
            let rules = inheritRules[base] ?? models.inheritMatches(externalBase: binder.names[base])
            inheritRules[base] = rules
            for rule in rules {
                let path = binder.layout.files[binder.layout.file(node)].path
                guard rule.accepts(path: path, name: binder.names[binder.layout.shortName(node)]) else { continue }
                found.append(
                    Found(signal: rule.signal, node: node, attributes: rule.attributes, target: binder.names[base]))
            }
        }
    }
}
