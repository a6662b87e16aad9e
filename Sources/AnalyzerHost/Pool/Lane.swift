internal import AnalyzerProtocol

/// One process at a time, restarted as needed, and the requests that it owes.
///
/// After a run that ended against the contract, what was outstanding is retried, each request as the first and for
/// the time being only one of a fresh process: so the guilty one is known, and the others are none the worse.
struct Lane: Sendable {
    /// Nil when the analyzer cannot be started; the health says why.
    let launch: Launch?
    let name: String
    let options: PoolOptions
    let health: Health
    let queue: RequestQueue
    let log: HostLog
    let deliver: @Sendable (Int, AnalyzerOutcome) async -> Void

    /// Serves the queue until it is empty. Every request taken from it is delivered, unless the task is cancelled.
    func run() async throws {
        var backlog: [Attempt] = []
        var isRestart = false
        while let launch, health.unavailable == nil {
            health.noteProcess(isRestart: isRestart)
            isRestart = true
            let run = ProcessRun(
                name: name, launch: launch, options: options, health: health, queue: queue, log: log, deliver: deliver)
            let result = await run.run(backlog: backlog)
            try Task.checkCancellation()
            backlog = result.untouched
            switch result.ending {
            case .finished, .lingered:
                if result.ending == .lingered {
                    log(
                        "warning",
                        "analyzer \"\(name)\" did not exit within \(options.grace) when asked to; it was killed")
                }
                // Else the next suspect gets a process of its own.
                if backlog.isEmpty { return }
            case .wrongProtocol(let message):
                health.giveUp(message)
                backlog += result.outstanding
            default:
                let reason = result.reason
                let barren = health.noteBrokenRun(
                    started: result.hasStarted, answers: result.answers, reason: reason.message, options: options)
                log("warning", "analyzer \"\(name)\" \(reason.message); it is restarted")
                backlog = await judge(result.outstanding, reason) + backlog
                // A process that ended by itself after its last answer is not started again for nothing.
                if backlog.isEmpty, queue.isExhausted { return }
                guard health.unavailable == nil else { break }
                try await Task.sleep(for: options.restartDelay * (1 << min(barren, 6)))
            }
        }
        try await failAll(backlog)
    }

    /// Fails what has now failed twice; the rest is to be tried again.
    private func judge(_ outstanding: [Attempt], _ reason: ProcessRun.Reason) async -> [Attempt] {
        var again: [Attempt] = []
        for var attempt in outstanding {
            attempt.failures += 1
            if attempt.failures >= 2 {
                await fail(
                    attempt, reason.kind, "analyzer \"\(attempt.request.analyzer ?? name)\" \(reason.message), twice")
            } else {
                again.append(attempt)
            }
        }
        return again
    }

    private func failAll(_ backlog: [Attempt]) async throws {
        let reason = health.unavailable ?? ""
        func fail(_ attempt: Attempt) async {
            let name = attempt.request.analyzer ?? name
            await self.fail(attempt, .unavailable, "analyzer \"\(name)\" is unavailable: \(reason)")
        }
        for attempt in backlog { await fail(attempt) }
        while case .request(let request) = await queue.take() { await fail(Attempt(request: request)) }
        try Task.checkCancellation()
    }

    private func fail(_ attempt: Attempt, _ kind: HostFailure, _ message: String) async {
        let outcome = AnalyzerOutcome.failure(kind: kind.rawValue, message: message)
        health.count(outcome)
        await deliver(attempt.request.key, outcome)
    }
}
