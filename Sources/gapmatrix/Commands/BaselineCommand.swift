internal import ArgumentParser
internal import Configuration
internal import Foundation
internal import Reporting
internal import Scanning

/// The gaps of today, so that later scans tell what is new.
struct BaselineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "baseline", abstract: "Keep the gaps of today, so that later scans tell what is new.",
        subcommands: [Write.self])

    struct Write: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write the open gaps to a baseline.",
            discussion: """
                Gaps are kept by fingerprint, with their state. What is waived is left out. Commit the file: `gapmatrix scan` finds it at the \
                root of what it scans. Written anew, it loses what closed, and takes in what is new: look at the difference.
                """)

        @Argument(help: "The repository.", completion: .directory)
        var path = "."

        @OptionGroup var common: CommonOptions

        @Option(
            name: .shortAndLong,
            help: "Write to this file; - is standard output. (default: .gapmatrix-baseline.json of the repository)",
            completion: .file())
        var output: String?

        func run() async throws {
            let target = try output ?? InitCommand.file(Baseline.fileName, of: path)
            var options = common.watched(path)
            // What the old one says does not matter, nor whether it can be read.
            options.readsBaseline = false
            let result = try await Scanner.scan(options, installation: try Installation.find())
            ProgressLine(quiet: common.quiet).clear()
            let baseline = Baseline(result.report, path: target)
            if target == "-" {
                Console.out(try baseline.text())
            } else {
                let text = try baseline.text()
                if output == nil {
                    try OutputFile.write(text, of: target)
                } else {
                    try OutputFile.write(text, to: target)
                }
                if !common.quiet { Console.note("wrote \(baseline.entries.count) gaps to \(target)") }
            }
            if result.isPartial { throw Ending(status: .partial) }
        }
    }
}
