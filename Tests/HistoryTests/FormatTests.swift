import Foundation
import Reporting
import Testing

@testable import History

@Suite("A history as text")
struct FormatTests {
    private func history(_ subject: String = "wire it") -> History {
        var line = steps([
            report(["tls": ["api": "missing"]]),
            report(["tls": ["api": "wired"]], evidence: ["tls": [wiring("a.go", 3)]]),
        ])
        line[1].commit.subject = subject
        line[1].commit.author = "=cmd|' /C calc'!A0"
        return History(
            repository: report([:]).repository, version: "0", method: "m", steps: line, controls: controls, isCut: false
        )
    }

    @Test("CSV quotes, and gives no formula to a spreadsheet")
    func csv() {
        let rows = HistoryCSV.render(history("say \"so\",\nthen")).components(separatedBy: "\r\n")
        #expect(rows.count == 3)
        #expect(rows[0].hasPrefix("commit,committed_at,author,subject,control,component,from,to,file,evidence"))
        #expect(
            rows[1].contains(",'=cmd|' /C calc'!A0,\"say \"\"so\"\",\nthen\",tls,api,missing,wired,,a.go:3 is there"))
    }

    @Test("Markdown says what was completed")
    func markdown() {
        let text = HistoryMarkdown.render(history("a | b"))
        #expect(text.contains("## Completed"))
        #expect(text.contains("| tls of `api` | high | `bbbbbbbb` | 2024-01-02 |"))
        #expect(!text.contains("<script"))
    }

    @Test("The terminal shows a commit once, with what it changed")
    func terminal() {
        let text = HistoryTerminal(color: false, width: 100, commits: 10).render(history("evil \u{1B}[31m"))
        #expect(text.contains("bbbbbbbb 2024-01-02"))
        #expect(text.contains("tls  api  missing → ✓ wired"))
        #expect(!text.contains("\u{1B}"))
    }

    @Test("Evidence of the state before is not shown as that of the state now")
    func evidenceBefore() {
        let line = steps([
            report(["tls": ["api": "wired"]], evidence: ["tls": [wiring("a.go", 3)]]),
            report(["tls": ["api": "missing"]]),
        ])
        let history = History(
            repository: report([:]).repository, version: "0", method: "m", steps: line, controls: controls, isCut: false
        )
        let text = HistoryTerminal(color: false, width: 100, commits: 10).render(history)
        #expect(text.contains("      before: a.go:3 is there"))
    }

    @Test(
        "Scores are drawn to scale",
        arguments: [
            ([0], ["100  ", "  0  "]), ([100], ["100 █", "  0 █"]), ([50, 100], ["100  █", "  0 ██"]),
            ([1], ["100  ", "  0 ▁"]),
        ])
    func chart(_ scores: [Int], _ lines: [String]) {
        #expect(ScoreChart.lines(scores, width: 10, height: 2) == lines)
    }
}
