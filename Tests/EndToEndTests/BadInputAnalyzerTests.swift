import Foundation
import Reporting
import Testing

/// An analyzer that misbehaves, beside or instead of the project's own.
private struct Misbehaving: Sendable {
    let repository: SampleRepository
    private static let script = Workshop.root + "/Tests/AnalyzerHostTests/FakeAnalyzer/fake.py"

    static func command(_ behaviour: String) -> [String] { ["/usr/bin/python3", "-I", "-S", script, behaviour] }

    init(_ files: [String: String] = [:]) throws {
        repository = try SampleRepository(SampleRepository.service.merging(files) { $1 })
    }

    /// An analyzer of `**/*.fake` in a folder for `--analyzers`.
    func addAnalyzer(_ command: [String], protocol version: Int = 2) throws {
        try write("extra/fake", name: "fake", pattern: "**/*.fake", command: command, protocol: version)
    }

    /// An installation whose analyzer of Go is this command.
    func replaceGo(by command: [String], protocol version: Int = 2) throws -> [String: String] {
        let scratch = repository.scratch
        try scratch.link("home/catalog", to: CommandRun.home + "/catalog")
        try scratch.link("home/analyzers/python", to: CommandRun.home + "/analyzers/python")
        try scratch.link("home/analyzers/go/models", to: CommandRun.home + "/analyzers/go/models")
        try write("home/analyzers/go", name: "go", pattern: "**/*.go", command: command, protocol: version)
        return ["GAPMATRIX_HOME": scratch.path + "/home"]
    }

    private func write(
        _ folder: String, name: String, pattern: String, command: [String], protocol version: Int
    ) throws {
        let manifest: [String: Any] = [
            "name": name, "version": "1", "protocol": version, "command": command,
            "claims": [["scope": "file", "patterns": [pattern]]],
            "requires": [["program": command[0], "install": "make setup"]],
        ]
        let json = try JSONSerialization.data(withJSONObject: manifest)
        try repository.scratch.write(folder + "/analyzer.json", json)
    }
}

@Suite("Bad input: analyzers")
struct BadInputAnalyzerTests {
    @Test(
        "An analyzer that cannot be used: its cells are unknown with the reason, the rest is whole",
        arguments: [
            (["bin/nowhere"], 2, "it needs bin/nowhere, which is not there; install it with: make setup"),
            (Misbehaving.command(""), 0, "it speaks protocol 0, this gapmatrix speaks 2"),
            (Misbehaving.command("wrong-protocol"), 2, "it speaks protocol 1, this gapmatrix speaks 2"),
            (Misbehaving.command("exit-at-start"), 2, "exited with status 7; its last words: no such module"),
            (Misbehaving.command("babble-at-start"), 2, "wrote a line that is no message"),
            (Misbehaving.command("crash-always"), 2, "exited with status 9"),
        ])
    fileprivate func unusable(command: [String], protocol version: Int, reason: String) async throws {
        let misbehaving = try Misbehaving()
        let environment = try misbehaving.replaceGo(by: command, protocol: version)
        let run = try await misbehaving.repository.gapmatrix("scan", "--format", "json", environment: environment)
        #expect(run.status == 4)
        let report = try run.report
        let go = try #require(report.analyzers.first { $0.name == "go" })
        #expect(go.status != "ok")
        #expect((go.files, go.failures) == (2, 2))
        #expect(go.message?.contains(reason) == true, "\(go)")
        #expect(report.diagnostics.contains { $0.message.contains(reason) })
        let control = try #require(report.controls.first { $0.id == "rate-limiting" })
        #expect(control.state == "unknown")
        #expect(control.cells.allSatisfy { $0.reason?.contains(reason) == true }, "\(control.cells)")
        // Nothing of code is missing; that there is no document is known all the same.
        let ofCode = report.controls.filter { ["lifecycle", "resilience"].contains($0.area) }
        #expect(!ofCode.isEmpty && !ofCode.contains { $0.state == "missing" })
        // The other analyzer's symbols are there.
        let symbols = try await misbehaving.repository.gapmatrix(
            "symbols", "--format", "json", environment: environment)
        #expect(symbols.status == 4)
        #expect(try symbols.symbols.symbols.contains { $0.name == "scripts.tool.work" })
        // doctor finds the same, and names the remedy.
        let doctor = try await misbehaving.repository.gapmatrix("doctor", environment: environment)
        #expect(doctor.status == 3)
        #expect(doctor.output.contains("MISSING  analyzer go"), "\(doctor.output)")
        #expect(doctor.output.contains("make setup"), "\(doctor.output)")
    }

