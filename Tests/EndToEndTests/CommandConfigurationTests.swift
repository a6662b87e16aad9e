import Foundation
import Reporting
import Testing

@Suite("Commands: configuration")
struct CommandConfigurationTests {
    /// Scans the sample with a configuration in its tree.
    private func report(
        _ configuration: String, _ more: [String: String] = [:], arguments: [String] = []
    ) async throws -> Report {
        let repository = try SampleRepository(
            SampleRepository.service.merging([".gapmatrix.yml": configuration]) { $1 }.merging(more) { $1 })
        let run = try await CommandRun.gapmatrix(
            ["scan", "--format", "json", "--today", "2026-06-01"] + arguments, in: repository.scratch)
        try #require(run.status == 0, "\(run.errors)")
        return try run.report
    }

    @Test("Without one, a report says nothing of it")
    func none() async throws {
        let repository = try SampleRepository()
        #expect(try await repository.gapmatrix("scan", "--format", "json").report.configuration == nil)
    }

    @Test("Controls: off with the reason in each cell, asked at another state, of another severity")
    func controls() async throws {
        let report = try await report(
            "controls:\n  sbom: { skip: Not shipped. }\n  unit-tests: { severity: low, required: defined }\n")
        let off = try #require(report.controls.first { $0.id == "sbom" })
        #expect(
            off.state == "n/a" && off.cells.allSatisfy { $0.reason == "switched off by .gapmatrix.yml: Not shipped." })
        #expect(!report.gaps.contains { $0.control == "sbom" })
        let changed = try #require(report.controls.first { $0.id == "unit-tests" })
        #expect(changed.severity == "low" && changed.required == "defined")
        let record = try #require(report.configuration)
        #expect(record.file == ".gapmatrix.yml")
        #expect(record.controlsOff == [.init(control: "sbom", reason: "Not shipped.", by: ".gapmatrix.yml:2")])
        #expect(record.controlsChanged.first?.required == .init(from: "wired", to: "defined"))
    }

    @Test("A profile's words are told with its name, and the file's go before them")
    func profile() async throws {
        let report = try await report("profile: library\ncontrols:\n  runbook: { severity: low }\n")
        let record = try #require(report.configuration)
        #expect(record.profile == "library")
        #expect(record.controlsOff.contains { $0.control == "on-call" && $0.by == "profile library" })
        #expect(!record.controlsOff.contains { $0.control == "runbook" })
        #expect(report.controls.first { $0.id == "runbook" }?.severity == "low")
        #expect(record.areaWeights["testing"] == 15 && report.summary.byArea["testing"]?.weight == 15)
    }

    @Test("Areas: off as a whole, and other weights")
    func areas() async throws {
        let report = try await report("areas:\n  documents: { skip: Elsewhere. }\n  security: { weight: 99 }\n")
        #expect(report.controls.filter { $0.area == "documents" }.allSatisfy { $0.state == "n/a" })
        #expect(report.summary.byArea["security"]?.weight == 99)
    }

    @Test("Paths left out are not read, and how many is told; a pattern for nothing is told, too")
    func exclude() async throws {
        let report = try await report("exclude:\n  - scripts/\n  - nothing/\n")
        #expect(!report.analyzers.contains { $0.name == "python" && $0.files > 0 })
        #expect(report.configuration?.excluded.files == 1)
        #expect(report.diagnostics.contains { $0.line == 3 && $0.message.contains("'nothing/' matches no file") })
    }

    @Test("Components get names, and one that does not exist is told")
    func components() async throws {
        let plain = try await report("")
        let id = try #require(plain.components.first?.id)
        let named = try await report("components:\n  - { name: shop, of: [\"\(id)\", nobody] }\n")
        #expect(named.components.map(\.id).contains("shop") && !named.components.map(\.id).contains(id))
        #expect(named.gaps.allSatisfy { $0.component != id })
        #expect(named.diagnostics.contains { $0.line == 2 && $0.message.contains("no component 'nobody'") })
    }

    @Test("Roots make components of what nobody is seen to call")
    func roots() async throws {
        let report = try await report(
            "roots:\n  - { path: scripts/*.py, symbol: work, component: jobs }\n  - { path: none.py, component: x }\n")
        #expect(report.components.contains { $0.id == "jobs" && $0.kind == "configured" })
        #expect(report.diagnostics.contains { $0.line == 3 && $0.message.contains("no analysed file matches") })
    }

    @Test("An analyzer that is off leaves cells unknown, not missing, and the scan whole")
    func analyzers() async throws {
        let report = try await report("analyzers:\n  go: { skip: Generated. }\n")
        #expect(!report.analyzers.contains { $0.name == "go" })
        let timeouts = try #require(report.controls.first { $0.id == "unit-tests" })
        #expect(timeouts.state != "wired")
        #expect(report.configuration?.analyzers == [.init(name: "go", off: "Generated.", seconds: nil)])
    }

    @Test("Own signals, models and controls")
    func own() async throws {
        let control = """
            id: greeting
            area: documents
            title: The repository greets
            severity: low
            scope: repository
            judged-by: [documents, go]
            states:
              wired: { words: It greets., when: { signal: greeting.given, reach: all } }
            remedy: Greet.
            acceptance: [It greets.]
            """
        let files = [
            "ops/controls/documents/greeting.yml": control, "ops/signals.yml": "greeting.given: greets\n",
            "ops/models/greeting.yml":
                "- signal: greeting.given\n  match: { path: 'HELLO.txt' }\n  example: HELLO.txt\n  file: HELLO.txt\n",
        ]
        let setting = "own: { controls: ops/controls, models: ops/models, signals: ops/signals.yml }\n"
        let without = try await report(setting, files)
        #expect(without.controls.first { $0.id == "greeting" }?.state == "missing")
        let with = try await report(setting, files.merging(["HELLO.txt": "hello\n"]) { $1 })
        #expect(with.controls.first { $0.id == "greeting" }?.state == "wired")
        #expect(with.configuration?.own.controls == ["greeting"])
        let repository = try SampleRepository(
            SampleRepository.service.merging([".gapmatrix.yml": setting]) { $1 }.merging(files) { $1 })
        let explained = try await repository.gapmatrix("scan", "--explain").output
        #expect(explained.contains("not found, for wired: It greets.") || explained.contains("wired asks: It greets."))
        let sarif = try await repository.gapmatrix("scan", "--format", "sarif").output
        #expect(sarif.contains("To do: Greet. Done when: It greets."))
        let catalogue = try await repository.gapmatrix("scan", "--format", "sarif", "--no-config").output
        #expect(!catalogue.contains("Greet.") && catalogue.contains("Done when: "))
    }

    @Test("A requirement that is lowered and met has no gap and costs no point")
    func loweredRequirement() async throws {
        let test = [
            "main_test.go": "package main\n\nimport \"testing\"\n\nfunc TestOrphan(t *testing.T) { orphan() }\n"
        ]
        let plain = try await report("", test)
        let before = try #require(plain.controls.first { $0.id == "unit-tests" })
        #expect(before.state == "defined" && before.gain > 0 && before.countsAs == nil)
        let lowered = try await report("controls:\n  unit-tests: { required: defined }\n", test)
        let after = try #require(lowered.controls.first { $0.id == "unit-tests" })
        #expect(after.state == "defined" && after.gap == nil && after.gain == 0 && after.countsAs == "wired")
        #expect(!lowered.gaps.contains { $0.control == "unit-tests" })
        let scores = [plain, lowered].map { $0.summary.byArea["testing"]?.score ?? -1 }
        #expect(scores[0] >= 0 && scores[0] < scores[1])
    }

    @Test("Both spellings of the ending are read; both files at once are an error")
    func spelling() async throws {
        let text = "controls:\n  sbom: { skip: a }\n"
        let repository = try SampleRepository(SampleRepository.service.merging([".gapmatrix.yaml": text]) { $1 })
        let report = try await repository.gapmatrix("scan", "--format", "json").report
        #expect(report.configuration?.file == ".gapmatrix.yaml")
        let first = try await repository.gapmatrix("init")
        #expect(first.status == 2 && first.errors.contains(".gapmatrix.yaml is there already"), "\(first.errors)")
        try repository.write(".gapmatrix.yml", text)
        let both = try await repository.gapmatrix("scan", "--working-tree")
        #expect(
            both.status == 2 && both.onlyError?.hasPrefix(".gapmatrix.yaml: is there beside .gapmatrix.yml") == true)
        try repository.remove(".gapmatrix.yaml")
        try repository.commit()
        let diff = try await repository.gapmatrix("diff", "HEAD~1")
        #expect(diff.status == 0 && diff.output.contains(".gapmatrix.yaml is called .gapmatrix.yml now"), "\(diff)")
    }

    @Test(
        "--skipped lists what the configuration leaves out and what an analyzer that is off would read, with the reason"
    )
    func skipped() async throws {
        let repository = try SampleRepository(
            SampleRepository.service.merging([
                ".gapmatrix.yml": "exclude:\n  - scripts/\nanalyzers:\n  go: { skip: Generated. }\n", "a.xyz": "a\n",
            ]) { $1 })
        let text = try await repository.gapmatrix("scan", "--skipped").output
        #expect(text.contains("\n  1 file left out by .gapmatrix.yml:2:\n    scripts/tool.py\n"), "\(text)")
        #expect(text.contains("that only go reads, which is off by .gapmatrix.yml:4 (Generated.):"), "\(text)")
        #expect(text.contains("\n    internal/pay/pay.go\n"))
        #expect(text.contains("that no analyzer reads:\n") && text.contains("\n    a.xyz\n"))
    }

    @Test(
        "--config takes another file, --no-config none; a wrong one is a usage error with its line",
        arguments: [
            ("profil: service\n", "unknown key 'profil' in the configuration; did you mean 'profile'?"),
            ("controls:\n  sbmo: { skip: a }\n", "no control 'sbmo'; did you mean 'sbom'?"),
            ("own: { controls: nowhere }\n", "'nowhere' is no folder with YAML files"),
        ])
    func choice(text: String, message: String) async throws {
        let repository = try SampleRepository(SampleRepository.service.merging([".gapmatrix.yml": text]) { $1 })
        let run = try await repository.gapmatrix("scan")
        #expect((run.status, run.output) == (2, ""))
        #expect(run.errors.hasPrefix("error: .gapmatrix.yml:") && run.errors.contains(message), "\(run.errors)")
        #expect(try await repository.gapmatrix("scan", "--no-config").status == 0)
        try repository.scratch.write("other.yml", "controls:\n  sbom: { skip: a }\n".utf8)
        let other = try await repository.gapmatrix("scan", "--config", "../other.yml", "--format", "json")
        #expect(try other.report.configuration?.file == "../other.yml")
        #expect(try await repository.gapmatrix("scan", "--config", "../none.yml").status == 2)
    }

    @Test("A link in the tree leads nowhere")
    func link() async throws {
        let repository = try SampleRepository()
        try repository.scratch.write("outside.yml", "controls:\n  sbom: { skip: a }\n".utf8)
        try repository.scratch.link("work/.gapmatrix.yml", to: "../outside.yml")
        for arguments in [["scan", "--working-tree"], ["scan"]] {
            if arguments.count == 1 { try repository.commit() }
            let run = try await CommandRun.gapmatrix(arguments, in: repository.scratch)
            #expect(run.status == 2 && run.errors.contains("not followed"), "\(run.errors)")
        }
    }

    @Test("A link that came with the repository is not written through, unless somebody names it")
    func writing() async throws {
        let repository = try SampleRepository()
        try repository.scratch.write("outside", "mine\n".utf8)
        for name in [".gapmatrix.yml", ".gapmatrix-baseline.json"] {
            try repository.scratch.link("work/" + name, to: "../outside")
        }
        for command in [["init", "--force"], ["baseline", "write"]] {
            let run = try await CommandRun.gapmatrix(command, in: repository.scratch)
            #expect(run.status == 2 && run.errors.contains("is no regular file"), "\(run.errors)")
        }
        #expect(try String(contentsOfFile: repository.scratch.path + "/outside", encoding: .utf8) == "mine\n")
        let named = try await repository.gapmatrix("baseline", "write", "--output", "../outside")
        #expect(named.status == 0)
    }

    @Test("A waiver: of the file and of a comment; the same report again from the cache, by the day")
    func waivers() async throws {
        let repository = try SampleRepository(
            SampleRepository.service.merging([
                ".gapmatrix.yml":
                    "waivers:\n  - { control: sbom, reason: Not <b>shipped</b>., until: 2026-12-31 }\n",
                "internal/pay/pay.go":
                    "package pay\n\n// gapmatrix:waive no-such-control reason=\"a\"\nfunc Charge() {}\n",
            ]) { $1 })
        let before = try await repository.gapmatrix("scan", "--format", "json", "--today", "2026-12-31").report
        #expect(before.summary.waived == 1)
        #expect(before.gaps.first { $0.control == "sbom" }?.waived?.line == 2)
        #expect(
            before.diagnostics.contains { $0.path == "internal/pay/pay.go" && $0.message.contains("does not count") })
        let after = try await repository.gapmatrix("scan", "--format", "json", "--today", "2027-01-01").report
        #expect(after.summary.waived == nil && after.configuration?.waivers.expired == 1)
        let epoch = try await repository.gapmatrix(
            "scan", "--format", "json", environment: ["SOURCE_DATE_EPOCH": "1780272000"])
        #expect(try epoch.report == before)
        let markdown = try await repository.gapmatrix("scan", "--format", "markdown", "--today", "2026-12-31").output
        #expect(markdown.contains("Not &lt;b&gt;shipped") && markdown.contains("## In force"))
        #expect(try await repository.gapmatrix("scan", "--format", "json", "--no-config").report.summary.waived == nil)
    }

    @Test("A baseline: old gaps fail nothing, new ones do")
    func baseline() async throws {
        let repository = try SampleRepository()
        #expect(try await repository.gapmatrix("scan", "--fail-on", "low").status == 1)
        #expect(try await repository.gapmatrix("baseline", "write").status == 0)
        try repository.commit()
        let run = try await repository.gapmatrix("scan", "--fail-on", "low")
        #expect(run.status == 0 && run.output.contains("IN THE BASELINE"), "\(run.errors)")
        let report = try await repository.gapmatrix("scan", "--format", "json").report
        #expect(report.gaps.allSatisfy { $0.inBaseline == true })
        #expect(try await repository.gapmatrix("scan", "--fail-on", "low", "--no-config").status == 1)
        try repository.write(".gapmatrix-baseline.json", "{}")
        #expect(try await repository.gapmatrix("scan", "--working-tree").status == 2)
        #expect(try await repository.gapmatrix("baseline", "write").status == 0)
    }

    @Test("A gate takes the waivers of the change, and says so")
    func gate() async throws {
        let repository = try SampleRepository()
        try repository.git("branch", "base")
        try repository.write("main.go", SampleRepository.service["main.go"]! + "\nfunc unused() {}\n")
        try repository.write("keys.py", "AWS = \"AKIAIOSFODNN7QXMPLEA\"\n")
        try repository.commit()
        let run = try await repository.gapmatrix("gate", "--base", "base", "--format", "json")
        try #require(run.status == 1, "\(run.output) \(run.errors)")
        // The gap and the secret that makes it are one thing.
        #expect(run.output.components(separatedBy: "\"control\" : \"hardcoded-secret\"").count == 2)
        let told = try await repository.gapmatrix("gate", "--base", "base")
        #expect(told.output.components(separatedBy: "keys.py:1").count == 2, "\(told.output)")
        try repository.write(
            ".gapmatrix.yml", "waivers:\n  - { control: hardcoded-secret, reason: An example., owner: edge }\n")
        try repository.commit()
        let waived = try await repository.gapmatrix("gate", "--base", "base", "--format", "markdown")
        #expect(waived.status == 0, "\(waived.output)")
        #expect(waived.output.contains("adds .gapmatrix.yml") && waived.output.contains("waived: An example., edge"))
    }

    @Test("A history has one configuration, so that a change of it is no change of gaps")
    func history() async throws {
        let repository = try SampleRepository()
        try repository.write(".gapmatrix.yml", "controls:\n  sbom: { skip: Not shipped. }\n")
        try repository.commit()
        let run = try await repository.gapmatrix("history", "--format", "json")
        #expect(run.status == 0 && !run.output.contains("\"sbom\""))
    }

    @Test("init writes what the reader takes, and replaces nothing unasked; config show names every origin")
    func first() async throws {
        let repository = try SampleRepository()
        #expect(try await repository.gapmatrix("init").status == 0)
        let shown = try await repository.gapmatrix("config", "show", "--working-tree")
        #expect(shown.status == 0 && shown.output.contains(".gapmatrix.yml:"), "\(shown.errors)")
        let again = try await repository.gapmatrix("init")
        #expect(again.status == 2 && again.errors.contains("--force"))
        #expect(try await repository.gapmatrix("init", "--force").status == 0)
        let plain = try await repository.gapmatrix("config", "show", "--no-config")
        #expect(plain.output.hasPrefix("configuration: none\n") && plain.output.contains("default"))
    }
}
