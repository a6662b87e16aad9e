import AnalyzerProtocol

/// Collects the selectors that the program asks, and then who answers them.
struct DispatchBuilder {
    private var selectorOfNode: [Int32]
    private var byInstance: [Bool] = []
    private var byName: [NameID: Int32] = [:]
    private var inSubtypes: [UInt64: Int32] = [:]
    private var answers: [(selector: Int32, answer: Dispatch.Answer)] = []
    /// Methods that some shipped subtype has its own of: calling them on an instance runs what its type has.
    private var overridden: Set<NodeID> = []
    private var registered: [NodeID: Int32] = [:]
    private var ofRecords: [NameID: Int32] = [:]
    /// Asks for all loaded subtypes, in place of a member.
    private static let subclasses = "__subclasses__"
    /// A name that more methods have tells nothing of which one is meant.
    static let maximumByName = 40

    init(nodeCount: Int) { selectorOfNode = Array(repeating: -1, count: nodeCount) }

    private mutating func newSelector(byInstance instance: Bool) -> Int32 {
        byInstance.append(instance)
        return Int32(byInstance.count - 1)
    }

    /// "A method of this name, whoever has it."
    mutating func selector(named name: NameID) -> Int32 {
        if let known = byName[name] { return known }
        let id = newSelector(byInstance: false)
        byName[name] = id
        return id
    }

    /// "A member of this name of a subtype": the type itself lacks it.
    mutating func selector(named name: NameID, inSubtypesOf type: NodeID) -> Int32 {
        let key = pair(type, name)
        if let known = inSubtypes[key] { return known }
        let id = newSelector(byInstance: true)
        inSubtypes[key] = id
        return id
    }

    /// "What was registered on this variable": by modules that are loaded.
    mutating func selector(registeredOn variable: NodeID) -> Int32 {
        if let known = registered[variable] { return known }
        let id = newSelector(byInstance: false)
        registered[variable] = id
        return id
    }

    /// "A method of this name of a record that came back from outside."
    mutating func selector(ofRecords methods: [NodeID], named name: NameID, _ binder: borrowing Binder) -> Int32 {
        if let known = ofRecords[name] { return known }
        let id = newSelector(byInstance: false)
        ofRecords[name] = id
        for method in methods {
            let type = binder.types.ownerOf[Int(method)]
            answers.append((id, Dispatch.Answer(type: type, method: method, isGuess: true)))
        }
        return id
    }

    /// Says that a module registers something on a variable.
    mutating func addRegistered(_ subject: NodeID, on variable: NodeID, by module: NodeID) {
        let selector = selector(registeredOn: variable)
        answers.append((selector, Dispatch.Answer(type: module, method: subject, isGuess: false)))
    }

    private mutating func selector(of method: NodeID) -> Int32 {
        if selectorOfNode[Int(method)] < 0 { selectorOfNode[Int(method)] = newSelector(byInstance: true) }
        return selectorOfNode[Int(method)]
    }

    mutating func build(_ binder: inout Binder, isTest: [Bool]) -> Dispatch {
        addOverrides(&binder, isTest)
        addOwn(&binder)
        addBeginnings(&binder)
        addInterfaces(&binder)
        addByName(&binder, isTest)
        return Dispatch(
            nodeCount: selectorOfNode.count, selectorOfNode: selectorOfNode, byInstance: byInstance, answers: answers,
            overridden: overridden)
    }

