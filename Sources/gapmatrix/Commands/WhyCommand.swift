internal import ArgumentParser
internal import Reporting
internal import Scanning
internal import Secrets

/// Says why a symbol is reached, or what is missing.
struct WhyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "Show the path from a root to a symbol, or its nearest reached caller and what is missing.",
        discussion: """
            SYMBOL is a name as the report shows it, or the end of one (Client.Charge), or PATH:LINE.
            Examples:
              gapmatrix why Client.Charge
              gapmatrix why internal/pay/client.go:42 --repository ../shop
            """)

    @Argument(help: "A symbol, or path:line.")
    var symbol: String

    @Option(name: [.customShort("C"), .long], help: "The repository to scan.", completion: .directory)
    var repository = "."

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let linked = try await common.link(path: repository)
        let found = Explanation.find(symbol, in: linked.program)
        guard !found.isEmpty else {
            throw ScanError(
                .request,
                "no symbol \(symbol) at this commit; `gapmatrix symbols` lists them all, and path:line names one by its place"
            )
        }
        let shown = found.prefix(10)
        let text = shown.map { Explanation.text(of: $0, in: linked.program) }.joined(separator: "\n")
        Console.out(linked.secrets.masked(text))
        if found.count > shown.count {
            Console.note("\(found.count - shown.count) more symbols have that name; write more of it")
        }
        if linked.isPartial { throw Ending(status: .partial) }
    }
}
