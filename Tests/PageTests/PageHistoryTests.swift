import History
import Reporting
import Testing

@testable import Page

@Suite("The history of a page")
struct PageHistoryTests {
    private func builder(_ states: [String], limits: PageLimits = PageLimits()) throws -> PageBuilder {
        var builder = PageBuilder(Sketch.report(), limits: limits)
        builder.add(Sketch.history(states))
        return builder
    }

    @Test("counts the open gaps of a control from commit to commit")
    func open() throws {
        let history = try #require(try builder(["missing", "wired", "partial", "partial"]).data.history)
        #expect(history.commits.map(\.subject) == ["commit 0", "commit 1", "commit 2", "commit 3"])
        #expect(history.controls.map(\.runs) == [[[0, 1], [1, 0], [2, 1]]])
        #expect(history.changes.map { [$0.from, $0.to] } == [["m", "w"], ["w", "p"]])
        #expect(history.changes.map(\.commit) == [1, 2])
    }

    @Test("tells the life of a gap by its commits")
    func lives() throws {
        let history = try #require(try builder(["wired", "missing"]).data.history)
        #expect(history.lives.values.map { $0.map(\.kind) } == [["opened"]])
        #expect(history.lives.values.first?.first?.commit == 1)
    }

    @Test("keeps the newest commits where there are too many")
    func limit() throws {
        var limits = PageLimits()
        limits.commits = 2
        let data = try builder(["missing", "wired", "partial", "wired"], limits: limits).data
        #expect(data.history?.commits.map(\.subject) == ["commit 2", "commit 3"])
        #expect(data.history?.changes.map(\.commit) == [0, 1])
        #expect(data.omitted.commits == 2)
    }
}
