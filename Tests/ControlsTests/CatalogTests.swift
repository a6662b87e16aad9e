import AnalyzerProtocol
import Controls
import Models
import Testing

@Suite struct CatalogTests {
    private let good = control("a", states: "wired: { words: w, when: call.out }")

    @Test(arguments: [
        ("id: a", "id: b", "the id 'b' is not the file's name 'a'"),
        ("area: resilience", "area: cooking", "not a value of 'area'"),
        ("severity: high", "severity: grave", "not a value of 'severity'"),
        ("scope: component", "scope: galaxy", "not a value of 'scope'"),
        ("remedy: Use a breaker.", "", "lacks the key 'remedy'"),
        ("acceptance: [It opens.]", "", "lacks the key 'acceptance'"),
        ("acceptance: [It opens.]", "acceptance: []", "empty list"),
        ("remedy: Use a breaker.", "remedy: x\ncolour: red", "unknown key 'colour'"),
        ("judged-by: [go]", "", "lacks the key 'judged-by'"), ("call.out", "no.such", "unknown signal 'no.such'"),
        ("call.out", "'no.*'", "no signal matches 'no.*'"),
        ("call.out", "{ any: [] }", "is empty"), ("call.out", "{ many: [] }", "exactly one of the keys"),
        ("call.out", "{ each: { of: call.out } }", "lacks the key 'reaches'"),
        ("call.out", "{ bypass: { of: { not: call.out }, guard: tls.off } }", "takes signals"),
        ("call.out", "{ same-symbol: [call.out] }", "two conditions"),
        ("call.out", "{ signal: call.out, where: { a: '(' } }", "not a regular expression"),
        ("call.out", "{ signal: call.out, reach: far }", "not a scope"),
        ("call.out", "{ signal: call.out, colour: red }", "unknown key 'colour'"),
        ("wired: {", "perfect: {", "'perfect' is not a state"),
        ("wired: {", "missing: {", "not a state that can be shown"),
        ("remedy: Use a breaker.", "remedy: x\nabsence-is: missing", "not a value of 'absence-is'"),
        (
            "remedy: Use a breaker.", "remedy: x\ncounter-evidence: [{ words: w, when: call.out }]",
            "lacks the key 'caps'"
        ),
        ("remedy: Use a breaker.", "remedy: x\nreferences: [ftp://x]", "not a web address"),
    ])
    func errorsSayWhat(find: String, replacement: String, message: String) throws {
        let text = good.replacing(find, with: replacement)
        #expect(text != good)
        let error = try #require(throws: ModelError.self) { try load("controls/resilience/a.yml", text) }
        #expect(error.file == "controls/resilience/a.yml")
        #expect(error.message.contains(message), "\(error)")
    }

    @Test func errorsNameTheLine() throws {
        let text = good.replacing("call.out", with: "no.such")
        let line =
            text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.contains("no.such") }! + 1
        let error = try #require(throws: ModelError.self) { try load("controls/resilience/a.yml", text) }
        #expect(error.line == line)
    }

    @Test func folderAndAreaAgree() throws {
        let error = try #require(throws: ModelError.self) { try load("controls/data/a.yml", good) }
        #expect(error.message == "the area 'resilience' is not the file's folder")
        #expect(throws: ModelError.self) {
            try ControlCatalog.load(
                files: [("x/resilience/a.yml", good), ("y/resilience/a.yml", good)], vocabulary: Sketch.vocabulary)
        }
    }

    @Test func everythingIsRead() throws {
        let loaded = try #require(
            try catalogue([
                control(
                    "a", severity: "low", scope: "repository", judgedBy: "go, python", applies: "'breaker.*'",
                    states: "declared: { words: d }\nwired: { words: w, when: call.out }",
                    more:
                        "why: Because.\nroot: pipeline\nrequired: defined\nabsence-is: partial\nreferences: [https://example.org/]"
                )
            ]).first)
        #expect(loaded.severity == .low && loaded.scope == .repository && loaded.root == .pipeline)
        #expect(loaded.required == .defined && loaded.absenceIs == .partial)
        #expect(loaded.judgedBy == ["go", "python"])
        #expect(loaded.appliesWhen.when?.signals == ["breaker.define", "breaker.dependency", "breaker.guard"])
        #expect(loaded.states[.declared]?.words == "d" && loaded.states[.declared]?.when == nil)
        #expect(loaded.why == "Because." && loaded.references == ["https://example.org/"])
    }

    private func load(_ path: String, _ text: String) throws -> [Control] {
        try ControlCatalog.load(files: [(path, text)], vocabulary: Sketch.vocabulary)
    }
}
