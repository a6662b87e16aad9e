/// What many nodes lead to, found in one walk: for each of them what ``Program/forward(from:given:)`` finds, but without walking
/// once for each.
///
/// That works where the walk instantiates nothing that was not instantiated before. Which methods answer is then fixed, and one
/// place leads to another or does not, whatever else was reached. The starts for which it is otherwise are told.
package struct Following: Sendable {
    /// What is reached: nodes, and behind them selectors, types that escape, and the one of everything unsettled.
    private let places: [Int32]
    /// By the index of a place, the indexes of those that lead to it.
    private let sourceOffsets: [Int32]
    private let sources: [Int32]
    private let entered: [Start]
    private let nodeCount: Int
    /// Starts that lead to a type which is not instantiated yet, sorted: what they lead to is more than is known here.
    package private(set) var unsettled: [NodeID] = []

    struct Start: Sendable {
        var node: NodeID
        /// Indexes of the places that the walk enters for it.
        var entries: [Int32]
    }

    init(places: [Int32], steps: [(from: Int32, to: Int32)], starts: [Start], nodeCount: Int, unsettled: Int32) {
        self.places = places
        entered = starts
        self.nodeCount = nodeCount
        (sourceOffsets, sources) = Graph.buckets(steps, count: places.count, key: \.to, value: \.from)
        self.unsettled = unsettled < 0 ? [] : leading(backFrom: [unsettled])
    }

    /// Everything that any of the starts leads to, the starts too; in no order.
    package var nodes: [NodeID] { places.filter { Int($0) < nodeCount } }

    /// The starts that lead to one of these nodes, or are one; sorted.
    package func starts(leadingTo targets: Set<NodeID>) -> [NodeID] {
        guard !targets.isEmpty else { return [] }
        return leading(backFrom: places.indices.lazy.filter { targets.contains(places[$0]) }.map { Int32($0) })
    }

    private func leading(backFrom targets: some Sequence<Int32>) -> [NodeID] {
        var isLeading = [Bool](repeating: false, count: places.count)
        var open: [Int32] = []
        func visit(_ place: Int32) {
            guard !isLeading[Int(place)] else { return }
            isLeading[Int(place)] = true
            open.append(place)
        }
        targets.forEach(visit)
        while let place = open.popLast() {
            sources[Int(sourceOffsets[Int(place)])..<Int(sourceOffsets[Int(place) + 1])].forEach(visit)
        }
        return entered.filter { $0.entries.contains { isLeading[Int($0)] } }.map(\.node)
    }
}

/// Walks for ``Following``, again and again over one program: its cost is what it reaches, not how large the program is.
package final class Follower {
    private let graph: Graph
    /// The index of each place in the walk under way, or -1.
    private var indexes: [Int32]
    private var places: [Int32] = []
    private var steps: [(from: Int32, to: Int32)] = []

    // Places are numbered so: nodes, selectors, types that escape, the unsettled.
    private let firstSelector: Int
    private let firstEscape: Int
    private let unsettled: Int

    package init(_ program: Program) {
        graph = program.graph
        firstSelector = graph.nodeCount
        firstEscape = firstSelector + graph.dispatch.selectorCount
        unsettled = firstEscape + graph.nodeCount
        indexes = Array(repeating: -1, count: unsettled + 1)
    }

    /// Everything that the nodes lead to, where the types that `given` found instantiated are instantiated already. The module
    /// loads no more than in ``Program/forward(from:given:)``.
    package func follow(_ nodes: Set<NodeID>, given: Reach) -> Following {
        var starts: [Following.Start] = []
        for node in nodes.sorted() where node >= 0 && Int(node) < graph.nodeCount {
            var entries: [Int32] = []
            enter(node, graph.rootFlags(node), given) { entries.append($0) }
            starts.append(Following.Start(node: node, entries: entries))
        }
        var done = 0
        while done < places.count {
            let from = Int32(done)
            expand(Int(places[done]), given) { self.steps.append((from, $0)) }
            done += 1
        }
        let following = Following(
            places: places, steps: steps, starts: starts, nodeCount: graph.nodeCount, unsettled: indexes[unsettled])
        for place in places { indexes[Int(place)] = -1 }
        places.removeAll(keepingCapacity: true)
        steps.removeAll(keepingCapacity: true)
        return following
    }

    private func expand(_ place: Int, _ given: Reach, _ step: (Int32) -> Void) {
        if place < firstSelector {
            for edge in graph.edges(of: NodeID(place)) { enter(edge.target, edge.flags, given, step) }
        } else if place < firstEscape {
            let selector = Int32(place - firstSelector)
            let needsInstance = graph.dispatch.needsInstance(selector)
            for answer in graph.dispatch.answers(to: selector)
            where needsInstance ? given.instantiated.contains(answer.type) : given.alive.contains(answer.type) {
                enter(answer.method, graph.rootFlags(answer.method), given, step)
            }
        } else if place < unsettled {
            for method in graph.type(NodeID(place - firstEscape))?.publicMethods ?? [] {
                enter(method, .virtual, given, step)
            }
        }
    }

    /// Tells the indexes of all places that the walk enters by an edge; see `Walker.take`.
    private func enter(_ target: Int32, _ flags: Edge.Flags, _ given: Reach, _ step: (Int32) -> Void) {
        guard target >= 0 else { return step(index(of: firstSelector + Int(~target))) }
        if let type = graph.withheld[target], !given.alive.contains(type) { return }
        let node = Int(target)
        step(index(of: node))
        guard !flags.isEmpty else { return }
        if flags.contains(.virtual) {
            let selector = graph.dispatch.selector(of: target)
            if selector >= 0 { step(index(of: firstSelector + Int(selector))) }
        }
        if flags.contains(.instantiates), !given.instantiated.contains(target) { step(index(of: unsettled)) }
        guard flags.contains(.escapes) else { return }
        guard given.alive.contains(target) || graph.type(target)?.isInterface == true else { return }
        step(index(of: firstEscape + node))
    }

    private func index(of place: Int) -> Int32 {
        if indexes[place] < 0 {
            indexes[place] = Int32(places.count)
            places.append(Int32(place))
        }
        return indexes[place]
    }
}
