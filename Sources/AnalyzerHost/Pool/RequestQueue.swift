internal import Synchronization

/// Hands requests from one feeder to several lanes. It holds a bounded number, so that the feeder waits for the lanes.
final class RequestQueue: Sendable {
    enum Taken: Sendable {
        case request(AnalyzerRequest)
        /// There are no more.
        case ended
        /// The task that asked was cancelled; no request was taken.
        case cancelled
    }

    private struct State {
        var buffer: [AnalyzerRequest] = []
        var bytes = 0
        var isClosed = false
        var takers: [(id: Int, continuation: CheckedContinuation<Taken, Never>)] = []
        var nextTaker = 0
        var cancelledTakers: Set<Int> = []
        var feeder: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())
    private let capacity: Int
    private let byteCapacity: Int

    init(capacity: Int, byteCapacity: Int) {
        self.capacity = capacity
        self.byteCapacity = byteCapacity
    }

    /// Adds a request, then waits while the queue is full. For one task; ``close()`` ends its wait.
    func offer(_ request: AnalyzerRequest) async {
        let taker = state.withLock { state -> CheckedContinuation<Taken, Never>? in
            if !state.takers.isEmpty { return state.takers.removeFirst().continuation }
            state.buffer.append(request)
            state.bytes += request.byteCount
            return nil
        }
        if let taker {
            taker.resume(returning: .request(request))
            return
        }
        await withCheckedContinuation { continuation in
            let goOn = state.withLock { state in
                if state.isClosed || !isFull(state) { return true }
                state.feeder = continuation
                return false
            }
            if goOn { continuation.resume() }
        }
    }

    private func isFull(_ state: State) -> Bool {
        state.buffer.count >= capacity || state.bytes >= byteCapacity
    }

    /// Whether all requests have come and been taken.
    var isExhausted: Bool { state.withLock { $0.isClosed && $0.buffer.isEmpty } }

    /// No more requests come. What is in the queue can still be taken.
    func close() {
        let (takers, feeder) = state.withLock { state in
            state.isClosed = true
            defer {
                state.takers = []
                state.feeder = nil
            }
            return (state.takers, state.feeder)
        }
        feeder?.resume()
        for taker in takers { taker.continuation.resume(returning: .ended) }
    }

    /// The next request; waits for one. When the task is cancelled, no request is lost: it is taken or stays.
    func take() async -> Taken {
        let id = state.withLock { state in
            state.nextTaker += 1
            return state.nextTaker
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (taken, feeder) = state.withLock { state -> (Taken?, CheckedContinuation<Void, Never>?) in
                    if state.cancelledTakers.remove(id) != nil { return (.cancelled, nil) }
                    if !state.buffer.isEmpty {
                        let request = state.buffer.removeFirst()
                        state.bytes -= request.byteCount
                        guard !isFull(state), let feeder = state.feeder else { return (.request(request), nil) }
                        state.feeder = nil
                        return (.request(request), feeder)
                    }
                    if state.isClosed { return (.ended, nil) }
                    state.takers.append((id, continuation))
                    return (nil, nil)
                }
                feeder?.resume()
                if let taken { continuation.resume(returning: taken) }
            }
        } onCancel: {
            let waiting = state.withLock { state -> CheckedContinuation<Taken, Never>? in
                guard let index = state.takers.firstIndex(where: { $0.id == id }) else {
                    // Not waiting yet, or served already: the mark is for the former and harmless for the latter.
                    state.cancelledTakers.insert(id)
                    return nil
                }
                return state.takers.remove(at: index).continuation
            }
            waiting?.resume(returning: .cancelled)
        }
    }
}
