import Reporting

@testable import History

/// A report with as much as a test says.
func report(
    _ components: [String: String] = ["api": "cmd/api/main.go"], _ states: [String: [String: String]],
    evidence: [String: [Report.Evidence]] = [:], analyzers: [Report.Analyzer] = []
) -> Report {
    Report(
        tool: Report.Tool(name: "gapmatrix", version: "0"),
        repository: Report.Repository(path: ".", commit: nil, committedAt: nil, branch: nil), analyzers: analyzers,
        components: components.sorted { $0.key < $1.key }.map {
            Report.Component(id: $0.key, kind: "go-main", path: $0.value)
        },
        controls: states.sorted { $0.key < $1.key }.map { id, cells in
            Report.Control(
                id: id, area: "security", title: id, severity: "high", state: "missing", required: "wired", tested: nil,
                cells: cells.sorted { $0.key < $1.key }.map {
                    Report.Cell(component: $0.key, state: $0.value, tested: nil, reason: nil)
                },
                evidence: evidence[id] ?? [], gap: nil)
        },
        gaps: [], summary: Report.Summary(score: 50, byArea: [:], bySeverity: [:], byState: [:]), diagnostics: [])
}

/// A weakness of a control, at a line of a content.
func weakness(_ message: String, _ path: String, _ line: Int, symbol: String = "", component: String? = nil)
    -> Report.Evidence
{
    Report.Evidence(
        role: "counter", path: path, line: line, endLine: line, object: path, symbol: symbol, message: message,
        component: component, witness: [])
}

func wiring(_ path: String, _ line: Int, witness: [String] = []) -> Report.Evidence {
    Report.Evidence(
        role: "wiring", path: path, line: line, endLine: line, object: path, symbol: "", message: "is there",
        component: nil, witness: witness.map { Report.Step(symbol: "f", path: $0, line: 1, guess: false) })
}

let controls = [
    ControlFacts(id: "tls", area: "security", severity: "high", title: "TLS is verified", required: "wired"),
    ControlFacts(id: "secret", area: "security", severity: "blocker", title: "No secret", required: "wired"),
]

/// Tells weaknesses by their first word; another text of `secret` is another weakness.
let weaknesses = Weaknesses(words: ["tls": ["off"], "secret": ["literal"]], literal: ["secret"])

func commit(_ name: String, day: Int = 1, author: String = "Ada") -> HistoryCommit {
    HistoryCommit(
        commit: String(repeating: name, count: 40), committedAt: "2024-01-0\(day)T00:00:00Z", author: author,
        subject: "commit \(name)", seconds: Int64(day) * 86_400)
}

/// The steps of a line of reports, each a day after the one before.
func steps(_ reports: [Report], files: FileChanges = FileChanges()) -> [HistoryStep] {
    reports.indices.map { index in
        let before = index == 0 ? nil : reports[index - 1]
        return HistoryStep(
            commit: commit(String(Array("abcdef")[index]), day: index + 1),
            delta: Delta(from: before, to: reports[index], files: files, weaknesses: weaknesses))
    }
}
