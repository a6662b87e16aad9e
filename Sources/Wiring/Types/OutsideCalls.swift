import Models

/// What code from outside calls on instances of a type, as far as its external bases tell.
struct OutsideCalls {
    private var hooks: HookNames?
    /// Some base is one of which no model tells what it calls, so it may be anything.
    private(set) var derivesFromUnknown = false
    /// Every call from outside is known: the bases are such that nothing else is called on what derives from them.
    private(set) var areKnown = false

    init() {}

    init(_ type: NodeID, _ binder: inout Binder) {
        var tells = false
        for base in binder.types.externalBases(type) {
            let name = binder.names[base]
            if let known = binder.models.hooks(ofBase: binder.instanceName(base)) {
                hooks = hooks?.union(known) ?? known
                tells = true
            } else if !PassiveBases.contains(name) {
                derivesFromUnknown = true
            } else if PassiveBases.isData(name) {
                tells = true
            }
        }
        areKnown = tells && !derivesFromUnknown
    }

    /// Whether a base calls a method of this name.
    func contains(_ method: String) -> Bool { hooks?.contains(method) ?? false }
}
