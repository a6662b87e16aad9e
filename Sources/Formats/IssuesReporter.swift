internal import Foundation
package import Reporting

/// Open gaps as issues for a tracker: title, body in Markdown, labels, and a key that says whether an issue exists already.
///
/// Waived gaps and those in the baseline are left out, and counted.
package enum IssuesReporter {
    package static func render(_ report: Report) throws -> String {
        let index = GapIndex(report)
        let open = report.gaps.filter { $0.status == "open" }
        return try JSONReporter.render(
            IssueList(
                tool: report.tool, repository: report.repository, configuration: report.configuration,
                issues: open.map { Issue($0, index) },
                leftOut: LeftOut(
                    waived: report.gaps.count { $0.status == "waived" },
                    baseline: report.gaps.count { $0.status == "baseline" })))
    }

    private struct IssueList: Encodable {
        let schema = "gapmatrix/issues/1"
        let tool: Report.Tool
        let repository: Report.Repository
        let configuration: Report.InForce?
        let issues: [Issue]
        let leftOut: LeftOut

        enum CodingKeys: String, CodingKey {
            case schema, tool, repository, configuration, issues
            case leftOut = "left_out"
        }
    }

    private struct LeftOut: Encodable {
        let waived: Int
        let baseline: Int
    }

    private struct Issue: Encodable {
        /// The gap's fingerprint: the same for the same control and component, whatever else changes.
        let key: String
        let title: String
        let body: String
        let labels: [String]
        let priority: Int
        let control: String
        let component: String
        let area: String
        let severity: String
        let state: String
        let required: String
        let acceptance: [String]
        let files: [String]

        init(_ gap: Report.Gap, _ index: GapIndex) {
            key = gap.fingerprint
            title = IssuesReporter.title(gap)
            body = IssuesReporter.body(gap, index)
            area = index.area(of: gap)
            labels = ["gapmatrix", "area: \(area)", "severity: \(gap.severity)", "state: \(gap.state)"]
            priority = Ladder.rank(severity: gap.severity) + 1
            (control, component, severity) = (gap.control, gap.component, gap.severity)
            (state, required, acceptance, files) = (gap.state, gap.required, gap.acceptance, gap.files)
        }
    }

    /// Trackers cut or refuse titles above some 250 characters.
    static let longestTitle = 200

    static func title(_ gap: Report.Gap) -> String {
        let place = gap.isOfRepository ? "" : " (\(gap.component))"
        let text = Escaping.line("\(gap.headline)\(place)")
        return text.count <= longestTitle ? text : text.prefix(longestTitle - 1) + "…"
    }

    static func body(_ gap: Report.Gap, _ index: GapIndex) -> String {
        var lines = ["**\(quiet(gap.headline)).** \(quiet(gap.why))", ""]
        let component = gap.isOfRepository ? "the repository" : gap.component
        lines += [
            "| control | component | severity | state | required |", "|---|---|---|---|---|",
            "| \(Escaping.code(gap.control)) | \(Escaping.code(component)) | \(gap.severity) | \(gap.state) | \(gap.required) |",
        ]
        let evidence = index.evidence(of: gap, limit: 10)
        if !evidence.isEmpty { lines += ["", "### Evidence", ""] }
        for item in evidence {
            lines.append("- \(Escaping.code("\(item.path):\(item.line)")) \(quiet(item.message))")
            if item.witness.count > 1 { lines.append("  - path: \(Escaping.code(Digest.path(item.witness)))") }
        }
        lines += ["", "### To do", "", quiet(gap.remedy)]
        if !gap.acceptance.isEmpty { lines += ["", "### Done when", ""] + gap.acceptance.map { "- [ ] \(quiet($0))" } }
        let commit = index.report.repository.commit.map { " at commit \(Escaping.code($0))" } ?? ""
        lines += ["", "Found by gapmatrix\(commit), key \(Escaping.code(gap.fingerprint))."]
        return lines.joined(separator: "\n") + "\n"
    }

    /// Markdown that notifies nobody: a name behind @ in a repository's text is no mention.
    private static func quiet(_ text: String) -> String {
        Escaping.markdown(text).replacing("@", with: "@<!-- -->")
    }
}
