internal import Controls
internal import Reporting

/// Gaps and cells that could not be judged, as results.
struct SarifResults {
    let index: GapIndex
    let rules: [String: Int]
    /// Whether a baseline was in use: then every result has to say how it stands to it.
    private let hasBaseline: Bool

    /// The fingerprint of a gap, and the version of how it is made: of the control's id and the component's.
    static let fingerprint = "gapmatrix/v1"

    /// More would say the same again.
    private static let evidenceLimit = 10

    init(index: GapIndex, rules: [String: Int]) {
        self.index = index
        self.rules = rules
        hasBaseline = index.report.gaps.contains { $0.inBaseline == true }
    }

    func gap(_ gap: Report.Gap, _ places: inout SarifPlaces) -> Sarif.Result? {
        guard let rule = rules[gap.control] else { return nil }
        let evidence = index.evidence(of: gap, limit: Self.evidenceLimit)
        var text = "\(gap.sentence). \(gap.why)"
        if let first = evidence.first { text += " Here: \(first.message)." }
        text += " To do: \(gap.remedy)"
        let related = evidence.dropFirst().enumerated().map { number, item in
            places.location(
                item.path, line: item.line, endLine: item.endLine, symbol: item.symbol, message: item.message,
                id: number + 1)
        }
        let flows = evidence.filter { $0.witness.count > 1 }.map { flow($0, &places) }
        return Sarif.Result(
            ruleId: gap.control, ruleIndex: rule, kind: "fail", level: SarifRules.level(gap.severity),
            message: places.message(text), locations: [primary(gap, evidence.first, &places)],
            relatedLocations: related.isEmpty ? nil : related, codeFlows: flows.isEmpty ? nil : flows,
            partialFingerprints: [Self.fingerprint: gap.fingerprint],
            suppressions: gap.waived.map { [suppression($0, &places)] } ?? [],
            baselineState: hasBaseline ? (gap.inBaseline == true ? "unchanged" : "new") : nil,
            properties: Sarif.Properties(
                area: index.area(of: gap), severity: gap.severity, component: gap.component, state: gap.state,
                required: gap.required, remedy: gap.remedy, acceptance: gap.acceptance,
                waivedUntil: gap.waived?.until))
    }

    func unknown(_ control: Report.Control, _ cell: Report.Cell, _ places: inout SarifPlaces) -> Sarif.Result? {
        guard let rule = rules[control.id] else { return nil }
        let place = index.place(control.id, cell.component, state: cell.state)
        let name = cell.component == "(repository)" ? "" : " in \(cell.component)"
        return Sarif.Result(
            ruleId: control.id, ruleIndex: rule, kind: "open", level: "none",
            message: places.message(
                "\(control.id) could not be judged\(name): \(cell.reason ?? "no reason given")."),
            locations: [place.map { places.location($0.path, line: $0.line, endLine: $0.endLine) } ?? places.root()],
            partialFingerprints: [Self.fingerprint: GapFingerprint.of(control: control.id, component: cell.component)],
            suppressions: [],
            // A baseline knows gaps only. The standard wants the property on all results or none; of what could not be
            // judged nothing new is claimed.
            baselineState: hasBaseline ? "unchanged" : nil,
            properties: Sarif.Properties(
                area: control.area, severity: control.severity, component: cell.component, state: cell.state,
                required: control.required))
    }

    private func primary(
        _ gap: Report.Gap, _ item: Report.Evidence?, _ places: inout SarifPlaces
    ) -> Sarif.Location {
        if let item {
            return places.location(item.path, line: item.line, endLine: item.endLine, symbol: item.symbol)
        }
        return index.place(of: gap).map { places.location($0.path, line: $0.line, endLine: $0.endLine) }
            ?? places.root()
    }

    /// The path from a root of production, a pipeline or a test to the evidence: one thread, a location for each step, the evidence last.
    private func flow(_ item: Report.Evidence, _ places: inout SarifPlaces) -> Sarif.CodeFlow {
        var steps = item.witness.map { step in
            let note = step.guess ? "reached by dispatch on the name" : "goes on here"
            return Sarif.FlowLocation(
                location: places.location(
                    step.path, line: step.line, endLine: nil, symbol: step.symbol, message: "\(step.symbol): \(note)"),
                importance: "important")
        }
        steps.append(
            Sarif.FlowLocation(
                location: places.location(
                    item.path, line: item.line, endLine: item.endLine, symbol: item.symbol, message: item.message),
                importance: "essential"))
        return Sarif.CodeFlow(
            message: places.message("How it is reached from \(item.witness[0].symbol)"),
            threadFlows: [Sarif.ThreadFlow(locations: steps)])
    }

    private func suppression(_ waiver: Report.Waiver, _ places: inout SarifPlaces) -> Sarif.Suppression {
        Sarif.Suppression(
            kind: waiver.source == "comment" ? "inSource" : "external", justification: waiver.sentence,
            location: places.location(waiver.path, line: waiver.line, endLine: nil))
    }
}
