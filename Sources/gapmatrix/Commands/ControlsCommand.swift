internal import ArgumentParser
internal import Controls
internal import Reporting
internal import Scanning

/// The catalogue, as the program reads it.
struct ControlsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "controls", abstract: "Show the catalogue of controls.",
        subcommands: [List.self, Show.self], defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List every control with its area, its severity and the analyzers that can judge it.")

        @Option(name: .long, help: "Only controls of this area.")
        var area: String?

        func run() throws {
            let controls = try Catalogue.load(try Installation.find()).controls
            let shown = controls.filter { area == nil || $0.area == area }
            guard !shown.isEmpty else {
                let areas = Set(controls.map(\.area)).sorted().joined(separator: ", ")
                throw ScanError(.request, "no area \(area ?? ""); there are \(areas)")
            }
            Console.out(ControlPages.list(shown))
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show one control: its states, remedy and references.")

        @Argument(help: "The control's id.")
        var id: String

        func run() throws {
            let controls = try Catalogue.load(try Installation.find()).controls
            guard let control = controls.first(where: { $0.id == id }) else {
                throw ScanError(.request, "no control \(id); `gapmatrix controls list` names them all")
            }
            Console.out(ControlPages.page(control))
        }
    }
}
