import AnalyzerProtocol
import Reporting

@testable import Controls

@testable import History

/// A report with one of everything, and the history that led to it.
enum Sample {
    static let report = make()

    /// - Parameter names: what the repository calls its things; tests put hostile text here.
    static func make(_ names: Names = Names()) -> Report {
        var builder = ReportSketch(names)
        builder.control(
            "graceful-shutdown", "lifecycle", "high", "SIGTERM leads to draining", ["api": "wired", "worker": "wired"],
            gain: 0, tested: true, evidence: [builder.evidence("wiring", 20, "drains with net/http.Server.Shutdown")])
        builder.control(
            "readiness-endpoint", "lifecycle", "high", "A served route tells whether requests can be taken",
            ["api": "missing", "worker": "missing"], gain: 16.67, gapGain: 8.33,
            evidence: [builder.evidence("counter", 7, "needed here, where it serves HTTP")])
        builder.control(
            "circuit-breaker", "resilience", "high", "Outbound calls pass through a circuit breaker",
            ["api": "defined", "worker": "n/a"], gain: 14.29,
            evidence: [
                builder.evidence("definition", 14, "implements a circuit breaker; no production root reaches it"),
                builder.evidence("counter", 6, names.message, reached: true),
            ])
        builder.control(
            "rate-limiting", "resilience", "medium", "Served routes are protected by a rate limit",
            ["api": "wired", "worker": "missing"], gain: 4.76,
            evidence: [builder.evidence("wiring", 30, "limits requests", component: "api", reached: true)],
            waived: Report.Waiver(
                reason: names.message, owner: names.author, until: "2027-01-31", path: ".gapmatrix.yml", line: 12))
        builder.control(
            "retry-backoff", "resilience", "low", "Outbound calls are tried again with growing delay",
            ["api": "n/a", "worker": "missing"], gain: 4.76, known: true)
        builder.control(
            "input-validation", "security", "medium", "Requests are validated", ["api": "unknown", "worker": "n/a"],
            gain: 0, reason: "analyzer python did not run")
        builder.control(
            "ci-tests", "delivery", "high", "A pipeline runs the tests", ["(repository)": "declared"], gain: 30)
        builder.control(
            "slo", "observability", "high", "Objectives are defined", ["api": "n/a", "worker": "n/a"], gain: 0)
        return builder.report(
            score: 30, areas: ["lifecycle": (50, 2, 12), "resilience": (29, 3, 12), "delivery": (10, 1, 12)])
    }

    /// What the catalogue says of some of them.
    static let words = StateWords([
        control(
            "readiness-endpoint", [.wired: "The answer of every readiness route depends on a dependency."],
            need: "The component serves requests."),
        control(
            "circuit-breaker",
            [
                .defined: "A breaker is implemented, and no production path reaches it.",
                .wired: "A breaker guards calls.",
            ],
            need: "The component calls others.", against: "A call goes round the breaker."),
        control(
            "rate-limiting", [.partial: "Some routes are limited.", .wired: "Every route is limited."],
            need: "The component serves requests."),
        control(
            "ci-tests", [.declared: "A document speaks of it.", .wired: "A pipeline runs them."], need: "All code."),
    ])

    private static func control(_ id: String, _ states: [State: String], need: String, against: String? = nil)
        -> Control
    {
        Control(
            id: id, area: "lifecycle", title: id, severity: .high, scope: .component, root: .production, judgedBy: [],
            required: .wired, appliesWhen: .init(words: need),
            states: states.mapValues { Control.Rule(words: $0) }, hiddenIn: [],
            counterEvidence: against.map { [.init(words: $0, when: .any([]), caps: .partial)] } ?? [], why: nil,
            remedy: "", acceptance: [], references: [])
    }

    /// Three commits: the shutdown was wired in the second one.
    static let history = history(Names())

    static func history(_ names: Names) -> History {
        let last = make(names)
        var first = last
        for index in first.controls.indices where first.controls[index].id == "graceful-shutdown" {
            first.controls[index].state = "partial"
            first.controls[index].cells[1].state = "missing"
        }
        var second = first
        for index in second.controls.indices where second.controls[index].id == "circuit-breaker" {
            second.controls[index].cells[0].state = "missing"
        }
        return history(of: [first, second, last], names)
    }

    /// One commit for each report.
    static func history(of reports: [Report], _ names: Names = Names()) -> History {
        let last = reports[reports.count - 1]
        let steps = reports.enumerated().map { index, report in
            HistoryStep(
                commit: HistoryCommit(
                    commit: String(repeating: "\(index + 1)", count: 40),
                    committedAt: "2024-01-0\(index + 1)T00:00:00Z",
                    author: names.author, subject: names.message, seconds: Int64(index + 1) * 86_400),
                delta: Delta(
                    from: index == 0 ? nil : reports[index - 1], to: report, files: FileChanges(),
                    weaknesses: Weaknesses(words: [:], literal: [])))
        }
        return History(
            repository: last.repository, version: "0.1.0", method: "m", steps: steps,
            controls: last.controls.map {
                ControlFacts(id: $0.id, area: $0.area, severity: $0.severity, title: $0.title, required: $0.required)
            }, isCut: false)
    }
}

