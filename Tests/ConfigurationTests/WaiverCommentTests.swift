import Configuration
import Models
import Testing

@Suite("Waivers in comments")
struct WaiverCommentTests {
    private func matches(_ text: String, path: String = "main.go") -> [[String: String]] {
        Array(text.utf8).withUnsafeBytes { WaiverComment.matches(path: path, bytes: $0) }
            .map { $0.attributes.merging(["line": "\($0.line)"]) { first, _ in first } }
    }

    @Test(
        "In any language, the first word of its comment",
        arguments: [
            ("// gapmatrix:waive slo reason=\"a b\"", "main.go"), ("x = 1  # gapmatrix:waive slo reason='a b'", "a.py"),
            ("/* gapmatrix:waive slo reason=\"a b\" */", "a.c"),
            ("<!-- gapmatrix:waive slo reason=\"a b\" -->", "a.html"),
            ("<!-- gapmatrix:waive slo reason=\"a b\" -->", "README.md"),
            ("%% gapmatrix:waive slo reason=\"a b\"", "a.erl"),
            ("-- gapmatrix:waive slo reason=\"a b\"", "a.sql"), ("; gapmatrix:waive slo reason=\"a b\"", "a.ini"),
            ("/**\n * gapmatrix:waive slo reason=\"a b\"\n */", "a.java"),
            ("{{/* gapmatrix:waive slo reason=\"a b\" */}}", "a.tpl"),
            ("#gapmatrix:waive slo reason=\"a b\"\r\n", "a.yml"),
        ])
    func languages(text: String, path: String) {
        let found = matches(text, path: path)
        #expect(found.count == 1)
        #expect(found.first?["control"] == "slo" && found.first?["reason"] == "a b", "\(found)")
    }

    @Test(
        "Not in a text, nor in what a document shows",
        arguments: [
            ("say(\"gapmatrix:waive slo reason='a'\")", "main.go"),
            ("    # gapmatrix:waive slo reason=\"a\"", "README.md"),
            ("// see gapmatrix:waive slo", "main.go"), ("", "main.go"),
        ])
    func elsewhere(text: String, path: String) {
        #expect(matches(text, path: path).isEmpty)
    }

    @Test("Owner, end, and several controls")
    func all() {
        let found = matches("\n\n// gapmatrix:waive slo,tracing until=2027-01-31 owner=edge reason=\"why not\"\n")
        let rest = ["reason": "why not", "owner": "edge", "until": "2027-01-31", "line": "3"]
        #expect(found == ["slo", "tracing"].map { rest.merging(["control": $0]) { first, _ in first } })
    }

    @Test(
        "What cannot count says why",
        arguments: [
            ("// gapmatrix:waive", "names no control"), ("// gapmatrix:waive slo", "has no reason"),
            ("// gapmatrix:waive slo reason=\"\"", "has no reason"),
            ("// gapmatrix:waive reason=\"a\"", "names no control"),
            ("// gapmatrix:waive slo because", "'because' is no key"),
            ("// gapmatrix:waive slo raeson=\"a\"", "did you mean 'reason'?"),
            ("// gapmatrix:waive slo reason=a reason=b", "stands there twice"),
            ("// gapmatrix:waive slo reason=a until=someday", "no day like 2027-01-31"),
        ])
    func wrong(text: String, problem: String) {
        #expect(matches(text).first?["problem"]?.contains(problem) == true, "\(matches(text))")
    }

    @Test("Bounded: long lines, many comments")
    func bounds() {
        #expect(matches(String(repeating: "// gapmatrix:waive slo reason=a\n", count: 5_000)).count == 100)
        let long = String(repeating: " ", count: 1_000_000) + "// gapmatrix:waive slo reason="
        #expect(matches(long + String(repeating: "a", count: 1_000_000)).count <= 1)
        #expect(matches(String(repeating: "gapmatrix:waive", count: 100_000)).count <= 100)
    }
}
