internal import ArgumentParser
internal import Foundation
internal import Reporting
internal import Scanning

/// In which format a report is printed. What each one is for stands in docs/formats.md.
enum ReportFormat: String, CaseIterable {
    case terminal, markdown, json, html
    case sarif, junit, csv, ndjson, github, prometheus, badge, issues
}

/// One `--format`: its name, and the file behind `=` where there is one.
struct FormatRequest: ExpressibleByArgument, Equatable {
    let format: ReportFormat
    var file: String?

    init(_ format: ReportFormat, file: String? = nil) {
        self.format = format
        self.file = file
    }

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let format = ReportFormat(rawValue: parts[0]), parts.count == 1 || !parts[1].isEmpty else { return nil }
        self.init(format, file: parts.count == 2 ? parts[1] : nil)
    }

    static var allValueStrings: [String] { ReportFormat.allCases.map(\.rawValue) }
}

/// The formats of a report and where each one goes.
struct ReportOutputs: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "How to print the report. Repeat it for several formats, and say where each goes: --format sarif=gaps.sarif, or one --output for each --format, in the same order; - is standard output.",
            valueName: "format[=file]"))
    var format: [FormatRequest] = []

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Write to this file instead of standard output: the first --output is for the first --format without a file of its own, and so on.",
            valueName: "file"),
        completion: .file())
    var output: [String] = []

    @Option(name: .long, help: "When to use colours. NO_COLOR is respected.")
    var color: DisplayOptions.ColorMode = .auto

    /// One report to be written; `file` is nil for standard output.
    struct Target: Equatable {
        var format: ReportFormat
        var file: String?
    }

    func validate() throws { _ = try targets() }

    /// The pairs, in the order in which they were asked for.
    func targets() throws -> [Target] {
        let requests = format.isEmpty ? [FormatRequest(.terminal)] : format
        let open = requests.count { $0.file == nil }
        if output.count > open {
            throw ValidationError("There are more --output than --format; each --output belongs to one --format.")
        }
        // One that is left over could belong to either, and guessing would put a report into the wrong file.
        if output.count < open, open > 1 {
            throw ValidationError(
                "\(open) formats, and \(output.count) --output: say where each goes, as --format sarif=FILE or with one --output for each; - is standard output."
            )
        }
        var files = output[...]
        let targets = requests.map { request in
            let file = request.file ?? files.popFirst()
            return Target(format: request.format, file: file == "-" ? nil : file)
        }
        if targets.count(where: { $0.file == nil }) > 1 {
            throw ValidationError("Only one format can go to standard output.")
        }
        let paths = targets.compactMap(\.file).map { URL(fileURLWithPath: $0).standardizedFileURL.path }
        // Of what is no file of its own, such as /dev/null, everybody may make use.
        let repeated = Dictionary(grouping: paths, by: \.self).filter { $1.count > 1 }.keys.filter(
            OutputFile.isReplaceable)
        if let path = repeated.min() { throw ValidationError("Two formats cannot be written to one file: \(path)") }
        return targets
    }

    func useColor(_ target: Target) -> Bool {
        DisplayOptions.useColor(color, isFile: target.file != nil)
    }

    /// Makes every report first, so that none is written where one cannot be made; then the files, then standard output.
    func write(_ render: (Target) throws -> String) throws {
        let reports = try targets().map { ($0, try render($0)) }
        for (target, text) in reports {
            if let file = target.file { try OutputFile.write(text, to: file) }
        }
        for (target, text) in reports where target.file == nil { Console.out(text) }
    }
}
