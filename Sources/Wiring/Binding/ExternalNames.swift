import Models

/// Builds canonical external names piece by piece, each only once.
struct ExternalNames {
    private let models: CompiledModels
    private var members = NumberMap()
    private var results = Memo<NameID>()
    private var elements = Memo<NameID>()
    private var instances = Memo<NameID>()
    private var canonical = Memo<NameID>()
    /// A chain of calls on calls grows no name beyond this.
    private static let maximumLength = 400

    init(models: CompiledModels) { self.models = models }

    /// The canonical form of a name as the source writes it.
    mutating func name(_ written: NameID, _ names: inout Names) -> NameID {
        if let known = canonical[written] { return known }
        let id = names.id(models.canonicalName(names[written]))
        canonical[written] = id
        return id
    }

    mutating func member(_ name: NameID, of owner: NameID, _ names: inout Names) -> NameID {
        let key = pair(owner, name)
        if let known = members[key] { return known }
        let id = grown(names[owner] + "." + names[name], from: owner, &names)
        members[key] = id
        return id
    }

    /// The type of what a call of this name returns where a model says so, else the name with `()`.
    mutating func result(of callee: NameID, _ names: inout Names) -> NameID {
        if let known = results[callee] { return known }
        let text = names[callee]
        let instance = instance(callee, &names)
        let id: NameID
        if let type = models.instanceType(ofCall: text) ?? models.instanceType(ofCall: names[instance]) {
            id = names.id(type)
        } else {
            id = grown(text + "()", from: callee, &names)
        }
        results[callee] = id
        return id
    }

    /// The name with the calls in it replaced by what they return.
    mutating func instance(_ name: NameID, _ names: inout Names) -> NameID {
        if let known = instances[name] { return known }
        let id = names.id(models.instanceName(names[name]))
        instances[name] = id
        return id
    }

    mutating func element(of container: NameID, _ names: inout Names) -> NameID {
        if let known = elements[container] { return known }
        let id = grown(names[container] + "[]", from: container, &names)
        elements[container] = id
        return id
    }

    private func grown(_ text: String, from owner: NameID, _ names: inout Names) -> NameID {
        text.utf8.count > Self.maximumLength ? owner : names.id(models.canonicalName(text))
    }
}
