import Controls
import Reporting

/// Reports for the tests of all formats.
enum Sample {
    static let main = Report.Step(symbol: "cmd/api.main", path: "cmd/api/main.go", line: 5, guess: false)

    static func gap(
        _ control: String, _ component: String, _ state: String, severity: String = "high",
        waived: Report.Waiver? = nil,
        inBaseline: Bool? = nil
    ) -> Report.Gap {
        var gap = Report.Gap(
            fingerprint: GapFingerprint.of(control: control, component: component), control: control,
            component: component, state: state, required: "wired", severity: severity,
            title: "Title of \(control)", why: "It breaks.", remedy: "Do it.",
            acceptance: ["It holds.", "It is tested."],
            files: [], gain: 1.5, waived: waived)
        gap.inBaseline = inBaseline
        return gap
    }

    static func control(
        _ id: String, area: String, severity: String = "high", cells: [(String, String)],
        evidence: [Report.Evidence] = []
    ) -> Report.Control {
        Report.Control(
            id: id, area: area, title: "Title of \(id)", severity: severity, state: cells.first?.1 ?? "n/a",
            required: "wired", tested: nil,
            cells: cells.map {
                Report.Cell(
                    component: $0, state: $1, tested: $1 == "wired" ? true : nil,
                    reason: $1 == "unknown" ? "analyzer python did not run" : nil)
            }, evidence: evidence, gap: nil)
    }

    /// One of everything: a wired cell, gaps with and without a place, one waived in the code and one in the
    /// configuration, one in the baseline, one that could not be judged, an analyzer that failed.
    static let report = Report(
        tool: .init(name: "gapmatrix", version: "0.1.0"),
        repository: .init(
            path: "shop", commit: "0123456789abcdef0123456789abcdef01234567", committedAt: "2024-05-06T07:08:09+02:00",
            branch: "main"),
        analyzers: [
            .init(name: "go", version: "1.0.0", status: "ok", files: 3, failures: 0, message: nil),
            .init(name: "python", version: "1.0.0", status: "failed", files: 1, failures: 1, message: "it crashed"),
        ],
        components: [
            .init(id: "cmd/api", kind: "go-main", path: "cmd/api/main.go"),
            .init(id: "cmd/worker", kind: "go-main", path: "cmd/worker/main.go"),
        ],
        controls: [
            control("graceful-shutdown", area: "lifecycle", cells: [("cmd/api", "wired"), ("cmd/worker", "missing")]),
            control(
                "circuit-breaker", area: "resilience", cells: [("cmd/api", "partial"), ("cmd/worker", "n/a")],
                evidence: [
                    .init(
                        role: "definition", path: "pkg/breaker.go", line: 14, endLine: 60, object: "a1",
                        symbol: "pkg.Breaker", message: "constructs a circuit breaker", component: nil, witness: []),
                    .init(
                        role: "counter", path: "internal/pay client.go", line: 6, endLine: 6, object: "b2",
                        symbol: "pay.Client.Charge", message: "an outbound call goes round the breaker",
                        component: "cmd/api",
                        witness: [
                            main, .init(symbol: "pay.Client.Handle", path: "internal/pay.go", line: 9, guess: true),
                            .init(symbol: "pay.Client.Charge", path: "internal/pay client.go", line: 6, guess: false),
                        ]),
                ]),
            control(
                "rate-limiting", area: "resilience", severity: "medium",
                cells: [("cmd/api", "missing"), ("cmd/worker", "missing")]),
            control(
                "tls-server", area: "security", severity: "blocker",
                cells: [("cmd/api", "missing"), ("cmd/worker", "unknown")]),
            control("runbook", area: "documents", severity: "low", cells: [("(repository)", "missing")]),
            control("csrf-protection", area: "security", cells: [("cmd/api", "n/a"), ("cmd/worker", "n/a")]),
        ],
        gaps: [
            gap("tls-server", "cmd/api", "missing", severity: "blocker"),
            gap("circuit-breaker", "cmd/api", "partial"),
            gap(
                "graceful-shutdown", "cmd/worker", "missing",
                waived: .init(
                    reason: "stops by itself", owner: "@ops", until: "2027-01-31", source: "comment",
                    path: "cmd/worker/main.go",
                    line: 3)),
            gap("rate-limiting", "cmd/api", "missing", severity: "medium", inBaseline: true),
            gap(
                "rate-limiting", "cmd/worker", "missing", severity: "medium",
                waived: .init(reason: "serves nobody", owner: nil, until: nil, path: ".gapmatrix.yml", line: 7)),
            gap("runbook", "(repository)", "missing", severity: "low"),
        ],
        brokenWires: [
            .init(
                join: "environment", from: .init(path: ".env.example", line: 4),
                to: .init(name: "SHOP_GONE", path: nil, line: nil),
                why: "set here, and nothing in the repository reads it", severity: "low", controls: [])
        ],
        summary: .init(
            score: 63,
            byArea: [
                "lifecycle": .init(score: 50, judged: 1, unknown: 0, notApplicable: 0),
                "security": .init(score: 0, judged: 1, unknown: 0, notApplicable: 1),
                "resilience": .init(score: nil, judged: 0, unknown: 1, notApplicable: 0),
            ],
            bySeverity: ["blocker": 1, "high": 1, "low": 1, "medium": 0],
            byState: ["missing": 4, "partial": 1, "wired": 0]),
        diagnostics: [
            .init(severity: "warning", path: "bad name.py", line: 3, message: "syntax error, read in part"),
            .init(severity: "info", path: "link", line: nil, message: "symlink, not followed"),
            .init(severity: "error", path: nil, line: nil, message: "analyzer \"python\": it crashed"),
        ])

