import Foundation
import History
import Reporting
import Testing

@testable import Documents

/// The documents that come with the program.
@Suite struct DocumentTests {
    static let names = ["analysis", "backlog", "gap-matrix", "remediation", "scorecard"]

    private static let library = Result {
        try TemplateLibrary(
            folder: URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appendingPathComponent("catalog/templates").path)
    }

    private func document(_ name: String, _ model: Model) throws -> String {
        try Self.library.get().template(name).render(model)
    }

    @Test func areListedWithWhatTheyAre() throws {
        let library = try Self.library.get()
        #expect(library.entries.map(\.name) == Self.names)
        #expect(library.lines.split(separator: "\n").allSatisfy { $0.hasSuffix(".") && !$0.contains("#") })
        #expect(try library.text("backlog").contains("{% for item in severity.items %}"))
        let error = #expect(throws: TemplateError.self) { try library.template("nothing") }
        #expect(error?.reason.contains("templates are analysis, backlog") == true)
    }

    @Test(arguments: names) func showsAReport(_ name: String) throws {
        let text = try document(name, Model(Sample.report, name: "shop", words: Sample.words))
        try expectSnapshot(text, name + ".md")
        try MarkdownReader.check(text)
    }

    @Test func theBacklogTellsWhatWasCompleted() throws {
        let text = try document(
            "backlog", Model(Sample.report, history: Sample.history, name: "shop", words: Sample.words))
        try expectSnapshot(text, "backlog-history.md")
        try MarkdownReader.check(text)
    }

    private func values(_ report: Report, history: History? = nil) -> [String: Any] {
        ModelBuilder(
            Model(report, history: history, name: "shop", words: Sample.words), markup: .plain, budget: Budget()
        ).values
    }

    private func fields(_ value: Any?) -> [[String: Any?]] {
        ((value as? List)?.elements ?? []).compactMap { ($0 as? Fields)?.values }
    }

    private func strings(_ value: Any??) -> [String] {
        guard let list = value as? List else { return [] }
        return list.elements.map { "\($0)" }
    }

