internal import Synchronization

/// A request on its way through a lane.
struct Attempt: Sendable {
    var request: AnalyzerRequest
    /// How often a process ended while this was outstanding.
    var failures = 0
}

/// What one process owes, since when, and how its run ended. Shared by the tasks that serve the process.
final class Ledger: Sendable {
    /// Why a process's run is over. The first reason counts.
    enum Ending: Sendable, Equatable {
        /// All is answered and the process closed its output.
        case finished
        /// All is answered, and the process did not exit when asked to.
        case lingered
        case cancelled
        /// The process could not be started or served.
        case systemFailure(String)
        /// The process closed a stream, mostly by exiting.
        case streamClosed
        case violation(String)
        case silent
        case noHandshake
        case wrongProtocol(String)
    }

    enum Settled: Sendable {
        case attempt(Attempt)
        /// It was answered before; the caller's key.
        case twice(key: Int)
        case unknown
    }

    private enum Phase { case starting, serving, closing }

    private struct State {
        var phase = Phase.starting
        var outstanding: [(id: Int, attempt: Attempt)] = []
        var outstandingBytes = 0
        /// The callers' keys of what was sent; ids count from 1.
        var keys: [Int] = []
        var answers = 0
        var ending: Ending?
        /// Since when the process owes what it owes now; nil while it owes nothing.
        var owesSince: ContinuousClock.Instant?
        /// Set while the host itself is busy with an answer: that time is not the analyzer's.
        var pausedSince: ContinuousClock.Instant?
        /// The writer, waiting for a change.
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state: Mutex<State>
    private let clock = ContinuousClock()

    init() {
        var state = State()
        state.owesSince = ContinuousClock().now
        self.state = Mutex(state)
    }

    // MARK: The run

    var ending: Ending? { state.withLock { $0.ending } }
    var hasStarted: Bool { state.withLock { $0.phase != .starting } }
    var answers: Int { state.withLock { $0.answers } }

    /// The handshake is done. False when it was before.
    func start() -> Bool {
        change { state in
            guard state.phase == .starting else { return false }
            state.phase = .serving
            state.owesSince = nil
            return true
        }
    }

    /// All is answered and the process was asked to exit: from now on it owes that.
    func beginClosing() {
        change { state in
            state.phase = .closing
            state.owesSince = clock.now
        }
    }

    /// The process's output ended, which is right only when it was asked to.
    func outputEnded() {
        change { state in
            state.ending = state.ending ?? (state.phase == .closing ? .finished : .streamClosed)
        }
    }

    func end(_ ending: Ending) {
        change { state in state.ending = state.ending ?? ending }
    }

    // MARK: Requests

    /// Books a request that is about to be sent. Ids count up from 1.
    func register(_ attempt: Attempt, id: Int) {
        state.withLock { state in
            state.keys.append(attempt.request.key)
            if state.outstanding.isEmpty { state.owesSince = clock.now }
            state.outstanding.append((id, attempt))
            state.outstandingBytes += attempt.request.byteCount
        }
    }

    /// Books the answer to a request.
    func settle(_ id: Int) -> Settled {
        change { state in
            guard let index = state.outstanding.firstIndex(where: { $0.id == id }) else {
                return state.keys.indices.contains(id - 1) ? .twice(key: state.keys[id - 1]) : .unknown
            }
            let attempt = state.outstanding.remove(at: index).attempt
            state.outstandingBytes -= attempt.request.byteCount
            state.answers += 1
            // Only a new oldest request gets a new clock: answers to younger ones do not excuse the oldest.
            if index == 0 { state.owesSince = state.outstanding.isEmpty ? nil : clock.now }
            return .attempt(attempt)
        }
    }

    /// What is outstanding when the run is over.
    func abandon() -> [Attempt] {
        state.withLock { state in
            defer { state.outstanding = [] }
            return state.outstanding.map(\.attempt)
        }
    }

    // MARK: The writer's waits

    /// Returns when the handshake is done, or the run is over (false).
    func waitForStart() async -> Bool { await wait { $0.phase != .starting } }

    /// Returns when nothing is outstanding, or the run is over (false).
    func waitUntilSettled() async -> Bool { await wait { $0.outstanding.isEmpty } }

    /// Returns when another request may be sent, or the run is over (false).
    func waitForRoom(window: Int, bytes: Int) async -> Bool {
        await wait {
            $0.outstanding.isEmpty || ($0.outstanding.count < window && $0.outstandingBytes < bytes)
        }
    }

    /// For one task at a time. Ends with the run, so whoever cancels the task also ends the run.
    private func wait(until isReached: @Sendable (State) -> Bool) async -> Bool {
        while true {
            let (isOver, isThere) = state.withLock { ($0.ending != nil, isReached($0)) }
            if isOver { return false }
            if isThere { return true }
            await withCheckedContinuation { continuation in
                let isChanged = state.withLock { state in
                    if state.ending != nil || isReached(state) { return true }
                    state.waiter = continuation
                    return false
                }
                if isChanged { continuation.resume() }
            }
        }
    }

    /// Every change that a wait may look at goes through here.
    @discardableResult
    private func change<Result: Sendable>(_ body: (inout State) -> sending Result) -> Result {
        let (result, waiter) = state.withLock { state in
            let result = body(&state)
            defer { state.waiter = nil }
            return (result, state.waiter)
        }
        waiter?.resume()
        return result
    }

    // MARK: The clock

    /// The host is busy with an answer: until ``resume()`` the process's clock stands still.
    func pause() { state.withLock { $0.pausedSince = clock.now } }

    func resume() {
        state.withLock { state in
            if let paused = state.pausedSince, let since = state.owesSince {
                state.owesSince = since + (clock.now - max(paused, since))
            }
            state.pausedSince = nil
        }
    }

    /// Ends the run if the process owes something for too long, and tells how long to wait before looking again.
    func checkDeadline(start: Duration, answer: Duration, grace: Duration) -> Duration? {
        change { state in
            guard state.ending == nil else { return nil }
            let allowed = state.phase == .starting ? start : state.phase == .closing ? grace : answer
            // What is owed may change while the watchdog sleeps: never sleep longer than the shortest deadline.
            let shortest = min(start, answer, grace)
            guard let since = state.owesSince else { return shortest }
            let left = allowed - ((state.pausedSince ?? clock.now) - since)
            if left > .zero { return min(left, shortest) }
            if state.pausedSince != nil { return shortest }
            state.ending = state.phase == .starting ? .noHandshake : state.phase == .closing ? .lingered : .silent
            return nil
        }
    }
}
