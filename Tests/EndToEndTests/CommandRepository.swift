import Foundation
import Testing

/// A git repository in a folder of its own. Names and dates are fixed, so that ids are too.
struct SampleRepository: Sendable {
    let scratch: Scratch
    var path: String { scratch.work }

    /// A repository with these files in its one commit; with none, nothing is committed.
    init(_ files: [String: String] = SampleRepository.service) throws {
        scratch = try Scratch()
        try git("init", "--quiet", "--initial-branch=main")
        guard !files.isEmpty else { return }
        for (name, text) in files { try write(name, text) }
        try commit()
    }

    /// A small service in Go with a script in Python: one function is reached, one is not.
    static let service = [
        "go.mod": "module example.org/shop\n\ngo 1.22\n",
        "main.go": """
        package main

        import (
        \t"net/http"

        \t"example.org/shop/internal/pay"
        )

        func main() {
        \thttp.HandleFunc("/", handle)
        \thttp.ListenAndServe(":8080", nil)
        }

        func handle(w http.ResponseWriter, r *http.Request) { pay.Charge() }

        func orphan() {}

        """,
        "internal/pay/pay.go": "package pay\n\nfunc Charge() {}\n\nfunc refund() {}\n",
        "scripts/tool.py": "def work():\n    pass\n",
    ]

    func write(_ name: String, _ text: String) throws { try scratch.write("work/" + name, text.utf8) }
    func write(_ name: String, _ bytes: [UInt8]) throws { try scratch.write("work/" + name, bytes) }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path + "/" + name) }

    func commit(_ message: String = "change") throws {
        try git("add", "--all")
        try git("commit", "--quiet", "--allow-empty", "-m", message)
    }

    /// Runs git in the repository, without the user's configuration.
    @discardableResult
    func git(_ arguments: String...) throws -> String { try git(arguments) }

    @discardableResult
    func git(_ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/git")
        process.arguments = ["-c", "core.looseCompression=1", "-c", "protocol.file.allow=always"] + arguments
        process.currentDirectoryURL = URL(fileURLWithPath: path)
        process.environment = [
            "PATH": "/usr/bin:/bin", "HOME": scratch.path, "GIT_CONFIG_GLOBAL": "/dev/null",
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.org",
            "GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@example.org",
            "GIT_AUTHOR_DATE": "2024-05-06T07:08:09Z", "GIT_COMMITTER_DATE": "2024-05-06T07:08:09Z",
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "git \(arguments.joined(separator: " ")): \(text)")
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Removes the loose object of a revision, as an incomplete copy lacks it.
    func lose(_ revision: String) throws {
        let id = try git("rev-parse", revision)
        try remove(".git/objects/\(id.prefix(2))/\(id.dropFirst(2))")
    }

    /// Runs the program in the repository.
    func gapmatrix(_ arguments: String..., environment: [String: String] = [:]) async throws -> CommandRun {
        try await CommandRun.gapmatrix(arguments, in: scratch, environment: environment)
    }
}