    /// "Members of this type whose names begin so."
    private mutating func addBeginnings(_ binder: inout Binder) {
        let asked = askedNames().mapValues { $0.filter { binder.names[$0.name].utf8.last == UInt8(ascii: "*") } }
            .filter { !$0.value.isEmpty }
        guard !asked.isEmpty else { return }
        for type in Set(asked.keys).union(binder.types.bases.keys).sorted() {
            let ancestors = binder.types.ancestors(type)
            let questions = ancestors.flatMap { asked[$0] ?? [] }
            guard !questions.isEmpty else { continue }
            var seen: Set<NameID> = []
            for ancestor in ancestors {
                for member in binder.types.ownMembers[ancestor] ?? [] where binder.layout.symbolClass(member).isCallable
                {
                    let name = binder.layout.shortName(member)
                    guard seen.insert(name).inserted else { continue }
                    for (beginning, selector) in questions
                    where binder.names[name].hasPrefix(binder.names[beginning].dropLast()) {
                        answers.append((selector, Dispatch.Answer(type: type, method: member, isGuess: false)))
                    }
                }
            }
        }
    }

    /// An overridden method runs on instances of the types that have no other of its name.
    private mutating func addOwn(_ binder: inout Binder) {
        guard !overridden.isEmpty else { return }
        let owners = Set(overridden.map { binder.types.ownerOf[Int($0)] })
        for type in owners.union(binder.types.bases.keys).sorted() {
            let ancestors = binder.types.ancestors(type)
            guard ancestors.contains(where: owners.contains) else { continue }
            var nearest: [NameID: NodeID] = [:]
            for ancestor in ancestors {
                for member in binder.types.ownMembers[ancestor] ?? [] {
                    let name = binder.layout.shortName(member)
                    let owner = nearest[name] ?? ancestor
                    nearest[name] = owner
                    guard owner == ancestor, overridden.contains(member) else { continue }
                    answers.append(
                        (selector(of: member), Dispatch.Answer(type: type, method: member, isGuess: false)))
                }
            }
        }
    }

    /// Methods of bases, and what the types below have in their place. Where a type promotes rather than derives, nothing is overridden.
    private mutating func addOverrides(_ binder: inout Binder, _ isTest: [Bool]) {
        let asked = askedNames()
        for type in binder.types.bases.keys.sorted() where !binder.layout.traits[binder.layout.file(type)].embeds {
            let ancestors = binder.types.ancestors(type)
            var nearest: [NameID: NodeID] = [:]
            for ancestor in ancestors {
                for member in binder.types.ownMembers[ancestor] ?? [] where binder.layout.symbolClass(member).isCallable
                {
                    let name = binder.layout.shortName(member)
                    if let override = nearest[name], binder.types.ownerOf[Int(override)] != ancestor {
                        let selector = selector(of: member)
                        answers.append((selector, Dispatch.Answer(type: type, method: override, isGuess: false)))
                        if !isTest[binder.layout.file(override)] { overridden.insert(member) }
                    } else if nearest[name] == nil {
                        nearest[name] = member
                    }
                }
            }
            for ancestor in ancestors.dropFirst() {
                for (name, selector) in asked[ancestor] ?? [] {
                    if binder.names[name] == Self.subclasses {
                        byInstance[Int(selector)] = false
                        let module = binder.layout.topLevel(type)
                        answers.append((selector, Dispatch.Answer(type: module, method: type, isGuess: false)))
                        continue
                    }
                    guard let method = nearest[name] else { continue }
                    answers.append((selector, Dispatch.Answer(type: type, method: method, isGuess: false)))
                }
            }
        }
    }

    private func askedNames() -> [NodeID: [(name: NameID, selector: Int32)]] {
        var result: [NodeID: [(name: NameID, selector: Int32)]] = [:]
        for (key, selector) in inSubtypes.sorted(by: { $0.key < $1.key }) {
            result[NodeID(truncatingIfNeeded: key >> 32), default: []].append(
                (NameID(truncatingIfNeeded: key), selector))
        }
        return result
    }

