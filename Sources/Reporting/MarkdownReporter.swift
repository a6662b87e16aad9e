/// The report as GitHub-flavoured Markdown, for a pull request, a wiki or a file: every text of the repository is escaped.
package enum MarkdownReporter {
    package static func render(_ report: Report) -> String {
        let digest = Digest(report)
        var lines: [String] = []
        lines.append("# Gap matrix of \(Escaping.markdown(report.repository.path))")
        lines.append("")
        let score = report.summary.score.map { "**\($0)/100**" } ?? "none"
        lines.append(
            "\(Escaping.markdown(digest.headline)). Score \(score) over \(digest.judged) controls. "
                + "Made by \(report.tool.name) \(report.tool.version)."
        )
        matrix(digest, &lines)
        gaps(digest, &lines)
        waived(digest, &lines)
        wires(report, &lines)
        evidence(digest, &lines)
        unjudged(digest, &lines)
        diagnostics(report, &lines)
        configuration(report, &lines)
        warnings(report, &lines)
        return lines.joined(separator: "\n") + "\n"
    }

    private static func matrix(_ digest: Digest, _ lines: inout [String]) {
        lines += ["", "## Matrix", "", Ladder.legend]
        let components = digest.report.components
        let deployed = components.filter { $0.deployment != nil }
        if !deployed.isEmpty { lines.append("") }
        for component in deployed {
            lines.append("- \(Escaping.code(component.id)) is \(Escaping.markdown(component.deployment ?? ""))")
        }
        for area in digest.areas {
            lines += ["", "### \(area.name.prefix(1).uppercased() + area.name.dropFirst())", ""]
            let columns = components.count > 1 ? components.map { Escaping.code($0.id) } : []
            lines.append("| " + (["control", "severity", "state", "tested"] + columns).joined(separator: " | ") + " |")
            lines.append("|" + String(repeating: "---|", count: 4 + columns.count))
            for control in area.controls {
                var row = [
                    control.id, control.severity, "\(Ladder.mark(control.state)) \(control.state)",
                    control.tested == true ? "yes" : "",
                ]
                if components.count > 1 {
                    row += components.map { component in
                        control.cells.first { $0.component == component.id }.map { Ladder.mark($0.state) } ?? ""
                    }
                }
                lines.append("| " + row.joined(separator: " | ") + " |")
            }
        }
    }

    private static func gaps(_ digest: Digest, _ lines: inout [String]) {
        let groups = digest.groupedGaps
        guard !groups.isEmpty else { return }
        lines += ["", "## Gaps"]
        for group in groups {
            let gap = group.gap
            lines += ["", "### \(gap.severity.uppercased()): \(gap.control), \(gap.state)", ""]
            lines.append("\(Escaping.markdown(gap.headline)). \(Escaping.markdown(gap.why))")
            let components = group.components.filter { !$0.isEmpty }
            if !components.isEmpty {
                lines += ["", "Components: " + components.map(Escaping.code).joined(separator: ", ")]
            }
            lines.append("")
            for item in digest.evidence(of: gap, limit: 5) { lines.append(bullet(item)) }
            lines += ["", "To do: \(Escaping.markdown(gap.remedy))"]
            for criterion in gap.acceptance { lines.append("- [ ] \(Escaping.markdown(criterion))") }
        }
    }

    private static func waived(_ digest: Digest, _ lines: inout [String]) {
        let waived = digest.waivedGaps
        guard !waived.isEmpty else { return }
        lines += ["", "## Waived", "", "| severity | control | component | state | waiver |", "|---|---|---|---|---|"]
        for (gap, waiver) in waived.prefix(100) {
            let row = [
                gap.severity, gap.control, Escaping.code(gap.component), gap.state,
                Escaping.markdown(AcceptedText.waiver(waiver)),
            ]
            lines.append("| " + row.joined(separator: " | ") + " |")
        }
        if waived.count > 100 { lines += ["", "And \(waived.count - 100) more."] }
    }

    private static func configuration(_ report: Report, _ lines: inout [String]) {
        let own = AcceptedText.lines(report)
        guard !own.isEmpty else { return }
        lines += ["", "## In force", ""]
        for line in own { lines.append("- \(Escaping.markdown(line))") }
    }

    private static func warnings(_ report: Report, _ lines: inout [String]) {
        list(report.diagnostics.filter(\.isOfConfiguration), "Warnings of the configuration", &lines)
    }

    private static func wires(_ report: Report, _ lines: inout [String]) {
        guard !report.brokenWires.isEmpty else { return }
        lines += ["", "## Broken wires", "", "| severity | from | to | why | weakens |", "|---|---|---|---|---|"]
        for wire in report.brokenWires.prefix(50) {
            let row = [
                wire.severity, Escaping.code("\(wire.from.path):\(wire.from.line)"), Escaping.code(wire.end),
                Escaping.markdown(wire.why), wire.controls.joined(separator: ", "),
            ]
            lines.append("| " + row.joined(separator: " | ") + " |")
        }
        let rest = report.brokenWires.count - 50
        if rest > 0 { lines += ["", "And \(rest) more."] }
    }

    private static func evidence(_ digest: Digest, _ lines: inout [String]) {
        let proven = digest.areas.flatMap(\.controls).filter { $0.gap == nil && !$0.evidence.isEmpty }
        guard !proven.isEmpty else { return }
        lines += ["", "## What is there, with proof"]
        for control in proven {
            lines += ["", "**\(control.id)** (\(control.state))", ""]
            for item in control.evidence.prefix(3) { lines.append(bullet(item)) }
        }
    }

    private static func unjudged(_ digest: Digest, _ lines: inout [String]) {
        guard !digest.unjudged.isEmpty else { return }
        lines += ["", "## Could not be judged", ""]
        for group in digest.unjudged {
            lines.append("- \(Escaping.markdown(group.reason)): \(group.controls.joined(separator: ", "))")
        }
    }

    private static func diagnostics(_ report: Report, _ lines: inout [String]) {
        list(
            report.diagnostics.filter { $0.severity != "info" && !$0.isOfConfiguration }, "Not read, or read in part",
            &lines)
    }

    private static func list(_ shown: [Report.Diagnostic], _ heading: String, _ lines: inout [String]) {
        guard !shown.isEmpty else { return }
        lines += ["", "## \(heading)", ""]
        for diagnostic in shown.prefix(20) {
            let place = diagnostic.path.map { path in
                Escaping.code(diagnostic.line.map { "\(path):\($0)" } ?? path) + " "
            }
            lines.append("- \(place ?? "")\(Escaping.markdown(diagnostic.message))")
        }
        if shown.count > 20 { lines.append("- and \(shown.count - 20) more") }
    }

    private static func bullet(_ evidence: Report.Evidence) -> String {
        var text = "- \(Escaping.code("\(evidence.path):\(evidence.line)")) \(Escaping.markdown(evidence.message))"
        if evidence.witness.count > 1 { text += "<br>" + Escaping.code(Digest.path(evidence.witness)) }
        return text
    }
}
