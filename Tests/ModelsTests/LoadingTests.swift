import Models
import Testing

@Suite struct LoadingTests {
    @Test(arguments: [
        (
            "- signal: http.route\n  match: { call: a.b }\n  example: x\n  counterexample: y\n  colour: red", 5,
            "unknown key 'colour'"
        ),
        ("- signal: no.such\n  match: { call: a.b }\n  example: x\n  counterexample: y", 1, "unknown signal 'no.such'"),
        ("- signal: http.route\n  match: { call: a.b }\n  counterexample: y", 1, "lacks the key 'example'"),
        ("- signal: http.route\n  match: { call: a.b }\n  example: x", 1, "lacks the key 'counterexample'"),
        ("- signal: http.route\n  example: x\n  counterexample: y", 1, "lacks the key 'match'"),
        ("- signal: http.route\n  match: {}\n  example: x\n  counterexample: y", 2, "exactly one"),
        ("- signal: http.route\n  match: { call: a, use: b }\n  example: x\n  counterexample: y", 2, "exactly one"),
        ("- signal: http.route\n  match: { call: '' }\n  example: x\n  counterexample: y", 2, "'call' is empty"),
        ("- signal: http.route\n  match: { call: [] }\n  example: x\n  counterexample: y", 2, "empty list"),
        ("- signal: http.route\n  match: { call: 'a.*.b' }\n  example: x\n  counterexample: y", 2, "is not a name"),
        ("- signal: http.route\n  match: { call: .b }\n  example: x\n  counterexample: y", 2, "only 'write'"),
        (
            "- signal: http.route\n  match: { symbol: type, name: '(' }\n  example: x\n  counterexample: y", 2,
            "not a regular expression"
        ),
        (
            "- signal: http.route\n  match: { symbol: klass }\n  example: x\n  counterexample: y", 2,
            "not a kind of symbol"
        ),
        (
            "- signal: http.route\n  match: { symbol: type, root: prod }\n  example: x\n  counterexample: y", 2,
            "not a class of roots"
        ),
        (
            "- signal: http.route\n  match: { call: a, name: b }\n  example: x\n  counterexample: y", 2,
            "unknown key 'name'"
        ),
        (
            "- signal: http.route\n  match: { call: a, context: [lop] }\n  example: x\n  counterexample: y", 2,
            "not a context"
        ),
        (
            "- signal: http.route\n  match: { call: a, argument: { 0: { rex: a } } }\n  example: x\n  counterexample: y",
            2, "unknown key 'rex'"
        ),
        (
            "- signal: http.route\n  match: { call: a, argument: { -1: x } }\n  example: x\n  counterexample: y", 2,
            "not an argument's"
        ),
        ("- signal: http.route\n  match: { call-of: {} }\n  example: x\n  counterexample: y", 2, "needs 'owner'"),
        (
            "- signal: http.route\n  match: { content: a }\n  example: x\n  counterexample: y", 2,
            "lacks the key 'literal'"
        ),
        ("- signal: http.route\n  match: { path: '[a' }\n  example: x\n  counterexample: y", 2, "is not a glob"),
        ("- signal: http.route\n  match: { path: a }\n  example: x\n  counterexample: y", 1, "needs 'file'"),
        ("- signal: http.route\n  match: { path: a }\n  file: b\n  example: x", 1, "no glob"),
        ("- signal: http.route\n  match: { path: '**', not-path: 'b' }\n  file: b\n  example: x", 1, "excludes"),
        (
            "- signal: http.route\n  match: { symbol: type }\n  subject: { argument: 0 }\n  example: x\n  counterexample: y",
            3, "references only"
        ),
        (
            "- signal: http.route\n  match: { symbol: type }\n  attributes: { a: { argument: 0 } }\n  example: x\n  counterexample: y",
            3, "references only"
        ),
        (
            "- signal: http.route\n  match: { dependency: { ecosystem: go, name: a, scope: dev } }\n  example: x\n  counterexample: y",
            2, "not a scope"
        ),
        ("- type: a.B", 1, "lacks 'returned-by'"),
        ("- { type: 'a.*', returned-by: a.C }", 1, "without wildcards"),
        ("- { alias: a }", 1, "lacks the key 'of'"),
        ("- { signal: http.route, alias: a }", 1, "exactly one of the keys"),
        ("- { hooks: [run], inert: a.B }", 1, "exactly one of the keys"),
        ("- hooks: [run]", 1, "lacks the key 'of'"),
        ("- { hooks: [], of: a.B }", 1, "empty list"),
        ("- { hooks: [run], of: [] }", 1, "empty list"),
        ("- { hooks: ['*'], of: a.B }", 1, "not a method's name"),
        ("- { hooks: ['(a|b)_c'], of: a.B }", 1, "not a method's name"),
        ("- { hooks: [run], of: 'a.*.B' }", 1, "is not a name"),
        ("- { inert: 'a.*' }", 1, "without wildcards"),
        ("- { inert: a.B, of: a.C }", 1, "unknown key 'of'"),
        ("signal: http.route", 1, "must be a list"),
        ("- signal: http.route\n  signal: http.route", 1, "appears twice"),
        ("- a: [", 2, "is not YAML"),
    ])
    func errorsNameFileAndLine(yaml: String, line: Int, message: String) throws {
        let error = try #require(throws: ModelError.self) { try compile(yaml) }
        #expect(error.file == "models.yml")
        #expect(error.line == line, "\(error)")
        #expect(error.message.contains(message), "\(error)")
    }

