import AnalyzerProtocol
import Foundation
import Synchronization
import Testing

@testable import AnalyzerHost

@Suite struct AnalyzerPoolTests {
    @Test(arguments: ["", "reverse", "slow-start"])
    func everyRequestGetsItsAnswer(behaviour: String) async throws {
        let fake = try FakeAnalyzer(behaviour)
        let recorder = Recorder()
        let report = try await fake.run(Array(repeating: "ok", count: 40), recorder)
        #expect(recorder.outcomes.count == 40)
        for key in 0..<40 {
            #expect(recorder.outcomes[key]?.count == 1)
            #expect(recorder.summary(key) == "\(key)")
        }
        #expect(report.status == .ok)
        #expect(report.requests == 40)
        #expect((report.failures, report.restarts, report.processes) == (0, 0, 1))
        #expect(report.peakMemoryBytes > 1 << 20)
        for pid in recorder.pids { #expect(!isAlive(pid)) }
    }

    @Test func theAnswersLineIsKeptForTheCache() async throws {
        let recorder = Recorder()
        _ = try await FakeAnalyzer().run(["ok"], recorder)
        guard case .answer(let bytes, let facts) = recorder.outcomes[0]?.first else {
            Issue.record("no answer"); return
        }
        #expect(try Facts(answerBytes: bytes) == facts)
    }

    @Test func aFailureOfTheAnalyzerIsPassedOn() async throws {
        let recorder = Recorder()
        let report = try await FakeAnalyzer().run(["failure", "ok"], recorder)
        #expect(recorder.outcomes[0] == [.failure(kind: "syntax", message: "line 3")])
        #expect((report.failures, report.restarts) == (1, 0))
    }

    /// The guilty content fails alone, with its reason; those sent beside it are answered.
    @Test(arguments: [
        ("crash", "crash", "exited with status 3"),
        ("signal", "crash", "ended by signal 11"),
        ("close-output", "crash", "closed its output"),
        ("garbage", "protocol", "wrote a line that is no message"),
        ("empty-line", "protocol", "an empty line"),
        ("unknown-id", "protocol", "request 4711, which was never sent"),
        ("stall", "timeout", "gave no answer within"),
        ("hold", "timeout", "gave no answer within"),
        ("close-input", "timeout", "gave no answer within"),
        ("flood", "protocol", "more than 1000000 bytes"),
        ("memory", "crash", "exited with status 1"),
    ])
    func oneContentCostsNoOther(content: String, kind: String, reason: String) async throws {
        let fake = try FakeAnalyzer()
        let recorder = Recorder()
        let contents = ["ok", "ok", content, "ok", "ok", "ok", "ok", "ok"]
        let report = try await fake.run(contents, recorder) { options in
            options.deadline = kind == "timeout" ? .milliseconds(1500) : PoolOptions.patience
            options.limits.lineBytes = 1_000_000
            options.memoryBytes = 300 << 20
        }
        for key in contents.indices {
            #expect(recorder.outcomes[key]?.count == 1)
            #expect(recorder.summary(key) == (key == 2 ? kind : "\(key)"))
        }
        #expect(recorder.message(2).contains(reason))
        #expect(recorder.message(2).hasSuffix("twice"))
        #expect(report.status == .ok)
        #expect(report.failures == 1)
        #expect(report.restarts >= 1)
        for pid in recorder.pids { #expect(!isAlive(pid)) }
    }

    /// Lines that need no answer, without end: the deadline holds all the same, and what is passed on is bounded.
    @Test(.timeLimit(.minutes(10)), arguments: ["chatter", "unknown-messages"])
    func endlessMessagesEnd(content: String) async throws {
        let recorder = Recorder()
        _ = try await FakeAnalyzer().run(["ok", content, "ok"], recorder) { $0.deadline = .milliseconds(500) }
        #expect((0..<3).map(recorder.summary) == ["0", "timeout", "2"])
        #expect(recorder.log.count < 250)
        #expect(recorder.log.allSatisfy { $0.count < 2100 })
        for pid in recorder.pids { #expect(!isAlive(pid)) }
    }

    @Test func anAnswerTwiceIsTakenBack() async throws {
        let recorder = Recorder()
        let report = try await FakeAnalyzer().run(["ok", "twice", "ok", "ok", "ok", "ok"], recorder)
        for key in 0..<6 {
            #expect(recorder.outcomes[key]?.count == 1)
            #expect(recorder.summary(key) == "\(key)")
        }
        #expect(report.takenBack == [1])
        #expect(report.failures == 1)
        #expect(report.restarts >= 1)
        #expect(recorder.log.contains { $0.contains("answered request 2 twice") })
    }

    @Test func invalidFactsCostOnlyTheirContent() async throws {
        let recorder = Recorder()
        let report = try await FakeAnalyzer().run(["ok", "bad-facts", "ok"], recorder)
        #expect((0..<3).map(recorder.summary) == ["0", "protocol", "2"])
        #expect(recorder.message(1).contains("symbols[0].line"))
        #expect(report.restarts == 0)
    }

    @Test func severalGuiltyContentsAreAllFound() async throws {
        let recorder = Recorder()
        let report = try await FakeAnalyzer().run(["crash", "ok", "crash", "crash", "ok", "garbage", "ok"], recorder)
        #expect((0..<7).map(recorder.summary) == ["crash", "1", "crash", "crash", "4", "protocol", "6"])
        #expect(report.status == .ok)
        #expect(report.failures == 4)
    }

    /// Misbehaviour of every kind, on several processes at once: each request has one outcome, and the right one.
    @Test func whateverHappensEachRequestHasOneOutcome() async throws {
        let guilty = ["crash", "garbage", "unknown-id", "signal", "close-output", "empty-line"]
        var random: UInt64 = 2026
        let contents = (0..<60).map { _ -> String in
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let roll = Int(random >> 33) % 60
            return roll < guilty.count ? guilty[roll] : roll < 8 ? "twice" : roll < 10 ? "one-shot" : "ok"
        }
        let recorder = Recorder()
        let report = try await FakeAnalyzer().run(contents, recorder) { options in
            options.processes = 3
            options.requestsPerProcess = 8
        }
        for (key, content) in contents.enumerated() {
            #expect(recorder.outcomes[key]?.count == 1)
            #expect(
                (recorder.summary(key) == "\(key)") == !guilty.contains(content), "\(content): \(recorder.message(key))"
            )
        }
        #expect(report.status == .ok)
        #expect(report.requests == 60)
        #expect(Set(report.takenBack) == Set(contents.indices.filter { contents[$0] == "twice" }))
        #expect(report.failures == contents.count(where: guilty.contains) + report.takenBack.count)
        for pid in recorder.pids { #expect(!isAlive(pid)) }
    }

    @Test func anAnalyzerThatExitsAfterEachAnswerStillServes() async throws {
        let recorder = Recorder()
        let report = try await FakeAnalyzer().run(Array(repeating: "one-shot", count: 5), recorder) { $0.window = 1 }
        #expect((0..<5).map(recorder.summary) == ["0", "1", "2", "3", "4"])
        #expect(report.status == .ok)
    }

    @Test(arguments: [
        ("exit-at-start", "it failed to start 3 times: exited with status 7; its last words: no such module", 3),
        ("babble-at-start", "it failed to start 3 times: wrote a line that is no message", 3),
        ("mute", "it failed to start 3 times: did not say hello within", 3),
        ("wrong-protocol", "it speaks protocol 1, this gapmatrix speaks 2", 1),
        ("crash-always", "it failed 12 times without one answer: exited with status 9", 12),
    ])
    func anAnalyzerThatCannotServeIsGivenUp(behaviour: String, message: String, processes: Int) async throws {
        let fake = try FakeAnalyzer(behaviour)
        let recorder = Recorder()
        let report = try await fake.run(Array(repeating: "ok", count: 100), recorder) { options in
            options.startDeadline = behaviour == "mute" ? .milliseconds(200) : PoolOptions.patience
        }
        #expect(report.status == .unavailable)
        #expect(report.message?.contains(message) == true, "\(report.message ?? "")")
        #expect(report.processes == processes)
        #expect(report.failures == 100)
        #expect(recorder.outcomes.values.allSatisfy { $0.count == 1 })
        #expect(recorder.summary(99) == "unavailable")
        #expect(recorder.message(99).contains(message))
        if behaviour == "exit-at-start" {
            #expect(report.standardErrorTail == "no such module\nno such module\nno such module\n")
        }
    }

    @Test func aMissingProgramIsNamedWithItsInstallation() async throws {
        let fake = try FakeAnalyzer(command: ["bin/no-such-analyzer"], install: "make setup")
        let recorder = Recorder()
        let report = try await fake.run(["ok", "ok"], recorder)
        #expect(report.status == .unavailable)
        #expect(report.processes == 0)
        #expect(recorder.message(1).contains("bin/no-such-analyzer"))
        #expect(recorder.message(1).contains("make setup"))
        #expect(
            fake.manifest.missingPrograms()
                == [MissingProgram(analyzer: "fake", program: "bin/no-such-analyzer", install: "make setup")])
    }

    @Test func contentOverTheLimitIsNotSent() async throws {
        let recorder = Recorder()
        let report = try await FakeAnalyzer().run(
            [String(repeating: "x", count: 1001), "ok", String(repeating: "\u{1}", count: 1000)], recorder
        ) { options in
            options.limits.fileBytes = 1000
            options.limits.lineBytes = 2000
        }
        #expect((0..<3).map(recorder.summary) == ["limit", "1", "limit"])
        #expect(report.restarts == 0)
    }

    @Test func standardErrorIsReadAndItsEndKept() async throws {
        let recorder = Recorder()
        let report = try await FakeAnalyzer().run(["stderr", "ok"], recorder)
        #expect((0..<2).map(recorder.summary) == ["0", "1"])
        #expect(report.standardErrorTail.hasSuffix("e\nlast\n"))
        #expect(report.standardErrorTail.utf8.count <= 2 * Health.standardErrorLimit)
    }

    @Test func largeMessagesBothWaysDoNotBlockEachOther() async throws {
        let recorder = Recorder()
        let content = "large\n" + String(repeating: "x", count: 1 << 20)
        let report = try await FakeAnalyzer().run(Array(repeating: content, count: 12), recorder)
        #expect((0..<12).map(recorder.summary) == (0..<12).map(String.init))
        #expect(report.failures == 0)
    }

    /// The clock stands still while the receiver is busy.
    @Test func aSlowReceiverIsNotTheAnalyzersFault() async throws {
        let fake = try FakeAnalyzer()
        let recorder = Recorder()
        var options = PoolOptions.patient
        options.processes = 1
        options.deadline = .milliseconds(1500)
        let requests = (0..<4).map { AnalyzerRequest(key: $0, path: "\($0)", object: "", content: []) }
        let report = try await AnalyzerPool(manifest: fake.manifest, options: options).run(requests) { key, outcome in
            if key == 0 { try? await Task.sleep(for: .milliseconds(2500)) }
            recorder.deliver(key, outcome)
        }
        #expect((0..<4).map(recorder.summary) == ["0", "1", "2", "3"])
        #expect(report.restarts == 0)
    }

    @Test func environmentAndGroupAreTheAnalyzersOwn() async throws {
        setenv("GAPMATRIX_TEST_SECRET", "s3cret", 1)
        let recorder = Recorder()
        _ = try await FakeAnalyzer().run(["environment"], recorder)
        #expect(recorder.log.contains("fake: leader True"))
        let names = try #require(recorder.log.first { $0.contains("PATH") })
        #expect(!names.contains("SECRET"))
        #expect(names.contains("LANG"))
    }

    /// Failures bear the name of who was asked.
    @Test func sharedProcessesSayWhoFailed() async throws {
        let recorder = Recorder()
        var options = PoolOptions.patient
        options.processes = 1
        options.restartDelay = .milliseconds(1)
        let fake = try FakeAnalyzer()
        let requests = [("helm", "crash"), ("web", "")].enumerated().map { key, asked in
            AnalyzerRequest(
                key: key, files: [RequestFile(path: "\(key)", object: "", content: Array(asked.1.utf8))],
                analyzer: asked.0)
        }
        _ = try await AnalyzerPool(manifest: fake.manifest, options: options).run(requests, deliver: recorder.deliver)
        #expect(recorder.message(0).hasPrefix("analyzer \"helm\" exited with status 3"))
        #expect(recorder.summary(1) == "1")
    }
}
