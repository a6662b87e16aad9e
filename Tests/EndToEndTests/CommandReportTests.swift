import Foundation
import Testing

@Suite("Commands: report")
struct CommandReportTests {
    static let names = ["analysis", "backlog", "gap-matrix", "remediation", "scorecard"]

    @Test("Each template makes a document of a repository", arguments: names)
    func documents(_ name: String) async throws {
        let repository = try SampleRepository()
        let run = try await repository.gapmatrix("report", "--template", name)
        #expect((run.status, run.errors) == (0, ""))
        #expect(run.output.hasPrefix("# Production readiness "))
        #expect(run.output.contains(" of work\n"))
        #expect(run.output.contains("Score **") || run.output.contains("/100"))
    }

    @Test("What is on disk has no commit")
    func workingTree() async throws {
        let repository = try SampleRepository()
        let disk = try await repository.gapmatrix("report", "--template", "gap-matrix", "--working-tree")
        #expect(disk.status == 0)
        #expect(disk.output.contains("The working tree, not committed.") && disk.output.contains("`main.go:"))
        let again = try await repository.gapmatrix("report", "--template", "gap-matrix", "--working-tree")
        #expect(again.output == disk.output)
    }

    @Test("--list names the templates, --print-template prints one that works as a file of its own")
    func templates() async throws {
        let repository = try SampleRepository()
        let list = try await repository.gapmatrix("report", "--list")
        #expect(
            list.output.split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) }
                == Self.names)
        let printed = try await repository.gapmatrix(
            "report", "-t", "analysis", "--print-template", "-o", "ours.stencil")
        #expect((printed.status, printed.output) == (0, ""))
        let own = try await repository.gapmatrix("report", "-t", "ours.stencil", "-o", "own.md")
        #expect((own.status, own.output) == (0, ""))
        let expected = try await repository.gapmatrix("report", "-t", "analysis").output
        #expect(try String(contentsOfFile: repository.path + "/own.md", encoding: .utf8) == expected)
    }

    @Test("With --history the backlog says what was completed, by which commit")
    func history() async throws {
        let repository = try SampleRepository()
        let without = try await repository.gapmatrix("report", "--template", "backlog").output
        #expect(without.contains("`gapmatrix report --template backlog --history`"))
        let releases = (1...9).map {
            "## 1.\($0).0\n\n- Payments are refunded within a day\n- Orders are listed by their date\n\n"
        }
        try repository.write("CHANGELOG.md", "# Changelog\n\n" + releases.joined())
        try repository.commit("say what changed")
        let id = try repository.git("rev-parse", "--short=8", "HEAD")
        let run = try await repository.gapmatrix("report", "--template", "backlog", "--history")
        #expect(run.output.contains("| `\(id)` | Ada |"), "\(run.output)")
        let cut = try await repository.gapmatrix("report", "--template", "backlog", "--history", "--history-max", "1")
        #expect(cut.output.contains("Over 1 commit after"))
    }

    @Test("A template with an error: file, line and reason, before anything is scanned")
    func errors() async throws {
        let repository = try SampleRepository()
        try repository.write("t.md", "a\n{{ scoer }}\n")
        try repository.write("u.md", "a\n\n{% for gap in items %}{{ gap.naem }}{% endfor %}\n")
        for (arguments, message) in [
            (["-t", "t.md", "/nowhere"], "t.md:2: nothing is called 'scoer'"),
            (["-t", "u.md"], "u.md:3: item has no 'naem'"),
            (["-t", "v.md"], "v.md: no such template and no such file; templates are analysis, "),
            (["-t", "."], "error: "), ([], "gapmatrix report --list names the templates"),
            (["-t", "backlog", "--history-max", "3"], "go with --history"),
            (["-t", "backlog", "--history", "--history-max", "0"], "above 0"),
        ] {
            let run = try await CommandRun.gapmatrix(["report"] + arguments, in: repository.scratch)
            #expect((run.status, run.output) == (2, ""), "\(arguments)")
            #expect(run.errors.contains(message), "\(run.errors)")
        }
    }
}
