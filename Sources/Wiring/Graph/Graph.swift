/// One way that execution may go.
struct Edge: Sendable, Hashable {
    struct Flags: OptionSet, Sendable, Hashable {
        let rawValue: UInt8
        /// The target is a type, and is constructed or used as a value.
        static let instantiates = Flags(rawValue: 1)
        /// The target is a type whose instance is handed to code from outside.
        static let escapes = Flags(rawValue: 2)
        /// The target is a method that overrides may answer for.
        static let virtual = Flags(rawValue: 4)
        static let guess = Flags(rawValue: 8)
        /// What runs may fail, and nobody notices: `|| true`, `continue-on-error`.
        static let ignored = Flags(rawValue: 16)
        /// The target is a method that is called on an instance: where it is overridden, what the instance is decides.
        static let dispatched = Flags(rawValue: 32)
    }

    /// A node, or the complement of a selector.
    var target: Int32
    var line: Int32
    var kind: UInt8
    var flags: Flags
    /// What has to be configured before execution goes this way.
    var gate: GateID = 0
}

/// What reachability has to know of a type.
struct TypeInfo: Sendable {
    /// Without the type itself.
    var ancestors: [NodeID] = []
    /// Called by the language on any instance.
    var implicitMethods: [NodeID] = []
    /// Types that are instantiated with it.
    var parts: [NodeID] = []
    /// What code from outside can call.
    var publicMethods: [NodeID] = []
    /// Whether code from outside knows its instances, since they derive from its types.
    var escapesByBase = false
    var isInterface = false
    /// What is called on its instances, without what it inherits.
    var ownMethods: [NodeID] = []
}

/// The edges as arrays: those of node n lie from `offsets[n]` to `offsets[n + 1]`.
struct Graph: Sendable {
    private(set) var nodeCount = 0
    private(set) var kinds: [String] = []
    private var offsets: [Int32] = [0]
    private var edges: [Edge] = []
    private var impliedOffsets: [Int32] = [0]
    private var impliedTargets: [NodeID] = []
    private var callerOffsets: [Int32] = [0]
    private var callerList: [(node: NodeID, line: Int32, kind: UInt8)] = []
    private(set) var dispatch = Dispatch()
    /// By node, where its type lies in `types`; -1 for what is none.
    private var typePlaces: [Int32] = []
    private var types: [TypeInfo] = []
    private(set) var ownLines: [Int32] = []
    /// By method, the type without an instance of which it does not run, whoever calls it; of those types that only what is
    /// gated instantiates.
    private(set) var withheld: [NodeID: NodeID] = [:]

    init() {}

    init(
        nodeCount: Int, kinds: [String], edges unsorted: [(from: NodeID, edge: Edge)],
        implied: [(from: NodeID, to: NodeID)],
        dispatch: Dispatch, types: [NodeID: TypeInfo], ownLines: [Int32]
    ) {
        self.nodeCount = nodeCount
        self.kinds = kinds
        self.dispatch = dispatch
        typePlaces = Array(repeating: -1, count: nodeCount)
        for (node, type) in types {
            typePlaces[Int(node)] = Int32(self.types.count)
            self.types.append(type)
        }
        self.ownLines = ownLines
        (offsets, edges) = Self.buckets(unsorted, count: nodeCount, key: \.from, value: \.edge)
        sortBuckets()
        (impliedOffsets, impliedTargets) = Self.buckets(implied, count: nodeCount, key: \.from, value: \.to)
        indexCallers()
    }

    func edges(of node: NodeID) -> ArraySlice<Edge> { edges[Int(offsets[Int(node)])..<Int(offsets[Int(node) + 1])] }

    func isType(_ node: NodeID) -> Bool { typePlaces[Int(node)] >= 0 }

    /// Nil for what is no type.
    func type(_ node: NodeID) -> TypeInfo? {
        let place = typePlaces[Int(node)]
        return place < 0 ? nil : types[Int(place)]
    }

    /// Nodes that run because this one does, without any reference: its module, its package.
    func implied(by node: NodeID) -> ArraySlice<NodeID> {
        impliedTargets[Int(impliedOffsets[Int(node)])..<Int(impliedOffsets[Int(node) + 1])]
    }

    /// Whether anything depends on what is configured.
    var hasGates: Bool { edges.contains { $0.gate != 0 } }

    /// The graph of a program that nobody configures.
    func withoutGated() -> Graph { keeping { $0.gate == 0 } }

    /// The same graph, in which the methods of these types run only where a way leads to an instance.
    func withholding(_ types: some Sequence<NodeID>) -> Graph {
        var copy = self
        for type in types {
            for method in self.type(type)?.ownMethods ?? [] { copy.withheld[method] = type }
        }
        return copy
    }

    /// The graph of what can fail what runs it.
    func withoutIgnored() -> Graph { keeping { !$0.flags.contains(.ignored) } }

