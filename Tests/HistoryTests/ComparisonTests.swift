import Controls
import Foundation
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

    /// The state of `secret` in `api` and the lines that hold a literal, before and after.
    @Test(
        "shows a weakness that comes or goes with the gap that it makes in one entry",
        arguments: [
            (("wired", []), ("missing", [1]), ["opened 1 worse"]),
            (("wired", []), ("missing", [1, 2, 3]), ["opened 3 worse"]),
            (("missing", [1]), ("wired", []), ["closed 1"]),
            (("missing", [1]), ("missing", [1, 2]), ["opened weakness worse"]),
            (("partial", [1]), ("missing", [1, 2]), ["changed 1 worse"]),
            (("missing", [1, 2]), ("partial", [1]), ["changed 1"]),
            (("missing", [1]), ("partial", [2]), ["opened weakness worse", "changed 1"]),
            (("missing", [1]), ("unknown", []), ["unjudged 1"]),
            (("unknown", []), ("missing", [1]), ["opened 1 worse"]),
        ] as [((String, [Int]), (String, [Int]), [String])])
    func folding(_ before: (String, [Int]), _ after: (String, [Int]), _ expected: [String]) {
        for component in ["api", nil] {
            let comparison = compared(before, after, component: component)
            #expect(comparison.differences.map(Self.sketch) == expected)
            let text = ComparisonText.terminal(comparison, color: false, width: 100)
            let markdown = ComparisonText.markdown(comparison, failing: comparison.worse(atOrAbove: "low"))
            for line in Set(before.1).symmetricDifference(after.1) {
                #expect(text.components(separatedBy: "\(line).go:1").count == 2, "\(text)")
                #expect(markdown.components(separatedBy: "\(line).go:1").count == 2, "\(markdown)")
            }
        }
    }

    @Test("says of a cell how many weaknesses more it has than it names")
    func manyWeaknesses() {
        let comparison = compared(("wired", []), ("missing", Array(1...7)))
        #expect(comparison.differences.map(\.weaknesses.count) == [7])
        #expect(ComparisonText.terminal(comparison, color: false, width: 100).contains("\n      and 2 more\n"))
        #expect(ComparisonText.markdown(comparison).contains("<br>and 2 more |"))
    }

    @Test("lets no baseline speak for a weakness that is new, and no waiver for more than it names")
    func acceptance() {
        func fingerprint(_ component: String) -> String { GapFingerprint.of(control: "secret", component: component) }
        func gap(_ component: String, waived: Bool = false, known: Bool = false) -> Report.Gap {
            var gap = Report.Gap(
                fingerprint: fingerprint(component), control: "secret", component: component, state: "missing",
                required: "wired", severity: "blocker", title: "", why: "", remedy: "", acceptance: [], files: [],
                waived: waived ? .init(reason: "old", owner: nil, until: nil, path: "c.yml", line: 1) : nil)
            gap.inBaseline = known ? true : nil
            return gap
        }
        let known = compared(("wired", []), ("missing", [1]), gaps: [gap("api", known: true)])
        #expect(known.differences.map(Self.sketch) == ["opened 1 worse"])
        let waived = compared(("wired", []), ("missing", [1]), gaps: [gap("api", waived: true)])
        #expect(waived.differences.map(Self.sketch) == ["opened 1"])
        // It speaks of two components, and the waiver of one.
        let shared = compared(
            ("wired", []), ("missing", [1]), component: nil, gaps: [gap("api", waived: true), gap("worker")])
        #expect(shared.differences.map(Self.sketch) == ["opened 0", "opened weakness worse"])
    }

    @Test("tells a waiver that does not count, with its place")
    func warnings() {
        var later = report(["secret": ["api": "missing"]])
        later.diagnostics = [
            .init(severity: "warning", path: "a b.py", line: 3, message: "not read"),
            .init(
                severity: "warning", path: "k|.py", line: 1, message: "the waiver is of no use", kind: "configuration"),
        ]
        var comparison = compared(("missing", []), ("missing", []))
        comparison.accept(later)
        let text = ComparisonText.terminal(comparison, color: false, width: 100)
        #expect(text.contains("\nWARNINGS OF THE CONFIGURATION\n  k|.py:1 the waiver is of no use\n"), "\(text)")
        let markdown = ComparisonText.markdown(comparison)
        #expect(markdown.contains("### Warnings of the configuration\n\n- `k\\|.py:1` the waiver is of no use\n"))
        #expect(!markdown.contains("not read"))
    }

    private static func sketch(_ difference: Comparison.Difference) -> String {
        let what = difference.weakness == nil ? "\(difference.weaknesses.count)" : "weakness"
        return "\(difference.kind) \(what)\(difference.isWorse ? " worse" : "")"
    }

    private func compared(
        _ before: (String, [Int]), _ after: (String, [Int]), component: String? = "api", gaps: [Report.Gap] = []
    ) -> Comparison {
        func matrix(_ side: (String, [Int])) -> Report {
            report(
                ["secret": ["api": side.0]],
                evidence: ["secret": side.1.map { weakness("literal \($0)", "\($0).go", 1, component: component) }])
        }
        var later = matrix(after)
        later.gaps = gaps
        let delta = Delta(from: matrix(before), to: later, files: FileChanges(), weaknesses: weaknesses)
        var comparison = Comparison(
            before: later.repository, after: later.repository, version: "0", method: "m", delta: delta,
            controls: controls)
        comparison.accept(later)
        return comparison
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