/// Texts that come from a repository.
struct Names {
    var component = "cmd/"
    var path = "internal/pay_client.go"
    var message = "an outbound call goes round the breaker"
    var symbol = "pay.Client.Charge"
    var author = "Ada"
}

/// Puts a report together from its controls.
struct ReportSketch {
    let names: Names
    private var controls: [Report.Control] = []
    private var gaps: [Report.Gap] = []

    init(_ names: Names) { self.names = names }

    func component(_ id: String) -> String { id == "(repository)" ? id : names.component + id }

    func evidence(_ role: String, _ line: Int, _ message: String, component: String? = nil, reached: Bool = false)
        -> Report.Evidence
    {
        let step = Report.Step(symbol: names.symbol, path: names.path, line: line, guess: false)
        return Report.Evidence(
            role: role, path: names.path, line: line, endLine: line, object: "a1", symbol: names.symbol,
            message: message,
            component: component.map(self.component), witness: reached ? [step, step] : [])
    }

    mutating func control(
        _ id: String, _ area: String, _ severity: String, _ title: String, _ cells: KeyValuePairs<String, String>,
        gain: Double, gapGain: Double? = nil, tested: Bool? = nil, evidence: [Report.Evidence] = [],
        reason: String? = nil, waived: Report.Waiver? = nil, known: Bool = false
    ) {
        let cells = cells.map { name, state in
            Report.Cell(
                component: component(name), state: state, tested: nil, reason: state == "unknown" ? reason : nil)
        }
        let open = cells.filter { !["wired", "n/a", "unknown"].contains($0.state) }
        let own = open.map { cell in
            var gap = Report.Gap(
                fingerprint: GapFingerprint.of(control: id, component: cell.component), control: id,
                component: cell.component, state: cell.state, required: "wired", severity: severity, title: title,
                why: "Without it \(id) fails.", remedy: "Build \(id).", acceptance: ["A test shows \(id)."],
                files: evidence.isEmpty ? [] : [names.path], gain: gapGain ?? gain, waived: waived)
            if known { gap.inBaseline = true }
            return gap
        }
        gaps += own
        let state = Judge.state(of: cells.map { Cell(component: "", state: State(rawValue: $0.state) ?? .unknown) })
        controls.append(
            Report.Control(
                id: id, area: area, title: title, severity: severity, state: state.rawValue, required: "wired",
                tested: tested, cells: cells, evidence: evidence, gap: own.first?.fingerprint, gain: gain))
    }

    func report(score: Int?, areas: [String: (score: Int, judged: Int, weight: Double)]) -> Report {
        var byArea: [String: Report.Area] = [:]
        for area in Set(controls.map(\.area)) {
            let own = controls.filter { $0.area == area }
            byArea[area] = Report.Area(
                score: areas[area]?.score, judged: areas[area]?.judged ?? 0,
                unknown: own.count { $0.state == "unknown" }, notApplicable: own.count { $0.state == "n/a" },
                weight: areas[area]?.weight ?? 12)
        }
        return Report(
            tool: .init(name: "gapmatrix", version: "0.1.0"),
            repository: .init(
                path: names.path, commit: String(repeating: "3", count: 40), committedAt: "2024-01-03T00:00:00Z",
                branch: "main"),
            analyzers: [.init(name: "go", version: "1.0.0", status: "ok", files: 3, failures: 0, message: nil)],
            components: [
                .init(id: component("api"), kind: "go-main", path: names.path, workloads: [component("Deployment")]),
                .init(id: component("worker"), kind: "go-main", path: names.path),
            ],
            controls: controls,
            gaps: gaps.sorted {
                (Ladder.rank(severity: $0.severity), $0.control) < (Ladder.rank(severity: $1.severity), $1.control)
            },
            brokenWires: [
                .init(
                    join: "environment", from: .init(path: names.path, line: 4),
                    to: .init(name: names.symbol, path: nil, line: nil), why: names.message, severity: "low",
                    controls: ["circuit-breaker"]),
                .init(
                    join: "import-dependency", from: .init(path: names.path, line: 1),
                    to: .init(name: names.symbol, path: names.path, line: 12), why: names.message, severity: "high",
                    controls: []),
            ],
            summary: .init(score: score, byArea: byArea, bySeverity: [:], byState: [:]),
            diagnostics: [
                .init(severity: "warning", path: names.path, line: 3, message: names.message),
                .init(severity: "info", path: "link", line: nil, message: "symlink, not followed"),
            ])
    }
}
