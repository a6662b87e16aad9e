import Configuration
import Controls
import Models
import Reporting
import Testing

@Suite("Waivers and baselines over a report")
struct AcceptanceTests {
    /// Two components, `api` and `worker`, with gaps of a few kinds.
    private func report() -> Report {
        func evidence(_ role: String, _ path: String, _ component: String?, _ message: String = "here")
            -> Report.Evidence
        {
            Report.Evidence(
                role: role, path: path, line: 1, endLine: 1, object: "0", symbol: "", message: message,
                component: component, witness: [])
        }
        func control(_ id: String, _ cells: [(String, String)], _ evidence: [Report.Evidence]) -> Report.Control {
            Report.Control(
                id: id, area: "resilience", title: id, severity: "high", state: cells[0].1, required: "wired",
                tested: nil, cells: cells.map { .init(component: $0.0, state: $0.1, tested: nil, reason: nil) },
                evidence: evidence, gap: nil)
        }
        let controls = [
            control(
                "breaker", [("api", "defined"), ("worker", "missing")], [evidence("definition", "breaker.go", "api")]),
            control(
                "secrets", [("api", "partial")],
                [
                    evidence("counter", "a.go", "api"), evidence("counter", "b.go", "api"),
                    evidence("wiring", "c.go", "api"),
                ]),
            control("slo", [("(repository)", "missing")], []),
            control("many", [("api", "partial")], [evidence("counter", "d.go", "api", "a call (and 3 more)")]),
            control("tracing", [("api", "unknown")], []),
        ]
        let gaps = controls.flatMap { control in
            control.cells.filter { $0.state != "unknown" }.map { cell in
                Report.Gap(
                    fingerprint: GapFingerprint.of(control: control.id, component: cell.component),
                    control: control.id, component: cell.component, state: cell.state, required: "wired",
                    severity: "high", title: control.id, why: "", remedy: "", acceptance: [], files: [])
            }
        }
        return Report(
            tool: .init(name: "gapmatrix", version: "1"),
            repository: .init(path: ".", commit: nil, committedAt: nil, branch: nil), analyzers: [],
            components: [
                .init(id: "api", kind: "go-main", path: "main.go"),
                .init(id: "worker", kind: "go-main", path: "worker.go"),
            ],
            controls: controls, gaps: gaps,
            summary: .init(score: 50, byArea: [:], bySeverity: ["high": gaps.count], byState: [:]), diagnostics: [])
    }

    private func applied(_ rules: [WaiverRule], _ baseline: Baseline? = nil, today: String = "2026-06-01") -> Report {
        Acceptance(rules: rules, baseline: baseline, today: Day(today)!).applied(to: report())
    }

    private func waived(_ report: Report) -> [String] {
        report.gaps.filter { $0.waived != nil }.map { "\($0.control)@\($0.component)" }
    }

    private func rule(
        _ control: String, component: String? = nil, fingerprint: String? = nil, until: String? = nil,
        path: String = ".gapmatrix.yml", isComment: Bool = false
    ) -> WaiverRule {
        WaiverRule(
            control: control, component: component, fingerprint: fingerprint, reason: "because", owner: "edge",
            until: until.flatMap(Day.init(_:)), path: path, line: 7, isComment: isComment)
    }

    @Test("Nothing accepted, nothing changed")
    func none() {
        #expect(applied([]) == report())
    }

    @Test("A waiver of the file: by control, component, wildcard and fingerprint")
    func ofFile() {
        #expect(waived(applied([rule("breaker")])) == ["breaker@api", "breaker@worker"])
        #expect(waived(applied([rule("breaker", component: "api")])) == ["breaker@api"])
        #expect(waived(applied([rule("breaker", component: "wor*")])) == ["breaker@worker"])
        let fingerprint = String(GapFingerprint.of(control: "breaker", component: "worker").prefix(10))
        #expect(waived(applied([rule("breaker", fingerprint: fingerprint)])) == ["breaker@worker"])
        #expect(waived(applied([rule("slo", component: "(repository)")])) == ["slo@(repository)"])
    }

