/// A report arranged for a human reader: what the terminal and Markdown formats share.
package struct Digest {
    package let report: Report
    /// Areas with at least one control that could be judged and applies, with those controls in the catalogue's order.
    package let areas: [(name: String, controls: [Report.Control])]
    /// Unknown controls grouped by their reason, most frequent first.
    package let unjudged: [(reason: String, controls: [String])]
    /// Controls that apply to nothing here.
    package let notApplicable: [String]

    package init(_ report: Report) {
        self.report = report
        let shown = report.controls.filter { control in
            control.cells.contains { $0.state != "n/a" && $0.state != "unknown" }
        }
        areas = Dictionary(grouping: shown, by: \.area)
            .sorted { (Ladder.rank(area: $0.key), $0.key) < (Ladder.rank(area: $1.key), $1.key) }
            .map { ($0.key, $0.value) }
        var reasons: [String: [String]] = [:]
        for control in report.controls {
            let unknown = Set(control.cells.filter { $0.state == "unknown" }.map { $0.reason ?? "no reason given" })
            for reason in unknown { reasons[reason, default: []].append(control.id) }
        }
        unjudged = reasons.map { ($0.key, $0.value.sorted()) }
            .sorted { ($1.controls.count, $0.reason) < ($0.controls.count, $1.reason) }
        notApplicable = report.controls.filter { $0.state == "n/a" }.map(\.id).sorted()
    }

    /// The same without gaps that are waived or in the baseline.
    package var open: Digest {
        guard report.gaps.contains(where: { $0.status != "open" }) else { return self }
        var report = report
        report.gaps.removeAll { $0.status != "open" }
        return Digest(report)
    }

    /// A gap with what proves it: the evidence of its control that speaks of its component or of none.
    package func evidence(of gap: Report.Gap, limit: Int) -> [Report.Evidence] {
        guard let control = report.controls.first(where: { $0.id == gap.control }) else { return [] }
        let own = control.evidence.filter { $0.component == nil || $0.component == gap.component }
        // What weakens or is not wired explains a gap better than what works.
        let order = ["definition": 0, "counter": 1, "declaration": 2, "wiring": 3, "test": 4]
        return Array(
            own.enumerated()
                .sorted { (order[$0.element.role] ?? 9, $0.offset) < (order[$1.element.role] ?? 9, $1.offset) }
                .map(\.element).prefix(limit))
    }

    /// Gaps that somebody waived.
    package var waivedGaps: [(gap: Report.Gap, waiver: Report.Waiver)] {
        report.gaps.compactMap { gap in gap.waived.map { (gap, $0) } }
    }

    /// New gaps (neither waived nor known to the baseline) that say the same of several components, shown once: by severity, and of one
    /// severity those that the repository has almost closed first (a wire is missing, not the work), then by what closing them wins, then by
    /// control.
    package var groupedGaps: [(gap: Report.Gap, components: [String])] {
        var order: [String] = []
        var groups: [String: (gap: Report.Gap, components: [String])] = [:]
        for gap in report.gaps where gap.isNew {
            let key = gap.control + "\u{0}" + gap.state
            if groups[key] == nil {
                order.append(key)
                groups[key] = (gap, [])
            }
            groups[key]?.components.append(gap.component)
        }
        let nearness = ["defined": 0, "partial": 1, "declared": 2, "missing": 3]
        let gains = Dictionary(report.controls.map { ($0.id, $0.gain) }, uniquingKeysWith: { first, _ in first })
        return order.compactMap { groups[$0] }.enumerated().sorted { left, right in
            let (one, other) = (left.element.gap, right.element.gap)
            return (
                Ladder.rank(severity: one.severity), nearness[one.state] ?? 4, -(gains[one.control] ?? 0), left.offset
            )
                < (
                    Ladder.rank(severity: other.severity), nearness[other.state] ?? 4, -(gains[other.control] ?? 0),
                    right.offset
                )
        }.map(\.element)
    }

    /// `main (cmd/api/main.go:5) -> Client.Handle -> Client.charge`; a step that rests on dispatch by name is marked `~>`.
    package static func path(_ witness: [Report.Step]) -> String {
        var out = ""
        for (index, step) in witness.enumerated() {
            if index == 0 {
                out = "\(step.symbol) (\(step.path):\(step.line))"
            } else {
                out += (step.guess ? " ~> " : " -> ") + step.symbol
            }
        }
        return out
    }

    /// How many controls count in the score, which says nothing without it.
    package var judged: Int { report.summary.byArea.values.reduce(0) { $0 + $1.judged } }

    package var headline: String {
        var parts: [String] = []
        if let commit = report.repository.commit {
            parts.append(String(commit.prefix(12)))
        } else {
            parts.append("working tree")
        }
        if let branch = report.repository.branch { parts.append(branch) }
        if let date = report.repository.committedAt { parts.append(String(date.prefix(10))) }
        return parts.joined(separator: ", ")
    }
}
