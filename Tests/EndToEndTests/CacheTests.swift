import Foundation
import Testing

@Suite("Cache and interruption")
struct CacheTests {
    private static let scan = ["scan", "--format", "json"]

    private func expected(_ repository: SampleRepository) async throws -> String {
        try await CommandRun.gapmatrix(Self.scan + ["--no-cache"], in: repository.scratch).output
    }

    @Test(
        "A cache that cannot be used is told of, and the scan goes on without it",
        arguments: [
            ("/proc/gapmatrix", "the directory cannot be made"), ("main.go", "the directory cannot be made"),
            ("main.go/below", "the directory cannot be made"), ("/dev/full", "the directory cannot be made"),
        ])
    func unusable(directory: String, reason: String) async throws {
        let repository = try SampleRepository()
        let run = try await CommandRun.gapmatrix(
            Self.scan + ["--cache-directory", directory], in: repository.scratch)
        #expect(run.status == 0)
        #expect(run.output == (try await expected(repository)))
        #expect(
            run.errors.hasPrefix("note: scanning without the fact cache: \(directory): \(reason) ("), "\(run.errors)")
        #expect(run.errors.filter(\.isNewline).count == 1)
    }

    /// A limit on the size of files stands for a full disk: a write fails in the same place, with another errno.
    @Test("A cache that runs out of room is told of, and the scan goes on without it", arguments: [8, 40, 200])
    func full(blocks: Int) async throws {
        var files = SampleRepository.service
        for index in 0..<60 {
            let functions = (0..<60).map { "func F\($0)() { F\(($0 + 1) % 60)() }\n" }.joined()
            files["p\(index)/a.go"] = "package p\(index)\n\n\(functions)"
        }
        let repository = try SampleRepository(files)
        let run = try await CommandRun.run(
            ["/bin/sh", "-c", "ulimit -f \(blocks); exec \"$0\" why main", CommandRun.program], in: repository.scratch)
        #expect(run.status == 0)
        #expect(run.output == (try await repository.gapmatrix("why", "main", "--no-cache").output))
        #expect(run.errors.hasPrefix("note: ") && run.errors.contains("without the fact cache"), "\(run.errors)")
        // What is left of it harms nobody.
        let next = try await CommandRun.gapmatrix(Self.scan, in: repository.scratch)
        #expect(next.output == (try await expected(repository)))
    }

    @Test("A damaged cache is set aside, and filled anew", arguments: ["garbage", "truncated", "flipped"])
    func damaged(how: String) async throws {
        let repository = try SampleRepository()
        let first = try await CommandRun.gapmatrix(Self.scan, in: repository.scratch)
        let file = repository.scratch.path + "/cache/gapmatrix/facts-v1.sqlite"
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
        switch how {
        case "garbage": bytes = Array("this is no database".utf8)
        case "truncated": bytes.removeLast(bytes.count / 2)
        default: for index in stride(from: 5000, to: bytes.count, by: 97) { bytes[index] ^= 0x5A }
        }
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        for _ in 1...2 {
            let run = try await CommandRun.gapmatrix(Self.scan, in: repository.scratch)
            #expect(run.status == 0)
            #expect(run.output == first.output)
        }
    }

    @Test("A report is taken from the cache where nothing that decides it has changed, and nowhere else")
    func stored() async throws {
        let repository = try SampleRepository()
        func scan(_ more: String...) async throws -> (isStored: Bool, isRight: Bool) {
            let run = try await CommandRun.gapmatrix(Self.scan + ["--verbose"] + more, in: repository.scratch)
            let fresh = try await CommandRun.gapmatrix(Self.scan + ["--no-cache"] + more, in: repository.scratch)
            return (run.errors.contains("the report of an earlier scan"), run.output == fresh.output)
        }
        #expect(try await scan() == (false, true))
        #expect(try await scan() == (true, true))
        // The same tree as another commit: its report names the commit.
        try repository.commit()
        #expect(try await scan() == (true, true))
        #expect(try await scan("--commit", "HEAD~1") == (true, true))
        // What lies on the disk is always looked at.
        #expect(try await scan("--working-tree") == (false, true))
        try repository.write("main.go", "package main\n\nfunc main() {}\n")
        #expect(try await scan("--working-tree") == (false, true))
        try repository.commit()
        #expect(try await scan() == (false, true))
        #expect(try await scan("--commit", "HEAD~1") == (true, true))
        // A further analyzer may find more.
        let manifest = """
            {"name": "idle", "version": "1", "protocol": 2, "claims": [{"scope": "file", "patterns": ["**/*.idle"]}],
             "command": ["/bin/false"]}
            """
        try repository.scratch.write("extra/idle/analyzer.json", manifest.utf8)
        #expect(try await scan("--analyzers", "../extra") == (false, true))
        #expect(try await scan("--analyzers", "../extra") == (true, true))
    }

    @Test("A report that lacks a content is taken from the cache for as long as the content is missing")
    func storedWithoutContent() async throws {
        let repository = try SampleRepository()
        let object = try repository.git("rev-parse", "HEAD:scripts/tool.py").trimmingCharacters(in: .newlines)
        let file = repository.path + "/.git/objects/\(object.prefix(2))/\(object.dropFirst(2))"
        let content = try Data(contentsOf: URL(fileURLWithPath: file))
        try FileManager.default.removeItem(atPath: file)
        func scan() async throws -> (isStored: Bool, lacks: Bool) {
            let run = try await CommandRun.gapmatrix(Self.scan + ["--verbose"], in: repository.scratch)
            return (run.errors.contains("the report of an earlier scan"), run.output.contains("is missing from"))
        }
        #expect(try await scan() == (false, true))
        #expect(try await scan() == (true, true))
        try content.write(to: URL(fileURLWithPath: file))
        #expect(try await scan() == (false, false))
        #expect(try await scan() == (true, false))
    }

    @Test("Scans at once share a cache, and none harms another's")
    func together() async throws {
        let repository = try await FixtureRepository.shared.value
        let arguments = Self.scan + ["--cache-directory", "../shared"]
        let runs = try await withThrowingTaskGroup(of: CommandRun.self) { group in
            for _ in 1...3 { group.addTask { try await CommandRun.gapmatrix(arguments, in: repository.scratch) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(runs.map(\.status) == [0, 0, 0])
        #expect(runs.map(\.errors) == ["", "", ""])
        let warm = try await CommandRun.gapmatrix(arguments + ["--verbose"], in: repository.scratch)
        #expect(runs.allSatisfy { $0.output == warm.output })
        #expect(warm.errors.contains(" 0 bytes sent, 0 bytes of answers, 0 processes"), "\(warm.errors)")
    }

    @Test(
        "SIGINT and SIGTERM in the middle: status 130 at once, no process left, the cache whole",
        arguments: [SIGINT, SIGTERM])
    func interrupted(signal: Int32) async throws {
        let repository = try SampleRepository(SampleRepository.service.merging(["a.slow": ""]) { $1 })
        // It tells its id and a helper's, and then nothing.
        let manifest = """
            {"name": "slow", "version": "1", "protocol": 2, "claims": [{"scope": "file", "patterns": ["**/*.slow"]}],
             "command": ["/bin/sh", "-c", "sleep 300 & echo $$ $! > ids.new; mv ids.new ids; wait"]}
            """
        try repository.scratch.write("extra/slow/analyzer.json", manifest.utf8)
        let ids = repository.scratch.path + "/extra/slow/ids"
        let sent = Moment()
        let run = try await CommandRun.gapmatrix(
            Self.scan + ["--analyzers", "../extra"], in: repository.scratch
        ) { process in
            for _ in 1...6000 where !FileManager.default.fileExists(atPath: ids) {
                try await Task.sleep(for: .milliseconds(5))
            }
            try #require(FileManager.default.fileExists(atPath: ids), "the analyzer was never started")
            await sent.set(.now)
            kill(process, signal)
        }
        let took = run.ended - (await sent.value ?? run.ended)
        #expect((run.status, run.output) == (130, ""))
        // A second is the promise, the rest is for a machine that does much else; the analyzer would hold it for 90.
        #expect(took < .seconds(10), "\(took)")
        for id in try String(contentsOfFile: ids, encoding: .utf8).split(whereSeparator: \.isWhitespace) {
            #expect(try await isGone(String(id)), "process \(id) is left")
        }
        let next = try await CommandRun.gapmatrix(Self.scan, in: repository.scratch)
        #expect((next.status, next.errors) == (0, ""))
        #expect(next.output == (try await expected(repository)))
    }

    /// The kernel may take a moment to carry out a kill.
    private func isGone(_ id: String) async throws -> Bool {
        for _ in 1...400 {
            let stat = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8)
            if stat == nil || stat?.contains(") Z ") == true { return true }
            try await Task.sleep(for: .milliseconds(10))
        }
        return false
    }

    private actor Moment {
        private(set) var value: ContinuousClock.Instant?
        func set(_ instant: ContinuousClock.Instant) { value = instant }
    }
}
