package import Reporting

/// CSV by RFC 4180 with a header: a row for each cell, for spreadsheets and databases.
///
/// A field that a spreadsheet would take for a formula begins with an apostrophe.
package enum CSVReporter {
    static let header = [
        "area", "control", "title", "severity", "component", "state", "required", "tested", "status", "fingerprint",
        "reason", "waiver", "evidence", "remedy",
    ]

    package static func render(_ report: Report) -> String {
        let index = GapIndex(report)
        var text = row(header)
        for control in report.controls {
            for cell in control.cells {
                let gap = index.gap(control.id, cell.component)
                let evidence = index.evidence(control.id, cell.component, state: cell.state, limit: 5)
                text += row([
                    control.area, control.id, control.title, control.severity, cell.component, cell.state,
                    control.required, cell.tested.map { $0 ? "yes" : "no" } ?? "", gap?.status ?? "",
                    gap?.fingerprint ?? "", cell.reason ?? "", gap?.waived?.sentence ?? "",
                    cell.state == "n/a" ? "" : evidence.map { "\($0.path):\($0.line)" }.joined(separator: "; "),
                    gap?.remedy ?? "",
                ])
            }
        }
        return text
    }

    private static func row(_ fields: [String]) -> String { fields.map(field).joined(separator: ",") + "\r\n" }

    static func field(_ text: String) -> String {
        var text = Escaping.line(text)
        // Signs of a formula, and their wide forms, which some spreadsheets take for the same.
        if let first = text.unicodeScalars.first(where: { $0 != " " && $0 != "\u{A0}" && $0 != "\u{3000}" }),
            "=+-@＝＋－＠".unicodeScalars.contains(first)
        {
            text = "'" + text
        }
        // Spreadsheets of some countries part fields at semicolons.
        guard text.unicodeScalars.contains(where: { ",;\"' ".unicodeScalars.contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
