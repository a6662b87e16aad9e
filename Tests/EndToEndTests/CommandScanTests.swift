import Foundation
import Reporting
import Testing

@Suite("Commands: scan")
struct CommandScanTests {
    @Test(
        "Wrong usage: status 2, the reason and where help is, on standard error alone",
        arguments: [
            (["scan", "--bogus"], "Unknown option '--bogus'"), (["scan", "--format", "xml"], "'xml' is invalid"),
            (["scan", "--commit", "HEAD", "--working-tree"], "--commit and --working-tree exclude each other"),
            (["scan", ".", "."], "Unexpected argument"), (["scan", "--workers", "0"], "from 1 to 256"),
            (["scan", "--workers", "many"], "'many' is invalid"), (["scan", "--analyzer-seconds", "0"], "above 0"),
            (["scan", "--fail-on", "grave"], "'grave' is invalid"), (["scan", "--color", "red"], "'red' is invalid"),
            (["scan", "--output", "none/report.md"], "cannot write none/report.md"),
            (["scan", "--format", "json="], "'json=' is invalid"),
            (["scan", "--output", "a", "--output", "b"], "more --output than --format"),
            (["scan", "--format", "json=a", "--output", "b"], "more --output than --format"),
            (["scan", "--format", "terminal", "--format", "json", "--output", "a"], "say where each goes"),
            (["scan", "--format", "terminal", "--format", "json"], "say where each goes"),
            (["scan", "--format", "terminal=-", "--format", "json"], "Only one format can go to standard output"),
            (["scan", "--format", "markdown=a", "--format", "json=./a"], "cannot be written to one file: "),
            (["nonsense"], "Unexpected argument"),
            (["why"], "Missing expected argument"), (["why", "nobody"], "no symbol nobody at this commit"),
            (["why", "main.go:900"], "no symbol main.go:900 at this commit"),
            (["controls", "show", "nothing"], "no control nothing; `gapmatrix controls list` names them all"),
            (["controls", "list", "--area", "nothing"], "no area nothing; there are "),
        ])
    func usage(arguments: [String], message: String) async throws {
        let repository = try SampleRepository()
        let run = try await CommandRun.gapmatrix(arguments, in: repository.scratch)
        #expect((run.status, run.output) == (2, ""))
        #expect(run.errors.contains(message), "\(run.errors)")
        #expect(run.errors.lowercased().hasPrefix("error: "), "\(run.errors)")
    }

    @Test("--fail-on: 1 where a gap is as severe or worse, and 0 where none is")
    func failOn() async throws {
        let repository = try SampleRepository()
        let worst = try await repository.gapmatrix("scan", "--format", "json").report.gaps.map(\.severity)
        #expect(worst.contains("high") && !worst.contains("blocker"))
        for (severity, status) in [("low", Int32(1)), ("high", 1), ("blocker", 0)] {
            #expect(try await repository.gapmatrix("scan", "--fail-on", severity).status == status, "\(severity)")
        }
    }

    @Test("Output is the report alone: no progress and no notes where nobody looks")
    func streams() async throws {
        let repository = try SampleRepository()
        let run = try await repository.gapmatrix("scan")
        #expect(run.status == 0)
        #expect(run.errors.isEmpty)
        #expect(run.output.contains("MATRIX") && run.output.contains("Score "))
        let verbose = try await repository.gapmatrix("scan", "--verbose")
        #expect(verbose.output == run.output)
        #expect(verbose.errors.contains("4 files, ") && verbose.errors.contains("analyzer go: 3 files (3 cached)"))
    }

    @Test("--quiet leaves notes out, and errors in")
    func quiet() async throws {
        let repository = try SampleRepository()
        let spoken = try await repository.gapmatrix("scan", "--cache-directory", "main.go")
        #expect(spoken.errors.hasPrefix("note: scanning without the fact cache: main.go: "), "\(spoken.errors)")
        let quiet = try await repository.gapmatrix("scan", "--cache-directory", "main.go", "--quiet")
        #expect(quiet.errors.isEmpty)
        #expect(quiet.output == spoken.output)
        #expect(try await repository.gapmatrix("scan", "--quiet", "--commit", "nowhere").onlyError != nil)
    }

