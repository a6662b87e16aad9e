#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Runs one analyzer, or those that share its processes, over many requests, on as many processes as the work asks for.
///
/// Whatever the analyzer does, each request gets exactly one outcome, in any order, and no process is left behind. The
/// report tells which outcomes are void, because the analyzer answered again.
package final class AnalyzerPool: Sendable {
    private let manifest: AnalyzerManifest
    private let options: PoolOptions
    private let log: HostLog

    /// Requests held for each process that may run.
    private static let heldForEach = 8

    package init(manifest: AnalyzerManifest, options: PoolOptions = PoolOptions(), log: @escaping HostLog = { _, _ in })
    {
        self.manifest = manifest
        self.options = options
        self.log = log
        AnalyzerPool.ignoreBrokenPipes
    }

    /// A write to an analyzer that has gone is an error to handle, not a signal that ends gapmatrix.
    /// Children start with the default again: swift-subprocess resets what they inherit.
    private static let ignoreBrokenPipes: Void = {
        signal(SIGPIPE, SIG_IGN)
    }()

    /// Pulls requests until `next` gives nil and delivers an outcome for each.
    ///
    /// - Parameters:
    ///   - next: called by one task, one call at a time, and only when there is room: a bounded number of requests is held.
    ///     It should return soon when its task is cancelled.
    ///   - deliver: called once for each request, for different requests at the same time, at most once per process.
    ///     While it runs, that process's answers wait.
    /// - Returns: how the analyzer fared. An analyzer that cannot be used is no error: its requests fail.
    /// - Throws: `CancellationError`, with all processes stopped; some requests have no outcome then.
    package func run(
        next: @Sendable () async -> AnalyzerRequest?,
        deliver: @escaping @Sendable (_ key: Int, _ outcome: AnalyzerOutcome) async -> Void
    ) async throws -> PoolReport {
        let health = Health()
        let most = max(options.processes, 1)
        let queue = RequestQueue(capacity: most * AnalyzerPool.heldForEach, byteCapacity: options.windowBytes)
        let launch = launch(health)
        try await withThrowingTaskGroup(of: Void.self) { group in
            var lanes = 0
            var pulled = (count: 0, bytes: 0)
            while !Task.isCancelled, let request = await next() {
                pulled.count += 1
                pulled.bytes += request.byteCount
                let wanted =
                    max(pulled.count / options.requestsPerProcess, pulled.bytes / options.bytesPerProcess) + 1
                if lanes < min(wanted, most) {
                    lanes += 1
                    group.addTask { [self] in
                        try await Lane(
                            launch: launch, name: manifest.shares ?? manifest.name, options: options, health: health,
                            queue: queue,
                            log: log, deliver: deliver
                        ).run()
                    }
                }
                await withTaskCancellationHandler {
                    await queue.offer(request)
                } onCancel: {
                    queue.close()
                }
            }
            queue.close()
            try await group.waitForAll()
            try Task.checkCancellation()
        }
        return health.report
    }

    /// The same over requests at hand.
    package func run(
        _ requests: [AnalyzerRequest],
        deliver: @escaping @Sendable (_ key: Int, _ outcome: AnalyzerOutcome) async -> Void
    ) async throws -> PoolReport {
        let source = RequestSource(requests)
        return try await run(next: { await source.next() }, deliver: deliver)
    }

    private func launch(_ health: Health) -> Launch? {
        do throws(HostError) {
            return try Launch(manifest, memoryBytes: options.memoryBytes, fileBytes: options.fileBytes)
        } catch {
            health.giveUp(error.message)
            return nil
        }
    }
}

private actor RequestSource {
    private var rest: ArraySlice<AnalyzerRequest>

    init(_ requests: [AnalyzerRequest]) {
        rest = requests[...]
    }

    func next() -> AnalyzerRequest? {
        rest.popFirst()
    }
}
