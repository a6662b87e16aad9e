import AnalyzerProtocol
import Foundation
import Synchronization

@testable import AnalyzerHost

/// A manifest for FakeAnalyzer/fake.py in a folder of its own, removed with this value.
final class FakeAnalyzer: Sendable {
    let manifest: AnalyzerManifest
    private let directory: URL

    static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("FakeAnalyzer/fake.py").path

    /// The system's own where there is one: a version manager's shim takes longer to start than the tests to run.
    private static let python =
        FileManager.default.isExecutableFile(atPath: "/usr/bin/python3") ? "/usr/bin/python3" : "python3"

    init(_ behaviour: String = "", command: [String]? = nil, install: String? = nil) throws {
        directory = FileManager.default.temporaryDirectory.appendingPathComponent("fake-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        // -I -S: without the site's modules, which start-up would import.
        let command = command ?? [FakeAnalyzer.python, "-I", "-S", FakeAnalyzer.script, behaviour]
        var requirement = ["program": command[0]]
        requirement["install"] = install
        let manifest: [String: Any] = [
            "name": "fake", "version": "1", "protocol": 2, "command": command,
            "claims": [["scope": "file", "patterns": ["**"]]], "requires": [requirement],
        ]
        let path = directory.appendingPathComponent("analyzer.json")
        try JSONSerialization.data(withJSONObject: manifest).write(to: path)
        self.manifest = try AnalyzerManifest(path: path.path)
    }

    deinit {
        try? FileManager.default.removeItem(at: directory)
    }
}

/// What a pool delivered and logged.
final class Recorder: Sendable {
    private let state = Mutex((outcomes: [Int: [AnalyzerOutcome]](), log: [String]()))

    var outcomes: [Int: [AnalyzerOutcome]] { state.withLock { $0.outcomes } }
    var log: [String] { state.withLock { $0.log } }

    /// Every process id that an analyzer told.
    var pids: [Int32] { log.compactMap { $0.hasPrefix("fake: pid ") ? Int32($0.dropFirst(10)) : nil } }

    func deliver(_ key: Int, _ outcome: AnalyzerOutcome) {
        state.withLock { $0.outcomes[key, default: []].append(outcome) }
    }

    func note(_ message: String) {
        state.withLock { $0.log.append(message) }
    }

    /// The failure's kind, or the path that the facts name.
    func summary(_ key: Int) -> String {
        switch outcomes[key]?.first {
        case .failure(let kind, _): kind
        case .answer(_, let facts):
            if case .string(let path) = facts.signals.first?.attributes["path"] { path } else { "facts" }
        case nil: "nothing"
        }
    }

    func message(_ key: Int) -> String {
        if case .failure(_, let message) = outcomes[key]?.first { message } else { "" }
    }
}

extension FakeAnalyzer {
    /// Runs one request for each content; keys and paths are the positions.
    func run(
        _ contents: [String], _ recorder: Recorder, change: (inout PoolOptions) -> Void = { _ in }
    ) async throws -> PoolReport {
        var options = PoolOptions.patient
        options.processes = 1
        options.restartDelay = .milliseconds(1)
        change(&options)
        let pool = AnalyzerPool(manifest: manifest, options: options) { _, message in recorder.note(message) }
        let requests = contents.enumerated().map { position, content in
            AnalyzerRequest(key: position, path: "\(position)", object: "00", content: Array(content.utf8))
        }
        return try await pool.run(requests) { key, outcome in recorder.deliver(key, outcome) }
    }
}

/// Whether a process with this id exists and is no zombie.
func isAlive(_ pid: Int32) -> Bool {
    guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else { return false }
    return !stat.contains(") Z ")
}

extension PoolOptions {
    /// Longer than any machine is busy: all tests begin at once, and what is not about time must not depend on it.
    static let patience: Duration = .seconds(900)

    /// Options with which no process is given up for being slow.
    static var patient: PoolOptions {
        var options = PoolOptions()
        options.startDeadline = patience
        options.deadline = patience
        return options
    }
}
