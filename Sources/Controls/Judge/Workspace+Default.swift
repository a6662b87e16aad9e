import Wiring

extension Workspace {
    /// The same program where nobody configures anything; nil where that makes no difference to the component, or turns it
    /// off as a whole: then it is meant to be configured.
    func byDefault(_ column: Column) -> Workspace? {
        guard program.isGated, let usual = usual() else { return nil }
        let services = program.signalsByKind.keys.filter { $0.hasPrefix("service.") }
        let sites = services.flatMap { program.signalsByKind[$0] ?? [] }
        guard let full = members(of: .production, column), let left = usual.members(of: .production, column),
            full != left
        else { return nil }
        let serves = sites.contains { full[$0] }
        return !serves || sites.contains { left[$0] } ? usual : nil
    }

    /// Whether a signal does not run in this workspace, though what holds it does.
    func isOff(_ site: Int) -> Bool { isByDefault && program.signals[site].gate != 0 }

    /// What has to be configured before production reaches a signal, in the order of its witness.
    func gates(of site: Int, _ column: Column) -> [Gate] {
        let signal = program.signals[site]
        var found: [Gate] = []
        if let node = signal.node {
            let steps = production(column).witness(to: node)
            for (step, next) in zip(steps, steps.dropFirst()) {
                if let gate = program.gate(from: step.node, to: next.node) { found.append(gate) }
            }
        }
        if let gate = program.gate(signal.gate) { found.append(gate) }
        return found
    }
}
