import Testing

@testable import AnalyzerProtocol

/// Facts of a message with these members.
private func facts(_ members: String) throws -> Facts {
    try Facts(answerBytes: Array(#"{"type":"facts","id":1,\#(members)}"#.utf8))
}

@Suite struct FactsDecodingTests {
    @Test func everyPartIsRead() throws {
        let facts = try facts(
            #"""
            "references":[{"from":3,"to":1,"kind":"call","line":12,"context":["loop","later","ignored"],
              "arguments":[{"position":0,"value":"/healthz"},{"name":"verify","value":false},{"position":1,"ref":0},
                           {"name":"n","items":[{"position":0,"value":1.5},{"position":1,"value":null}]}]},
              {"from":0,"to":0,"kind":"decorate","line":1,"subject":3}],
            "refs":[{"import":"github.com/acme/b","name":"New"},{"member":"Execute","of":{"result":0,"index":1}},{"element":1}],
            "namespace":{"kind":"go-package","name":"internal/api","separator":"/","search":["","src"],"variant":"test"},
            "bindings":[{"import_prefix":"github.com/acme/shop","directory":"go"}],
            "symbols":[{"id":3,"name":"Server.Start","kind":"method","line":10,"end_line":41,"owner":{"name":"Server"},
              "results":[{"name":"T"},null],"type":null,"value":"v","attributes":{"interface":true,"n":2,"s":"x"},"later":[1]}],
            "roots":[{"symbol":3,"class":"production","component":"cmd/api","kind":"go-main","role":"service","why":"func main"},
              {"to":2,"class":"test"}],
            "signals":[{"kind":"handler.constant","symbol":3,"line":12,"attributes":{"a":-1}}],
            "dependencies":[{"ecosystem":"go","name":"x","version":"v1","line":9,"scope":"development"}],
            "diagnostics":[{"severity":"warning","line":12,"message":"m"}],
            "later":{"deep":[{}]}
            """#)

        #expect(
            facts.refs == [
                .imported(module: "github.com/acme/b", name: "New"), .result(0, index: 1), .member("Execute", of: 1),
                .element(2), .name("Server"), .name("T"), .unknown,
            ])
        #expect(
            facts.namespace
                == Namespace(
                    kind: "go-package", name: "internal/api", separator: "/", search: ["", "src"], variant: "test"))
        #expect(facts.bindings == [ImportBinding(importPrefix: "github.com/acme/shop", directory: "go")])

        var symbol = Symbol(id: 3, name: "Server.Start", kind: "method", line: 10, endLine: 41)
        symbol.owner = 4
        symbol.results = [5, 6]
        symbol.value = .string("v")
        symbol.attributes = ["interface": .bool(true), "n": .number(2), "s": .string("x")]
        #expect(facts.symbols == [symbol])

        var call = Reference(from: 3, to: 2, kind: .call, line: 12)
        call.context = [.loop, .ignored]
        call.arguments = [
            Argument(position: 0, value: .string("/healthz")), Argument(name: "verify", value: .bool(false)),
            Argument(position: 1, ref: 0),
            Argument(
                name: "n",
                items: [Argument(position: 0, value: .number(1.5)), Argument(position: 1, value: .null)]),
        ]
        var decorate = Reference(from: 0, to: 0, kind: .decorate, line: 1)
        decorate.subject = 3
        #expect(facts.references == [call, decorate])

        #expect(facts.roots.map(\.symbol) == [3, nil])
        #expect(facts.roots.map(\.to) == [nil, 3])
        #expect(facts.roots.map(\.rootClass) == [.production, .test])
        #expect(facts.roots[0].component == "cmd/api")
        #expect(facts.roots[0].role == "service")
        #expect(facts.signals.map(\.kind) == ["handler.constant"])
        #expect(facts.signals[0].attributes == ["a": .number(-1)])
        #expect(
            facts.dependencies == [
                Dependency(ecosystem: "go", name: "x", version: "v1", line: 9, scope: "development")
            ])
        #expect(facts.diagnostics == [Diagnostic(severity: .warning, line: 12, message: "m")])
    }

    @Test(arguments: [
        (#"{"name":"newServer"}"#, Ref.name("newServer")),
        (#"{"import":"m","name":"*"}"#, .imported(module: "m", name: "*")),
        (#"{"name":"x","import":"m"}"#, .imported(module: "m", name: "x")),
        (#"{"import":"m","name":null}"#, .imported(module: "m", name: nil)),
        (#"{"namespace":"src/app","name":"db"}"#, .namespaced(namespace: "src/app", name: "db")),
        (#"{"external":"builtins.print"}"#, .external("builtins.print")),
        (#"{"member":"Execute","of":null}"#, .member("Execute", of: nil)),
        (#"{"member":"Execute"}"#, .member("Execute", of: nil)),
        (#"{"any":[]}"#, .any([])),
        (#"{"path":"scripts/ci.sh"}"#, .path("scripts/ci.sh")),
        (#"{"target":"lint"}"#, .target("lint")),
        (#"{"image":"acme/shop"}"#, .image("acme/shop")),
        (#"{"port":8080,"route":"/healthz","method":"GET"}"#, .route("/healthz", method: "GET", port: 8080)),
        (#"{"route":"/"}"#, .route("/", method: nil, port: nil)),
        (#"{"environment":"DATABASE_URL"}"#, .environment("DATABASE_URL")),
        (#"{"command":["uvicorn","app.main:app"]}"#, .command(["uvicorn", "app.main:app"], directory: nil)),
        (#"{"command":["make"],"directory":"api"}"#, .command(["make"], directory: "api")),
        (#"{"selector":["tier=web","app=shop"]}"#, .selector(["app=shop", "tier=web"])),
        (#"{"teleport":"x"}"#, .unknown),
        (#"{}"#, .unknown),
    ])
    func refForms(json: String, ref: Ref) throws {
        #expect(try facts(#""refs":[\#(json)]"#).refs == [ref])
    }

    @Test func aDirectorysAnswerTellsOfItsFiles() throws {
        let answer = try facts(
            #"""
            "files":[{"path":"chart/a.yaml","refs":[{"name":"x"}],"references":[{"from":0,"kind":"use","line":1,"to":0}]},
                     {"path":"chart/b.yaml","symbols":[{"id":1,"name":"b","kind":"workload","line":3}]}]
            """#)
        #expect(answer.files.map(\.path) == ["chart/a.yaml", "chart/b.yaml"])
        #expect(answer.files[0].facts.refs == [.name("x")])
        #expect(answer.files[1].facts.symbols.map(\.name) == ["b"])
        #expect(throws: ProtocolError.self) { try facts(#""files":[{"symbols":[]}]"#) }
        #expect(throws: ProtocolError.self) { try facts(#""files":[{"path":"a","files":[{"path":"b"}]}]"#) }
    }

    @Test func inlineRefsComeBeforeWhatHoldsThem() throws {
        let facts = try facts(
            #"""
            "refs":[{"any":[{"name":"a"},{"base":{"name":"b"}}]},{"container":0}],
            "references":[{"from":0,"kind":"use","line":1,"to":{"element":{"result":1}}}]
            """#)
        #expect(
            facts.refs == [
                .name("a"), .name("b"), .base(1), .any([0, 2]), .container(3), .result(4, index: 0), .element(5),
            ])
        #expect(facts.references[0].to == 6)
    }

    @Test func stringsKeepEscapesAndSeparators() throws {
        let facts = try facts(#""refs":[{"name":"a\n\"\\\u00e9\ud83d\ude00\u2028\#u{2028}\#u{85}"}]"#)
        #expect(facts.refs == [.name("a\n\"\\é😀\u{2028}\u{2028}\u{85}")])
    }

    @Test func anEndBeforeItsLineIsThatLine() throws {
        let facts = try facts(#""symbols":[{"id":9,"name":"a","kind":"type","line":5,"end_line":2}]"#)
        #expect(facts.symbols.map(\.endLine) == [5])
    }

    @Test(arguments: [
        (#""refs":[{"element":1},{"name":"a"}]"#, "refs[0].element"),
        (#""refs":[{"element":0}]"#, "refs[0].element"),
        (#""refs":[{"any":[{"name":"a"},{"element":-1}]}]"#, "refs[0].any.element"),
        (#""refs":[7]"#, "refs[0]"),
        (#""refs":{}"#, "refs"),
        (#""refs":[{"name":3}]"#, "refs[0].name"),
        (#""refs":[{"route":"/","port":"80"}]"#, "refs[0].port"),
        (#""refs":[{"command":"ls"}]"#, "refs[0].command"),
        (#""references":[{"from":0,"to":0,"kind":"use","line":1}]"#, "references[0].to"),
        (#""references":[{"from":1,"to":{"name":"a"},"kind":"use","line":1}]"#, "references[0].from"),
        (#""references":[{"from":0,"to":null,"kind":"use","line":1}]"#, "references[0].to"),
        (#""references":[{"from":0,"kind":"use","line":1}]"#, "references[0].to"),
        (#""references":[{"to":{"name":"a"},"kind":"use","line":0}]"#, "references[0].line"),
        (#""references":[{"to":{"name":"a"},"kind":"use"}]"#, "references[0].line"),
        (#""references":[{"to":{"name":"a"},"kind":"use","line":1,"subject":2}]"#, "references[0].subject"),
        (
            #""references":[{"to":{"name":"a"},"kind":"use","line":1,"arguments":[{},{"items":[{"ref":5}]}]}]"#,
            "references[0].arguments[1].items[0].ref"
        ),
        (
            #""references":[{"to":{"name":"a"},"kind":"use","line":1,"arguments":[{"value":[]}]}]"#,
            "references[0].arguments[0].value"
        ),
        (
            #""symbols":[{"id":1,"name":"a","kind":"type","line":1},{"id":1,"name":"b","kind":"type","line":1}]"#,
            "symbols[1].id"
        ),
        (
            #""symbols":[{"id":5,"name":"a","kind":"type","line":1},{"id":5,"name":"b","kind":"type","line":1}]"#,
            "symbols[1].id"
        ),
        (#""symbols":[{"id":0,"name":"a","kind":"type","line":1}]"#, "symbols[0].id"),
        (#""symbols":[{"id":1,"name":"a","kind":"type","line":3000000000}]"#, "symbols[0].line"),
        (#""symbols":[{"id":1,"name":"a","kind":"type","line":1.5}]"#, "symbols[0].line"),
        (#""symbols":[{"id":1,"kind":"type","line":1}]"#, "symbols[0].name"),
        (#""symbols":[{"id":1,"name":"a","kind":"type","line":1,"attributes":{"x":{}}}]"#, "symbols[0].attributes.x"),
        (#""symbols":[null]"#, "symbols[0]"),
        (#""roots":[{"symbol":4,"class":"test"}]"#, "roots[0].symbol"),
        (#""roots":[{"symbol":0,"class":"nightly"}]"#, "roots[0].class"),
        (#""roots":[{"class":"test"}]"#, "roots[0].symbol"),
        (#""signals":[{"kind":"x","symbol":1,"line":1}]"#, "signals[0].symbol"),
        (#""namespace":[]"#, "namespace"),
        (#""namespace":{"kind":"x"}"#, "namespace.name"),
        (#""bindings":[{"directory":1}]"#, "bindings[0].directory"),
        (#""dependencies":[{"name":"a"}]"#, "dependencies[0].ecosystem"),
        (#""diagnostics":[{"severity":"fatal","message":""}]"#, "diagnostics[0].severity"),
    ])
    func whatIsWrongIsNamed(members: String, field: String) {
        let error = #expect(throws: ProtocolError.self) { try facts(members) }
        #expect(error?.field == field)
        #expect(error?.code == .invalidFacts)
        #expect(error?.answerID == 1)
    }

    @Test func sparseIdsAreUniqueToo() throws {
        let symbols = [7, 1, 2, 900, 3].map { #"{"id":\#($0),"name":"a","kind":"type","line":1}"# }
        let references = [900, 3, 7].map { #"{"from":\#($0),"to":{"name":"a"},"kind":"use","line":1}"# }
        let facts = try facts(
            #""symbols":[\#(symbols.joined(separator: ","))],"references":[\#(references.joined(separator: ","))]"#)
        #expect(facts.symbols.map(\.id) == [7, 1, 2, 900, 3])
        #expect(throws: ProtocolError.self) {
            try self.factsWithSymbols([1, 2, 7, 3, 7])
        }
    }

    private func factsWithSymbols(_ ids: [Int]) throws -> Facts {
        try facts(
            #""symbols":[\#(ids.map { #"{"id":\#($0),"name":"a","kind":"type","line":1}"# }.joined(separator: ","))]"#)
    }
}
