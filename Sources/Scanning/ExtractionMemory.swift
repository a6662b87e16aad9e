internal import FactStore
internal import Synchronization
internal import Wiring

/// What was seen in other commits of the same run: facts that need no decoding again, and contents that an analyzer failed over, which it would fail over again.
///
/// It holds the facts of the commits in work, not of the history: what the last commits did not ask for is let go.
final class ExtractionMemory: Sendable {
    struct Failure: Sendable {
        let kind: String
        let message: String
    }

    private struct State {
        var facts: [FactKey: (located: [SourceFacts], generation: Int)] = [:]
        var failures: [FactKey: Failure] = [:]
        var generation = 0
    }

    private let state = Mutex(State())

    func facts(_ key: FactKey) -> [SourceFacts]? {
        state.withLock { state in
            guard let found = state.facts[key] else { return nil }
            if found.generation != state.generation { state.facts[key]?.generation = state.generation }
            return found.located
        }
    }

    func keep(_ key: FactKey, _ located: [SourceFacts]) {
        state.withLock { $0.facts[key] = (located, $0.generation) }
    }

    /// An answer that is not believed any more.
    func forget(_ key: FactKey) { state.withLock { $0.facts[key] = nil } }

    func failure(_ key: FactKey) -> Failure? { state.withLock { $0.failures[key] } }

    func keep(_ key: FactKey, _ failure: Failure) { state.withLock { $0.failures[key] = failure } }

    /// Lets go of what was not asked for since the last call.
    func forgetUnused() {
        state.withLock { state in
            let generation = state.generation
            state.facts = state.facts.filter { $0.value.generation == generation }
            state.generation += 1
        }
    }
}
