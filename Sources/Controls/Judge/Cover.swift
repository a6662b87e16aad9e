import Wiring

/// What guards keep, for `bypass`: what the guarded callee leads to; the whole symbol where the guard is handed nothing.
struct Cover {
    /// What is not entered without passing a guard.
    private(set) var nodes: Set<NodeID> = []
    /// The first line from which a symbol itself is guarded.
    private var lines: [NodeID: Int] = [:]

    /// - Parameter starts: where execution begins. A guard there keeps what stands beside it, not all that runs afterwards.
    init(_ guards: [Int], _ program: Program, starts: Set<NodeID>) {
        for site in guards {
            let signal = program.signals[site]
            guard let node = signal.node else { continue }
            let handed = program.handedOver(by: node, at: signal.line)
            if handed.isEmpty {
                lines[node] = 0
                if !starts.contains(node) { nodes.insert(node) }
            } else {
                lines[node] = min(lines[node] ?? signal.line, signal.line)
                nodes.formUnion(handed)
            }
        }
    }

    /// Whether a guard of its own symbol comes before a signal.
    func holds(_ signal: SignalSite) -> Bool {
        guard let node = signal.node, let line = lines[node] else { return false }
        return signal.line >= line
    }
}
