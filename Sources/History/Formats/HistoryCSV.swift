internal import Reporting

/// The changes of a history as CSV (RFC 4180), one row each.
package enum HistoryCSV {
    package static func render(_ history: History) -> String {
        var rows = [
            ["commit", "committed_at", "author", "subject", "control", "component", "from", "to", "file", "evidence"]
        ]
        for row in history.transitions {
            let proof = (row.evidence.first ?? row.evidenceBefore.first).map { "\($0.path):\($0.line) \($0.message)" }
            rows.append([
                row.commit, row.committedAt, row.author, row.subject, row.control, row.component, row.from ?? "",
                row.to ?? "",
                row.cause ?? "", proof ?? "",
            ])
        }
        return rows.map { $0.map(field).joined(separator: ",") + "\r\n" }.joined()
    }

    /// Quoted where it must be; what a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV Injection).
    static func field(_ text: String) -> String {
        var text = text
        if let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) { text = "'" + text }
        guard text.unicodeScalars.contains(where: { "\",\r\n".unicodeScalars.contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
