internal import AnalyzerProtocol
internal import Controls
internal import GitRepository
internal import Reporting

extension Report {
    /// The report of a judged scan.
    init(judgement: Judgement, linked: LinkedScan, options: ScanOptions) {
        let commit = linked.opened.commit
        self.init(
            tool: Tool(name: "gapmatrix", version: Scanner.version),
            repository: Repository(
                path: options.path, commit: commit?.id.description, committedAt: commit?.committed,
                branch: linked.opened.branch),
            analyzers: linked.analyzers, judgement: judgement,
            diagnostics: linked.diagnostics.map {
                Diagnostic(severity: $0.severity.rawValue, path: $0.path, line: $0.line, message: $0.message)
            })
    }
}