    @Test("Waived gaps stay, are counted apart, and leave states and score as they are")
    func counted() {
        let result = applied([rule("breaker")])
        let plain = report()
        #expect(result.gaps.count == plain.gaps.count)
        #expect(result.summary.waived == 2)
        #expect(result.summary.bySeverity["high"] == plain.gaps.count - 2)
        #expect(result.summary.score == plain.summary.score && result.controls == plain.controls)
        #expect(
            result.gaps.first?.waived
                == Report.Waiver(
                    reason: "because", owner: "edge", until: nil, path: ".gapmatrix.yml", line: 7))
        #expect(result.hasGap(atOrAbove: "high"))
        let all = applied(["breaker", "secrets", "slo", "many"].map { rule($0) })
        #expect(!all.hasGap(atOrAbove: "low"))
    }

    @Test(
        "The last day counts, the next one does not; what ended is told",
        arguments: [
            ("2026-06-01", true), ("2026-06-02", true), ("2026-05-31", false), ("2020-01-01", false),
        ])
    func expiry(until: String, counts: Bool) {
        let result = applied([rule("slo", until: until)])
        #expect(waived(result).isEmpty != counts)
        #expect(result.diagnostics.contains { $0.message.contains("ended on \(until)") } != counts)
        #expect(result.configuration?.waivers.expired == (counts ? 0 : 1))
    }

    @Test("One that ended does not stand in the way of another")
    func succession() {
        let result = applied([rule("slo", until: "2026-01-01"), rule("slo", until: "2026-12-31")])
        #expect(result.gaps.first { $0.control == "slo" }?.waived?.until == "2026-12-31")
        #expect(result.configuration?.waivers.used == 1)
        #expect(result.configuration?.waivers.expired == 1)
    }

    @Test("One of a control that is switched off is told why it waives nothing")
    func off() {
        var plain = report()
        plain.configuration = .init(file: "c.yml")
        plain.configuration?.controlsOff = [.init(control: "sbom", reason: "Not shipped.", by: "c.yml:3")]
        let result = Acceptance(rules: [rule("sbom")], baseline: nil, today: Day("2026-06-01")!).applied(to: plain)
        #expect(
            result.diagnostics.map(\.message)
                == ["the waiver of sbom is of no use: the control is switched off (c.yml:3)"])
    }

    @Test("A first configuration counts as code what is none of what starts it")
    func guess() {
        var plain = report()
        plain.components = ["go-main", "kubernetes-workload", "helm-workload", "compose-service", "image"].map {
            .init(id: $0, kind: $0, path: "a")
        }
        #expect(FirstSettings.text(plain, values: []).contains("# A guess: 1 of 5 components are code that runs.\n"))
    }

    @Test("What waives nothing is told, with its place")
    func unused() {
        let result = applied([rule("tracing"), rule("breaker", component: "nobody")])
        #expect(waived(result).isEmpty && result.configuration?.waivers.unused == 2)
        #expect(result.diagnostics.map(\.message).allSatisfy { $0.contains("is of no use") })
        #expect(result.diagnostics.allSatisfy { $0.path == ".gapmatrix.yml" && $0.line == 7 && $0.isOfConfiguration })
    }

    private static let speaking: [(String, [String], [String])] = [
        ("breaker", ["breaker.go"], ["breaker@api"]),
        // The file where a component begins.
        ("breaker", ["main.go"], ["breaker@api"]), ("breaker", ["worker.go"], ["breaker@worker"]),
        ("breaker", ["other.go"], []),
        // Every file with counter-evidence needs its own.
        ("secrets", ["a.go"], []), ("secrets", ["a.go", "b.go"], ["secrets@api"]), ("secrets", ["main.go"], []),
        ("secrets", ["c.go"], []),
        // Nobody knows what the report leaves out.
        ("many", ["d.go"], []), ("slo", ["main.go"], []),
    ]

    @Test("A comment speaks for what rests on its file", arguments: AcceptanceTests.speaking)
    func comments(control: String, files: [String], expected: [String]) {
        let result = applied(files.map { rule(control, path: $0, isComment: true) })
        #expect(waived(result) == expected)
        if expected.isEmpty { #expect(result.diagnostics.count == files.count) }
    }

    @Test("A baseline: known, worse, new and closed")
    func baseline() throws {
        let then = report()
        let entries = Baseline(then, path: "b.json")
        #expect(entries.entries.count == then.gaps.count)
        let all = applied([], entries)
        #expect(all.gaps.allSatisfy { $0.inBaseline == true } && all.summary.inBaseline == then.gaps.count)
        #expect(!all.hasGap(atOrAbove: "low"))
        #expect(all.configuration?.baseline?.known == then.gaps.count)

        let text = try entries.text().replacing("\"state\":\"missing\"", with: "\"state\":\"declared\"")
        let better = try Baseline(reading: Array(text.utf8), path: "b.json")
        let worse = applied([], better)
        #expect(worse.gaps.filter { $0.inBaseline != true }.map(\.control) == ["breaker", "slo"])
        #expect(worse.configuration?.baseline?.worse == 2)

        let old =
            #"{"schema": "gapmatrix/baseline/1", "gaps": ["#
            + #"{"control": "gone", "component": "api", "state": "missing", "fingerprint": "0000000000000000"},"#
            + #"{"control": "tracing", "component": "api", "state": "missing", "fingerprint": "1111111111111111"}]}"#
        let closed = applied([], try Baseline(reading: Array(old.utf8), path: "b.json"))
        // What cannot be judged now is not closed.
        #expect(closed.configuration?.baseline?.closed == [.init(control: "gone", component: "api")])
        #expect(closed.gaps.allSatisfy { $0.inBaseline == nil })
    }

    @Test("A baseline is the same after it was read, one line a gap, without what is waived")
    func baselineText() throws {
        let waivedReport = applied([rule("slo")])
        let baseline = Baseline(waivedReport, path: "b.json")
        #expect(!baseline.entries.contains { $0.control == "slo" })
        let text = try baseline.text()
        #expect(text.split(separator: "\n").count == baseline.entries.count + 5)
        #expect(try Baseline(reading: Array(text.utf8), path: "b.json") == baseline)
    }

    @Test(
        "What is no baseline",
        arguments: [
            "", "[]", "{}", #"{"schema": "other/1", "gaps": []}"#, #"{"schema": "gapmatrix/baseline/1", "gaps": [{}]}"#,
            String(repeating: "[", count: 100_000),
        ])
    func wrongBaseline(text: String) {
        #expect(throws: ModelError.self) { try Baseline(reading: Array(text.utf8), path: "b.json") }
    }
}