    @Test(
        "An analyzer that breaks over single contents answers for the others",
        arguments: [
            (["crash"], "exited with status 3, twice"), (["garbage"], "wrote a line that is no message"),
            (["flood"], "wrote a line of more than"), (["stall"], "gave no answer within"),
            (["unknown-id"], "answered request 4711, which was never sent"),
            (["bad-facts"], "answered with invalid facts"),
            (["close-output"], "closed its output"),
        ])
    func breaking(contents: [String], reason: String) async throws {
        var files = ["good/a.fake": "good\n", "good/z.fake": "good\n"]
        for (index, content) in contents.enumerated() { files["bad/\(index).fake"] = content + "\n" }
        let misbehaving = try Misbehaving(files)
        try misbehaving.addAnalyzer(Misbehaving.command(""))
        let run = try await misbehaving.repository.gapmatrix(
            "scan", "--format", "json", "--analyzers", "../extra", "--analyzer-seconds",
            reason.contains("within") ? "1" : "30")
        #expect(run.status == 4)
        let report = try run.report
        let fake = try #require(report.analyzers.first { $0.name == "fake" })
        #expect(fake.status == "failed")
        #expect((fake.files, fake.failures) == (files.count, contents.count))
        let said = report.diagnostics.filter { $0.path?.hasSuffix(".fake") == true }
        #expect(said.map(\.path) == ["bad/0.fake"], "\(said)")
        #expect(said.first?.message.contains(reason) == true, "\(said)")
        // Nothing that the others found is lost.
        let alone = try await misbehaving.repository.gapmatrix("scan", "--format", "json").report
        #expect(report.controls == alone.controls)
        #expect(report.gaps == alone.gaps)
    }

    @Test("Of two answers to one request neither is believed, and neither is kept; the others are whole")
    func twice() async throws {
        let misbehaving = try Misbehaving(["a.fake": "twice\n", "b.fake": "good\n"])
        try misbehaving.addAnalyzer(Misbehaving.command(""))
        let run = try await misbehaving.repository.gapmatrix("scan", "--format", "json", "--analyzers", "../extra")
        #expect(run.status == 4)
        let fake = try #require(try run.report.analyzers.first { $0.name == "fake" })
        #expect((fake.status, fake.files, fake.failures) == ("failed", 2, 1))
        let reason = #"analyzer "fake" answered twice, and neither answer is believed"#
        #expect(fake.message == "a.fake: " + reason)
        #expect(try run.report.diagnostics.contains { $0.path == "a.fake" && $0.message == reason })
        let again = try await misbehaving.repository.gapmatrix("scan", "--format", "json", "--analyzers", "../extra")
        #expect((again.status, again.output) == (4, run.output))
        #expect(
            run.errors.contains(#"note: analyzer "fake" answered request 1 twice; it is restarted"#), "\(run.errors)")
    }

    @Test("A manifest that cannot be read, and a folder that is not there, end the scan with one line")
    func manifests() async throws {
        let misbehaving = try Misbehaving()
        let missing = try await misbehaving.repository.gapmatrix("scan", "--analyzers", "../extra")
        #expect(missing.status == 2)
        #expect(missing.onlyError == "no folder ../extra, which --analyzers names")
        try misbehaving.repository.scratch.write("extra/fake/analyzer.json", Array("{".utf8))
        let broken = try await misbehaving.repository.gapmatrix("scan", "--analyzers", "../extra")
        #expect(broken.status == 3)
        #expect(broken.onlyError?.contains("cannot be read as an analyzer's manifest") == true, "\(broken.errors)")
    }
}
