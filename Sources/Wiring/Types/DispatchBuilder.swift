import AnalyzerProtocol

/// Collects the selectors that the program asks, and then who answers them.
struct DispatchBuilder {
    private var selectorOfNode: [Int32]
    private var byInstance: [Bool] = []
    private var byName: [NameID: Int32] = [:]
    private var inSubtypes: [UInt64: Int32] = [:]
    private var answers: [(selector: Int32, answer: Dispatch.Answer)] = []
    /// A name that more methods have tells nothing of which one is meant.
    private static let maximumByName = 40

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

    private mutating func selector(of method: NodeID) -> Int32 {
        if selectorOfNode[Int(method)] < 0 { selectorOfNode[Int(method)] = newSelector(byInstance: true) }
        return selectorOfNode[Int(method)]
    }

    mutating func build(_ binder: inout Binder, isTest: [Bool]) -> Dispatch {
        addOverrides(&binder)
        addInterfaces(&binder)
        addByName(&binder, isTest)
        return Dispatch(
            nodeCount: selectorOfNode.count, selectorOfNode: selectorOfNode, byInstance: byInstance, answers: answers)
    }

    /// Methods of bases, and what the types below have in their place. Where a type promotes rather than derives, nothing is overridden.
    private mutating func addOverrides(_ binder: inout Binder) {
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
                    } else if nearest[name] == nil {
                        nearest[name] = member
                    }
                }
            }
            for ancestor in ancestors.dropFirst() {
                for (name, selector) in asked[ancestor] ?? [] {
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
                for method in own { selectorOfNode[Int(method)] = known[binder.layout.shortName(method)]! }
                continue
            }
            for method in own { _ = selector(of: method) }
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

    /// All methods of a name, unless they are too many; tests' methods do not count, and are left out where they are too many.
    private mutating func addByName(_ binder: inout Binder, _ isTest: [Bool]) {
        guard !byName.isEmpty else { return }
        var methods: [NameID: [NodeID]] = [:]
        for node in 0..<NodeID(binder.layout.nodeCount) where binder.layout.symbolClass(node).isCallable {
            let name = binder.layout.shortName(node)
            guard byName[name] != nil, binder.types.ownerOf[Int(node)] >= 0 else { continue }
            methods[name, default: []].append(node)
        }
        for (name, selector) in byName.sorted(by: { $0.value < $1.value }) {
            let all = methods[name] ?? []
            let shipped = all.filter { !isTest[binder.layout.file($0)] }
            guard shipped.count <= Self.maximumByName else { continue }
            for method in all.count - shipped.count <= Self.maximumByName ? all : shipped {
                answers.append(
                    (selector, Dispatch.Answer(type: binder.types.ownerOf[Int(method)], method: method, isGuess: true)))
            }
        }
    }
}
