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
    /// Types of parameters that callers from outside fill.
    private var taken: Set<NodeID> = []
    /// Numbers of the kinds that some rule is about; -1 for the rest.
    private var kindNumbers: [String: Int32] = [:]
    /// Whether a rule accepts a file's path, and an owner's name: each is asked once.
    private var placeAnswers = NumberMap()
    private var ownerAnswers = NumberMap()
    /// The rules that accept a kind and a last name: half of all symbols share theirs with another one.
    private var candidatePlaces = NumberMap()
    private var candidateLists: [[SymbolRule]] = []

    /// - Parameter called: external names that functions call themselves.
    init(models: CompiledModels, called: [(node: NodeID, name: NameID)], nodeCount: Int) {
        self.models = models
        (calledOffsets, calledNames) = Graph.buckets(called, count: nodeCount, key: \.node, value: \.name)
    }

    mutating func build(_ binder: inout Binder, roots: [NodeID: [(rootClass: RootClass, kind: String?)]]) {
        findTaken(&binder)
        for node in 0..<NodeID(binder.layout.nodeCount) {
            guard let kind = binder.layout.kind(node) else { continue }
            if binder.layout.symbolClass(node) == .type { addInherited(node, &binder) }
            let candidates = candidates(kind, binder.layout.shortName(node), &binder)
            guard !candidates.isEmpty else { continue }
            let callsNothing = calledOffsets[Int(node)] == calledOffsets[Int(node) + 1]
            let isGenerated = binder.layout.isGenerated(node)
            var filled: SymbolView?
            for rule in candidates where !(rule.needs.contains(.calls) && callsNothing) {
                guard !(isGenerated && rule.looksAtNames), acceptsPlace(rule, node, roots[node] ?? [], &binder),
                    acceptsOwner(rule, node, &binder)
                else { continue }
                if !rule.needs.isEmpty {
                    // Few symbols pass the rest of a rule's conditions, and these sets are the costly part.
                    let view =
                        filled
                        ?? fill(node, kind, candidates.reduce(into: SymbolNeeds()) { $0.formUnion($1.needs) }, &binder)
                    filled = view
                    guard rule.acceptsSets(view) else { continue }
                }
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
        let text = binder.names[name]
        candidateLists.append(models.symbolRules(kind: kind, name: text).filter { $0.acceptsName(text) })
        return candidateLists[candidateLists.count - 1]
    }

    /// A symbol may be several roots, or none.
    private mutating func acceptsPlace(
        _ rule: SymbolRule, _ node: NodeID, _ roots: [(rootClass: RootClass, kind: String?)], _ binder: inout Binder
    ) -> Bool {
        guard
            rule.acceptsRoot(nil, kind: nil) || roots.contains(where: { rule.acceptsRoot($0.rootClass, kind: $0.kind) })
        else { return false }
        let file = binder.layout.file(node)
        let key = pair(Int32(rule.order), Int32(file))
        if let known = placeAnswers[key] { return known == 1 }
        let answer = rule.acceptsPath(binder.layout.files[file].path)
        placeAnswers[key] = answer ? 1 : 0
        return answer
    }

    private mutating func acceptsOwner(_ rule: SymbolRule, _ node: NodeID, _ binder: inout Binder) -> Bool {
        guard rule.looksAtOwner else { return true }
        let name = binder.ownerName(node)
        let key = pair(Int32(rule.order), name)
        if let known = ownerAnswers[key] { return known == 1 }
        let answer = rule.acceptsOwner(name < 0 ? nil : binder.names[name])
        ownerAnswers[key] = answer ? 1 : 0
        return answer
    }

    /// What rules look at beyond names and places.
    private func fill(_ node: NodeID, _ kind: String, _ needs: SymbolNeeds, _ binder: inout Binder) -> SymbolView {
        var view = SymbolView(
            kind: kind, lastName: binder.names[binder.layout.shortName(node)],
            path: binder.layout.files[binder.layout.file(node)].path)
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
        return view
    }

    /// Analyzers tell of a mention with the argument `taken` that it is such a parameter's type.
    private mutating func findTaken(_ binder: inout Binder) {
        for file in binder.layout.files.indices {
            for reference in binder.layout.files[file].facts.references
            where reference.kind == .use && reference.arguments.contains(where: { $0.name == "taken" }) {
                let targets = binder.bind(file, reference.to)
                for index in 0..<targets.count where binder[targets, index].kind == .symbol {
                    taken.insert(binder[targets, index].id)
                }
            }
        }
    }

    private mutating func addInherited(_ node: NodeID, _ binder: inout Binder) {
        for base in binder.types.externalBases(node) {
            let rules = inheritRules[base] ?? models.inheritMatches(externalBase: binder.names[base])
            inheritRules[base] = rules
            for rule in rules {
                let path = binder.layout.files[binder.layout.file(node)].path
                let name = binder.names[binder.layout.shortName(node)]
                guard rule.accepts(path: path, name: name, isTaken: taken.contains(node)) else { continue }
                found.append(
                    Found(signal: rule.signal, node: node, attributes: rule.attributes, target: binder.names[base]))
            }
        }
    }
}
