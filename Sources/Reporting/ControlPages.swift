internal import AnalyzerProtocol
package import Controls

/// The catalogue for a terminal: what `gapmatrix controls` prints.
package enum ControlPages {
    /// One line a control, by area: its severity, its title and the analyzers that can judge it.
    package static func list(_ controls: [Control]) -> String {
        let width = controls.map(\.id.count).max() ?? 0
        var text = ""
        var area = ""
        for control in controls {
            if control.area != area {
                area = control.area
                text += (text.isEmpty ? "" : "\n") + area + "\n"
            }
            text += "  " + TerminalOutput.padded(control.id, width + 2)
            text += TerminalOutput.padded(control.severity.rawValue, 9) + control.title
            text += "  [" + control.judgedBy.joined(separator: ", ") + "]\n"
        }
        return text
    }

    /// Everything a control's file says, in words.
    package static func page(_ control: Control) -> String {
        var lines = ["\(control.id)  (\(control.area), \(control.severity.rawValue))", "", control.title + ".", ""]
        if let why = control.why { lines += ["Why: " + why, ""] }
        lines.append("Applies when: " + control.appliesWhen.words)
        lines.append("Required: \(control.required.rawValue), for " + audience(control))
        lines.append("Judged by: " + control.judgedBy.joined(separator: ", "))
        lines += ["", "States"]
        for state in State.ladder.reversed() {
            guard let rule = control.states[state] else { continue }
            lines.append("  " + TerminalOutput.padded(state.rawValue, 10) + rule.words)
        }
        if let absence = control.absenceIs {
            lines.append("  Where nothing of this is found the state is \(absence.rawValue).")
        }
        if !control.counterEvidence.isEmpty {
            lines += ["", "Counter-evidence"]
            lines += control.counterEvidence.map { "  \($0.words) At most \($0.caps.rawValue)." }
        }
        lines += ["", "To do: " + control.remedy]
        lines += ["Done when"] + control.acceptance.map { "  " + $0 }
        if !control.references.isEmpty { lines += ["", "References"] + control.references.map { "  " + $0 } }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func audience(_ control: Control) -> String {
        let root = control.root == .production ? "" : ", reached by \(control.root.rawValue) roots"
        return (control.scope == .repository ? "the repository as a whole" : "each component") + root
    }
}
