import Foundation
import Testing

@testable import Reporting

@Suite("JSON of reports")
struct JSONReporterTests {
    /// What the report's own writer has to write.
    private func encoded(_ report: Report) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return Escaping.json(Array(try encoder.encode(report) + [0x0A]))
    }

    /// The sample, and what it leaves out.
    private var full: Report {
        var report = SampleReport.report
        report.components[0].workloads = ["Deployment/api", "Dockerfile"]
        report.brokenWires = [
            .init(
                join: "image", from: .init(path: "deploy/api.yaml", line: 4),
                to: .init(name: "api", path: "api/Dockerfile", line: 1), why: "nothing builds it", severity: "high",
                controls: ["image-pinned"]),
            .init(
                join: "port", from: .init(path: "deploy/api.yaml", line: 9),
                to: .init(name: "http", path: nil, line: nil),
                why: "", severity: "low", controls: []),
        ]
        report.diagnostics = [
            .init(severity: "warning", path: "a.go", line: 3, message: "not read"),
            .init(severity: "info", path: nil, line: nil, message: ""),
        ]
        return report
    }

    private var empty: Report {
        Report(
            tool: .init(name: "", version: ""), repository: .init(path: "", commit: nil, committedAt: nil, branch: nil),
            analyzers: [], components: [], controls: [], gaps: [],
            summary: .init(score: nil, byArea: [:], bySeverity: [:], byState: [:]), diagnostics: [])
    }

    @Test("is what Foundation's encoder writes with sorted keys")
    func equalsEncoder() throws {
        for report in [full, empty, SampleReport.report] {
            #expect(try JSONReporter.render(report) == encoded(report))
        }
    }

    @Test(
        "escapes any text as Foundation's encoder does, and what hides in a terminal besides",
        arguments: [
            "", "a/b", "\"\\", String(String.UnicodeScalarView((0..<0x100).compactMap(Unicode.Scalar.init))),
            "é\u{0301} 日本 👩‍👩‍👧", "\u{2028}\u{2029}\u{202E}\u{200B}\u{FEFF}", "\u{E0001}\u{10FFFF}",
            String(repeating: "x", count: 100_000) + "\n",
        ])
    func escapes(_ text: String) throws {
        var report = empty
        report.tool.name = text
        report.summary.byState = [text: 1, "a": -2, "b": Int.max]
        #expect(try JSONReporter.render(report) == encoded(report))
        #expect(try JSONDecoder().decode(Report.self, from: Data(JSONReporter.render(report).utf8)) == report)
    }
}
