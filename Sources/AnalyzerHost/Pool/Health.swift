internal import Synchronization

/// What all lanes of a pool know of their analyzer.
final class Health: Sendable {
    private struct State {
        var report = PoolReport()
        var failedStarts = 0
        var barrenRuns = 0
        var hasAnswered = false
        var standardError: [UInt8] = []
        var logged = 0
    }

    static let standardErrorLimit = 64 << 10
    /// Messages of the analyzer's own log that are passed on, and characters of each.
    static let logLimit = 200
    static let logLength = 2_000

    private let state = Mutex(State())

    /// The counts so far, with the tail of standard error.
    var report: PoolReport {
        state.withLock { state in
            var report = state.report
            report.standardErrorTail = String(decoding: state.standardError, as: UTF8.self)
            return report
        }
    }

    /// Why the analyzer is given up; nil while it is not.
    var unavailable: String? { state.withLock { $0.report.message } }

    func giveUp(_ reason: String) {
        state.withLock { state in
            guard state.report.message == nil else { return }
            state.report.message = reason
            state.report.status = state.hasAnswered ? .failed : .unavailable
        }
    }

    func count(_ outcome: AnalyzerOutcome) {
        state.withLock { state in
            state.report.requests += 1
            if case .failure = outcome { state.report.failures += 1 }
        }
    }

    func noteAnswer() {
        state.withLock { state in
            state.hasAnswered = true
            state.failedStarts = 0
            state.barrenRuns = 0
        }
    }

    /// The request was answered more than once: nobody can tell which answer is right.
    func takeBack(_ key: Int) {
        state.withLock { state in
            state.report.takenBack.append(key)
            state.report.failures += 1
        }
    }

    /// What is shown of a message of the analyzer's own log; nil where it has said enough.
    func shownLog(_ message: String) -> String? {
        let logged = state.withLock { state in
            state.logged += 1
            return state.logged
        }
        if logged == Health.logLimit + 1 { return "the analyzer says more than that; the rest is left out" }
        guard logged <= Health.logLimit else { return nil }
        return message.count > Health.logLength ? message.prefix(Health.logLength) + "…" : message
    }

    func noteProcess(isRestart: Bool) {
        state.withLock { state in
            state.report.processes += 1
            if isRestart { state.report.restarts += 1 }
        }
    }

    /// A run ended against the contract. Returns how many in a row have brought no answer.
    func noteBrokenRun(started: Bool, answers: Int, reason: String, options: PoolOptions) -> Int {
        let (barren, starts, lastLine) = state.withLock { state in
            if !started { state.failedStarts += 1 }
            if answers == 0 { state.barrenRuns += 1 }
            return (state.barrenRuns, state.failedStarts, Health.lastLine(state.standardError))
        }
        let why = lastLine.isEmpty ? reason : "\(reason); its last words: \(lastLine)"
        if starts >= options.maximumFailedStarts {
            giveUp("it failed to start \(starts) times: \(why)")
        } else if barren >= options.maximumBarrenRuns {
            giveUp("it failed \(barren) times without one answer: \(why)")
        }
        return barren
    }

    /// What most programs say last is why they end.
    private static func lastLine(_ standardError: [UInt8]) -> String {
        let line = standardError.split(separator: 0x0A).last { $0.contains { $0 > 0x20 } } ?? []
        return String(decoding: line.prefix(200), as: UTF8.self)
    }

    func note(_ usage: ProcessUsage) {
        state.withLock { state in
            state.report.peakMemoryBytes = max(state.report.peakMemoryBytes, usage.peakMemoryBytes)
            state.report.processorSeconds += usage.processorSeconds
        }
    }

    /// Keeps the end of what all processes wrote.
    func noteStandardError(_ bytes: UnsafeRawBufferPointer) {
        state.withLock { state in
            state.standardError.append(contentsOf: bytes)
            // Cut at twice the limit, so that a babbling process costs a copy for every 64 KiB, not for every line.
            if state.standardError.count > 2 * Health.standardErrorLimit {
                state.standardError.removeFirst(state.standardError.count - Health.standardErrorLimit)
            }
        }
    }
}
