import Foundation
import Testing

@testable import GitRepository

/// A folder of its own, removed with its last owner.
final class TemporaryFolder {
    let path: String

    init() throws {
        // Resolved, as the repository gives resolved paths back.
        let base = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path
        path = base + "/gapmatrix-git-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}

/// A real repository made by the git program, with fixed names and dates and no configuration of the machine.
final class TestRepository {
    let folder: TemporaryFolder
    let path: String

    /// An empty repository on branch `main`.
    init(bare: Bool = false) throws {
        folder = try TemporaryFolder()
        path = folder.path + "/repository"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try git(["init", "--quiet", "--initial-branch=main"] + (bare ? ["--bare"] : []))
    }

    /// A repository with one commit of these files.
    convenience init(_ files: [String: String]) throws {
        try self.init()
        for (name, text) in files { try write(name, text) }
        try commit("first")
    }

    /// Beside the repository, inside the same temporary folder.
    func beside(_ name: String) -> String {
        folder.path + "/" + name
    }

    func write(_ name: String, _ text: String) throws {
        try write(name, Data(text.utf8))
    }

    func write(_ name: String, _ data: Data) throws {
        let file = path + "/" + name
        let parent = (file as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        #expect(FileManager.default.createFile(atPath: file, contents: data))
    }

    func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: path + "/" + name, withDestinationPath: target)
    }

    /// Commits everything on disk.
    @discardableResult
    func commit(_ message: String) throws -> String {
        try git(["add", "--all", "--force"])
        try git(["commit", "--quiet", "--allow-empty", "--message", message])
        return try git(["rev-parse", "HEAD"])
    }

    /// Runs git in the repository, or in `directory`; returns its output without the line's end.
    @discardableResult
    func git(_ arguments: [String], input: Data = Data(), in directory: String? = nil) throws -> String {
        String(decoding: try gitOutput(arguments, input: input, in: directory), as: UTF8.self)
            .trimmingCharacters(in: .newlines)
    }

    func gitOutput(_ arguments: [String], input: Data = Data(), in directory: String? = nil) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/git")
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: directory ?? path)
        process.environment = [
            "PATH": "/usr/bin:/bin", "HOME": folder.path, "LC_ALL": "C", "TZ": "UTC",
            "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null", "GIT_PROTOCOL_FROM_USER": "1",
            "GIT_ALLOW_PROTOCOL": "file",
            "GIT_AUTHOR_NAME": "Ada Author", "GIT_AUTHOR_EMAIL": "ada@example.org",
            "GIT_AUTHOR_DATE": "2024-02-28T10:00:00 +0100",
            "GIT_COMMITTER_NAME": "Carl Committer", "GIT_COMMITTER_EMAIL": "carl@example.org",
            "GIT_COMMITTER_DATE": "2024-02-29T23:59:59 +0530",
        ]
        let output = Pipe(), errors = Pipe(), standardInput = Pipe()
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = standardInput
        try process.run()
        standardInput.fileHandleForWriting.write(input)
        try standardInput.fileHandleForWriting.close()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        let message = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "git \(arguments): \(message)")
        return data
    }

    /// Removes a loose object, as a partial clone lacks it.
    func deleteObject(_ id: String) throws {
        try FileManager.default.removeItem(atPath: "\(path)/.git/objects/\(id.prefix(2))/\(id.dropFirst(2))")
    }
}

/// The error of `body`, which must fail.
func failure<Value>(_ body: () throws(GitError) -> Value) throws -> GitError {
    do throws(GitError) {
        _ = try body()
    } catch {
        return error
    }
    throw GitError(code: .unreadable, message: "expected an error and there was none")
}

extension Snapshot {
    /// `path kind` of each entry.
    var listing: [String] { entries.map { "\($0.path.display) \($0.kind)" } }
    var paths: [String] { entries.map(\.path.display) }

    func entry(_ path: String) throws -> TreeEntry {
        try #require(entries.first { $0.path.string == path })
    }
}
