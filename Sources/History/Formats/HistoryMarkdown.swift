internal import Reporting

/// A history as GitHub-flavoured Markdown: what was completed, what is open and since when, and every change.
package enum HistoryMarkdown {
    package static func render(_ history: History) -> String {
        var lines = ["# History of the gaps of \(Escaping.markdown(history.repository.path))", ""]
        let tip = history.repository.commit.map { Escaping.code(String($0.prefix(12))) } ?? ""
        lines.append("\(history.commits) commits up to \(tip), judged by gapmatrix \(history.tool.version).")
        if let baseline = history.baseline {
            lines.append(
                "It begins after \(Escaping.code(baseline.shortID)) of \(baseline.day); what was so then is no change.")
        }
        if history.isCut { lines.append("Earlier commits are not in this clone.") }
        if let first = history.scores.first, let last = history.scores.last {
            lines.append("The score went from **\(first)** to **\(last)**.")
        }
        completed(history, &lines)
        open(history, &lines)
        changes(history, &lines)
        return lines.joined(separator: "\n") + "\n"
    }

    private static func completed(_ history: History, _ lines: inout [String]) {
        lines += ["", "## Completed", ""]
        let closed = history.gaps.filter { $0.status == .closed }.sorted {
            ($1.closed?.seconds ?? 0, $0.fingerprint) < ($0.closed?.seconds ?? 0, $1.fingerprint)
        }
        guard !closed.isEmpty else {
            lines.append("No gap was closed.")
            return
        }
        lines += ["| gap | severity | commit | date | author | open for |", "|---|---|---|---|---|---|"]
        for gap in closed {
            guard let commit = gap.closed else { continue }
            let days = gap.ageDays.map { "\($0) days" } ?? "longer than this history"
            lines.append(
                "| "
                    + [
                        name(gap), gap.severity, Escaping.code(commit.shortID), commit.day,
                        Escaping.markdown(commit.author), days,
                    ].joined(separator: " | ") + " |")
        }
    }

    private static func open(_ history: History, _ lines: inout [String]) {
        let open = history.gaps.filter(\.isStillOpen)
        lines += ["", "## Open", ""]
        guard !open.isEmpty else {
            lines.append("No gap is open.")
            return
        }
        lines += ["| gap | severity | state | since | by | open for |", "|---|---|---|---|---|---|"]
        for gap in open {
            let since = gap.opened.map { "\(Escaping.code($0.shortID)) \($0.day)" } ?? "before this history"
            lines.append(
                "| "
                    + [
                        name(gap), gap.severity,
                        gap.status == .unjudged ? "\(gap.state), cannot be judged now" : gap.state, since,
                        Escaping.markdown(gap.opened?.author ?? ""), gap.ageDays.map { "\($0) days" } ?? "",
                    ].joined(separator: " | ") + " |")
        }
    }

    private static func changes(_ history: History, _ lines: inout [String]) {
        lines += ["", "## Changes", ""]
        guard !history.transitions.isEmpty else {
            lines.append("No state changed.")
            return
        }
        lines += [
            "| commit | date | author | control | component | from | to | file |", "|---|---|---|---|---|---|---|---|",
        ]
        for row in history.transitions.reversed() {
            lines.append(
                "| "
                    + [
                        Escaping.code(String(row.commit.prefix(8))), String(row.committedAt.prefix(10)),
                        Escaping.markdown(row.author), row.control, Escaping.code(row.component),
                        row.from ?? "no such component",
                        row.to ?? "component gone", row.cause.map(Escaping.code) ?? "",
                    ].joined(separator: " | ") + " |")
        }
    }

    private static func name(_ gap: GapLife) -> String {
        let component =
            ComponentName.shown(gap.component).map { " of " + Escaping.code($0) } ?? ""
        let what = gap.message.map { ": " + Escaping.markdown($0) } ?? ""
        return gap.control + component + what
    }
}
