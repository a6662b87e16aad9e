package import Reporting

/// What a team lives with: waivers and a baseline, laid over a report that was judged without them.
///
/// Cells, states and the score stay as they are. Gaps are marked, and counted apart.
package struct Acceptance: Sendable {
    package var rules: [WaiverRule]
    package var baseline: Baseline?
    package var today: Day

    package init(rules: [WaiverRule], baseline: Baseline?, today: Day) {
        self.rules = rules
        self.baseline = baseline
        self.today = today
    }

    package func applied(to report: Report) -> Report {
        guard !rules.isEmpty || baseline != nil else { return report }
        var report = report
        var record = report.configuration ?? Report.InForce()
        waive(&report, &record)
        baseline?.mark(&report, &record)
        report.diagnostics.sort {
            ($0.path ?? "", $0.line ?? 0, $0.message, $0.severity)
                < ($1.path ?? "", $1.line ?? 0, $1.message, $1.severity)
        }
        report.configuration = record
        return report
    }

    private func waive(_ report: inout Report, _ record: inout Report.InForce) {
        guard !rules.isEmpty else { return }
        let places = GapPlaces(report)
        let byControl = Dictionary(grouping: rules.indices, by: { rules[$0].control })
        let comments = Comments(rules, today: today)
        var matched: Set<Int> = []
        var waived = 0
        for index in report.gaps.indices {
            let gap = report.gaps[index]
            var chosen: WaiverRule?
            for rule in byControl[gap.control] ?? [] where accepts(rules[rule], gap, places, comments) {
                matched.insert(rule)
                if chosen == nil, !isExpired(rules[rule]) { chosen = rules[rule] }
            }
            guard let chosen else { continue }
            report.gaps[index].waived = Report.Waiver(
                reason: chosen.reason, owner: chosen.owner, until: chosen.until?.description,
                source: chosen.isComment ? "comment" : Report.Diagnostic.configuration, path: chosen.path,
                line: chosen.line)
            waived += 1
            report.summary.bySeverity[gap.severity, default: 1] -= 1
        }
        if waived > 0 { report.summary.waived = waived }
        for (index, rule) in rules.enumerated() {
            if isExpired(rule) {
                record.waivers.expired += 1
                tell(
                    &report, rule,
                    "the waiver of \(rule.control) ended on \(rule.until?.description ?? ""), and counts no more")
            } else if !matched.contains(index) {
                record.waivers.unused += 1
                tell(&report, rule, "the waiver of \(rule.control) is of no use: \(reason(rule, report, places))")
            } else {
                record.waivers.used += 1
            }
        }
    }

    private func isExpired(_ rule: WaiverRule) -> Bool { rule.until.map { $0 < today } ?? false }

    private func accepts(_ rule: WaiverRule, _ gap: Report.Gap, _ places: GapPlaces, _ comments: Comments) -> Bool {
        if rule.isComment {
            return places.accepts(rule.path, gap) { comments.accept($0, gap.control) || $0 == rule.path }
        }
        if let fingerprint = rule.fingerprint, !gap.fingerprint.hasPrefix(fingerprint.lowercased()) { return false }
        return rule.component.map { Wildcard($0).matches(gap.component) } ?? true
    }

    private func reason(_ rule: WaiverRule, _ report: Report, _ places: GapPlaces) -> String {
        let gaps = report.gaps.filter { $0.control == rule.control }
        if gaps.isEmpty {
            let off = report.configuration?.controlsOff.first { $0.control == rule.control }
            return off.map { "the control is switched off (\($0.by))" } ?? "there is no such gap"
        }
        guard rule.isComment else { return "there is such a gap, and not of this component or fingerprint" }
        if gaps.contains(where: { places.mentions(rule.path, $0) }) {
            return "the gap rests on other files too, which have no such comment"
        }
        return "no gap rests on this file; one that rests on no file is waived in .gapmatrix.yml"
    }

    private func tell(_ report: inout Report, _ rule: WaiverRule, _ message: String) {
        report.diagnostics.append(
            Report.Diagnostic(
                severity: "warning", path: rule.path, line: rule.line, message: message,
                kind: Report.Diagnostic.configuration))
    }

    /// The files with a comment that counts, by control.
    private struct Comments {
        private var files: [String: Set<String>] = [:]

        init(_ rules: [WaiverRule], today: Day) {
            for rule in rules where rule.isComment && rule.until.map({ $0 >= today }) ?? true {
                files[rule.control, default: []].insert(rule.path)
            }
        }

        func accept(_ path: String, _ control: String) -> Bool { files[control]?.contains(path) ?? false }
    }
}
