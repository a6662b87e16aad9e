import Foundation
import Reporting
import Testing

@Suite("Reports")
struct ReportingTests {
    @Test(
        "Each format shows the same report as its golden file", arguments: ["report.txt", "report.md", "report.json"])
    func golden(_ name: String) throws {
        let report = SampleReport.report
        let text =
            switch name {
            case "report.txt": TerminalReporter(color: false).render(report)
            case "report.md": MarkdownReporter.render(report)
            default: try JSONReporter.render(report)
            }
        try expectSnapshot(text, name)
    }

    @Test("JSON is read back as the same values")
    func roundTrip() throws {
        let data = Data(try JSONReporter.render(SampleReport.report).utf8)
        #expect(try JSONDecoder().decode(Report.self, from: data) == SampleReport.report)
    }

    @Test(
        "A report that is encoded in pieces is the same text", arguments: [0, 1, 4, 5, 41], [0, 1, 400, 801])
    func pieces(controls: Int, gaps: Int) throws {
        var report = SampleReport.report
        let (control, gap) = (report.controls[0], report.gaps[0])
        // Names like the layout must not be taken for it.
        report.repository.path = "\n  \"controls\" : [\n\n  ]"
        report.controls = (0..<controls).map { number in
            var control = control
            control.id = "c\(number)"
            if number % 3 == 0 { control.cells = [] }
            return control
        }
        report.gaps = (0..<gaps).map { number in
            var gap = gap
            gap.component = "\n  ]\n}\(number)"
            return gap
        }
        let whole = try JSONReporter.render(report)
        for workers in [1, 2, 8] { #expect(try JSONReporter.render(report, workers: workers) == whole) }
    }

    @Test("No format lets an escape code of the repository through", arguments: [true, false])
    func escapes(color: Bool) {
        let terminal = TerminalReporter(color: color).render(SampleReport.report)
        #expect(!terminal.contains("\u{1B}[31mpay"))
        #expect(!terminal.contains("bad\nname"))
        let markdown = MarkdownReporter.render(SampleReport.report)
        #expect(!markdown.contains("\u{1B}"))
        #expect(!markdown.contains("bad\nname"))
    }

    @Test("Colours appear only when asked for")
    func colours() {
        #expect(TerminalReporter(color: true).render(SampleReport.report).contains("\u{1B}["))
        #expect(!TerminalReporter(color: false).render(SampleReport.report).contains("\u{1B}"))
    }

    @Test(
        "Control characters and direction overrides are made visible",
        arguments: [
            ("plain", "plain"), ("a\u{1B}[0m", "a\\u{1b}[0m"), ("a\nb", "a\\u{a}b"), ("\u{202E}x", "\\u{202e}x"),
            ("\u{85}", "\\u{85}"), ("grüße", "grüße"), ("a\u{200B}b", "a\\u{200b}b"), ("\u{E0041}", "\\u{e0041}"),
            ("👩\u{200D}🚀", "👩\u{200D}🚀"),
        ])
    func line(_ text: String, _ safe: String) {
        #expect(Escaping.line(text) == safe)
    }

    @Test(
        "JSON shows what would hide or steer a terminal as escapes, of the same value",
        arguments: [
            "plain", "grüße 😀", "a\u{1B}[0m\u{9B}31m\u{7F}", "\u{202E}\u{2028}\u{200B}\u{FEFF}x\u{E0041}", "a\nb",
        ])
    func json(_ text: String) throws {
        let rendered = try JSONReporter.render([text])
        #expect(try JSONDecoder().decode([String].self, from: Data(rendered.utf8)) == [text])
        #expect(
            !rendered.unicodeScalars.contains { $0 != "\n" && Escaping.line(String($0)) != String($0) }, "\(rendered)")
        #expect(rendered.contains("grüße 😀") == text.contains("grüße 😀"))
    }

    @Test(
        "Code in Markdown cannot leave its fence",
        arguments: [("a", "`a`"), ("a`b", "``a`b``"), ("`", "`` ` ``"), ("a|b", "`a\\|b`")])
    func code(_ text: String, _ fenced: String) {
        #expect(Escaping.code(text) == fenced)
    }

    @Test(
        "A gap fails a scan at its severity and below",
        arguments: [("blocker", false), ("high", true), ("medium", true), ("low", true)])
    func failOn(_ severity: String, _ fails: Bool) {
        #expect(SampleReport.report.hasGap(atOrAbove: severity) == fails)
    }
}