    private func keeping(_ isKept: (Edge) -> Bool) -> Graph {
        var copy = self
        copy.edges.removeAll(keepingCapacity: true)
        copy.offsets = [0]
        for node in 0..<NodeID(nodeCount) {
            copy.edges += edges(of: node).filter(isKept)
            copy.offsets.append(Int32(copy.edges.count))
        }
        return copy
    }

    /// The gate on the way from one node to another; 0 where one way needs none.
    func gate(from node: NodeID, to target: NodeID) -> GateID {
        var found: GateID = 0
        for edge in edges(of: node) where edge.target == target {
            if edge.gate == 0 { return 0 }
            if found == 0 { found = edge.gate }
        }
        return found
    }

    /// A root that is a type stands for an instance of it, a method for any that overrides it.
    func rootFlags(_ node: NodeID) -> Edge.Flags { isType(node) ? .instantiates : .virtual }

    /// A root that is a type is made and driven by code from outside.
    func startFlags(_ node: NodeID) -> Edge.Flags { isType(node) ? [.instantiates, .escapes] : .virtual }

    /// Direct callers, and those that ask for what the node answers.
    func callers(of node: NodeID) -> [(node: NodeID, line: Int, kind: String)] {
        guard node >= 0, Int(node) < nodeCount else { return [] }
        var found = callerList[Int(callerOffsets[Int(node)])..<Int(callerOffsets[Int(node) + 1])].map {
            (node: $0.node, line: Int($0.line), kind: kinds[Int($0.kind)])
        }
        for selector in dispatch.selectors(answeredBy: node) {
            let place = nodeCount + Int(selector)
            for caller in callerList[Int(callerOffsets[place])..<Int(callerOffsets[place + 1])] {
                found.append((caller.node, Int(caller.line), "dispatch"))
            }
        }
        found.sort { ($0.node, $0.line, $0.kind) < ($1.node, $1.line, $1.kind) }
        return found
    }

    /// Items by their key, keeping their order within it.
    static func buckets<Item, Value>(
        _ items: [Item], count: Int, key: (Item) -> Int32, value: (Item) -> Value
    ) -> (offsets: [Int32], values: [Value]) {
        var offsets = [Int32](repeating: 0, count: count + 1)
        for item in items { offsets[Int(key(item)) + 1] += 1 }
        for index in 0..<count { offsets[index + 1] += offsets[index] }
        var places = offsets
        let values = [Value](unsafeUninitializedCapacity: items.count) { buffer, initialized in
            // Every place is written exactly once: the offsets count the same items.
            for item in items {
                let place = Int(places[Int(key(item))])
                places[Int(key(item))] += 1
                (buffer.baseAddress! + place).initialize(to: value(item))
            }
            initialized = items.count
        }
        return (offsets, values)
    }

    /// Sure edges first, then by target and line; of edges that differ in their line only, the first stays.
    private mutating func sortBuckets() {
        var kept: [Edge] = []
        kept.reserveCapacity(edges.count)
        var keptOffsets: [Int32] = [0]
        keptOffsets.reserveCapacity(nodeCount + 1)
        for node in 0..<nodeCount {
            let range = Int(offsets[node])..<Int(offsets[node + 1])
            if range.count > 1 { edges[range].sort { $0.order < $1.order } }
            for edge in edges[range] {
                if Int(keptOffsets[node]) < kept.count, let last = kept.last, last.target == edge.target,
                    last.flags == edge.flags,
                    last.kind == edge.kind, last.gate == edge.gate
                {
                    continue
                }
                kept.append(edge)
            }
            keptOffsets.append(Int32(kept.count))
        }
        edges = kept
        offsets = keptOffsets
    }

    /// Callers by node, and behind those the askers by selector: calls through it, and the methods it stands for.
    private mutating func indexCallers() {
        var list: [(to: Int32, caller: (node: NodeID, line: Int32, kind: UInt8))] = []
        list.reserveCapacity(edges.count)
        let base = Int32(nodeCount)
        for node in 0..<NodeID(nodeCount) {
            for edge in edges(of: node) {
                list.append((edge.target >= 0 ? edge.target : base + ~edge.target, (node, edge.line, edge.kind)))
            }
            let selector = dispatch.selector(of: node)
            if selector >= 0 { list.append((base + selector, (node, ownLines[Int(node)], 0))) }
        }
        (callerOffsets, callerList) = Self.buckets(
            list, count: nodeCount + dispatch.selectorCount, key: \.to, value: \.caller)
    }
}

extension Edge {
    /// Guesses last; equal edges side by side, the first line first.
    fileprivate var order: (UInt8, Int32, UInt16, UInt16, Int32) {
        (
            flags.contains(.guess) ? 1 : 0, target, UInt16(kind) << 8 | UInt16(flags.rawValue), gate, line
        )
    }
}
