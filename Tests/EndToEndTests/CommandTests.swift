import Foundation
import Reporting
import Testing

@Suite("Commands")
struct CommandTests {
    @Test(
        "Every command explains itself",
        arguments: [
            [], ["scan"], ["symbols"], ["why"], ["controls"], ["controls", "list"], ["controls", "show"], ["analyzers"],
            ["analyzers", "list"], ["doctor"],
        ])
    func help(command: [String]) async throws {
        let run = try await CommandRun.gapmatrix(command + ["--help"], in: try Scratch())
        #expect((run.status, run.errors) == (0, ""))
        #expect(run.output.hasPrefix("OVERVIEW: "))
        #expect(run.output.contains("USAGE: " + (["gapmatrix"] + command).joined(separator: " ")))
    }

    @Test("The version is that of the reports")
    func version() async throws {
        let repository = try SampleRepository()
        let run = try await repository.gapmatrix("--version")
        #expect(run.status == 0)
        #expect(run.output == (try await repository.gapmatrix("scan", "--format", "json").report.tool.version) + "\n")
    }

    @Test("Completion scripts name every command", arguments: ["bash", "zsh", "fish"])
    func completions(shell: String) async throws {
        let scratch = try Scratch()
        let run = try await CommandRun.gapmatrix(["--generate-completion-script", shell], in: scratch)
        #expect((run.status, run.errors) == (0, ""))
        for word in ["scan", "symbols", "why", "controls", "analyzers", "doctor", "working-tree"] {
            #expect(run.output.contains(word), "\(word)")
        }
        guard shell == "bash" else { return }
        try scratch.write("completion", run.output.utf8)
        let check = try await CommandRun.run(["/bin/bash", "-n", "../completion"], in: scratch)
        #expect((check.status, check.errors) == (0, ""))
    }

    @Test("symbols: each with its place, who reaches it, and the path")
    func symbols() async throws {
        let repository = try SampleRepository()
        let run = try await repository.gapmatrix("symbols", "--format", "json")
        #expect(run.status == 0)
        let report = try run.symbols
        #expect(report.schema == "gapmatrix/symbols/1")
        let charge = try #require(report.symbols.first { $0.name == "internal/pay.Charge" })
        #expect((charge.path, charge.line, charge.kind) == ("internal/pay/pay.go", 3, "function"))
        #expect(charge.reachedBy == ["production"])
        #expect(charge.witness.map(\.symbol) == ["main", "handle", "internal/pay.Charge"])
        #expect(
            charge.witness.map { "\($0.path):\($0.line)" } == ["main.go:10", "main.go:14", "internal/pay/pay.go:3"])
        let refund = try #require(report.symbols.first { $0.name == "internal/pay.refund" })
        #expect(refund.reachedBy.isEmpty && refund.witness.isEmpty)
        #expect(report.symbols.map(\.path) == report.symbols.map(\.path).sorted())

        let unreached = try await repository.gapmatrix("symbols", "--unreached")
        #expect(unreached.output.contains("main.go:16  orphan  function  -\n"), "\(unreached.output)")
        #expect(!unreached.output.contains("Charge"))
    }

    @Test("why: a reached symbol, an unreached one, and a place")
    func why() async throws {
        let repository = try SampleRepository()
        let reached = try await repository.gapmatrix("why", "pay.Charge")
        #expect(reached.status == 0)
        #expect(reached.output.contains("  production reaches it, from .:\n"))
        #expect(reached.output.contains("    -> internal/pay.Charge  internal/pay/pay.go:3\n"))
        let unreached = try await repository.gapmatrix("why", "orphan")
        #expect(unreached.status == 0)
        #expect(unreached.output.contains("  no production root reaches it\n  nothing outside tests refers to it\n"))
        let place = try await repository.gapmatrix("why", "main.go:14")
        #expect(place.output.hasPrefix("handle  main.go:14  function\n"), "\(place.output)")
        let elsewhere = try await CommandRun.gapmatrix(
            ["why", "pay.Charge", "--repository", repository.path], in: try Scratch())
        #expect(elsewhere.output == reached.output)
    }

    @Test("controls: the catalogue, one area, one control")
    func controls() async throws {
        let scratch = try Scratch()
        let all = try await CommandRun.gapmatrix(["controls"], in: scratch)
        #expect(all.status == 0)
        #expect(all.output.contains("  rate-limiting ") && all.output.contains("\nsecurity\n"))
        let area = try await CommandRun.gapmatrix(["controls", "list", "--area", "resilience"], in: scratch)
        #expect(area.output.hasPrefix("resilience\n") && !area.output.contains("\nsecurity\n"))
        let one = try await CommandRun.gapmatrix(["controls", "show", "rate-limiting"], in: scratch)
        #expect(one.output.hasPrefix("rate-limiting  (resilience, high)\n"))
        for part in ["Why: ", "Applies when: ", "Required: wired", "Judged by: go, python"] {
            #expect(one.output.contains("\n\(part)"), "\(part)")
        }
    }

    @Test("analyzers: what each reads, and whether it can")
    func analyzers() async throws {
        let run = try await CommandRun.gapmatrix(["analyzers"], in: try Scratch())
        #expect(run.status == 0)
        #expect(run.output.contains("  ready\n  reads **/*.go, **/go.mod, **/go.work\n"), "\(run.output)")
        #expect(run.output.contains("\npython "))
    }

    @Test("doctor: all is well, no data, no cache")
    func doctor() async throws {
        let scratch = try Scratch()
        let well = try await CommandRun.gapmatrix(["doctor"], in: scratch)
        #expect((well.status, well.errors) == (0, ""))
        #expect(!well.output.contains("MISSING"), "\(well.output)")
        let lost = try await CommandRun.gapmatrix(["doctor"], in: scratch, environment: ["GAPMATRIX_HOME": "/nowhere"])
        #expect(lost.status == 3)
        #expect(lost.onlyError == "GAPMATRIX_HOME is /nowhere, which holds no analyzers and catalog folders")
        let homeless = try await CommandRun.gapmatrix(
            ["doctor"], in: scratch, environment: ["XDG_CACHE_HOME": "", "HOME": ""])
        #expect(homeless.status == 3)
        #expect(homeless.output.contains("MISSING  a cache directory\n         to do: set HOME or XDG_CACHE_HOME"))
    }
}
