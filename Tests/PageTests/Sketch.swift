import History
import Reporting

/// Reports and histories with as much as a test says.
enum Sketch {
    static func report(
        path: String = "shop", component: String = "api", message: String = "is there", file: String = "main.go",
        line: Int = 5, evidence: Int = 1, state: String = "missing", witness: [(String, Int)] = []
    ) -> Report {
        let proof = (0..<evidence).map { index in
            Report.Evidence(
                role: "counter", path: index == 0 ? file : "\(index).go", line: line, endLine: line, object: "a",
                symbol: "main", message: message, component: component,
                witness: witness.map { Report.Step(symbol: "f", path: $0.0, line: $0.1, guess: false) })
        }
        let isGap = state != "wired"
        let gap = Report.Gap(
            fingerprint: fingerprint, control: "tls", component: component, state: state, required: "wired",
            severity: "high", title: "TLS is verified", why: "why", remedy: "remedy", acceptance: ["done"],
            files: [file])
        return Report(
            tool: Report.Tool(name: "gapmatrix", version: "0"),
            repository: Report.Repository(path: path, commit: nil, committedAt: nil, branch: path), analyzers: [],
            components: [Report.Component(id: component, kind: "go-main", path: file)],
            controls: [
                Report.Control(
                    id: "tls", area: "security", title: "TLS is verified", severity: "high", state: state,
                    required: "wired", tested: nil,
                    cells: [Report.Cell(component: component, state: state, tested: nil, reason: nil)], evidence: proof,
                    gap: isGap ? fingerprint : nil)
            ],
            gaps: isGap ? [gap] : [],
            summary: Report.Summary(
                score: 50, byArea: ["security": Report.Area(score: 50, judged: 1, unknown: 0, notApplicable: 0)],
                bySeverity: [:], byState: [:]),
            diagnostics: [Report.Diagnostic(severity: "warning", path: file, line: 1, message: message)])
    }

    /// That of the gap of `tls` of `api`.
    static var fingerprint: String { history(["missing"]).gaps[0].fingerprint }

    /// A line of commits with one cell, which has one state after the other.
    static func history(
        _ states: [String], subject: String? = nil, author: String = "Ada", message: String = "is there"
    ) -> History {
        let weaknesses = Weaknesses([], secretSignals: [])
        let steps = states.indices.map { index in
            HistoryStep(
                commit: HistoryCommit(
                    commit: String(repeating: "\(index)", count: 40), committedAt: "2024-01-0\(index + 1)T00:00:00Z",
                    author: author, subject: subject ?? "commit \(index)", seconds: Int64(index) * 86_400),
                delta: Delta(
                    from: index == 0 ? nil : bare(states[index - 1], message), to: bare(states[index], message),
                    files: FileChanges(),
                    weaknesses: weaknesses))
        }
        let control = ControlFacts(
            id: "tls", area: "security", severity: "high", title: "TLS is verified", required: "wired")
        return History(
            repository: Report.Repository(path: "shop", commit: nil, committedAt: nil, branch: nil), version: "0",
            method: "m", steps: steps, controls: [control], isCut: false)
    }

    private static func bare(_ state: String, _ message: String) -> Report {
        Report(
            tool: Report.Tool(name: "gapmatrix", version: "0"),
            repository: Report.Repository(path: "shop", commit: nil, committedAt: nil, branch: nil), analyzers: [],
            components: [Report.Component(id: "api", kind: "go-main", path: "main.go")],
            controls: [
                Report.Control(
                    id: "tls", area: "security", title: "TLS is verified", severity: "high", state: state,
                    required: "wired", tested: nil,
                    cells: [Report.Cell(component: "api", state: state, tested: nil, reason: nil)],
                    evidence: [
                        Report.Evidence(
                            role: "wiring", path: message, line: 1, endLine: 1, object: "a", symbol: message,
                            message: "\(message) \(state)", component: "api", witness: [])
                    ],
                    gap: nil)
            ],
            gaps: [],
            summary: Report.Summary(
                score: 50, byArea: ["security": Report.Area(score: 50, judged: 1, unknown: 0, notApplicable: 0)],
                bySeverity: [:], byState: [:]),
            diagnostics: [])
    }
}
