package import Reporting

/// Workflow commands of GitHub Actions, which show gaps beside the lines of a pull request.
///
/// GitHub shows ten errors, ten warnings and ten notices of a step and drops the others, so gaps that say the same of
/// several components are one, and the worst come first. What is waived or in the baseline is counted only.
package enum AnnotationsReporter {
    static let limit = 10

    package static func render(_ report: Report) -> String {
        var open = report
        open.gaps = report.gaps.filter { $0.status == "open" }
        let index = GapIndex(open)
        var shown: [String: Int] = [:]
        var left = 0
        var text = ""
        for group in Digest(open).groupedGaps {
            let level = level(group.gap.severity)
            guard shown[level, default: 0] < limit else {
                left += 1
                continue
            }
            shown[level, default: 0] += 1
            text += command(level, group.gap, group.components, index)
        }
        return text + last(report, left: left)
    }

    private static func level(_ severity: String) -> String {
        switch severity {
        case "blocker", "high": "error"
        case "medium": "warning"
        default: "notice"
        }
    }

    private static func command(
        _ level: String, _ gap: Report.Gap, _ components: [String], _ index: GapIndex
    ) -> String {
        var properties: [String] = []
        if let place = index.place(of: gap) {
            properties += ["file=\(property(place.path))", "line=\(place.line)"]
            if place.endLine > place.line { properties.append("endLine=\(place.endLine)") }
        }
        properties.append("title=" + property("\(gap.control): \(gap.state), \(gap.required) is required"))
        var lines = [Escaping.line(gap.why)]
        if let first = index.evidence(of: gap, limit: 1).first { lines.append(Escaping.line(first.message)) }
        let names = components.filter { !$0.isEmpty && $0 != "(repository)" }
        if !names.isEmpty {
            let more = names.count > 5 ? " and \(names.count - 5) more" : ""
            lines.append("In: " + names.prefix(5).map(Escaping.line).joined(separator: ", ") + more)
        }
        lines.append("To do: " + Escaping.line(gap.remedy))
        return "::\(level) \(properties.joined(separator: ","))::\(data(lines.joined(separator: "\n")))\n"
    }

    /// What is not shown is said in the log, so that nobody takes ten for all.
    private static func last(_ report: Report, left: Int) -> String {
        let score = report.summary.score.map { "\($0)/100" } ?? "none"
        var text =
            "gapmatrix: score \(score), \(TerminalOutput.counted(report.gaps.count { $0.status == "open" }, "open gap"))"
        if left > 0 { text += "; \(left) further kinds of gap are not annotated: GitHub shows ten of each level" }
        let known = report.gaps.count { $0.status == "baseline" }
        let waived = report.gaps.count { $0.status == "waived" }
        if waived > 0 { text += "; \(waived) waived" }
        if known > 0 { text += "; \(known) in the baseline" }
        let off = report.configuration?.controlsOff.count ?? 0
        if off > 0 { text += "; \(TerminalOutput.counted(off, "control")) switched off" }
        let warnings = report.diagnostics.count(where: \.isOfConfiguration)
        if warnings > 0 { text += "; \(TerminalOutput.counted(warnings, "warning")) of the configuration" }
        return text + "\n"
    }

    /// As GitHub's own toolkit escapes the message of a command.
    static func data(_ text: String) -> String {
        text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
    }

    /// As GitHub's own toolkit escapes a property of a command.
    static func property(_ text: String) -> String {
        data(Escaping.line(text)).replacing(":", with: "%3A").replacing(",", with: "%2C")
    }
}
