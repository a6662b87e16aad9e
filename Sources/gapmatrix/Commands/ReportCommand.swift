internal import ArgumentParser
internal import Documents
internal import Foundation
internal import History
internal import Reporting
internal import Scanning

/// Writes a document about a repository from a template.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write a document from a template: a gap matrix, scorecard, backlog, analysis or remediation plan.",
        discussion: """
            Every statement of a document comes from the scan. A template is one of those that --list names, or a file of your own \
            (docs/templates.md); --print-template prints one to start from.
            Examples:
              gapmatrix report --template backlog --history --output BACKLOG.md
              gapmatrix report --template remediation ../shop --commit v1.4.0
              gapmatrix report --template analysis --print-template > ours.md.stencil
              gapmatrix report --template ours.md.stencil
            """)

    @Argument(help: "The repository.", completion: .directory)
    var path = "."

    @Option(name: .shortAndLong, help: "A template's name, or a file.", completion: .file())
    var template: String?

    @Flag(name: .long, help: "Name the templates that come with the program.")
    var list = false

    @Flag(name: .long, help: "Print the template itself.")
    var printTemplate = false

    @Flag(
        name: .long,
        help: "Walk the history too, so that the document says what was completed, by which commit and when.")
    var history = false

    @Option(name: .long, help: ArgumentHelp("Begin the history after this revision.", valueName: "revision"))
    var historyFrom: String?

    @Option(name: .long, help: ArgumentHelp("At most this many commits of history, the newest.", valueName: "number"))
    var historyMax: Int?

    @OptionGroup var common: CommonOptions

    @Option(name: .shortAndLong, help: "Write to this file instead of standard output.", completion: .file())
    var output: String?

    func validate() throws {
        if !list && template == nil {
            throw ValidationError("Give --template a name or a file; gapmatrix report --list names the templates.")
        }
        if let historyMax, historyMax < 1 { throw ValidationError("--history-max takes a number above 0.") }
        if !history && (historyFrom != nil || historyMax != nil) {
            throw ValidationError("--history-from and --history-max go with --history.")
        }
    }

    func run() async throws {
        let installation = try Installation.find()
        let library = try TemplateLibrary(folder: installation.templates)
        guard !list, let template else { return try write(library.lines) }
        if printTemplate { return try write(library.text(template)) }
        // What is wrong with it is said before the scan.
        let compiled = try library.template(template)
        let result = try await common.scan(path: path)
        let past = history ? try await walked(installation) : nil
        try write(
            compiled.render(
                Model(
                    result.report, history: past, name: title,
                    words: StateWords(try Catalogue.load(installation).controls))))
        if result.isPartial || past?.isPartial == true { throw Ending(status: .partial) }
    }

    private func walked(_ installation: Installation) async throws -> History {
        let line = ProgressLine(quiet: common.quiet)
        // A history ends with a commit, also where the document is of what is on disk.
        var common = common
        common.workingTree = false
        var options = common.historyOptions(path: path, line: line)
        options.from = historyFrom
        options.maximum = historyMax
        let history = try await HistoryScanner.history(options, installation: installation)
        line.clear()
        return history
    }

    /// What the repository is called: the name of its folder.
    private var title: String {
        let name = URL(fileURLWithPath: path).standardizedFileURL.lastPathComponent
        return name.hasSuffix(".git") && name.count > 4 ? String(name.dropLast(4)) : name
    }

    private func write(_ text: String) throws {
        if let output { try OutputFile.write(text, to: output) } else { Console.out(text) }
    }
}
