import Reporting
import Testing

@testable import History

@Suite("The life of a gap")
struct LifecycleTests {
    /// What happened to the gap of `tls` in one component, by the states of its cell.
    @Test(
        "follows the states of its cell",
        arguments: [
            (["missing", "defined", "wired"], ["opened", "changed", "closed"], GapLife.Status.closed),
            (["wired", "missing", "wired", "partial"], ["opened", "closed", "reopened"], .open),
            (["missing", "n/a"], ["opened", "closed"], .closed),
            (["missing", "unknown", "missing"], ["opened", "unjudged", "judged"], .open),
            (["missing", "unknown"], ["opened", "unjudged"], .unjudged),
            (["missing", nil], ["opened", "removed"], .removed),
        ])
    func states(_ states: [String?], _ events: [String], _ status: GapLife.Status) throws {
        let reports = states.map { state in
            report(state == nil ? [:] : ["api": "main.go"], ["tls": state.map { ["api": $0] } ?? [:]])
        }
        let lives = Lifecycles.of(steps(reports), controls: controls)
        let life = try #require(lives.first)
        #expect(lives.count == 1)
        #expect(life.events.map(\.kind.rawValue) == events)
        #expect(life.status == status)
        #expect(
            life.opened?.day
                == (states[0] == "wired" ? (states.count == 4 ? "2024-01-04" : "2024-01-02") : "2024-01-01"))
    }

    @Test("begins before the history where the history begins after some commit")
    func baseline() throws {
        var line = steps([report([:], [:]), report(["tls": ["api": "missing"]]), report(["tls": ["api": "wired"]])])
        line.removeFirst()
        line[0] = HistoryStep(
            commit: line[0].commit,
            delta: Delta(
                from: nil, to: report(["tls": ["api": "missing"]]), files: FileChanges(), weaknesses: weaknesses),
            isBaseline: true)
        let life = try #require(Lifecycles.of(line, controls: controls).first)
        #expect(life.opened == nil)
        #expect(life.ageDays == nil)
        #expect(life.closed?.day == "2024-01-03")
    }

    @Test("goes on where its component has another name")
    func renamed() throws {
        let line = [
            report(["api": "cmd/api/main.go"], ["tls": ["api": "missing"]]),
            report(["server": "cmd/server/main.go"], ["tls": ["server": "missing"]]),
            report(["server": "cmd/server/main.go"], ["tls": ["server": "wired"]]),
        ]
        let files = FileChanges(renamed: ["cmd/api/main.go": "cmd/server/main.go"])
        let lives = Lifecycles.of(steps(line, files: files), controls: controls)
        let life = try #require(lives.first)
        #expect(lives.count == 1)
        #expect(life.component == "server")
        #expect(life.formerComponents == ["api"])
        #expect(life.events.map(\.kind.rawValue) == ["opened", "moved", "closed"])
        #expect(life.ageDays == 2)
    }

    @Test("of a component that another replaces in another file is a new one")
    func replaced() {
        let line = [
            report(["api": "cmd/api/main.go"], ["tls": ["api": "missing"]]),
            report(["worker": "cmd/worker/main.go"], ["tls": ["worker": "missing"]]),
        ]
        let lives = Lifecycles.of(steps(line), controls: controls)
        #expect(lives.map { "\($0.component) \($0.status)" } == ["api removed", "worker open"])
    }

    @Test("of a weakness goes on where it moves, and is known when it comes back")
    func weaknessMoves() throws {
        let states = ["tls": ["api": "partial"]]
        let line = [
            report(states), report(states, evidence: ["tls": [weakness("off", "a.go", 3)]]),
            report(states, evidence: ["tls": [weakness("off", "b.go", 9)]]), report(states),
            report(states, evidence: ["tls": [weakness("off", "b.go", 9)]]),
        ]
        let files = FileChanges { _ in "skip: true" }
        let lives = Lifecycles.of(steps(line, files: files), controls: controls).filter { $0.kind == .weakness }
        let life = try #require(lives.first)
        #expect(lives.count == 1)
        #expect(life.events.map(\.kind.rawValue) == ["opened", "moved", "closed", "reopened"])
        #expect(life.place == "b.go:9")
        #expect(life.status == .open)
    }

    @Test("is counted by who closed it and how long it took")
    func statistics() {
        let history = History(
            repository: report([:]).repository, version: "0", method: "m",
            steps: steps([
                report(["tls": ["api": "missing"], "secret": ["api": "missing"]]),
                report(["tls": ["api": "missing"], "secret": ["api": "wired"]]),
            ]),
            controls: controls, isCut: false)
        #expect(history.statistics.all.open == 1)
        #expect(history.statistics.all.closed == 1)
        #expect(history.statistics.bySeverity["blocker"]?.meanDaysToClose == 1)
        #expect(history.statistics.closedBy == ["Ada": 1])
        #expect(history.transitions.map { "\($0.control) \($0.from ?? "") \($0.to ?? "")" } == ["secret missing wired"])
    }
}

func report(_ states: [String: [String: String]], evidence: [String: [Report.Evidence]] = [:]) -> Report {
    report(["api": "main.go"], states, evidence: evidence)
}
