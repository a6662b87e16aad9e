internal import ArgumentParser

/// The program: its subcommands and their shared help.
struct Gapmatrix: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gapmatrix",
        abstract:
            "Says, control by control and component by component, what a production service needs, what is there, and whether it is wired.",
        discussion: """
            Exit codes: 0 done, 1 gaps at or above --fail-on (new ones, for diff and gate), 2 wrong usage, 3 the scan could not be done, \
            4 scanned in part because an analyzer failed.
            """,
        version: ToolVersion.current,
        subcommands: [
            ScanCommand.self, ReportCommand.self, HistoryCommand.self, DiffCommand.self, GateCommand.self,
            BlameCommand.self,
            BisectCommand.self,
            InitCommand.self, ConfigCommand.self, BaselineCommand.self,
            WiresCommand.self, SymbolsCommand.self, WhyCommand.self, ControlsCommand.self, AnalyzersCommand.self,
            DoctorCommand.self, PrepareCommand.self,
        ]
    )
}
