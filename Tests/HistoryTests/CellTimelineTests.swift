import Reporting
import Testing

@testable import History

@Suite("The states of a cell over time")
struct CellTimelineTests {
    /// `0 missing, 2 wired` for every cell, by control and component.
    private func told(_ steps: [HistoryStep]) -> [String: String] {
        Dictionary(
            uniqueKeysWithValues: CellTimeline.all(of: steps).map { timeline in
                (
                    "\(timeline.control) \(timeline.component)",
                    timeline.runs.map { "\($0.from) \($0.state ?? "-")" }.joined(separator: ", ")
                )
            })
    }

    @Test(
        "are runs, however many commits change nothing",
        arguments: [
            (["missing", "missing", "wired", "wired", "partial"], "0 missing, 2 wired, 4 partial"),
            (["n/a", "missing"], "0 n/a, 1 missing"), (["unknown", "unknown", "wired"], "0 unknown, 2 wired"),
            (["missing", "unknown", "missing"], "0 missing, 1 unknown, 2 missing"),
            ([nil, "missing", nil, "wired"], "1 missing, 2 -, 3 wired"), (["wired"], "0 wired"),
        ])
    func runs(_ states: [String?], _ expected: String) {
        let reports = states.map { state in
            report(
                ["tool": "tool.go"].merging(state == nil ? [:] : ["api": "main.go"]) { one, _ in one },
                [
                    "secret": ["tool": "wired"].merging(state == nil ? [:] : ["api": "missing"]) { one, _ in one },
                    "tls": state.map { ["api": $0] } ?? [:],
                ])
        }
        #expect(told(steps(reports))["tls api"] == expected)
    }

    @Test("go on under the name that a component has last")
    func renamed() {
        let line = [
            report(["api": "cmd/api/main.go"], ["tls": ["api": "missing"]]),
            report(["server": "cmd/server/main.go"], ["tls": ["server": "missing"]]),
            report(["server": "cmd/server/main.go"], ["tls": ["server": "wired"]]),
        ]
        let files = FileChanges(renamed: ["cmd/api/main.go": "cmd/server/main.go"])
        #expect(told(steps(line, files: files)) == ["tls server": "0 missing, 2 wired"])
    }

    @Test("end with the component, also where they did not apply")
    func gone() {
        let line = [
            report(["tls": ["api": "missing"], "secret": ["api": "wired"]]),
            report(["tls": ["api": "n/a"], "secret": ["api": "wired"]]), report([:], ["tls": [:], "secret": [:]]),
        ]
        #expect(told(steps(line)) == ["tls api": "0 missing, 1 n/a, 2 -", "secret api": "0 wired, 2 -"])
    }

    @Test("are those of the line of first parents, by place among all commits")
    func line() {
        var all = steps([
            report(["tls": ["api": "missing"]]), report(["tls": ["api": "wired"]]), report(["tls": ["api": "wired"]]),
        ])
        all.insert(all[1], at: 1)
        all[1].isOnLine = false
        #expect(told(all) == ["tls api": "0 missing, 2 wired"])
    }

    @Test("end where the lives of the gaps do")
    func agree() {
        let states = ["missing", "wired", "n/a", "partial", "unknown", "defined"]
        let line = steps(states.map { report(["tls": ["api": $0]]) })
        #expect(CellTimeline.all(of: line)[0].runs.map(\.state) == states)
        #expect(Lifecycles.of(line, controls: controls)[0].status == .open)
    }
}
