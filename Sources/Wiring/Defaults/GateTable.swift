import AnalyzerProtocol

/// Which references do not run, and which arguments are nothing, unless somebody configures something.
struct GateTable {
    private(set) var gates: [Gate] = []
    /// By the place of a reference among all; only those that are gated.
    private(set) var byReference: [Int: GateID] = [:]
    private var known: [Gate: GateID] = [:]
    private var finder: DefaultFinder?
    private var shipped = ShippedNames([:])

    /// - Parameter shipped: the variables that shipped files turn on, by plain name, and where.
    init(_ binder: inout Binder, isTest: [Bool], shipped: [String: String] = [:]) {
        var finder = DefaultFinder(&binder, isTest: isTest)
        self.shipped = ShippedNames(finder.shipped.merging(shipped) { min($0, $1) })
        for file in binder.layout.files.indices where !binder.layout.files[file].facts.conditions.isEmpty {
            let first = binder.references.first[file]
            for index in binder.layout.files[file].facts.references.indices {
                let when = binder.layout.files[file].facts.references[index].when
                guard !when.isEmpty, let off = finder.failing(when, file, &binder) else { continue }
                let gate = Gate(
                    off.condition, off.value, path: binder.layout.files[file].path,
                    // What asks that it be not set stays off where it is.
                    shippedAt: off.condition.test == .unset ? nil : self.shipped.place(of: off.value.name))
                if let id = number(gate) { byReference[first + index] = id }
            }
        }
        self.finder = finder
    }

    /// What has to be set before an argument is anything: `ssl_certfile=settings.certificate`; 0 where that is not known.
    mutating func gate(of argument: Argument, line: Int, _ file: Int, _ binder: inout Binder) -> GateID {
        guard argument.value == nil, argument.items == nil, argument.ref != nil || argument.given != nil else {
            return 0
        }
        let found = finder?.value(of: argument, file, line: line, name: argument.name ?? "", &binder)
        guard let found, found.isUsable, found.values.allSatisfy({ $0.isSet == false }) else { return 0 }
        let value = found.values[0]
        guard !value.name.isEmpty, let ref = argument.given ?? argument.ref else { return 0 }
        let gate = Gate(
            ConfiguredCondition(ref: ref, test: .set, line: line), value, path: binder.layout.files[file].path,
            shippedAt: shipped.place(of: value.name))
        return number(gate) ?? 0
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
