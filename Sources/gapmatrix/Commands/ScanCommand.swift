internal import ArgumentParser
internal import Formats
internal import Foundation
internal import Reporting
internal import Scanning

/// Scans a repository and prints its matrix.
struct ScanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Scan a repository and print its gap matrix.",
        discussion: """
            PATH is a work tree, a folder within one (the whole repository is scanned), or a bare repository. Nothing of it is executed.
            Examples:
              gapmatrix scan
              gapmatrix scan ../shop --commit v1.4.0 --format markdown --output gaps.md
              gapmatrix scan --working-tree --fail-on high
              gapmatrix scan --format html --output gaps.html
              gapmatrix scan --format terminal --format json=gaps.json --format markdown=gaps.md
              gapmatrix scan --format terminal --output - --format json --output gaps.json

            Standard output gets one report at most; progress and notes go to standard error. Each file is replaced in one step.
            """)

    enum Severity: String, ExpressibleByArgument, CaseIterable { case blocker, high, medium, low }

    @Argument(help: "The repository to scan.", completion: .directory)
    var path = "."

    @OptionGroup var common: CommonOptions

    @OptionGroup var outputs: ReportOutputs

    @Option(name: .long, help: "Exit with 1 if there is a gap of this severity or a worse one.")
    var failOn: Severity?

    @OptionGroup var terminal: TerminalOptions

    func run() async throws {
        let result = try await common.scan(path: path)
        try outputs.write { try render(result, $0) }
        if let failOn, result.report.hasGap(atOrAbove: failOn.rawValue) { throw Ending(status: .gaps) }
        if result.isPartial { throw Ending(status: .partial) }
    }

    private func render(_ result: ScanResult, _ target: ReportOutputs.Target) throws -> String {
        let report = result.report
        return switch target.format {
        case .json: try result.json ?? JSONReporter.render(report, workers: common.workerCount)
        case .markdown: MarkdownReporter.render(report)
        case .html: try PageOutput.render(report, common.watched(path))
        case .terminal:
            try terminal.reporter(target, color: outputs.useColor(target), path: path, common: common).render(report)
        case .sarif:
            try SarifReporter.render(
                report,
                controls: try Scanner.controls(
                    common.scanOptions(path: path) { _ in }, installation: try Installation.find()),
                repositoryURI: URL(fileURLWithPath: path).standardizedFileURL.absoluteString)
        case .junit: JUnitReporter.render(report)
        case .csv: CSVReporter.render(report)
        case .ndjson: try NDJSONReporter.render(report)
        case .github: AnnotationsReporter.render(report)
        case .prometheus:
            PrometheusReporter.render(report, repository: URL(fileURLWithPath: path).standardizedFileURL.path)
        case .badge: BadgeReporter.render(report)
        case .issues: try IssuesReporter.render(report)
        }
    }
}
