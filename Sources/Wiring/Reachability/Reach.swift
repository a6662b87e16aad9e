/// One step of a witness.
package struct WitnessStep: Sendable, Equatable {
    package var node: NodeID
    /// The line of the reference that leads to the next step; of the last step, and where the language leads on without a
    /// reference, the node's own line.
    package var line: Int
    /// Whether this step was reached by a guess: dispatch by name alone, or a call that only code from outside can make.
    package var guess: Bool
}

/// What a set of roots reaches, with a path to each node.
package struct Reach: Sendable {
    var reached: BitSet
    var guessed: BitSet
    var instantiated: BitSet
    /// Types of which a subtype is instantiated, and those that are themselves.
    var alive: BitSet
    /// The node that leads to each; -1 for roots and what is not reached.
    var parents: [NodeID]
    /// The line in the parent; 0 where there is none.
    var lines: [Int32]
    let ownLines: [Int32]

    package func contains(_ node: NodeID) -> Bool { reached.contains(node) }

    /// Whether a type is constructed, or used as a value.
    package func instantiates(_ type: NodeID) -> Bool { instantiated.contains(type) }

    /// How many nodes are reached.
    package var count: Int { reached.count }

    /// The reached nodes in order.
    package var nodes: [NodeID] { reached.members }

    /// The path from a root: as few guesses as possible, then as short as possible; empty if the node is not reached.
    package func witness(to node: NodeID) -> [WitnessStep] {
        guard contains(node) else { return [] }
        var steps: [WitnessStep] = []
        var current = node
        var lineToNext: Int32 = 0
        while current >= 0 {
            let line = lineToNext > 0 ? lineToNext : ownLines[Int(current)]
            steps.append(WitnessStep(node: current, line: Int(line), guess: guessed.contains(current)))
            lineToNext = lines[Int(current)]
            current = parents[Int(current)]
        }
        return steps.reversed()
    }
}
