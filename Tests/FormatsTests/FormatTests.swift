import Formats
import Foundation
import Reporting
import Testing

/// A format by its name, as `--format` takes it.
enum Format: String, CaseIterable {
    case sarif, junit, csv, ndjson, github, prometheus, badge, issues

    /// The formats that a program of others reads; GitHub's own reader of annotations is not to be had.
    static let readable = allCases.filter { $0 != .github }

    var file: String {
        switch self {
        case .sarif: "report.sarif"
        case .junit: "report.junit.xml"
        case .github: "report.github.txt"
        case .prometheus: "report.prom"
        case .badge: "report.svg"
        case .issues: "report.issues.json"
        case .csv, .ndjson: "report." + rawValue
        }
    }

    func render(_ report: Report) throws -> String {
        switch self {
        case .sarif: try SarifReporter.render(report, repositoryURI: "file:///srv/shop")
        case .junit: JUnitReporter.render(report)
        case .csv: CSVReporter.render(report)
        case .ndjson: try NDJSONReporter.render(report)
        case .github: AnnotationsReporter.render(report)
        case .prometheus: PrometheusReporter.render(report)
        case .badge: BadgeReporter.render(report)
        case .issues: try IssuesReporter.render(report)
        }
    }
}

@Suite("Formats")
struct FormatTests {
    @Test("Each format shows the same report as its golden file", arguments: Format.allCases)
    func golden(_ format: Format) throws {
        try expectSnapshot(try format.render(Sample.report), format.file)
    }

    @Test("A reader of others understands each format", arguments: Format.readable)
    func readable(_ format: Format) throws {
        _ = try Reader.read(format.rawValue, try format.render(Sample.report))
    }

    @Test("Whatever a repository's texts say, a reader understands each format", arguments: Format.readable)
    func hostile(_ format: Format) throws {
        for text in Sample.hostile + [Sample.hostile.joined()] {
            for sample in [Sample.report, Sample.configured(given: true)] {
                let rendered = try format.render(Sample.report(saying: text, sample))
                #expect(throws: Never.self, "\(text.debugDescription)") { try Reader.read(format.rawValue, rendered) }
            }
        }
    }

    @Test("A configuration is shown, and its readers understand it", arguments: Format.readable)
    func configured(_ format: Format) throws {
        for isGiven in [false, true] {
            let rendered = try format.render(Sample.configured(given: isGiven))
            _ = try Reader.read(format.rawValue, rendered)
            if [.sarif, .junit, .ndjson, .issues].contains(format) {
                #expect(rendered.contains("sbom") && rendered.contains("rules.yml") == isGiven)
            }
        }
    }

    @Test("Nothing steers a terminal or hides", arguments: Format.allCases)
    func visible(_ format: Format) throws {
        let rendered = try format.render(Sample.report(saying: Sample.hostile.joined(), Sample.configured()))
        let hidden = rendered.unicodeScalars.filter {
            $0 != "\n" && !(format == .csv && $0 == "\r") && Escaping.line(String($0)) != String($0)
        }
        #expect(hidden.isEmpty, "\(hidden.map { String($0.value, radix: 16) })")
    }

    @Test("Nor in what people read: the terminal and Markdown", arguments: Sample.hostile)
    func visibleToPeople(text: String) {
        let report = Sample.report(saying: text)
        let markdown = MarkdownReporter.render(report)
        for rendered in [markdown, TerminalReporter(color: false, width: 60).render(report)] {
            let hidden = rendered.unicodeScalars.filter { $0 != "\n" && Escaping.line(String($0)) != String($0) }
            #expect(hidden.isEmpty, "\(hidden.map { String($0.value, radix: 16) })")
        }
        // In code, markup is text.
        #expect(!markdown.replacing(#/`[^`]*`/#, with: "").contains("<script"))
    }

    @Test("Ten thousand gaps on a terminal take seconds")
    func largeTerminal() {
        let report = Sample.large()
        let clock = ContinuousClock()
        let time = clock.measure { _ = TerminalReporter(color: true, width: 80, gapsInFull: 100).render(report) }
        #expect(time < .seconds(60), "\(time)")
    }

    @Test("A report of nothing is a report", arguments: Format.allCases)
    func empty(_ format: Format) throws {
        var report = Sample.report
        report.controls = []
        report.gaps = []
        report.components = []
        report.analyzers = []
        report.diagnostics = []
        report.brokenWires = []
        report.summary = .init(score: nil, byArea: [:], bySeverity: [:], byState: [:])
        report.repository = .init(path: ".", commit: nil, committedAt: nil, branch: nil)
        let rendered = try format.render(report)
        if format != .github { _ = try Reader.read(format.rawValue, rendered) }
    }

    @Test("Ten thousand gaps take seconds", arguments: Format.allCases)
    func large(_ format: Format) throws {
        let report = Sample.large()
        #expect(report.gaps.count == 10_000)
        let clock = ContinuousClock()
        var rendered = ""
        let time = try clock.measure { rendered = try format.render(report) }
        #expect(time < .seconds(60), "\(time)")
        #expect(!rendered.isEmpty)
    }
}
