package import Controls
package import Wiring

extension Report {
    /// The report of a judgement, with what it was made from.
    package init(
        tool: Tool, repository: Repository, analyzers: [AnalyzerStatus], judgement: Judgement, wires: [Wire] = [],
        diagnostics: [Diagnostic]
    ) {
        let controls = judgement.controls.map(Control.init)
        self.init(
            tool: tool, repository: repository,
            analyzers: analyzers.map(Analyzer.init),
            components: judgement.components.map {
                Component(
                    id: $0.id, kind: $0.kind, path: $0.path, workloads: $0.workloads.isEmpty ? nil : $0.workloads)
            },
            controls: controls,
            gaps: judgement.gaps.map(Gap.init),
            brokenWires: Self.brokenWires(wires, controls: controls),
            summary: Summary(judgement.summary),
            diagnostics: diagnostics)
    }
}

extension Report.Analyzer {
    init(_ status: AnalyzerStatus) {
        self.init(
            name: status.name, version: status.version, status: status.status.rawValue, files: status.files,
            failures: status.failures, message: status.message)
    }
}

extension Report.Control {
    init(_ result: ControlResult) {
        self.init(
            id: result.control.id, area: result.control.area, title: result.control.title,
            severity: result.control.severity.rawValue, state: result.state.rawValue,
            required: result.required.rawValue,
            tested: result.tested,
            cells: result.cells.map {
                Report.Cell(component: $0.component, state: $0.state.rawValue, tested: $0.tested, reason: $0.reason)
            },
            evidence: result.evidence.map(Report.Evidence.init), gap: result.gap, gain: result.gain,
            countsAs: result.counted == result.state ? nil : result.counted.rawValue)
    }
}

extension Report.Evidence {
    init(_ evidence: Evidence) {
        self.init(
            role: evidence.role.rawValue, path: evidence.path, line: evidence.line, endLine: evidence.endLine,
            object: evidence.object, symbol: evidence.symbol, message: evidence.message, component: evidence.component,
            witness: evidence.witness.map {
                Report.Step(symbol: $0.symbol, path: $0.path, line: $0.line, guess: $0.guess)
            })
    }
}

extension Report.Gap {
    init(_ gap: Gap) {
        self.init(
            fingerprint: gap.fingerprint, control: gap.control, component: gap.component, state: gap.state.rawValue,
            required: gap.required.rawValue, severity: gap.severity.rawValue, title: gap.title, why: gap.why,
            remedy: gap.remedy, acceptance: gap.acceptance, files: gap.files, gain: gap.gain)
    }
}

extension Report.Summary {
    init(_ summary: Summary) {
        self.init(
            score: summary.score,
            byArea: summary.byArea.mapValues {
                Report.Area(
                    score: $0.score, judged: $0.judged, unknown: $0.unknown, notApplicable: $0.notApplicable,
                    weight: $0.weight)
            },
            bySeverity: Dictionary(uniqueKeysWithValues: summary.bySeverity.map { ($0.key.rawValue, $0.value) }),
            byState: Dictionary(uniqueKeysWithValues: summary.byState.map { ($0.key.rawValue, $0.value) }))
    }
}
