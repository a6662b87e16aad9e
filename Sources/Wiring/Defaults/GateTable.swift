import AnalyzerProtocol

/// Which references do not run unless somebody configures something.
struct GateTable {
    private(set) var gates: [Gate] = []
    /// By the place of a reference among all; only those that are gated.
    private(set) var byReference: [Int: GateID] = [:]
    private var known: [Gate: GateID] = [:]

    /// - Parameter shipped: the variables that shipped files turn on, by plain name, and where.
    init(_ binder: inout Binder, isTest: [Bool], shipped: [String: String] = [:]) {
        let asks = binder.layout.files.contains { $0.facts.references.contains { !$0.when.isEmpty } }
        guard asks else { return }
        var finder = DefaultFinder(&binder, isTest: isTest)
        let shipped = ShippedNames(finder.shipped.merging(shipped) { min($0, $1) })
        for file in binder.layout.files.indices where !binder.layout.files[file].facts.conditions.isEmpty {
            let first = binder.references.first[file]
            for index in binder.layout.files[file].facts.references.indices {
                let when = binder.layout.files[file].facts.references[index].when
                guard !when.isEmpty, let off = finder.failing(when, file, &binder) else { continue }
                let gate = Gate(
                    off.condition, off.value, path: binder.layout.files[file].path,
                    // What asks that it be not set stays off where it is.
                    shippedAt: off.condition.test == .unset ? nil : shipped.place(of: off.value.name))
                if let id = number(gate) { byReference[first + index] = id }
            }
        }
    }

    /// More gates than a number can tell are not told.
    private mutating func number(_ gate: Gate) -> GateID? {
        if let id = known[gate] { return id }
        guard gates.count < Int(GateID.max) - 1 else { return nil }
        gates.append(gate)
        let id = GateID(gates.count)
        known[gate] = id
        return id
    }
}
