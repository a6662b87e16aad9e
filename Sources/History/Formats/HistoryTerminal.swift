internal import Reporting

/// A history for a terminal: the score over time, what changed newest first, and the gaps that are open longest.
package struct HistoryTerminal {
    private let color: Bool
    private let width: Int
    private let commits: Int

    /// - Parameter commits: how many commits with changes are shown.
    package init(color: Bool, width: Int, commits: Int) {
        self.color = color
        self.width = max(60, width)
        self.commits = commits
    }

    package func render(_ history: History) -> String {
        var out = TerminalOutput(color: color, width: width)
        header(history, &out)
        chart(history, &out)
        transitions(history, &out)
        gaps(history, &out)
        methodComparison(history, &out)
        return out.text
    }

    private func header(_ history: History, _ out: inout TerminalOutput) {
        let tip = history.repository.commit.map { String($0.prefix(12)) } ?? ""
        out.line(
            out.bold("gapmatrix history")
                + "  \(Escaping.line(history.repository.path))  \(tip), \(TerminalOutput.counted(history.commits, "commit"))"
        )
        if let baseline = history.baseline {
            out.line(out.dim("after \(baseline.shortID) of \(baseline.day): what was so then is no change"))
        }
        if history.isCut { out.line(out.dim("earlier commits are not in this clone")) }
    }

    private func chart(_ history: History, _ out: inout TerminalOutput) {
        let scores = history.scores
        guard let first = scores.first, let last = scores.last else { return }
        out.blank()
        let days = (history.states ?? []).map { $0.committedAt.prefix(10) }
        out.line(out.bold("SCORE") + "  \(first) on \(days.first ?? ""), \(last) on \(days.last ?? "")")
        for line in ScoreChart.lines(scores, width: width - 6) { out.line("  " + line) }
    }

    private func transitions(_ history: History, _ out: inout TerminalOutput) {
        out.blank()
        guard !history.transitions.isEmpty || !history.weaknesses.isEmpty else {
            out.line("No state changed.")
            return
        }
        out.line(out.bold("CHANGES") + "  " + out.dim("newest first; " + Ladder.legend))
        var rows: [String: [History.Transition]] = [:], weak: [String: [History.WeaknessTransition]] = [:]
        for row in history.transitions { rows[row.commit, default: []].append(row) }
        for row in history.weaknesses { weak[row.commit, default: []].append(row) }
        let order = (history.states ?? []).map(\.commit).reversed().filter { rows[$0] != nil || weak[$0] != nil }
        for commit in order.prefix(commits) {
            let changes = rows[commit] ?? [], weaknesses = weak[commit] ?? []
            let (author, day, subject) =
                changes.first.map { ($0.author, $0.committedAt, $0.subject) }
                ?? weaknesses.first.map { ($0.author, $0.committedAt, $0.subject) } ?? ("", "", "")
            out.blank()
            out.line(
                out.cyan(String(commit.prefix(8))) + " \(day.prefix(10)) \(Escaping.line(author)): "
                    + out.bold(Escaping.line(subject)))
            components(changes, &out)
            for row in changes where row.from != nil && row.to != nil { change(row, &out) }
            for row in weaknesses { weakness(row, &out) }
        }
        if order.count > commits {
            out.blank()
            out.line(
                out.dim("and \(TerminalOutput.counted(order.count - commits, "earlier commit")); --limit shows more"))
        }
    }

    /// A component that came or went is one line, not one for each control.
    private func components(_ rows: [History.Transition], _ out: inout TerminalOutput) {
        for (rows, word) in [(rows.filter { $0.from == nil }, "new"), (rows.filter { $0.to == nil }, "gone")] {
            for (component, own) in Dictionary(grouping: rows, by: \.component).sorted(by: { $0.key < $1.key }) {
                let wired = own.filter { ($0.to ?? $0.from) == "wired" }.count
                out.line(
                    "  \(Escaping.line(component)) is \(word): "
                        + out.dim("\(wired) of \(TerminalOutput.counted(own.count, "control")) wired"))
            }
        }
    }

    private func change(_ row: History.Transition, _ out: inout TerminalOutput) {
        let (from, to) = (row.from ?? "", row.to ?? "")
        let cause = row.cause.map { out.dim("  " + Escaping.line($0)) } ?? ""
        let component = ComponentName.shown(row.component).map { "  " + Escaping.line($0) } ?? ""
        out.line(
            "  \(row.control)\(component)  \(out.paint(from, state: from)) → "
                + out.paint("\(Ladder.mark(to)) \(to)", state: to) + cause)
        if let proof = (row.evidence.first ?? row.evidenceBefore.first) {
            // Of a state without evidence of its own, that of the state before.
            let when = row.evidence.isEmpty ? "before: " : ""
            out.wrapped(
                "\(when)\(Escaping.line(proof.path)):\(proof.line) \(Escaping.line(proof.message))", indent: 6,
                dim: true)
        }
    }

    private func weakness(_ row: History.WeaknessTransition, _ out: inout TerminalOutput) {
        let place = "\(Escaping.line(row.evidence.path)):\(row.evidence.line)"
        let sign =
            switch row.kind {
            case .opened: out.paint("+ weakness", state: "missing")
            case .closed: out.paint("- weakness", state: "wired")
            case .moved: out.dim("~ moved")
            }
        // Lines that only shifted within a file are no news.
        if row.kind == .moved, row.previous?.path == row.evidence.path { return }
        out.line("  \(sign)  \(row.control)  \(place)")
        out.wrapped(Escaping.line(row.evidence.message), indent: 6, dim: true)
    }

    private func gaps(_ history: History, _ out: inout TerminalOutput) {
        let open = history.gaps.filter(\.isStillOpen)
        let all = history.statistics.all
        out.blank()
        var line = "\(TerminalOutput.counted(open.count, "open gap")), \(all.closed) closed"
        if let days = all.meanDaysToClose { line += ", closed after \(days) days on average" }
        out.line(out.bold("GAPS") + "  " + line)
        let oldest = open.filter { $0.ageDays != nil }.sorted {
            ($1.ageDays ?? 0, Ladder.rank(severity: $0.severity)) < (
                $0.ageDays ?? 0, Ladder.rank(severity: $1.severity)
            )
        }
        for gap in oldest.prefix(10) {
            let component = ComponentName.shown(gap.component).map { "  " + Escaping.line($0) } ?? ""
            out.line(
                "  " + out.paint(gap.severity, severity: gap.severity) + "  \(gap.control)\(component)  "
                    + (gap.place.map { "weakness at " + Escaping.line($0) }
                        ?? out.paint("\(Ladder.mark(gap.state)) \(gap.state)", state: gap.state))
                    + out.dim("  open for \(gap.ageDays ?? 0) days, since \(gap.opened?.shortID ?? "")"))
        }
        if oldest.count > 10 { out.line(out.dim("  and \(oldest.count - 10) more")) }
    }

    private func methodComparison(_ history: History, _ out: inout TerminalOutput) {
        guard let comparison = history.methodComparison else { return }
        out.blank()
        out.line(
            out.bold("METHODS")
                + "  \(TerminalOutput.counted(comparison.rows.count, "difference")) by the rules alone, "
                + out.dim("\(comparison.method.prefix(12)) → \(history.method.prefix(12))"))
        for row in comparison.rows {
            out.line(
                "  \(row.control)  \(Escaping.line(row.component))  \(row.other ?? "no cell") → \(row.this ?? "no cell")  "
                    + out.dim(
                        "\(TerminalOutput.counted(row.commits, "commit")), \(row.first.shortID) to \(row.last.shortID)")
            )
        }
    }
}