    @Test func emptyFilesAreFine() throws {
        #expect(try ModelSet(files: [("a.yml", ""), ("b.yml", "# nothing\n")], vocabulary: vocabulary).entries.isEmpty)
    }

    @Test func hooksOfABaseAreThoseOfAllEntries() throws {
        let models = try compile(
            """
            - { hooks: [run, 'visit_*'], of: [lib.Worker, 'lib.handlers.*'] }
            - { hooks: [close], of: lib.Worker }
            - inert: [lib.Router]
            """)
        let worker = try #require(models.hooks(ofBase: "lib.Worker"))
        #expect(["run", "close", "visit_", "visit_Name"].allSatisfy(worker.contains))
        #expect(!["runs", "visit", "Run", ""].contains(where: worker.contains))
        let handler = try #require(models.hooks(ofBase: "lib.handlers.File"))
        #expect(handler.contains("run") && !handler.contains("close"))
        // No entry says nothing of what is called, which is not the same as that nothing is.
        #expect(models.hooks(ofBase: "lib.Thread") == nil)
        #expect(models.isInert("lib.Router"))
        #expect(!models.isInert("lib.App") && !models.isInert("lib.Worker"))
    }

    @Test func signalsOfFilesAloneAreKnown() throws {
        let set = try ModelSet(
            files: [
                (
                    "m.yml",
                    entry("{ path: a }", signal: "pipeline.file", more: "file: a")
                        + entry("{ path: a }", signal: "test.unit", more: "file: a")
                        + entry("{ call: a }", signal: "test.unit")
                )
            ],
            vocabulary: vocabulary)
        #expect(set.fileSignals == ["pipeline.file"])
    }

    @Test func vocabularyIsChecked() throws {
        let good = try SignalVocabulary(yaml: "# words\na.b: does {target}\na.c-d: yes\nb.x: z\n", file: "signals.yml")
        #expect(good.words["a.b"] == "does {target}")
        #expect(good.words["a.c-d"] == "yes")
        #expect(good.expand("a.*") == ["a.b", "a.c-d"])
        #expect(good.expand("b.x") == ["b.x"])
        #expect(good.expand("c.*") == [])
        #expect(
            throws: ModelError(
                file: "s.yml", line: 2, message: "'A.b' is not a signal's name: <subject>.<what-it-does>, lower case")
        ) {
            try SignalVocabulary(yaml: "a.b: x\nA.b: y", file: "s.yml")
        }
        #expect(throws: ModelError.self) { try SignalVocabulary(yaml: "a.b:", file: "s.yml") }
    }

    @Test(
        arguments: [
            ("(?i)circuit.?breaker", ["circuit"]), ("^(Execute|call)$", ["execute", "call"]), ("a|b", nil),
            ("foo|[ab]", nil), ("x?yz+", ["yz"]),
            ("(?i)(rate.?limit|throttl)(er)?$", ["limit", "throttl"]), ("\\bAKIA[0-9A-Z]{16}\\b", ["akia"]),
            ("(?=abc)x", nil), ("(abc)?de", ["de"]),
            ("\\x41bc", nil), ("ab{2}c", nil), ("über", nil), ("(ab|)cde", ["cde"]), ("a\\.bc", ["a.bc"]),
        ] as [(String, [String]?)])
    func requiredLiteralsAreNeverWrong(pattern: String, expected: [String]?) throws {
        #expect(try Pattern(pattern).requiredLiterals?.map { String(decoding: $0, as: UTF8.self) } == expected)
    }
}
