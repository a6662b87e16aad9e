internal import Reporting

extension History {
    /// The gaps that a user means by a fingerprint or its beginning, a control, or `control@component`.
    package func gaps(named name: String) -> [GapLife] {
        let parts = name.split(separator: "@", maxSplits: 1).map(String.init)
        let exact = gaps.filter { gap in
            gap.fingerprint == name || gap.control == name
                || parts.count == 2 && gap.control == parts[0]
                    && (gap.component == parts[1] || gap.formerComponents.contains(parts[1]))
        }
        guard exact.isEmpty, name.count >= 4 else { return exact }
        return gaps.filter { $0.fingerprint.hasPrefix(name) }
    }
}

/// The lives of some gaps for a terminal.
package enum GapLives {
    package static func terminal(_ gaps: [GapLife], color: Bool, width: Int) -> String {
        var out = TerminalOutput(color: color, width: max(60, width))
        for (index, gap) in gaps.enumerated() {
            if index > 0 { out.blank() }
            let component =
                ComponentName.shown(gap.component).map { "  " + Escaping.line($0) } ?? ""
            out.line(
                out.bold(gap.control) + component + "  " + out.paint(gap.severity, severity: gap.severity)
                    + out.dim("  \(gap.fingerprint)"))
            out.wrapped(Escaping.line(gap.message ?? gap.title), indent: 2, dim: true)
            if let place = gap.place { out.line("  at " + Escaping.line(place)) }
            if gap.opened == nil { out.line("  open before the first commit of this history") }
            for event in gap.events {
                let states = [event.from, event.to].compactMap { $0.map(Escaping.line) }.joined(separator: " → ")
                out.line(
                    "  \(TerminalOutput.padded(event.kind.rawValue, 9)) " + out.cyan(event.commit.shortID)
                        + " \(event.commit.day) \(Escaping.line(event.commit.author)): \(Escaping.line(event.commit.subject))"
                )
                let cause = event.cause.map { "  " + Escaping.line($0) } ?? ""
                if !states.isEmpty || !cause.isEmpty { out.line(out.dim("            \(states)\(cause)")) }
            }
            let age = gap.ageDays.map { " after \($0) days" } ?? ""
            switch gap.status {
            case .open:
                out.line(
                    "  open" + (gap.ageDays.map { " for \($0) days" } ?? "") + ", state "
                        + out.paint(gap.state, state: gap.state))
            case .unjudged: out.line("  cannot be judged at the last commit; it was open before")
            case .closed: out.line("  closed" + age)
            case .removed: out.line("  gone with its component" + age)
            }
        }
        return out.text
    }
}
