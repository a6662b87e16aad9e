import Reporting
import Testing

@testable import History

@Suite("A weakness is found again")
struct FindingMatchingTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        var control = "tls"
        /// Weaknesses with the text of their lines.
        let before: [(Report.Evidence, String)]
        let after: [(Report.Evidence, String)]
        var renamed: [String: String] = [:]
        let expected: [String]
        var testDescription: String { name }
    }

    static let cases = [
        Case(
            name: "lines are inserted above", before: [(weakness("off", "a.go", 3, symbol: "f"), "skip: true")],
            after: [(weakness("off", "a.go", 9, symbol: "f"), "skip: true")], expected: []),
        Case(
            name: "the code is indented anew", before: [(weakness("off", "a.go", 3, symbol: "f"), "skip: true")],
            after: [(weakness("off", "a.go", 3, symbol: "f"), "\t\tskip: true")], expected: []),
        Case(
            name: "the line is edited and says the same",
            before: [(weakness("off", "a.go", 3, symbol: "f"), "skip: true")],
            after: [(weakness("off", "a.go", 3, symbol: "f"), "skip: true, // for now")],
            expected: ["moved a.go:3"]),
        Case(
            name: "the function moves to another file",
            before: [(weakness("off", "a.go", 3, symbol: "f"), "skip: true")],
            after: [(weakness("off", "b.go", 30, symbol: "g"), "skip: true")], expected: ["moved b.go:30"]),
        Case(
            name: "the file is renamed", before: [(weakness("off", "a.go", 3, symbol: "f"), "skip: true")],
            after: [(weakness("off", "z.go", 3, symbol: "f"), "skip: true")], renamed: ["a.go": "z.go"],
            expected: ["moved z.go:3"]),
        Case(
            name: "the same defect in a second file", before: [(weakness("off", "a.go", 3), "skip: true")],
            after: [(weakness("off", "a.go", 3), "skip: true"), (weakness("off", "b.go", 5), "skip: true")],
            expected: ["opened b.go:5"]),
        Case(
            name: "one goes and another comes", before: [(weakness("off here", "a.go", 3), "skip: true")],
            after: [(weakness("off there", "b.go", 5), "insecure = 1")],
            expected: ["closed a.go:3", "opened b.go:5"]),
        Case(
            name: "another secret on the line of one", control: "secret",
            before: [(weakness("literal (AK…20)", "a.py", 3), "key = 'AKIA1'")],
            after: [(weakness("literal (AK…20)", "a.py", 3), "key = 'AKIA2'")],
            expected: ["closed a.py:3", "opened a.py:3"]),
        Case(
            name: "the same secret in a renamed file", control: "secret",
            before: [(weakness("literal (AK…20)", "a.py", 3), "key = 'AKIA1'")],
            after: [(weakness("literal (AK…20)", "b.py", 8), "  key = 'AKIA1'")], expected: ["moved b.py:8"]),
        Case(
            name: "of more than are listed nobody knows which is new",
            before: [(weakness("off (and 3 more)", "a.go", 3), "skip: true")],
            after: [
                (weakness("off (and 4 more)", "a.go", 3), "skip: true"), (weakness("off", "b.go", 3), "skip: true"),
            ],
            expected: []),
        Case(
            name: "where it is needed is no weakness", before: [],
            after: [(weakness("needed here", "a.go", 3), "call()")], expected: []),
    ]

    @Test("or is another one", arguments: cases)
    func matched(_ example: Case) {
        // Both versions of a file are contents of their own.
        func placed(_ items: [(Report.Evidence, String)], _ version: String) -> [Report.Evidence] {
            items.map { item in
                var evidence = item.0
                evidence.object = version + evidence.path
                return evidence
            }
        }
        var texts: [String: String] = [:]
        for (item, version) in example.before.map({ ($0, "1") }) + example.after.map({ ($0, "2") }) {
            texts["\(version)\(item.0.path):\(item.0.line)"] = item.1
        }
        let states = [example.control: ["api": "partial"]]
        let files = FileChanges(renamed: example.renamed) { texts["\($0.object):\($0.line)"] }
        let delta = Delta(
            from: report(states: states, evidence: [example.control: placed(example.before, "1")]),
            to: report(states: states, evidence: [example.control: placed(example.after, "2")]), files: files,
            weaknesses: weaknesses)
        #expect(delta.findings.map { "\($0.kind) \($0.evidence.path):\($0.evidence.line)" } == example.expected)
        #expect(delta.cells.isEmpty)
    }

    private func report(states: [String: [String: String]], evidence: [String: [Report.Evidence]]) -> Report {
        HistoryTests.report(["api": "main.go"], states, evidence: evidence)
    }
}