    /// One question for all that cannot be judged for the same cause in the same components, though the words differ.
    @Test func whatCannotBeJudgedIsAskedOnce() throws {
        var report = Sample.report
        func cell(_ component: String, _ image: String, _ readers: String) -> Report.Cell {
            Report.Cell(
                component: component, state: "unknown", tested: nil,
                reason: "\(image) is built here, and its entry point leads to no code that \(readers) read")
        }
        report.controls[0].cells = [cell("a", "a/Dockerfile", "go, python"), cell("b", "b/Dockerfile", "go, python")]
        report.controls[1].cells = [cell("a", "a/Dockerfile", "go, erlang"), cell("b", "b/Dockerfile", "go, erlang")]
        report.controls[2].cells = [cell("b", "b/Dockerfile", "go, erlang")]
        let questions = fields(values(report)["questions"])
        #expect(
            questions.map { strings($0["components"]) } == [["a", "b"], ["cmd/api"], ["b"]]
                || questions.map { strings($0["components"]) } == [["a", "b"], ["b"], ["cmd/api"]])
        #expect(strings(questions[0]["controls"]) == ["graceful-shutdown", "readiness-endpoint"])
        #expect("\(questions[0]["answer"]! ?? "")".contains("roots in .gapmatrix.yml"))
    }

    /// What the repository lacks as a whole is not mended in the file that needs it, and what is mandatory comes first.
    @Test func theRoadmapBeginsWithWhatIsMandatory() throws {
        let roadmap = try #require((values(Sample.report)["roadmap"] as? Fields)?.values)
        let steps = fields(roadmap["steps"] ?? nil)
        let severities = steps.compactMap { (($0["control"] ?? nil) as? Fields)?.values["severity"] as? String }
        #expect(severities == ["high", "high", "high", "medium", "low"])
        let phases = fields(roadmap["phases"] ?? nil)
        #expect(phases.compactMap { $0["need"] as? String } == ["mandatory", "recommended", "optional"])
        // Each begins where the one before it ends.
        #expect(zip(phases, phases.dropFirst()).allSatisfy { $0["score"] as? Int == $1["from"] as? Int })
        #expect(phases.last?["score"] as? Int == roadmap["score"] as? Int)
    }

    /// What stopped to apply was not completed, whatever became of it later.
    @Test func onlyWhatWasClosedIsCompleted() throws {
        let last = Sample.report
        func with(_ state: String) -> Report {
            var report = last
            let index = report.controls.firstIndex { $0.id == "graceful-shutdown" }!
            report.controls[index].cells[1].state = state
            return report
        }
        let history = Sample.history(of: [with("missing"), with("n/a"), with("wired")])
        let past = try #require((values(last, history: history)["history"] as? Fields)?.values)
        #expect(fields(past["completed"] ?? nil).isEmpty)
        #expect(past["dropped"] as? Int == 1)
    }

    /// Text that would break a table, begin a list or a heading, be HTML, a link, a comment, an escape code or another line.
    private static let hostile = Names(
        component: "a|b\\|c`d``e <script>alert(1)</script> ", path: "# x\n| y |\r\n- [z](javascript:1)\u{1B}[31m|`.go",
        message: "- 1. <!-- ![i](http://e) | **b** _i_ ~~s~~ &lt; {% if %} {{ gap }} \u{202E}\u{2028}\\",
        symbol: "    `|`<img src=x onerror=y>|", author: "+ <b>Eve</b>|[e](http://e)\n\n# H")

    @Test(arguments: names) func hostileNamesAreShownAsTheyAre(_ name: String) throws {
        let report = Sample.make(Self.hostile)
        let text = try document(
            name, Model(report, history: Sample.history(Self.hostile), name: Self.hostile.message))
        let read = try MarkdownReader.check(text)
        #expect(
            !text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value == 0x202E || $0.value == 0x2028 })
        #expect(read.links.allSatisfy { $0.hasPrefix("#") })
        // As many headings, tables and list items as a harmless report has.
        let harmless = try MarkdownReader.check(
            document(name, Model(Sample.report, history: Sample.history, name: "x")))
        #expect(read.shape == harmless.shape)
        #expect(read.text.contains("<script>alert(1)</script>"))
    }

    @Test(arguments: [
        ("# A\n\n| a | b |\n|---|---|\n| 1 | 2 | 3 |\n", "line 5: 3 cells under 2"),
        ("# A\n\n| a | b |\n|---|---|\n| 1 |\n", "line 5: 1 cells under 2"),
        ("# A\n\n### B\n", "line 3: h3 under h1"), ("# A\n\n# B\n", "2 titles"),
        ("# A\n\n<b>x</b>\n", "html_inline: <b>"), ("# A\n\n|| 1 |\n", "line 3: a row outside of a table: || 1 |"),
    ]) func theReaderSeesWhatIsWrong(_ document: String, _ fault: String) throws {
        #expect(try MarkdownReader.read(document).faults.contains(fault))
    }

    @Test(arguments: names) func nothingToTellIsADocumentToo(_ name: String) throws {
        var report = Sample.report
        report.controls = []
        report.gaps = []
        report.components = []
        report.brokenWires = []
        report.diagnostics = []
        report.summary = .init(score: nil, byArea: [:], bySeverity: [:], byState: [:])
        report.repository = .init(path: ".", commit: nil, committedAt: nil, branch: nil)
        try MarkdownReader.check(document(name, Model(report, name: "shop")))
    }

    @Test func whatATeamLivesWithIsInTheWayOfNoRelease() throws {
        var report = Sample.report
        for index in report.gaps.indices where report.gaps[index].control != "circuit-breaker" {
            report.gaps[index].inBaseline = true
        }
        let text = try document("scorecard", Model(report, name: "shop"))
        #expect(text.contains("1 open, 2 with gaps that only the baseline knows, 0 could not be judged."), "\(text)")
        #expect(text.contains("**1 mandatory control open.**"))
        for index in report.gaps.indices { report.gaps[index].inBaseline = true }
        let known = try document("scorecard", Model(report, name: "shop"))
        #expect(known.contains("0 open, 3 with gaps that only the baseline knows"), "\(known)")
        #expect(known.contains("**Nothing mandatory is open but what the team lives with.**"))
    }

    @Test(arguments: names) func whatIsInForceIsSaid(_ name: String) throws {
        var report = Sample.report
        report.configuration = .init(file: ".gapmatrix.yml", profile: "ser|vice")
        report.diagnostics.append(
            .init(severity: "warning", path: ".gapmatrix.yml", line: 3, message: "no <use>", kind: "configuration"))
        let text = try document(name, Model(report, name: "shop"))
        let read = try MarkdownReader.check(text)
        #expect(read.text.contains("Configuration .gapmatrix.yml, profile ser|vice"), "\(text)")
        #expect(text.contains("## Warnings of the configuration\n\n- `.gapmatrix.yml:3` "))
        #expect(read.text.contains("no <use>"))
    }

    /// Tables of docs/templates.md by their heading: the keys in their first column.
    private func documentedKeys() throws -> [String: Set<String>] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("docs/templates.md")
        let model = try #require(try String(contentsOf: file, encoding: .utf8).split(separator: "## The model").last)
        var keys: [String: Set<String>] = [:]
        var kind = ""
        for line in model.split(separator: "\n") {
            if line.hasPrefix("### ") { kind = String(line.dropFirst(4)) }
            guard line.hasPrefix("| `"), let cell = line.split(separator: "|").first else { continue }
            keys[kind, default: []].formUnion(
                cell.split(separator: ",").map { String($0.filter { !" `".contains($0) }) })
        }
        return keys
    }

    @Test func everyKeyIsDocumentedAndEveryDocumentedKeyIsThere() throws {
        let builder = ModelBuilder(
            Model(Sample.report, history: Sample.history, name: "shop"), markup: .markdown, budget: Budget())
        var found = ["document": Set(builder.values.keys)]
        func walk(_ value: Any?) {
            switch value {
            case let fields as Fields:
                found[fields.kind, default: []].formUnion(fields.values.keys)
                for (_, value) in fields.values { walk(value) }
            case let list as List: list.elements.forEach(walk)
            default: break
            }
        }
        for (_, value) in builder.values { walk(value) }
        #expect(found == (try documentedKeys()))
        #expect(found["document"] == Model.names)
    }

    @Test(arguments: names) func largeReportsAreShownWhole(_ name: String) throws {
        var builder = ReportSketch(Names())
        for control in 0..<150 {
            let area = Ladder.areas[control % 12]
            builder.control(
                "control-\(control)", area, Ladder.severities[control % 4], "It is so",
                ["a": "missing", "b": "defined", "c": "partial", "d": "missing", "e": "unknown", "f": "wired"], gain: 1,
                evidence: [builder.evidence("counter", control, "is not so")], reason: "no analyzer ran")
        }
        var report = builder.report(score: 1, areas: [:])
        // 9,000 gaps in 60 components.
        report.gaps = (0..<15).flatMap { _ in report.gaps }
        let text = try document(name, Model(report, name: "shop"))
        #expect((0..<150).allSatisfy { text.contains("control-\($0)") })
    }
}
