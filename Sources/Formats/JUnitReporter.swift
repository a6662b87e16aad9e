package import Reporting

/// JUnit XML: a suite for each area, a case for each cell.
///
/// A gap is a failure. What is unknown is skipped with its reason, and so is a gap that is waived or in the baseline: it
/// should not turn a build red. Cells that do not apply are no cases.
package enum JUnitReporter {
    package static func render(_ report: Report) -> String {
        let index = GapIndex(report)
        let areas = Dictionary(grouping: report.controls, by: \.area)
            .sorted { (Ladder.rank(area: $0.key), $0.key) < (Ladder.rank(area: $1.key), $1.key) }
        let properties = properties(report)
        let suites = areas.map { suite($0.key, $0.value, index, properties) }.filter { $0.counts.tests > 0 }
        let total = suites.reduce(into: Counts()) { $0.add($1.counts) }
        var text = XML.header
        text += XML.tag(
            "testsuites",
            [
                ("name", "gapmatrix"), ("tests", "\(total.tests)"), ("failures", "\(total.failures)"), ("errors", "0"),
            ])
        text += "\n" + suites.map(\.text).joined() + "</testsuites>\n"
        return text
    }

    private struct Counts {
        var tests = 0
        var failures = 0
        var skipped = 0

        mutating func add(_ other: Counts) {
            tests += other.tests
            failures += other.failures
            skipped += other.skipped
        }
    }

    /// The configuration in force and what is wrong with it. Readers show suites one by one, so each has them.
    private static func properties(_ report: Report) -> String {
        let warnings = report.diagnostics.filter(\.isOfConfiguration).prefix(100).map { diagnostic in
            let place = diagnostic.path.map { path in (diagnostic.line.map { "\(path):\($0)" } ?? path) + ": " }
            return (place ?? "") + diagnostic.message
        }
        func numbered(_ name: String, _ lines: [String]) -> String {
            lines.enumerated().map { number, line in
                "      "
                    + XML.tag(
                        "property", [("name", "gapmatrix.\(name).\(number + 1)"), ("value", line)], isEmpty: true)
                    + "\n"
            }.joined()
        }
        let text = numbered("in-force", AcceptedText.lines(report)) + numbered("warning", Array(warnings))
        return text.isEmpty ? "" : "    <properties>\n\(text)    </properties>\n"
    }

    private static func suite(
        _ area: String, _ controls: [Report.Control], _ index: GapIndex, _ properties: String
    ) -> (text: String, counts: Counts) {
        var counts = Counts()
        var cases = ""
        for control in controls {
            for cell in control.cells where cell.state != "n/a" {
                counts.tests += 1
                cases += testCase(control, cell, index, &counts)
            }
        }
        let attributes = [
            ("name", area), ("tests", "\(counts.tests)"), ("failures", "\(counts.failures)"), ("errors", "0"),
            ("skipped", "\(counts.skipped)"),
        ]
        return ("  " + XML.tag("testsuite", attributes) + "\n" + properties + cases + "  </testsuite>\n", counts)
    }

    private static func testCase(
        _ control: Report.Control, _ cell: Report.Cell, _ index: GapIndex, _ counts: inout Counts
    ) -> String {
        let attributes = [
            ("name", "\(control.id) [\(cell.component)]"), ("classname", "\(control.area).\(control.id)"),
            ("time", "0"),
        ]
        let opening = "    " + XML.tag("testcase", attributes)
        func skipped(_ message: String, type: String) -> String {
            counts.skipped += 1
            let element = XML.tag("skipped", [("type", type), ("message", message)], isEmpty: true)
            return opening + "\n      " + element + "\n    </testcase>\n"
        }
        if cell.state == "unknown" { return skipped(cell.reason ?? "unknown", type: "unknown") }
        guard let gap = index.gap(control.id, cell.component) else {
            return "    " + XML.tag("testcase", attributes, isEmpty: true) + "\n"
        }
        if let waiver = gap.waived {
            return skipped("\(gap.state), waived: \(waiver.sentence)", type: "waived")
        }
        if gap.inBaseline == true {
            return skipped("\(gap.state), \(gap.required) is required; known to the baseline", type: "baseline")
        }
        counts.failures += 1
        let failure = XML.tag("failure", [("type", gap.severity), ("message", gap.sentence)])
        return opening + "\n      " + failure + XML.escaped(gap.headline) + ".\n" + lines(gap, index)
            + "</failure>\n    </testcase>\n"
    }

    private static func lines(_ gap: Report.Gap, _ index: GapIndex) -> String {
        var lines = ["Why: " + gap.why]
        for item in index.evidence(of: gap, limit: 5) {
            lines.append("\(item.path):\(item.line): \(item.message)")
            if item.witness.count > 1 { lines.append("    " + Digest.path(item.witness)) }
        }
        lines.append("To do: " + gap.remedy)
        lines += gap.acceptance.map { "Done when: " + $0 }
        return lines.map { XML.escaped($0) + "\n" }.joined()
    }
}
