internal import ArgumentParser
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
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case terminal, markdown, json }
    enum Severity: String, ExpressibleByArgument, CaseIterable { case blocker, high, medium, low }

    @Argument(help: "The repository to scan.", completion: .directory)
    var path = "."

    @OptionGroup var common: CommonOptions

    @Option(name: .shortAndLong, help: "How to print the report.")
    var format: Format = .terminal

    @OptionGroup var display: DisplayOptions

    @Option(name: .long, help: "Exit with 1 if there is a gap of this severity or a worse one.")
    var failOn: Severity?

    @Option(name: .long, help: "How many gaps the terminal report shows in full.")
    var gaps = 10

    func run() async throws {
        let result = try await common.scan(path: path)
        let text: String
        switch format {
        case .json: text = try result.json ?? JSONReporter.render(result.report, workers: common.workerCount)
        case .markdown: text = MarkdownReporter.render(result.report)
        case .terminal:
            text = TerminalReporter(color: display.useColor, width: Console.width, gapsInFull: max(0, gaps)).render(
                result.report)
        }
        try display.write(text)
        if let failOn, result.report.hasGap(atOrAbove: failOn.rawValue) { throw Ending(status: .gaps) }
        if result.isPartial { throw Ending(status: .partial) }
    }
}
