internal import ArgumentParser
internal import Configuration
internal import Foundation
internal import Reporting
internal import Scanning

/// The configuration: what is in force, and its schema.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Show the configuration that is in force, or its schema.",
        subcommands: [Show.self, Schema.self], defaultSubcommand: Show.self)

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show every setting and where it comes from: the catalogue, a profile, or a line of the file.")

        @Argument(help: "The repository.", completion: .directory)
        var path = "."

        @OptionGroup var common: CommonOptions

        func run() throws {
            let view = try ConfigurationView(
                common.scanOptions(path: path, progress: { _ in }), installation: try Installation.find())
            Console.out("configuration: \(view.file.map(Escaping.line) ?? "none")\n\n")
            let rows = view.rows.map { [$0.setting, $0.origin, $0.value].map(Escaping.line) }
            let widths = [0, 1].map { column in min(48, rows.map { $0[column].count }.max() ?? 0) }
            for row in rows {
                Console.out("\(padded(row[0], widths[0]))  \(padded(row[1], widths[1]))  \(row[2])\n")
            }
        }

        private func padded(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: max(0, width - text.count))
        }
    }

    struct Schema: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Print the JSON Schema of .gapmatrix.yml, with the names that this installation knows, for editors.")

        func run() throws {
            Console.out(try ConfigurationView.schema(try Installation.find()))
        }
    }
}
