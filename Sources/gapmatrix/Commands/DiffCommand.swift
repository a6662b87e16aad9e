internal import ArgumentParser
internal import History
internal import Reporting
internal import Scanning

enum ComparisonFormat: String, ExpressibleByArgument, CaseIterable {
    case terminal, markdown, json

    func render(
        _ comparison: Comparison, failing: [Comparison.Difference]? = nil, color: Bool
    ) throws -> String {
        switch self {
        case .terminal: ComparisonText.terminal(comparison, color: color, width: Console.width)
        case .markdown: ComparisonText.markdown(comparison, failing: failing)
        case .json: try JSONReporter.render(comparison)
        }
    }
}

/// Says what a change does to the matrix.
struct DiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Say which gaps a change opens, closes, changes and moves.",
        discussion: """
            BEFORE and AFTER are revisions; with --working-tree, AFTER is what is on disk. Without --fail-on the exit code is 0 whatever changed.
            Examples:
              gapmatrix diff main HEAD
              gapmatrix diff HEAD --working-tree --fail-on high
            """)

    @Argument(help: "The earlier revision.")
    var before: String

    @Argument(help: "The later revision. (default: HEAD)")
    var after: String?

    @Option(name: [.customShort("C"), .long], help: "The repository.", completion: .directory)
    var repository = "."

    @OptionGroup var common: CommonOptions

    @OptionGroup var display: DisplayOptions

    @Option(name: .shortAndLong, help: "How to print the differences.")
    var format: ComparisonFormat = .terminal

    @Option(name: .long, help: "Exit with 1 if a gap of this severity or a worse one is new, or a gap got worse.")
    var failOn: ScanCommand.Severity?

    func validate() throws {
        if after != nil && (common.workingTree || common.commit != nil) {
            throw ValidationError("AFTER, --commit and --working-tree exclude each other.")
        }
    }

    func run() async throws {
        var common = common
        if let after { common.commit = after }
        let comparison = try await common.compare(path: repository, base: before)
        try display.write(try format.render(comparison, color: display.useColor))
        if let failOn, !comparison.worse(atOrAbove: failOn.rawValue).isEmpty { throw Ending(status: .gaps) }
        if comparison.isPartial { throw Ending(status: .partial) }
    }
}

/// Fails where a branch opens gaps.
struct GateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gate",
        abstract: "Fail (exit code 1) where a branch opens gaps that its base does not have.",
        discussion: """
            Compared is the commit with the best common ancestor that it has with --base; gaps that were there before never fail.
            Examples:
              gapmatrix gate --base origin/main
              gapmatrix gate --base origin/main --fail-on high --format markdown --output comment.md
            """)

    @Argument(help: "The repository.", completion: .directory)
    var path = "."

    @Option(name: .long, help: "The branch that the change is to be merged into.")
    var base: String

    @OptionGroup var common: CommonOptions

    @OptionGroup var display: DisplayOptions

    @Option(name: .shortAndLong, help: "How to print the result.")
    var format: ComparisonFormat = .terminal

    @Option(name: .long, help: "The least severity that fails.")
    var failOn: ScanCommand.Severity = .low

    func run() async throws {
        let comparison = try await common.compare(path: path, base: base, fromMergeBase: true)
        let failing = comparison.worse(atOrAbove: failOn.rawValue)
        try display.write(try format.render(comparison, failing: failing, color: display.useColor))
        if !failing.isEmpty { throw Ending(status: .gaps) }
        if comparison.isPartial { throw Ending(status: .partial) }
    }
}

extension CommonOptions {
    /// Judges both revisions, with progress on the terminal.
    func compare(path: String, base: String, fromMergeBase: Bool = false) async throws -> Comparison {
        let comparison = try await HistoryScanner.comparison(
            watched(path), base: base, fromMergeBase: fromMergeBase, installation: try Installation.find())
        ProgressLine(quiet: quiet).clear()
        return comparison
    }
}
