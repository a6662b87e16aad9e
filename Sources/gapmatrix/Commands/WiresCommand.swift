internal import ArgumentParser
internal import Reporting
internal import Scanning

/// Lists every broken wire.
struct WiresCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wires",
        abstract: "List every broken wire: imports that no dependency file declares, variables that nothing reads.")

    enum Format: String, ExpressibleByArgument, CaseIterable { case terminal, json }

    @Argument(help: "The repository to scan.", completion: .directory)
    var path = "."

    @OptionGroup var common: CommonOptions

    @Option(name: .shortAndLong, help: "How to print the list.")
    var format: Format = .terminal

    func run() async throws {
        let result = try await common.scan(path: path)
        let wires = WiresReport(result.report)
        switch format {
        case .json: Console.out(try JSONReporter.render(wires))
        case .terminal: Console.out(wires.lines)
        }
        if result.isPartial { throw Ending(status: .partial) }
    }
}
