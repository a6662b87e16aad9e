import Reporting
import Testing

@testable import History

@Suite("What differs between two revisions")
struct ComparisonTests {
    @Test(
        "is told by what became of the gap",
        arguments: [
            ("wired", "missing", "opened", true), ("missing", "wired", "closed", false),
            ("partial", "missing", "changed", true), ("missing", "partial", "changed", false),
            ("missing", "unknown", "unjudged", false), ("unknown", "missing", "revealed", false),
            ("missing", "n/a", "closed", false), ("n/a", "wired", "other", false), (nil, "missing", "opened", true),
            ("missing", nil, "removed", false),
        ] as [(String?, String?, String, Bool)])
    func kinds(_ from: String?, _ to: String?, _ kind: String, _ isWorse: Bool) throws {
        func matrix(_ state: String?) -> Report {
            report(state == nil ? [:] : ["api": "main.go"], ["tls": state.map { ["api": $0] } ?? [:]])
        }
        let delta = Delta(from: matrix(from), to: matrix(to), files: FileChanges(), weaknesses: weaknesses)
        let comparison = Comparison(
            before: matrix(from).repository, after: matrix(to).repository, version: "0", method: "m", delta: delta,
            controls: controls)
        let difference = try #require(comparison.differences.first)
        #expect(comparison.differences.count == 1)
        #expect(difference.kind.rawValue == kind)
        #expect(difference.isWorse == isWorse)
        #expect(comparison.worse(atOrAbove: "high").isEmpty != isWorse)
        #expect(comparison.worse(atOrAbove: "blocker").isEmpty)
    }

    @Test(
        "names the changed file that the evidence rests on",
        arguments: [
            (["a.go"], "a.go"), (["x.go", "a.go"], "a.go"), (["main.go", "x.go"], "main.go"), (["x.go"], "x.go"),
            (["x.go", "y.go"], nil),
        ] as [([String], String?)])
    func cause(_ changed: [String], _ expected: String?) {
        let delta = Delta(
            from: report(["tls": ["api": "missing"]]),
            to: report(["tls": ["api": "wired"]], evidence: ["tls": [wiring("a.go", 3, witness: ["main.go"])]]),
            files: FileChanges(changed: Set(changed)), weaknesses: weaknesses)
        #expect(delta.cells.map(\.cause) == [expected])
    }
}
