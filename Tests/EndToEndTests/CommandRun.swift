import Foundation
import Reporting
import Testing

/// One run of the program that `swift test` has built, from its start to its end.
struct CommandRun: Sendable {
    /// The exit status; 128 + the signal where one ended it.
    let status: Int32
    let output: String
    let errors: String
    /// When it ended.
    var ended = ContinuousClock.now

    /// It lies beside the tests.
    static let program =
        Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent()
        .appendingPathComponent("gapmatrix").path ?? "gapmatrix"

    /// The installation under test: this checkout, unless the caller names another.
    static let home = ProcessInfo.processInfo.environment["GAPMATRIX_HOME"] ?? Workshop.root

    var report: Report {
        get throws { try JSONDecoder().decode(Report.self, from: Data(output.utf8)) }
    }

    var symbols: SymbolsReport {
        get throws { try JSONDecoder().decode(SymbolsReport.self, from: Data(output.utf8)) }
    }

    /// What one error may say: a single line that begins with `error: `; nil where standard error holds anything else.
    var onlyError: String? {
        guard errors.hasPrefix("error: "), errors.hasSuffix("\n"), errors.filter(\.isNewline).count == 1 else {
            return nil
        }
        return String(errors.dropFirst("error: ".count).dropLast())
    }

    /// Runs the program in a folder. `environment` is added to one that names neither the caller's home nor its cache.
    static func gapmatrix(
        _ arguments: [String], in folder: Scratch, environment: [String: String] = [:],
        started: (@Sendable (Int32) async throws -> Void)? = nil
    ) async throws -> CommandRun {
        try await run([program] + arguments, in: folder, environment: environment, started: started)
    }

    /// Runs any command. Its output goes to files, so that no full pipe can stop it.
    static func run(
        _ command: [String], in folder: Scratch, environment: [String: String] = [:],
        started: (@Sendable (Int32) async throws -> Void)? = nil
    ) async throws -> CommandRun {
        await Gate.programs.enter()
        defer { Task { await Gate.programs.leave() } }
        let name = UUID().uuidString
        let files = try ["out", "err"].map { kind in
            let path = "\(folder.path)/\(name).\(kind)"
            try Data().write(to: URL(fileURLWithPath: path))
            return path
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst())
        process.currentDirectoryURL = URL(fileURLWithPath: folder.work)
        process.environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": folder.path,
            "GAPMATRIX_HOME": home, "XDG_CACHE_HOME": folder.path + "/cache", "TERM": "xterm",
        ].merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: files[0]))
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: files[1]))
        let endings = AsyncStream<ContinuousClock.Instant> { continuation in
            process.terminationHandler = { _ in
                continuation.yield(.now)
                continuation.finish()
            }
        }
        try process.run()
        do {
            try await started?(process.processIdentifier)
        } catch {
            process.terminate()
            throw error
        }
        var ended = ContinuousClock.now
        for await moment in endings { ended = moment }
        let isSignal = process.terminationReason == .uncaughtSignal
        return CommandRun(
            status: process.terminationStatus + (isSignal ? 128 : 0),
            output: try String(contentsOfFile: files[0], encoding: .utf8),
            errors: try String(contentsOfFile: files[1], encoding: .utf8), ended: ended)
    }
}

/// Lets a few programs run at a time: all tests begin at once, and would start some hundred processes.
private actor Gate {
    static let programs = Gate(places: 4)

    private var places: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(places: Int) { self.places = places }

    func enter() async {
        if places > 0 {
            places -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func leave() {
        if waiting.isEmpty {
            places += 1
        } else {
            waiting.removeFirst().resume()
        }
    }
}

/// A temporary folder, removed with this value. Commands run in ``work`` below it.
final class Scratch: Sendable {
    let path: String
    var work: String { path + "/work" }

    init() throws {
        path =
            FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
            .appendingPathComponent("gapmatrix-tests-" + UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: path + "/work", withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Writes a file below ``path``, with the folders that it needs.
    func write(_ name: String, _ content: some Sequence<UInt8>) throws {
        let url = URL(fileURLWithPath: path + "/" + name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(content).write(to: url)
    }

    func link(_ name: String, to target: String) throws {
        let url = URL(fileURLWithPath: path + "/" + name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: url.path, withDestinationPath: target)
    }
}
