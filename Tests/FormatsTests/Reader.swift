import Foundation
import Testing

/// Programs that we did not write read what we wrote.
enum Reader {
    private static let root =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
        .path
    private static let python = root + "/.tools/python/bin/python"
    private static let schemas = root + "/.tools/schemas"
    static let promtool = root + "/.tools/promtool"

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// What the reader of a format (readers.py) understood, as JSON.
    static func read(_ format: String, _ text: String) throws -> Any {
        try #require(
            FileManager.default.isExecutableFile(atPath: python) && FileManager.default.fileExists(atPath: schemas),
            "there is no \(python) or \(schemas): `make setup-dev` makes them")
        return try withFolder { folder in
            try Data(text.utf8).write(to: folder.appendingPathComponent("report"))
            let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
                "readers.py")
            try run(python, ["-I", script.path, format, "report", schemas, "answer"], in: folder)
            return try JSONSerialization.jsonObject(
                with: Data(contentsOf: folder.appendingPathComponent("answer")), options: .fragmentsAllowed)
        }
    }

    /// Whether `promtool check metrics` finds nothing to say.
    static func checkMetrics(_ text: String) throws {
        try withFolder { folder in
            try Data(text.utf8).write(to: folder.appendingPathComponent("report"))
            try run("/bin/sh", ["-c", "'\(promtool)' check metrics < report"], in: folder)
        }
    }

    private static func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("gapmatrix-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }

    /// Throws what the program complains of: standard error goes to a file, so that no full pipe can stop it.
    private static func run(_ program: String, _ arguments: [String], in folder: URL) throws {
        let errors = folder.appendingPathComponent("errors")
        try Data().write(to: errors)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        process.waitUntilExit()
        let said = try String(contentsOf: errors, encoding: .utf8)
        guard process.terminationStatus == 0, said.isEmpty else {
            throw Failure(description: "\(process.terminationStatus): \(said)")
        }
    }
}
