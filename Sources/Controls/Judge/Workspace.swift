import Wiring

/// What conditions ask again and again of one program: computed once, kept for the whole judgement.
final class Workspace {
    let program: Program
    /// Every column that is judged on its own.
    let columns: [Column]
    let test: Reach
    private var production: [String: Reach] = [:]
    private var pipelineReach: Reach?
    private var members: [String: [Bool]] = [:]
    private var avoiding: [AvoidingKey: Reach] = [:]
    private var forward: [ForwardKey: Set<Int>] = [:]

    private struct AvoidingKey: Hashable {
        let column: String
        let isPipeline: Bool
        let nodes: [NodeID]
    }

    private struct ForwardKey: Hashable {
        let column: String
        let node: NodeID
    }

    init(_ program: Program, columns: [Column]) {
        self.program = program
        self.columns = columns
        test = program.reach(from: program.testRoots)
    }

    func production(_ column: Column) -> Reach {
        if let known = production[column.key] { return known }
        let reach = program.reach(from: column.roots)
        production[column.key] = reach
        return reach
    }

    var pipeline: Reach {
        if let pipelineReach { return pipelineReach }
        let reach = program.reach(from: program.pipelineRoots)
        pipelineReach = reach
        return reach
    }

    /// For each signal, whether it is in the scope.
    func isMember(_ site: Int, of scope: SignalScope, _ column: Column) -> Bool {
        switch scope {
        case .all: return true
        case .anywhere: return !program.signals[site].isTest
        case .production: return flags("production " + column.key) { self.production(column) }[site]
        case .pipeline: return flags("pipeline") { self.pipeline }[site]
        case .test:
            // A signal of a test file's path, content or code is in a test whether a root reaches it or not.
            return program.signals[site].isTest || (program.signals[site].node.map(test.contains) ?? false)
        }
    }

    private func flags(_ key: String, reach: () -> Reach) -> [Bool] {
        if let known = members[key] { return known }
        let reach = reach()
        let flags = program.signals.map { signal in signal.node.map(reach.contains) ?? !signal.isTest }
        members[key] = flags
        return flags
    }

    /// What the roots reach without entering the nodes.
    func reach(_ column: Column, isPipeline: Bool, avoiding nodes: Set<NodeID>) -> Reach {
        let key = AvoidingKey(column: column.key, isPipeline: isPipeline, nodes: nodes.sorted())
        if let known = avoiding[key] { return known }
        let reach = program.reach(from: isPipeline ? program.pipelineRoots : column.roots, avoiding: nodes)
        avoiding[key] = reach
        return reach
    }

    /// The signals on a symbol, about it, and on what it leads to.
    func signals(ledToBy node: NodeID, _ column: Column) -> Set<Int> {
        let key = ForwardKey(column: column.key, node: node)
        if let known = forward[key] { return known }
        let reach = program.forward(from: node, given: production(column))
        var found: Set<Int> = []
        for (index, signal) in program.signals.enumerated() {
            if signal.subject == node || (signal.node.map(reach.contains) ?? false) { found.insert(index) }
        }
        forward[key] = found
        return found
    }
}

extension Column {
    /// A component may have the id of the repository's own column.
    var key: String { kind == "repository" ? "\u{0}" : id }
}
