/// One step of a witness.
package struct WitnessStep: Sendable, Equatable {
    package var node: NodeID
    /// The line of the reference that leads to the next step; of the last step, and where the language leads on without a
    /// reference, the node's own line.
    package var line: Int
    /// Whether this step was reached by a guess: dispatch by name alone, or a call that only code from outside can make.
    package var guess: Bool
}

/// What a set of roots reaches, with a path to each node. It is as large as what is reached, whatever else there is.
package struct Reach: Sendable {
    private let reached: RankedSet
    private let guessed: BitSet
    let instantiated: BitSet
    /// Types of which a subtype is instantiated, and those that are themselves.
    let alive: BitSet
    /// For each reached node the one that leads to it; -1 for roots.
    private var parents: [NodeID]
    /// The line in the parent; 0 where there is none.
    private var lines: [Int32]
    private let ownLines: [Int32]

    /// One reached node, and what leads to it.
    struct Step {
        var node: NodeID
        var parent: NodeID
        var line: Int32
    }

    init(
        reached: BitSet, guessed: BitSet, instantiated: BitSet, alive: BitSet, steps: [Step], ownLines: [Int32]
    ) {
        self.reached = RankedSet(reached)
        self.guessed = guessed
        self.instantiated = instantiated
        self.alive = alive
        self.ownLines = ownLines
        parents = Array(repeating: -1, count: steps.count)
        lines = Array(repeating: 0, count: steps.count)
        for step in steps {
            let place = self.reached.place(of: step.node)
            parents[place] = step.parent
            lines[place] = step.line
        }
    }

    package func contains(_ node: NodeID) -> Bool { reached.set.contains(node) }

    /// Whether a type is constructed, or used as a value.
    package func instantiates(_ type: NodeID) -> Bool { instantiated.contains(type) }

    /// How many nodes are reached.
    package var count: Int { parents.count }

    /// The reached nodes in order.
    package var nodes: [NodeID] { reached.set.members }

    /// The path from a root: as few guesses as possible, then as short as possible; empty if the node is not reached.
    package func witness(to node: NodeID) -> [WitnessStep] {
        guard contains(node) else { return [] }
        var steps: [WitnessStep] = []
        var current = node
        var lineToNext: Int32 = 0
        while current >= 0 {
            let line = lineToNext > 0 ? lineToNext : ownLines[Int(current)]
            steps.append(WitnessStep(node: current, line: Int(line), guess: guessed.contains(current)))
            let place = reached.place(of: current)
            lineToNext = lines[place]
            current = parents[place]
        }
        return steps.reversed()
    }
}
