internal import ArgumentParser
internal import Foundation
internal import GitRepository
internal import Reporting
internal import Scanning

/// What the terminal report shows, and how.
struct TerminalOptions: ParsableArguments {
    enum LinkMode: String, ExpressibleByArgument, CaseIterable { case auto, always, never }

    @Option(name: .long, help: "How many gaps the terminal report shows in full.")
    var gaps = 10

    @Flag(
        name: .long,
        help: "Explain each cell of the matrix under its control: the rule, the evidence, what was not found.")
    var explain = false

    @Flag(
        name: .long,
        help:
            "List everything that was not read or read in part, with the reason: also what the configuration leaves out, and files that no analyzer reads."
    )
    var skipped = false

    @Option(
        name: .long,
        help: "When to link places to their files (OSC 8). auto: on a terminal that is known to show links.")
    var links: LinkMode = .auto

    func reporter(_ target: ReportOutputs.Target, color: Bool, path: String, common: CommonOptions) throws
        -> TerminalReporter
    {
        var reporter = TerminalReporter(color: color, width: Console.width, gapsInFull: max(0, gaps))
        let options = common.scanOptions(path: path) { _ in }
        if explain { reporter.explained = try Scanner.controls(options, installation: try Installation.find()) }
        if skipped {
            reporter.listsSkipped = true
            reporter.unclaimed = try Scanner.unclaimed(options, installation: try Installation.find())
        }
        let isWanted =
            switch links {
            case .never: false
            case .always: true
            case .auto:
                target.file == nil && Console.isTerminal(STDOUT_FILENO)
                    && TerminalLinks.isSupported(ProcessInfo.processInfo.environment)
            }
        // Lines of another commit lie elsewhere in the files on disk, and a bare repository has none.
        if isWanted, common.commit == nil, let root = try? Repository(path: path).workTree {
            reporter.links = TerminalLinks(root: root)
        }
        return reporter
    }
}