    /// Methods of interfaces, and what the types that satisfy them have in their place. Interfaces that ask for the same methods are
    /// one question: a program may have a hundred of `Close() error`, and thousands of types that answer.
    private mutating func addInterfaces(_ binder: inout Binder) {
        let index = InterfaceIndex(&binder)
        let asked = askedNames()
        var selectors: [String: [NameID: Int32]] = [:]
        for interface in index.interfaces {
            if let names = asked[interface.type] { addInherited(names, of: interface, index, &binder) }
            let own = interface.methods.filter { binder.types.ownerOf[Int($0)] == interface.type }
            guard !own.isEmpty else { continue }
            // A method that has a selector already is overridden by name too, and cannot share its answers.
            let canShare = own.allSatisfy { selectorOfNode[Int($0)] < 0 }
            let shape = index.shape(of: interface, &binder)
            if canShare, let known = selectors[shape], own.allSatisfy({ known[binder.layout.shortName($0)] != nil }) {
                for method in own {
                    selectorOfNode[Int(method)] = known[binder.layout.shortName(method)]!
                    if binder.isDispatched(method), binder.layout.has("abstract", method) { overridden.insert(method) }
                }
                continue
            }
            for method in own {
                _ = selector(of: method)
                if binder.isDispatched(method), binder.layout.has("abstract", method) { overridden.insert(method) }
            }
            if canShare {
                selectors[shape] = Dictionary(
                    own.map { (binder.layout.shortName($0), selectorOfNode[Int($0)]) },
                    uniquingKeysWith: { first, _ in first })
            }
            for match in index.satisfying(interface, &binder) {
                for (method, answer) in zip(match.methods, match.answers) where method != answer {
                    guard binder.types.ownerOf[Int(method)] == interface.type else { continue }
                    answers.append(
                        (
                            selector(of: method),
                            Dispatch.Answer(type: match.type, method: answer, isGuess: interface.isPartial)
                        ))
                }
            }
        }
    }

    /// Methods that an interface takes from an external one: the types that satisfy it answer by name.
    private mutating func addInherited(
        _ names: [(name: NameID, selector: Int32)], of interface: InterfaceIndex.Interface, _ index: InterfaceIndex,
        _ binder: inout Binder
    ) {
        for match in index.satisfying(interface, &binder) {
            for (name, selector) in names {
                var method: NodeID?
                _ = binder.types.lookup(name, in: match.type) { if method == nil { method = $0 } }
                guard let method, binder.layout.symbolClass(method).isCallable else { continue }
                answers.append((selector, Dispatch.Answer(type: match.type, method: method, isGuess: true)))
            }
        }
    }

    /// Methods that dictionaries, lists, sets and texts of Python have: where nothing is known of the receiver, it is one of these.
    private static let containerNames: Set<String> = [
        "append", "endswith", "extend", "get", "items", "join", "keys", "lower", "pop", "popitem", "replace", "reverse",
        "setdefault",
        "sort", "split", "startswith", "strip", "update", "upper", "values",
    ]

    /// All methods of a name, unless they are too many; tests' methods do not count, and are left out where they are too many.
    private mutating func addByName(_ binder: inout Binder, _ isTest: [Bool]) {
        guard !byName.isEmpty else { return }
        var methods: [NameID: [NodeID]] = [:]
        for node in 0..<NodeID(binder.layout.nodeCount) where binder.layout.symbolClass(node).isCallable {
            let name = binder.layout.shortName(node)
            // Without a body there is nothing to run; what is in its place has the same name.
            guard byName[name] != nil, binder.types.ownerOf[Int(node)] >= 0, !binder.layout.has("abstract", node) else {
                continue
            }
            methods[name, default: []].append(node)
        }
        for (name, selector) in byName.sorted(by: { $0.value < $1.value }) {
            var all = methods[name] ?? []
            if Self.containerNames.contains(binder.names[name]) {
                all.removeAll { binder.layout.files[binder.layout.file($0)].facts.namespace?.kind == "python-module" }
            }
            let shipped = all.filter { !isTest[binder.layout.file($0)] }
            guard shipped.count <= Self.maximumByName else { continue }
            for method in all.count - shipped.count <= Self.maximumByName ? all : shipped {
                answers.append(
                    (selector, Dispatch.Answer(type: binder.types.ownerOf[Int(method)], method: method, isGuess: true)))
            }
        }
    }
}
