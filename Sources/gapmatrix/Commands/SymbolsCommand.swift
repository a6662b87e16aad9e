internal import ArgumentParser
internal import Reporting
internal import Scanning
internal import Secrets

/// Lists every symbol with who reaches it.
struct SymbolsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "symbols",
        abstract: "List every symbol, whether production, pipeline or test roots reach it, and the witness.")

    enum Format: String, ExpressibleByArgument, CaseIterable { case terminal, json }

    @Argument(help: "The repository to scan.", completion: .directory)
    var path = "."

    @OptionGroup var common: CommonOptions

    @Option(name: .shortAndLong, help: "How to print the list.")
    var format: Format = .terminal

    @Flag(name: .long, help: "Only symbols that no root reaches.")
    var unreached = false

    func run() async throws {
        let linked = try await common.link(path: path)
        var symbols = try SymbolsReport(linked.program).redacted(Redactor(linked.secrets).redact)
        if unreached { symbols.symbols.removeAll { !$0.reachedBy.isEmpty } }
        switch format {
        case .json: Console.out(try JSONReporter.render(symbols))
        case .terminal: Console.out(symbols.lines)
        }
        if linked.isPartial { throw Ending(status: .partial) }
    }
}
