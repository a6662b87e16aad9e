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

    @Test("tells states as runs, and changes one by one")
    func runs() throws {
        let history = try #require(try builder(["missing", "wired", "partial", "partial"]).data.history)
        #expect(history.commits.map(\.subject) == ["commit 0", "commit 1", "commit 2", "commit 3"])
        #expect(history.cells.map(\.runs) == ["0m1w2p"])
        #expect(history.changes.map { [$0.from, $0.to] } == [["m", "w"], ["w", "p"]])
        #expect(history.changes.map(\.commit) == [1, 2])
    }

    @Test("is as large for many commits as for those that change something")
    func size() throws {
        func size(_ states: [String]) throws -> Int {
            let history = try #require(try builder(states).data.history)
            return try InlineText.json(history.cells).utf8.count + InlineText.json(history.changes).utf8.count
        }
        let few = try size(["missing", "wired"])
        let many = try size(["missing"] + [String](repeating: "wired", count: 8))
        #expect(few == many)
    }

    @Test("says where commits were left out", arguments: [true, false])
    func sampled(_ isSampled: Bool) throws {
        var history = Sketch.history(["missing", "wired"])
        history.isSampled = isSampled
        var builder = PageBuilder(Sketch.report(), limits: PageLimits())
        builder.add(history)
        #expect(builder.data.history?.isSampled == isSampled)
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

    @Test(
        "leaves out how it was before where cells changed too often, and says from when on it tells",
        arguments: [(4, 0, "0m1w2m3w"), (3, 1, "1w2m3w"), (2, 2, "2m3w"), (1, 3, "3w")])
    func room(_ runs: Int, _ from: Int, _ expected: String) throws {
        var limits = PageLimits()
        limits.pastRuns = runs
        let history = try #require(try builder(["missing", "wired", "missing", "wired"], limits: limits).data.history)
        #expect(history.cellsFrom == from)
        #expect(history.cells.map(\.runs).joined() == expected)
    }

    @Test("shows of the evidence what tells the states apart, each piece once, while there is room")
    func proof() {
        func item(_ line: Int, _ message: String) -> Report.Evidence {
            Report.Evidence(
                role: "wiring", path: "a.go", line: line, endLine: line, object: "a", symbol: "f", message: message,
                component: nil, witness: [])
        }
        // The same words in another line are the same thing.
        let (before, after) = PastProof.telling(
            [item(1, "same"), item(2, "old")], [item(3, "same"), item(4, "new")], most: 4)
        #expect(before.map(\.message) == ["old"] && after.map(\.message) == ["new"])
        #expect(PastProof.telling([item(1, "same")], [item(2, "same")], most: 4).after.map(\.line) == [2])

        var limits = PageLimits()
        limits.pastEvidence = 1
        limits.pastMessageLength = 3
        var builder = PageBuilder(Sketch.report(), limits: limits)
        var proof = PastProof(limits)
        #expect(proof.place(of: item(1, "long words"), in: &builder) == 0)
        #expect(proof.place(of: item(1, "long words"), in: &builder) == 0)
        #expect(proof.place(of: item(2, "no room"), in: &builder) == nil)
        #expect(builder.data.texts.contains("lon…") && !builder.data.texts.contains("no room"))
    }

    @Test("makes the texts of commits safe to be looked at", arguments: PageTests.hostile)
    func hostile(_ text: String) throws {
        var history = Sketch.history(["missing", "wired"], subject: text, author: text, message: text)
        history.weaknesses = []
        let assets = PageAssets(template: "{{DATA}}", style: "", script: "")
        let page = try Page.render(Sketch.report(), name: "shop", history: history, assets: assets)
        for markup in ["<", ">", "&", "\u{202E}", "\u{2028}", "\u{1B}", "\n"] { #expect(!page.contains(markup)) }
    }
}