    @Test("--output writes what standard output would get, in every format")
    func output() async throws {
        let repository = try SampleRepository()
        for format in ["terminal", "markdown", "json"] {
            let shown = try await repository.gapmatrix("scan", "--format", format)
            let written = try await repository.gapmatrix("scan", "--format", format, "--output", "../report")
            #expect((written.status, written.output) == (0, ""))
            #expect(try String(contentsOfFile: repository.scratch.path + "/report", encoding: .utf8) == shown.output)
        }
    }

    @Test(
        "Several formats at once, each to its place",
        arguments: [
            ["--format", "terminal", "--output", "-", "--format", "json", "--output", "../report.json"],
            ["--format", "terminal", "--format", "json", "--output", "-", "--output", "../report.json"],
            ["--format", "json=../report.json", "--format", "terminal"],
            ["-f", "json=../report.json", "-f", "markdown=/dev/null", "-f", "markdown=/dev/null", "-f", "terminal=-"],
        ])
    func severalOutputs(arguments: [String]) async throws {
        let repository = try SampleRepository()
        let run = try await CommandRun.gapmatrix(["scan"] + arguments, in: repository.scratch)
        #expect((run.status, run.errors) == (0, ""))
        #expect(run.output == (try await repository.gapmatrix("scan")).output)
        let written = try String(contentsOfFile: repository.scratch.path + "/report.json", encoding: .utf8)
        #expect(written == (try await repository.gapmatrix("scan", "--format", "json")).output)
    }

    @Test("--explain, --skipped and --links show more of the same report")
    func terminal() async throws {
        let repository = try SampleRepository()
        let explained = try await repository.gapmatrix("scan", "--explain").output
        for part in [
            "needed because: ", "not found, for wired: ", ": ✗ missing\n", "          wiring      ", "  needed      ",
        ] {
            #expect(explained.contains(part), "\(part)")
        }
        try repository.write("picture.png", "")
        let skipped = try await repository.gapmatrix("scan", "--skipped", "--working-tree").output
        #expect(skipped.contains(" that no analyzer reads:\n") && skipped.contains("\n    picture.png\n"))
        #expect(try await !repository.gapmatrix("scan").output.contains("\u{1B}]8"))
        let linked = try await repository.gapmatrix("scan", "--links", "always").output
        #expect(linked.contains("\u{1B}]8;;file://\(repository.path)/main.go#"), "\(linked)")
    }

    @Test(
        "Every format can be asked for",
        arguments: ["sarif", "junit", "csv", "ndjson", "github", "prometheus", "badge", "issues"])
    func formats(format: String) async throws {
        let repository = try SampleRepository()
        let run = try await repository.gapmatrix("scan", "--format", format)
        #expect((run.status, run.errors) == (0, ""))
        #expect(run.output.last?.isNewline == true)
        if format == "prometheus" { #expect(run.output.contains("repository=\"\(repository.path)\"")) }
    }

    @Test("--output writes through a link and to a device, and replaces neither")
    func specialOutput() async throws {
        let repository = try SampleRepository()
        for (name, target) in [("null", "/dev/null"), ("link", "file")] {
            try repository.scratch.link(name, to: target)
            let run = try await repository.gapmatrix("scan", "--output", "../" + name, "--statistics", "../" + name)
            #expect((run.status, run.errors) == (0, ""), "\(name)")
            let path = repository.scratch.path + "/" + name
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == target)
        }
        #expect(FileManager.default.fileExists(atPath: repository.scratch.path + "/file"))
    }

    @Test("A report that cannot be written is an error, wherever it was to go")
    func fullDisk() async throws {
        let repository = try SampleRepository()
        let shell = ["/bin/sh", "-c", "\(CommandRun.program) scan --quiet > /dev/full"]
        let run = try await CommandRun.run(shell, in: repository.scratch)
        #expect(run.status == 3)
        #expect(run.onlyError == "standard output: No space left on device")
        let file = try await repository.gapmatrix("scan", "--quiet", "--output", "/dev/full")
        #expect(file.status != 0 && file.onlyError?.hasPrefix("cannot write /dev/full") == true)
    }

