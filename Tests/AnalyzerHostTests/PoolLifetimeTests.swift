import AnalyzerProtocol
import Synchronization
import Testing

@testable import AnalyzerHost

@Suite struct PoolLifetimeTests {
    @Test func anAnalyzerThatIgnoresShutdownIsEnded() async throws {
        let recorder = Recorder()
        let report = try await FakeAnalyzer("ignore-shutdown").run(["ok"], recorder) { $0.grace = .milliseconds(200) }
        #expect(recorder.summary(0) == "0")
        #expect(report.status == .ok)
        #expect(recorder.pids.count == 1)
        for pid in recorder.pids { #expect(!isAlive(pid)) }
        #expect(recorder.log.contains { $0.contains("did not exit") })
    }

    @Test func helpersOfTheAnalyzerEndWithIt() async throws {
        let recorder = Recorder()
        _ = try await FakeAnalyzer().run(["helper"], recorder)
        #expect(recorder.pids.count == 2)
        // The helper is killed with the group, and reaped by whom it was left to: that takes a moment.
        for pid in recorder.pids {
            for _ in 0..<2000 where isAlive(pid) { try await Task.sleep(for: .milliseconds(5)) }
            #expect(!isAlive(pid))
        }
    }

    @Test(arguments: ["stall", "flood", "hold", "close-output"])
    func cancellationLeavesNoProcess(content: String) async throws {
        let fake = try FakeAnalyzer("ignore-shutdown")
        let recorder = Recorder()
        let (started, start) = AsyncStream<Void>.makeStream()
        var options = PoolOptions.patient
        options.processes = 2
        options.limits.lineBytes = 1 << 40
        let pool = AnalyzerPool(manifest: fake.manifest, options: options) { _, message in
            recorder.note(message)
            start.yield()
        }
        let task = Task {
            let source = Mutex(0)
            return try await pool.run {
                AnalyzerRequest(
                    key: source.withLock {
                        $0 += 1; return $0
                    }, path: "p", object: "", content: Array(content.utf8))
            } deliver: { _, _ in
            }
        }
        for await _ in started { break }
        let clock = ContinuousClock()
        let time = await clock.measure {
            task.cancel()
            _ = await task.result
        }
        // It takes 0.3 s; the analyzer would go on for a minute.
        #expect(time < .seconds(10))
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(!recorder.pids.isEmpty)
        for pid in recorder.pids { #expect(!isAlive(pid)) }
    }

    @Test func noMoreProcessesThanTheWorkAsksFor() async throws {
        let recorder = Recorder()
        let report = try await FakeAnalyzer().run(["ok", "ok", "ok"], recorder) { $0.processes = 4 }
        #expect(report.processes == 1)
        let more = try await FakeAnalyzer().run(Array(repeating: "ok", count: 20), recorder) { options in
            options.processes = 4
            options.requestsPerProcess = 8
        }
        #expect(more.processes == 3)
        let none = try await FakeAnalyzer().run([], recorder) { $0.processes = 4 }
        #expect(none == PoolReport())
    }

    /// However many requests there are, few are held at a time.
    @Test func tenThousandRequestsAreNeverHeldAtOnce() async throws {
        let fake = try FakeAnalyzer()
        var options = PoolOptions.patient
        options.processes = 2
        let counts = Mutex((pulled: 0, delivered: 0, most: 0))
        let pool = AnalyzerPool(manifest: fake.manifest, options: options)
        let report = try await pool.run {
            counts.withLock { counts in
                guard counts.pulled < 10_000 else { return nil }
                counts.pulled += 1
                counts.most = max(counts.most, counts.pulled - counts.delivered)
                return AnalyzerRequest(key: counts.pulled, path: "p", object: "", content: Array("ok".utf8))
            }
        } deliver: { _, _ in
            counts.withLock { $0.delivered += 1 }
        }
        let (_, delivered, most) = counts.withLock { $0 }
        #expect(delivered == 10_000)
        #expect(report.requests == 10_000)
        #expect(report.processes == 2)
        // 16 in the queue, the one being offered, and for each process 4 outstanding, one held, one being delivered.
        #expect(most <= 16 + 1 + 2 * (4 + 1 + 1))
    }
}
