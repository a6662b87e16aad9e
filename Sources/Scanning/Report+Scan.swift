internal import AnalyzerProtocol
internal import Controls
internal import GitRepository
internal import Reporting
internal import Wiring

extension Report {
    /// The report of a judged scan.
    init(judgement: Judgement, linked: LinkedScan, options: ScanOptions) {
        self.init(
            tool: Tool(name: "gapmatrix", version: Scanner.version),
            repository: Repository(linked.opened, options: options),
            analyzers: linked.analyzers, judgement: judgement, wires: linked.program.wires,
            diagnostics: linked.diagnostics.map {
                Diagnostic(
                    severity: $0.severity.rawValue, path: $0.path, line: $0.line, message: $0.message,
                    kind: $0.isOfConfiguration ? Diagnostic.configuration : nil)
            })
        configuration = linked.record
    }
}

extension Report.Repository {
    init(_ opened: OpenedRepository, options: ScanOptions) {
        self.init(
            path: options.path, commit: opened.commit?.id.description, committedAt: opened.commit?.committed,
            branch: opened.branch)
    }
}
