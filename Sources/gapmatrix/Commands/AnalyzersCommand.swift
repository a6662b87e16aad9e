internal import AnalyzerHost
internal import ArgumentParser
internal import Scanning

/// The analyzers that a scan would use.
struct AnalyzersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "analyzers", abstract: "Show the analyzers.", subcommands: [List.self],
        defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the analyzers and what they read.")

        @Option(name: .long, help: "A folder of further analyzers; may be given more than once.")
        var analyzers: [String] = []

        func run() throws {
            let found = try AnalyzerList.load(try Installation.find(), extra: analyzers)
            for manifest in found {
                let missing = manifest.missingPrograms()
                let state = missing.isEmpty ? "ready" : "missing \(missing.map(\.program).joined(separator: ", "))"
                Console.out("\(manifest.name) \(manifest.version)  \(state)\n")
                for claim in manifest.claims {
                    Console.out("  reads \(claim.patterns.patterns.map(\.text).joined(separator: ", "))\n")
                }
            }
        }
    }
}
