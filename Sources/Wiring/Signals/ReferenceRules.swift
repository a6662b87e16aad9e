import AnalyzerProtocol
import Models

/// The rules that the models have for a name, each name asked for once.
struct ReferenceRules {
    private let models: CompiledModels
    private var calls = Memo<[ReferenceRule]>()
    private var uses = Memo<[ReferenceRule]>()
    private var writes = Memo<[ReferenceRule]>()
    private var imports = Memo<[ImportRule]>()
    /// By node, and behind that by the owner's name and the symbol's own.
    private var ownCalls = Memo<[ReferenceRule]>()
    private var ownCallPlaces = NumberMap()
    private var ownCallLists: [[ReferenceRule]] = []
    private var reads = Memo<[ReferenceRule]>()

    init(_ models: CompiledModels) { self.models = models }

    /// The rules for references to an external name, or for assignments to one.
    mutating func matching(_ name: NameID, _ referenceClass: ReferenceClass, _ binder: inout Binder) -> [ReferenceRule]
    {
        switch referenceClass {
        case .write:
            if let known = writes[name] { return known }
            writes[name] = models.referenceMatches(kind: .write, name: binder.names[name])
            return writes[name] ?? []
        case .call, .instantiate, .decorate:
            if let known = calls[name] { return known }
            calls[name] = models.referenceMatches(kind: .call, name: binder.names[name])
            return calls[name] ?? []
        case .use, .include, .inherit, .convert, .other:
            if let known = uses[name] { return known }
            uses[name] = models.referenceMatches(kind: .use, name: binder.names[name])
            return uses[name] ?? []
        }
    }

    /// The rules for calls of a function or method of the repository.
    mutating func ownCalls(of node: NodeID, _ binder: inout Binder) -> [ReferenceRule] {
        if let known = ownCalls[node] { return known }
        if binder.layout.isGenerated(node) {
            ownCalls[node] = []
            return []
        }
        let ownerName = binder.ownerName(node)
        let name = binder.layout.shortName(node)
        let key = pair(ownerName, name)
        let found: [ReferenceRule]
        if let place = ownCallPlaces[key] {
            found = ownCallLists[Int(place)]
        } else {
            found = models.callOfRules(owner: ownerName < 0 ? nil : binder.names[ownerName], name: binder.names[name])
            ownCallPlaces[key] = Int32(ownCallLists.count)
            ownCallLists.append(found)
        }
        ownCalls[node] = found
        return found
    }

    /// The rules for making one of the repository's own types: a call of its method `__init__`, whether it has one or not.
    mutating func makings(of type: NodeID, _ binder: inout Binder) -> [ReferenceRule] {
        if let known = ownCalls[type] { return known }
        let name = binder.names[binder.layout.shortName(type)]
        let found = binder.layout.isGenerated(type) ? [] : models.callOfRules(owner: name, name: "__init__")
        ownCalls[type] = found
        return found
    }

    /// The rules for reading an environment variable.
    mutating func reading(_ variable: NameID, _ binder: inout Binder) -> [ReferenceRule] {
        if let known = reads[variable] { return known }
        let found = models.environmentRules(name: binder.names[variable])
        reads[variable] = found
        return found
    }

    /// The rules for imports of a module.
    mutating func imports(of module: NameID, _ binder: inout Binder) -> [ImportRule] {
        if let known = imports[module] { return known }
        let found = models.importMatches(module: binder.names[module])
        imports[module] = found
        return found
    }
}
