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
    enum ColorMode: String, ExpressibleByArgument, CaseIterable { case auto, always, never }

    @Argument(help: "The repository to scan.", completion: .directory)
    var path = "."

    @OptionGroup var common: CommonOptions

    @Option(name: .shortAndLong, help: "How to print the report.")
    var format: Format = .terminal

    @Option(name: .shortAndLong, help: "Write the report to this file instead of standard output.", completion: .file())
    var output: String?

    @Option(name: .long, help: "Exit with 1 if there is a gap of this severity or a worse one.")
    var failOn: Severity?

    @Option(name: .long, help: "When to use colours. NO_COLOR is respected.")
    var color: ColorMode = .auto

    @Option(name: .long, help: "How many gaps the terminal report shows in full.")
    var gaps = 10

    func run() async throws {
        let result = try await common.scan(path: path)
        let text: String
        switch format {
        case .json: text = try result.json ?? JSONReporter.render(result.report, workers: common.workerCount)
        case .markdown: text = MarkdownReporter.render(result.report)
        case .terminal:
            text = TerminalReporter(color: useColor, width: Console.width, gapsInFull: max(0, gaps)).render(
                result.report)
        }
        if let output {
            try OutputFile.write(text, to: output)
        } else {
            Console.out(text)
        }
        if let failOn, result.report.hasGap(atOrAbove: failOn.rawValue) { throw Ending(status: .gaps) }
        if result.isPartial { throw Ending(status: .partial) }
    }

    private var useColor: Bool {
        switch color {
        case .always: return true
        case .never: return false
        case .auto:
            let environment = ProcessInfo.processInfo.environment
            let refused = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
            return output == nil && !refused && environment["TERM"] != "dumb" && Console.isTerminal(STDOUT_FILENO)
        }
    }
}