    /// The sample with as much of a configuration as there can be.
    static func configured(given: Bool = false) -> Report {
        var report = report
        var record = Report.InForce(file: given ? "/srv/my rules.yml" : ".gapmatrix.yml", profile: "service")
        record.given = given ? true : nil
        record.controlsOff = [.init(control: "sbom", reason: "Not <b>shipped</b>.", by: ".gapmatrix.yml:4")]
        record.controlsChanged = [
            .init(
                control: "runbook", required: .init(from: "wired", to: "defined"), severity: nil, reason: "Few.",
                by: ".gapmatrix.yml:5")
        ]
        record.areaWeights = ["security": 20]
        record.excluded.patterns = ["vendor/"]
        record.excluded.files = 12
        record.waivers.used = 2
        record.waivers.expired = 1
        var baseline = Report.InForce.Baseline(path: ".gapmatrix-baseline.json")
        baseline.known = 1
        baseline.closed = [.init(control: "tracing", component: "cmd/api")]
        record.baseline = baseline
        report.configuration = record
        report.summary.waived = 2
        if given { report.gaps[4].waived?.path = "/srv/my rules.yml" }
        report.diagnostics.append(
            .init(
                severity: "warning", path: record.file, line: 7, message: "the waiver of slo ended on 2026-01-01",
                kind: "configuration"))
        return report
    }

    /// Texts that mean something to some reader.
    static let hostile: [String] = [
        "<script>alert(1)</script>&amp;\"'", "\u{1B}[31mred\u{9B}0m", "one\ntwo\r\nthree", "\u{202E}backwards\u{2066}",
        "a|b|c", "`code` ``` *x* [link](http://x) {0} {{ x }}", "=cmd|'/C calc'!A0", "+1", "-1", "@SUM(A1)", "＝1",
        "nul\u{0}bell\u{7}\u{B}\u{FFFE}\u{FFFF}\u{85}\u{2028}", "]]><x/>", "100%,::error file=x::y",
        "::set-output name=a::b", "back\\slash", "grüße 😀 👩\u{200D}🚀", "a:b,c;d\te", " =1", "\u{FEFF}bom",
    ]

    /// The sample with one text wherever a repository's own words stand.
    static func report(saying text: String, _ sample: Report = report) -> Report {
        var report = sample
        report.repository.path = text
        report.repository.branch = text
        report.analyzers[1].message = text
        for index in report.components.indices {
            report.components[index].id += text
            report.components[index].path = text
        }
        for index in report.controls.indices {
            for cell in report.controls[index].cells.indices {
                report.controls[index].cells[cell].component += text
                if report.controls[index].cells[cell].reason != nil { report.controls[index].cells[cell].reason = text }
            }
            for item in report.controls[index].evidence.indices {
                var evidence = report.controls[index].evidence[item]
                evidence.path = text
                evidence.message = text
                evidence.symbol = text
                if evidence.component != nil { evidence.component! += text }
                for step in evidence.witness.indices {
                    evidence.witness[step].symbol = text
                    evidence.witness[step].path = text
                }
                report.controls[index].evidence[item] = evidence
            }
        }
        for index in report.gaps.indices {
            report.gaps[index].component += text
            report.gaps[index].files = [text]
            report.gaps[index].why = text
            report.gaps[index].remedy = text
            report.gaps[index].acceptance = [text]
            if report.gaps[index].waived != nil {
                report.gaps[index].waived?.reason = text
                report.gaps[index].waived?.path = text
            }
        }
        if report.configuration != nil {
            report.configuration?.file = text
            report.configuration?.profile = text
            report.configuration?.controlsOff[0].reason = text
            report.configuration?.controlsChanged[0].reason = text
            report.configuration?.excluded.patterns = [text]
        }
        for index in report.diagnostics.indices {
            report.diagnostics[index].path = text
            report.diagnostics[index].message = text
        }
        return report
    }

    /// A hundred controls of a hundred components, each a gap with evidence and a path to it.
    static func large(components: Int = 100, controls: Int = 100) -> Report {
        var report = report
        let names = (0..<components).map { "cmd/service-\($0)" }
        report.components = names.map { .init(id: $0, kind: "go-main", path: $0 + "/main.go") }
        report.controls = (0..<controls).map { number in
            control(
                "control-\(number)", area: ["security", "lifecycle", "data"][number % 3],
                cells: names.map { ($0, "missing") },
                evidence: names.map { name in
                    .init(
                        role: "counter", path: name + "/a.go", line: number + 1, endLine: number + 2, object: "a1",
                        symbol: "a", message: "does without", component: name, witness: [main, main, main])
                })
        }
        report.gaps = report.controls.flatMap { control in names.map { gap(control.id, $0, "missing") } }
        return report
    }
}
