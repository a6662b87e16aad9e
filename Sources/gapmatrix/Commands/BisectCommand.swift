internal import ArgumentParser
internal import History
internal import Reporting
internal import Scanning

/// Finds the commit at which a control came to its present state, judging few.
struct BisectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bisect",
        abstract: "Find the commit that brought a control to its present state, judging a few commits only.",
        discussion: """
            Between --from (by default the first commit) and --to (by default HEAD), along first parents. Where the state changed several times, \
            one of the commits at which it came to what it is at --to is found.
            Examples:
              gapmatrix bisect graceful-shutdown
              gapmatrix bisect liveness-probe --component Deployment/shop --from v1.0
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case terminal, json }

    @Argument(help: "The control.")
    var control: String

    @Option(name: .long, help: "The component; by default the state of the repository as a whole.")
    var component: String?

    @Option(name: [.customShort("C"), .long], help: "The repository.", completion: .directory)
    var repository = "."

    @Option(name: .long, help: "A revision at which the state was another one. (default: the first commit)")
    var from: String?

    @Option(name: .long, help: "The revision whose state is explained. (default: HEAD)")
    var to: String?

    @OptionGroup var common: CommonOptions

    @OptionGroup var display: DisplayOptions

    @Option(name: .shortAndLong, help: "How to print the commit.")
    var format: Format = .terminal

    func validate() throws {
        if to != nil && common.commit != nil { throw ValidationError("--to and --commit say the same; give one.") }
    }

    func run() async throws {
        let line = ProgressLine(quiet: common.quiet)
        var common = common
        if let to { common.commit = to }
        let options = common.historyOptions(path: repository, line: line)
        let found = try await HistoryScanner.bisection(
            options, from: from, control: control, component: component, installation: try Installation.find())
        line.clear()
        switch format {
        case .json: try display.write(try JSONReporter.render(found))
        case .terminal: try display.write(found.terminal(color: display.useColor, width: Console.width))
        }
    }
}
