/// The types of the repository: what they derive from and which members they have.
struct TypeTable {
    struct Bases {
        /// Types of the repository, in the order of the source.
        var types: [NodeID] = []
        /// Canonical external names.
        var externals: [NameID] = []
    }

    private(set) var bases: [NodeID: Bases] = [:]
    /// Whether the type is in `bases`: most types derive from nothing.
    private var hasBases: [Bool]
    /// The first own member of a name, by type and name; further ones by place in `members`.
    private var firstMember = NumberMap()
    private var members: [(node: NodeID, next: Int32)] = []
    private(set) var ownMembers: [NodeID: [NodeID]] = [:]
    private var linearized: [NodeID: [NodeID]] = [:]
    /// The owner of each member; -1 for other nodes.
    private(set) var ownerOf: [NodeID]
    private(set) var isFrozen = false
    /// Ancestors beyond this are left out: no program has so many, and hostile chains stay linear.
    private static let maximumAncestors = 128

    init(nodeCount: Int) {
        ownerOf = [NodeID](repeating: -1, count: nodeCount)
        hasBases = [Bool](repeating: false, count: nodeCount)
    }

    mutating func attach(_ member: NodeID, named name: NameID, to type: NodeID) {
        if ownerOf[Int(member)] < 0 { ownerOf[Int(member)] = type }
        ownMembers[type, default: []].append(member)
        let key = pair(type, name)
        let place = Int32(members.count)
        // Appended at the list's end would cost a walk: members come in order, so the first stays first and the rest follow it backwards.
        if let first = firstMember[key] {
            members.append((member, members[Int(first)].next))
            members[Int(first)].next = place
        } else {
            members.append((member, -1))
            firstMember[key] = place
        }
    }

    mutating func addBase(_ base: NodeID, to type: NodeID) {
        guard base != type, !(bases[type]?.types.contains(base) ?? false) else { return }
        hasBases[Int(type)] = true
        bases[type, default: Bases()].types.append(base)
    }

    mutating func addExternalBase(_ base: NameID, to type: NodeID) {
        guard !(bases[type]?.externals.contains(base) ?? false) else { return }
        hasBases[Int(type)] = true
        bases[type, default: Bases()].externals.append(base)
    }

    /// Says that all bases are known, so that ancestors may be remembered.
    mutating func freeze() { isFrozen = true }

    /// The type and all it derives from, each before its bases where the program allows it.
    mutating func ancestors(_ type: NodeID) -> [NodeID] {
        guard hasBases[Int(type)] else { return [type] }
        if let known = linearized[type] { return known }
        let result = linearize(type)
        if isFrozen { linearized[type] = result }
        return result
    }

    /// Depth first, bases from the last to the first, each noted when it is left: backwards, that puts a type before its
    /// bases and a base before those that follow it.
    private func linearize(_ type: NodeID) -> [NodeID] {
        var left: [NodeID] = []
        var seen: Set<NodeID> = [type]
        var stack: [(type: NodeID, next: Int)] = [(type, bases[type]!.types.count - 1)]
        while let (current, next) = stack.last {
            guard next >= 0 else {
                left.append(current)
                stack.removeLast()
                continue
            }
            stack[stack.count - 1].next -= 1
            let base = bases[current]!.types[next]
            guard seen.count < Self.maximumAncestors, seen.insert(base).inserted else { continue }
            stack.append((base, (bases[base]?.types.count ?? 0) - 1))
        }
        return left.reversed()
    }

    /// The members of that name that an instance of the type has: those of the nearest ancestor that has any.
    mutating func lookup(_ name: NameID, in type: NodeID, _ body: (NodeID) -> Void) -> Bool {
        if list(name, type, body) { return true }
        guard hasBases[Int(type)] else { return false }
        for ancestor in ancestors(type).dropFirst() where list(name, ancestor, body) { return true }
        return false
    }

    private func list(_ name: NameID, _ type: NodeID, _ body: (NodeID) -> Void) -> Bool {
        guard var place = firstMember[pair(type, name)] else { return false }
        var count = 0
        while place >= 0, count < TargetSet.capacity {
            body(members[Int(place)].node)
            place = members[Int(place)].next
            count += 1
        }
        return true
    }

    /// The external bases of the type and its ancestors, nearest first.
    mutating func externalBases(_ type: NodeID) -> [NameID] {
        guard hasBases[Int(type)] else { return [] }
        var result: [NameID] = []
        for ancestor in ancestors(type) {
            for base in bases[ancestor]?.externals ?? [] where !result.contains(base) { result.append(base) }
        }
        return result
    }
}