    @Test("What was asked is repeated without its escape codes")
    func usage() async throws {
        let repository = try SampleRepository()
        for arguments in [["scan", "--format", "\u{1B}[31m"], ["scan", "--no\u{1B}[31m"], ["\u{1B}[31m"]] {
            let run = try await CommandRun.gapmatrix(arguments, in: repository.scratch)
            #expect(run.status == 2)
            #expect(!run.errors.contains("\u{1B}") && run.errors.contains("\\u{1b}[31m"), "\(run.errors)")
        }
    }

    @Test("Colours: only when asked for, or on a terminal that wants them")
    func colours() async throws {
        let repository = try SampleRepository()
        func isColoured(_ arguments: [String], _ environment: [String: String] = [:], onTerminal: Bool = false)
            async throws -> Bool
        {
            let command = [CommandRun.program, "scan", "--quiet"] + arguments
            let whole =
                onTerminal
                ? ["/usr/bin/script", "--quiet", "--command", command.joined(separator: " "), "/dev/null"] : command
            let run = try await CommandRun.run(whole, in: repository.scratch, environment: environment)
            #expect(run.status == 0 && run.output.contains("MATRIX"))
            return run.output.contains("\u{1B}[")
        }
        #expect(try await !isColoured([]))
        #expect(try await isColoured(["--color", "always"]))
        #expect(try await isColoured([], onTerminal: true))
        #expect(try await !isColoured(["--color", "never"], onTerminal: true))
        #expect(try await !isColoured([], ["NO_COLOR": "1"], onTerminal: true))
        #expect(try await !isColoured([], ["TERM": "dumb"], onTerminal: true))
        #expect(try await isColoured(["--color", "always"], ["NO_COLOR": "1"]))
    }

    @Test("A folder within is the same repository, and its own path is what the report names")
    func subfolder() async throws {
        let repository = try SampleRepository()
        let whole = try await repository.gapmatrix("scan", "--format", "json").report
        var part = try await repository.gapmatrix("scan", "internal/pay", "--format", "json").report
        #expect(part.repository.path == "internal/pay")
        part.repository.path = whole.repository.path
        #expect(part == whole)
    }

    @Test("--working-tree: tracked and untracked files as they lie on disk, and no ignored ones")
    func workingTree() async throws {
        let repository = try SampleRepository()
        func names(_ arguments: String...) async throws -> Set<String> {
            let run = try await CommandRun.gapmatrix(
                ["symbols", "--format", "json"] + arguments, in: repository.scratch)
            return Set(try run.symbols.symbols.map(\.name))
        }
        let committed = try await names()
        #expect(try await names("--working-tree") == committed)
        try repository.write(".gitignore", "ignored/\n")
        try repository.write("ignored/a.go", "package ignored\n\nfunc Ignored() {}\n")
        try repository.write("added/a.go", "package added\n\nfunc Added() {}\n")
        try repository.write("internal/pay/pay.go", "package pay\n\nfunc Charge() {}\n\nfunc Edited() {}\n")
        try repository.remove("scripts/tool.py")
        #expect(try await names() == committed)
        let disk = try await names("--working-tree")
        let added = disk.subtracting(committed).filter { !$0.hasSuffix(".go") }
        #expect(added.sorted() == ["added", "added.Added", "internal/pay.Edited"])
        #expect(committed.subtracting(disk) == ["internal/pay.refund", "scripts.tool", "scripts.tool.work"])
        let report = try await repository.gapmatrix("scan", "--working-tree", "--format", "json").report
        #expect(report.repository.commit == nil)
        #expect(report.repository.branch == "main")
    }

    @Test("--statistics writes where the time went")
    func statistics() async throws {
        let repository = try SampleRepository()
        let run = try await repository.gapmatrix("scan", "--statistics", "../statistics.json")
        #expect(run.status == 0)
        let data = try Data(contentsOf: URL(fileURLWithPath: repository.scratch.path + "/statistics.json"))
        let values = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(values["files"] as? Int == 4)
        #expect(
            (values["analyzers"] as? [[String: Any]])?.map { $0["name"] as? String }
                == ["containers", "documents", "erlang", "go", "helm", "kubernetes", "pipelines", "python", "web"])
    }
}
