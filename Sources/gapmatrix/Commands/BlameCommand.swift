internal import ArgumentParser
internal import History
internal import Reporting
internal import Scanning

/// Says which commits made a gap what it is.
struct BlameCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "blame",
        abstract: "Show the commits that opened a gap and changed it since.",
        discussion: """
            GAP is a fingerprint of a report or the beginning of one, a control, or CONTROL@COMPONENT.
            Examples:
              gapmatrix blame circuit-breaker
              gapmatrix blame circuit-breaker@cmd/api -C ../shop
              gapmatrix blame 9f3a61c2
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case terminal, json }

    @Argument(help: "A gap: fingerprint, control, or control@component.")
    var gap: String

    @Option(name: [.customShort("C"), .long], help: "The repository.", completion: .directory)
    var repository = "."

    @OptionGroup var range: HistoryArguments

    @OptionGroup var common: CommonOptions

    @OptionGroup var display: DisplayOptions

    @Option(name: .shortAndLong, help: "How to print the gaps.")
    var format: Format = .terminal

    func run() async throws {
        let line = ProgressLine(quiet: common.quiet)
        let options = try range.options(common, path: repository, line: line)
        let history = try await HistoryScanner.history(options, installation: try Installation.find())
        line.clear()
        let found = history.gaps(named: gap)
        guard !found.isEmpty else {
            throw ScanError(
                .request,
                "no gap \(gap) in these \(history.commits) commits; `gapmatrix scan --format json` lists the open ones")
        }
        switch format {
        case .json: try display.write(try JSONReporter.render(found))
        case .terminal: try display.write(GapLives.terminal(found, color: display.useColor, width: Console.width))
        }
        if history.isPartial { throw Ending(status: .partial) }
    }
}
