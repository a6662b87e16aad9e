internal import Foundation
internal import History
internal import Reporting

/// Makes the values of a model. Text of the repository goes in as ``SafeText``, words of ours as strings.
struct ModelBuilder {
    let report: Report
    let history: History?
    let name: String
    private let markup: Markup
    private let budget: Budget
    /// Gaps by control, in the report's order.
    let gaps: [String: [Report.Gap]]
    /// Gaps of a history that are open, by fingerprint.
    let lives: [String: GapLife]
    private let wiresOf: [String: [Report.BrokenWire]]
    let words: StateWords
    /// Where something speaks against a control.
    let against: Set<Place>

    struct Place: Hashable {
        let control: String
        let path: String
    }

    init(_ model: Model, markup: Markup, budget: Budget) {
        report = model.report
        history = model.history
        name = model.name
        words = model.words
        against = Set(
            report.controls.flatMap { control in
                control.evidence.filter(\.isAgainst).map { Place(control: control.id, path: $0.path) }
            })
        self.markup = markup
        self.budget = budget
        gaps = Dictionary(grouping: report.gaps, by: \.control)
        let open = (history?.gaps ?? []).filter { $0.kind == .cell && $0.isStillOpen }
        lives = Dictionary(open.map { ($0.fingerprint, $0) }) { first, _ in first }
        var wires: [String: [Report.BrokenWire]] = [:]
        for wire in report.brokenWires { for control in wire.controls { wires[control, default: []].append(wire) } }
        wiresOf = wires
    }

    var values: [String: Any] {
        let controls = report.controls.map(control)
        let byID = Dictionary(zip(report.controls.map(\.id), controls)) { first, _ in first }
        let byArea = Dictionary(grouping: zip(report.controls, controls), by: \.0.area)
        let items = items(report.controls)
        let areas = areas(byArea, items)
        var values: [String: Any] = [
            "model": Model.version,
            "tool": Fields("tool", ["name": word(report.tool.name), "version": word(report.tool.version)]),
            "repository": repository, "counts": counts, "legend": Ladder.legend,
            "controls": list(controls), "areas": list(areas), "priorities": list(byPriority(areas)),
            "components": list(components(items)), "severities": list(severities(items)),
            "items": list(items.map(\.fields)), "known": list(report.gaps.filter(\.isKnown).map(gap)),
            "waived": list(report.gaps.filter { $0.waived != nil }.map(gap)),
            "questions": list(questions(of: report.controls)),
            "wires": list(report.brokenWires.map(wire)), "gate": gate(byID),
            "roadmap": roadmap(byID), "stages": list(stages(byID)),
            "risks": list(items.filter { Need(severity: $0.control.severity) == .mandatory }.map(\.fields)),
            "files": list(files(items)), "newfiles": list(items.filter { $0.files.isEmpty }.map(\.fields)),
            "analyzers": list(report.analyzers.filter { $0.files > 0 || $0.status != "ok" }.map(analyzer)),
            "unread": list(
                report.diagnostics.filter { $0.severity != "info" && !$0.isOfConfiguration }.map(diagnostic)),
            "inforce": texts(AcceptedText.lines(report)),
            "warnings": list(report.diagnostics.filter(\.isOfConfiguration).map(diagnostic)),
        ]
        values["scored"] = report.summary.score != nil
        if let score = report.summary.score { values["score"] = score }
        if let history { values["history"] = fields(of: history) }
        return values
    }

    // MARK: Kinds of values

    func text(_ value: String?) -> SafeText? {
        value.flatMap { $0.isEmpty ? nil : SafeText(raw: $0, markup: markup) }
    }

    /// A word of ours, which templates may compare; what does not look like one is text.
    func word(_ value: String) -> Any {
        let isPlain = value.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
                UInt8(ascii: "/"), UInt8(ascii: "."):
                true
            default: false
            }
        }
        return isPlain ? value : SafeText(raw: value, markup: markup)
    }

    func list(_ elements: [Any]) -> List { List(elements: elements, budget: budget) }

    func texts(_ values: [String]) -> List { list(values.map { SafeText(raw: $0, markup: markup) }) }

    func place(_ path: String, _ line: Int) -> SafeText? { text("\(path):\(line)") }

    func wires(of control: String) -> [Report.BrokenWire] { wiresOf[control] ?? [] }

    /// A component's name; nil where the repository as a whole is meant.
    func component(named id: String) -> SafeText? { id == "(repository)" || id.isEmpty ? nil : text(id) }

    /// Points of the score, with one digit behind the point: `0.8`.
    func points(_ value: Double) -> Double { (value * 10).rounded() / 10 + 0 }
}

extension Report.Gap {
    /// Neither waived nor known to the baseline.
    var isOpen: Bool { waived == nil && inBaseline != true }
    /// Known to the baseline, and not waived.
    var isKnown: Bool { waived == nil && inBaseline == true }
}

/// What a severity asks for.
enum Need: String, CaseIterable {
    case mandatory, recommended, optional

    init(severity: String) {
        switch severity {
        case "blocker", "high": self = .mandatory
        case "medium": self = .recommended
        default: self = .optional
        }
    }
}
