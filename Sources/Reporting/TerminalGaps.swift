/// Gaps in full, gaps that are accepted, and what to do first.
extension TerminalReporter {
    func gaps(_ digest: Digest, _ out: inout TerminalOutput) {
        let groups = digest.open.groupedGaps
        guard !groups.isEmpty else { return }
        out.blank()
        out.line(out.bold("WORST GAPS"))
        for group in groups.prefix(gapsInFull) { inFull(group, digest, &out) }
        let rest = groups.dropFirst(gapsInFull)
        guard !rest.isEmpty else { return }
        out.blank()
        out.line("And \(rest.count) more:")
        for group in rest {
            out.flow(
                [
                    .init(TerminalOutput.padded(group.gap.severity, 7), .severity(group.gap.severity), isWhole: true),
                    .init("\(group.gap.control), \(group.gap.state)"),
                ], indent: 2, hanging: 10)
        }
    }

    private func inFull(
        _ group: (gap: Report.Gap, components: [String]), _ digest: Digest, _ out: inout TerminalOutput
    ) {
        let gap = group.gap
        out.blank()
        out.flow(
            [
                .init(TerminalOutput.padded(gap.severity.uppercased(), 7), .severity(gap.severity), isWhole: true),
                .init(gap.control, .bold),
                .init(Self.names(group.components) + "· \(gap.state), required \(gap.required)"),
            ], indent: 0, hanging: 8)
        if !gap.why.isEmpty { out.wrapped(gap.why, indent: 8) }
        for item in digest.evidence(of: gap, limit: 5) { evidence(item, indent: 8, &out) }
        out.wrapped("To do: " + gap.remedy, indent: 8)
        if !gap.acceptance.isEmpty { out.wrapped("Done when: " + gap.acceptance.joined(separator: " "), indent: 8) }
    }

    private static func names(_ components: [String]) -> String {
        let names = components.filter { !$0.isEmpty && $0 != "(repository)" }.map(Escaping.line)
        guard !names.isEmpty else { return "" }
        let more = names.count > 3 ? " and \(names.count - 3) more" : ""
        return "· " + names.prefix(3).joined(separator: ", ") + more + " "
    }

    /// Gaps that a team lives with, and those that were there before: shown, and counted apart.
    func accepted(_ report: Report, _ out: inout TerminalOutput) {
        let waived = report.gaps.filter { $0.status == "waived" }
        if !waived.isEmpty {
            out.blank()
            out.line(out.bold("WAIVED"))
            for gap in waived {
                guard let waiver = gap.waived else { continue }
                out.flow(
                    [
                        .init(TerminalOutput.padded(gap.severity, 7), .dim, isWhole: true), .init(gap.control, .bold),
                        .init(Self.names([gap.component]) + "· \(gap.state): " + Escaping.line(waiver.sentence)),
                        place(waiver.path, waiver.line),
                    ], indent: 2, hanging: 10)
            }
        }
        let known = report.gaps.filter { $0.status == "baseline" }
        guard !known.isEmpty else { return }
        out.blank()
        out.line(out.bold("IN THE BASELINE"))
        let controls = Set(known.map(\.control)).sorted()
        out.wrapped(
            "\(TerminalOutput.counted(known.count, "gap")) known before: " + controls.joined(separator: ", "),
            indent: 2,
            dim: true)
    }

    /// What a reader takes in within ten seconds: the score, what is worst, what to do first, what is won most by.
    func summary(_ digest: Digest, _ out: inout TerminalOutput) {
        let report = digest.report
        let groups = digest.open.groupedGaps
        let gains = Dictionary(
            report.controls.map { ($0.id, $0.gain) }, uniquingKeysWith: { first, _ in first })
        if !groups.isEmpty {
            out.blank()
            out.line(out.bold("WORST, TO DO FIRST"))
            for (number, group) in groups.prefix(3).enumerated() {
                let gap = group.gap
                out.flow(
                    [
                        .init("\(number + 1)", isWhole: true),
                        .init(TerminalOutput.padded(gap.severity, 7), .severity(gap.severity), isWhole: true),
                        .init(gap.control, .bold), .init(Self.names(group.components) + "· \(gap.state)"),
                    ], indent: 2, hanging: 12)
                out.flow([.init(gap.remedy)], indent: 12)
            }
        }
        wins(groups.map(\.gap), gains, report, &out)
        out.blank()
        let score = report.summary.score.map { "\($0)/100" } ?? "none (nothing could be judged)"
        let open = Dictionary(grouping: digest.open.report.gaps, by: \.severity).mapValues(\.count)
        let counts = Ladder.severities.compactMap { severity in open[severity].map { "\($0) \(severity)" } }
        let unknown = report.summary.byState["unknown"] ?? 0
        var tail = counts.isEmpty ? "no gaps" : "gaps: " + counts.joined(separator: ", ")
        for (status, word) in [("waived", "waived"), ("baseline", "in the baseline")] {
            let number = report.gaps.count { $0.status == status }
            if number > 0 { tail += "; \(number) \(word)" }
        }
        out.flow(
            [
                .init("Score \(score)", .bold),
                .init("over \(TerminalOutput.counted(digest.judged, "control")), \(unknown) unknown"),
                .init(tail, gap: 2),
            ], indent: 0, hanging: 4)
    }

    /// Controls by the points that closing their gaps would win.
    private func wins(
        _ gaps: [Report.Gap], _ gains: [String: Double], _ report: Report, _ out: inout TerminalOutput
    ) {
        var seen: Set<String> = []
        let controls = gaps.filter { seen.insert($0.control).inserted }.map { ($0, gains[$0.control] ?? 0) }
        let best = controls.enumerated()
            .filter { !TerminalOutput.points($0.element.1).isEmpty }
            .sorted { ($1.element.1, $0.offset) < ($0.element.1, $1.offset) }
            .prefix(5).map(\.element)
        guard !best.isEmpty else { return }
        let areas = Dictionary(report.controls.map { ($0.id, $0.area) }, uniquingKeysWith: { first, _ in first })
        out.blank()
        out.line(out.bold("RAISES THE SCORE MOST"))
        let longest = best.map { TerminalOutput.columns($0.0.control) }.max() ?? 0
        for (gap, gain) in best {
            out.flow(
                [
                    .init(TerminalOutput.padded(TerminalOutput.points(gain), 5), .bold, isWhole: true),
                    .init(TerminalOutput.padded(gap.control, longest), isWhole: true),
                    .init("\(areas[gap.control] ?? ""), \(gap.severity)", .dim, gap: 2),
                ], indent: 2, hanging: 8)
        }
    }
}
