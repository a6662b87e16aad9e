internal import ArgumentParser
internal import Foundation
internal import GitRepository
internal import History
internal import Reporting
internal import Scanning

/// Which commits of a repository, and how.
struct HistoryArguments: ParsableArguments {
    @Option(name: .long, help: "Begin after this revision.")
    var from: String?

    @Option(name: .long, help: "End with this revision. (default: HEAD)")
    var to: String?

    @Flag(
        name: .long,
        help: "Every commit that leads there, not first parents alone; each is compared with its first parent.")
    var all = false

    @Option(name: .long, help: "Leave out commits before this day or time: 2026-01-31 or 2026-01-31T08:00:00Z.")
    var since: String?

    @Option(name: .long, help: "At most this many commits, the newest.")
    var max: Int?

    @Flag(name: .long, help: "Only commits that a tag names, and the last one.")
    var tags = false

    @Option(name: .long, help: "Only every so many commits, counted from the last one.")
    var every = 1

    func validate() throws {
        if let max, max < 1 { throw ValidationError("--max takes a number above 0.") }
        if every < 1 { throw ValidationError("--every takes a number above 0.") }
        if let since, Self.seconds(since) == nil {
            throw ValidationError("--since takes a day or a time: 2026-01-31, 2026-01-31T08:00:00Z.")
        }
        if all && (tags || every > 1) { throw ValidationError("--all goes with neither --tags nor --every.") }
    }

    func options(_ common: CommonOptions, path: String, line: ProgressLine) throws -> HistoryOptions {
        var common = common
        if let to {
            guard common.commit == nil else { throw ScanError(.request, "--to and --commit say the same; give one") }
            common.commit = to
        }
        var options = common.historyOptions(path: path, line: line)
        options.from = from
        options.allParents = all
        options.since = since.flatMap(Self.seconds)
        options.maximum = max
        options.onlyTagged = tags
        options.every = every
        return options
    }

    /// Seconds since 1970; a day begins at midnight UTC.
    private static func seconds(_ text: String) -> Int64? {
        let date = (try? Date(text, strategy: .iso8601)) ?? (try? Date(text + "T00:00:00Z", strategy: .iso8601))
        return date.map { Int64($0.timeIntervalSince1970) }
    }
}

/// Walks a repository's history and says when each gap opened and closed.
struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract:
            "Say when each gap opened, closed and opened again: by which commit, author and date, with the evidence.",
        discussion: """
            Every commit is judged by the same rules, those of this version. What is finished is kept in the cache, so that a run that was stopped \
            goes on where it ended, and a later one looks at new commits only.
            Examples:
              gapmatrix history --max 200
              gapmatrix history ../shop --tags --format markdown --output history.md
              gapmatrix history --from v1.0 --to v2.0 --format json --all-states
              gapmatrix history --max 500 --format html --output gaps.html
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case terminal, markdown, json, csv, html }

    @Argument(help: "The repository.", completion: .directory)
    var path = "."

    @OptionGroup var range: HistoryArguments

    @OptionGroup var common: CommonOptions

    @OptionGroup var display: DisplayOptions

    @Option(name: .shortAndLong, help: "How to print the history.")
    var format: Format = .terminal

    @Flag(name: .long, help: "In JSON, add each commit's summary.")
    var allStates = false

    @Option(name: .long, help: "How many commits with changes the terminal shows.")
    var limit = 30

    @Option(
        name: .long,
        help: "Compare with what another version said of the same commits, named by the `method` of its JSON.")
    var compareMethod: String?

    func run() async throws {
        let line = ProgressLine(quiet: common.quiet)
        var options = try range.options(common, path: path, line: line)
        options.otherMethod = compareMethod
        var history = try await HistoryScanner.history(options, installation: try Installation.find())
        line.clear()
        let text: String
        switch format {
        case .terminal:
            text = HistoryTerminal(color: display.useColor, width: Console.width, commits: max(0, limit)).render(
                history)
        case .markdown: text = HistoryMarkdown.render(history)
        case .csv: text = HistoryCSV.render(history)
        case .html:
            let last = try await Scanner.scan(options.scan, installation: try Installation.find())
            line.clear()
            text = try PageOutput.render(last.report, history: history, options.scan)
        case .json:
            if !allStates { history.states = nil }
            text = try JSONReporter.render(history)
        }
        try display.write(text)
        if history.isPartial { throw Ending(status: .partial) }
    }
}

extension CommonOptions {
    /// A history with progress on one line of the terminal.
    func historyOptions(path: String, line: ProgressLine) -> HistoryOptions {
        let quiet = quiet
        let scan = scanOptions(path: path) { progress in
            guard case .notice(let message) = progress else { return }
            line.clear()
            if !quiet { Console.note(message) }
        }
        let clock = ContinuousClock()
        let began = clock.now
        return HistoryOptions(scan: scan) { progress in
            switch progress {
            case .walking: line.show("walking the history")
            case .reading(let done, let total): line.show("analyzing \(done) of \(total) contents")
            case .judging(let done, let total):
                line.show("judging \(done) of \(total) commits" + Self.rest(done, total, clock.now - began))
            }
        }
    }

    /// What is left at the rate so far.
    private static func rest(_ done: Int, _ total: Int, _ spent: Duration) -> String {
        let seconds = Double(spent.components.seconds) + Double(spent.components.attoseconds) / 1e18
        guard done > 0, seconds > 1 else { return "" }
        let rate = Double(done) / seconds
        return String(format: ", %.1f a second, about %.0f s left", rate, Double(total - done) / rate)
    }
}
