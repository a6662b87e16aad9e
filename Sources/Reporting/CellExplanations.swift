internal import Controls

/// Why each cell is in its state: the rule, what shows it, and what was looked for and not found.
struct CellExplanations {
    private let catalogue: [String: Control]
    private let letters: [String: String]

    /// More of one cell would say the same again.
    private static let evidenceLimit = 6

    init(_ controls: [Control], _ report: Report) {
        catalogue = Dictionary(controls.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        letters =
            report.components.count > 1
            ? Dictionary(
                report.components.enumerated().map { ($1.id, TerminalReporter.letter($0)) },
                uniquingKeysWith: { first, _ in first })
            : [:]
    }

    /// The lines under a control's row; cells with the same reasons are explained once.
    func write(_ control: Report.Control, _ reporter: TerminalReporter, _ out: inout TerminalOutput) {
        var own: [String?: [Report.Evidence]] = [:]
        for item in control.evidence { own[item.component, default: []].append(item) }
        struct Reasons: Hashable {
            let state: String
            let reason: String?
            let places: [String]
        }
        var order: [Reasons] = []
        var groups: [Reasons: (cell: Report.Cell, evidence: [Report.Evidence], names: [String])] = [:]
        for cell in control.cells {
            let evidence = Self.matters(cell.state) ? (own[cell.component] ?? []) + (own[nil] ?? []) : []
            let reasons = Reasons(
                state: cell.state, reason: cell.reason,
                places: evidence.map { "\($0.role)\u{0}\($0.path)\u{0}\($0.line)\u{0}\($0.message)" })
            if groups[reasons] == nil {
                order.append(reasons)
                groups[reasons] = (cell, evidence, [])
            }
            groups[reasons]?.names.append(letters[cell.component] ?? Escaping.line(cell.component))
        }
        for group in order.compactMap({ groups[$0] }) {
            out.flow(
                [
                    .init(group.names.joined(separator: ", ") + ":"),
                    .init("\(Ladder.mark(group.cell.state)) \(group.cell.state)", .state(group.cell.state)),
                ], indent: 6, hanging: 8)
            for line in rules(control, group.cell, group.evidence) {
                out.flow([.init(line, .dim)], indent: 10, hanging: 12)
            }
            // What speaks against a state explains it better than what speaks for it.
            let evidence = group.evidence.filter(\.isAgainst) + group.evidence.filter { !$0.isAgainst }
            for item in evidence.prefix(Self.evidenceLimit) {
                let role = TerminalOutput.padded(item.isAgainst ? "against" : item.isNeed ? "needed" : item.role, 11)
                reporter.evidence(item, label: [.init(role, .dim, isWhole: true)], indent: 10, &out)
            }
            let more = group.evidence.count - Self.evidenceLimit
            if more > 0 {
                out.wrapped("and \(more) more pieces of evidence; --format json lists all", indent: 10, dim: true)
            }
        }
    }

    /// What does not apply or is not known has a reason instead of evidence.
    private static func matters(_ state: String) -> Bool { state != "n/a" && state != "unknown" }

    private func rules(_ control: Report.Control, _ cell: Report.Cell, _ evidence: [Report.Evidence]) -> [String] {
        let entry = catalogue[control.id]
        let need = entry?.appliesWhen.words
        switch cell.state {
        case "n/a":
            if let reason = cell.reason { return [reason] }
            return [need.map { "needed only when: " + $0 } ?? "it does not apply here"]
        case "unknown":
            return [cell.reason ?? "no reason given"]
        default:
            break
        }
        var lines: [String] = []
        if let need { lines.append("needed because: " + need) }
        guard let entry, let state = State(rawValue: cell.state) else { return lines }
        let against = evidence.filter(\.isAgainst)
        let weakening = StateWords.weakening(entry, by: against)
        lines += weakening.map { "against it: \($0.words) So at most \($0.caps.rawValue)." }
        if weakening.isEmpty {
            if let rule = entry.states[state] {
                lines.append("\(cell.state): " + rule.words)
            } else if !against.isEmpty {
                lines.append("\(cell.state): not in all of the places that need it")
            }
        }
        guard let required = State(rawValue: control.required), state < required else { return lines }
        // Of what is missing, everything that would have counted was looked for.
        let asked = state == .missing && weakening.isEmpty ? State.ladder.filter { $0 <= required } : [required]
        for next in asked {
            guard let rule = entry.states[next] else { continue }
            lines.append(
                (asked.count > 1 ? "not found, for \(next.rawValue): " : "\(next.rawValue) asks: ") + rule.words)
        }
        return lines
    }
}
