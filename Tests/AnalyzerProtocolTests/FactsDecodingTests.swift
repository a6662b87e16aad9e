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
            "references":[[2,12,0,3,["/healthz",["verify",0,[false]],[1,1],
                ["n",0,0,[[0,0,[1.5]],null,2,0]],["g",0,0,0,1]],161,[1,2]],
              [1,-11,"decorate",-3,0,0,0,3]],
            "refs":[[1,"github.com/acme/b","New"],[0,"Execute",[2,1,1]],[3,2],"Server"],
            "conditions":[[1,0,7],[1,2,8,["otlp",null]],[1,3,9,0,[2,1]]],
            "namespace":{"kind":"go-package","name":"internal/api","separator":"/","search":["","src"],"variant":"test"},
            "bindings":[{"import_prefix":"github.com/acme/shop","directory":"go"}],
            "symbols":[["a",0,3],["b",4,2,4,0,0,0,null,[null]],
              ["Server.Start","method",5,31,null,4,["T",0],{"interface":true,"n":2,"s":"x"},["v"],[1],2,"later"]],
            "roots":[{"symbol":3,"class":"production","component":"cmd/api","kind":"go-main","role":"service","why":"func main"},
              {"to":3,"class":"test"}],
            "signals":[{"kind":"handler.constant","symbol":3,"line":12,"attributes":{"a":-1}}],
            "dependencies":[{"ecosystem":"go","name":"x","version":"v1","line":9,"scope":"development"}],
            "diagnostics":[{"severity":"warning","line":12,"message":"m","unless_file":"a.hrl"}],
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

        var constant = Symbol(id: 2, name: "b", kind: "constant", line: 5, endLine: 9)
        constant.value = .null
        var symbol = Symbol(id: 3, name: "Server.Start", kind: "method", line: 10, endLine: 41)
        symbol.owner = 4
        symbol.results = [5, 6]
        symbol.parameters = [0]
        symbol.given = 2
        symbol.value = .string("v")
        symbol.attributes = ["interface": .bool(true), "n": .number(2), "s": .string("x")]
        #expect(
            facts.symbols == [Symbol(id: 1, name: "a", kind: "function", line: 3, endLine: 3), constant, symbol])

        var call = Reference(from: 3, to: 2, kind: .call, line: 12)
        call.context = [.loop, .ignored]
        call.arguments = [
            Argument(position: 0, value: .string("/healthz")), Argument(name: "verify", value: .bool(false)),
            Argument(position: 1, ref: 0),
            Argument(
                name: "n",
                items: [
                    Argument(position: 0, value: .number(1.5)), Argument(position: 1, value: .null),
                    Argument(position: 2, ref: 2), Argument(position: 3),
                ]),
            Argument(name: "g"),
        ]
        call.arguments[4].given = 0
        call.when = [0, 1]
        var decorate = Reference(from: 0, to: 0, kind: .decorate, line: 1)
        decorate.subject = 3
        #expect(facts.references == [call, decorate])
        var withConstants = ConfiguredCondition(ref: 0, test: .differs, line: 9)
        withConstants.constants = [facts.conditions[2].constants.first ?? -1, 0]
        #expect(withConstants.constants[0] > 0)
        #expect(
            facts.conditions == [
                ConfiguredCondition(ref: 0, test: .set, line: 7),
                ConfiguredCondition(ref: 0, test: .equals, values: [.string("otlp"), .null], line: 8), withConstants,
            ])

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
        #expect(facts.diagnostics == [Diagnostic(severity: .warning, line: 12, message: "m", unlessFile: "a.hrl")])
    }

    @Test(arguments: [
        (#""newServer""#, Ref.name("newServer")),
        (#"[1,"m","*"]"#, .imported(module: "m", name: "*")),
        (#"["import","m","x"]"#, .imported(module: "m", name: "x")),
        (#"[1,"m",null]"#, .imported(module: "m", name: nil)),
        (#"[1,"m",""]"#, .imported(module: "m", name: "")),
        (#"[11,"src/app","db"]"#, .namespaced(namespace: "src/app", name: "db")),
        (#"[7,"builtins.print"]"#, .external("builtins.print")),
        (#"[0,"Execute",0]"#, .member("Execute", of: nil)),
        (#"[0,"Execute"]"#, .member("Execute", of: nil)),
        (#"[5]"#, .any([])),
        (#"[8,"PORT"]"#, .setting("PORT", default: nil)),
        (#"[8,"PORT",0]"#, .setting("PORT", default: .number(0))),
        (#"[8,"PORT",null]"#, .setting("PORT", default: .null)),
        (#"[6,"p"]"#, .parameter("p", index: 0, of: -1, default: nil)),
        (#"[6,"p",0,2,false]"#, .parameter("p", index: 2, of: -1, default: .bool(false))),
        (#"[9,1,3]"#, .holds([0, 2])),
        (#"["path","scripts/ci.sh"]"#, .path("scripts/ci.sh")),
        (#"[14,"lint"]"#, .target("lint")),
        (#"[16,"acme/shop"]"#, .image("acme/shop")),
        (#"[18,"/healthz","GET",8080]"#, .route("/healthz", method: "GET", port: 8080)),
        (#"[18,"/",0,80]"#, .route("/", method: nil, port: 80)),
        (#"[18,"/"]"#, .route("/", method: nil, port: nil)),
        (#"[10,"DATABASE_URL"]"#, .environment("DATABASE_URL")),
        (#"["command",["uvicorn","app.main:app"]]"#, .command(["uvicorn", "app.main:app"], directory: nil)),
        (#"[15,["make"],"api"]"#, .command(["make"], directory: "api")),
        (#"[15,["make"],""]"#, .command(["make"], directory: "")),
        (#"[17,["tier=web","app=shop"]]"#, .selector(["app=shop", "tier=web"])),
        (#"["teleport","x"]"#, .unknown),
        (#"[99,"x"]"#, .unknown),
    ])
    func refForms(json: String, ref: Ref) throws {
        #expect(try facts(#""refs":[\#(json)]"#).refs == [ref])
    }

    @Test func textsAreToldOnceByTheNumberOfAnEntry() throws {
        let facts = try facts(
            #""refs":[[1,"m"],[1,1,"x"],[11,"src/app","a"],[11,3,"b"],"f"],"symbols":[[5,0,1]]"#)
        #expect(
            facts.refs == [
                .imported(module: "m", name: nil), .imported(module: "m", name: "x"),
                .namespaced(namespace: "src/app", name: "a"), .namespaced(namespace: "src/app", name: "b"), .name("f"),
            ])
        #expect(facts.symbols.map(\.name) == ["f"])
    }

    @Test func kindsOfLaterVersionsAreCarriedAlong() throws {
        let facts = try facts(#""symbols":[["a","teleporter",1]],"references":[["b",1,"beam"],["b",0,"use"]]"#)
        #expect(facts.symbols.map(\.kind) == ["teleporter"])
        #expect(facts.references.map(\.kind.rawValue) == ["beam", "use"])
    }

    @Test func aDirectorysAnswerTellsOfItsFiles() throws {
        let answer = try facts(
            #"""
            "files":[{"path":"chart/a.yaml","refs":["x"],"references":[[1,1,1]]},
                     {"path":"chart/b.yaml","symbols":[["b",15,3]]}]
            """#)
        #expect(answer.files.map(\.path) == ["chart/a.yaml", "chart/b.yaml"])
        #expect(answer.files[0].facts.refs == [.name("x")])
        #expect(answer.files[1].facts.symbols.map(\.name) == ["b"])
        #expect(throws: ProtocolError.self) { try facts(#""files":[{"symbols":[]}]"#) }
        #expect(throws: ProtocolError.self) { try facts(#""files":[{"path":"a","files":[{"path":"b"}]}]"#) }
    }

    @Test func aCommandInAnImage() throws {
        let json = #"["contained",["a"],["image","x"],"api","/srv",1]"#
        let command = ContainedCommand(["a"], context: "api", image: 0, workdir: "/srv", follows: true)
        #expect(try facts(#""refs":[\#(json)]"#).refs == [.image("x"), .contained(command)])
    }

    @Test func inlineRefsComeBeforeWhatHoldsThem() throws {
        let facts = try facts(
            #"""
            "refs":[[5,"a",[12,"b"]],[4,1]],
            "references":[[[3,[2,2]],1,1]]
            """#)
        #expect(
            facts.refs == [
                .name("a"), .name("b"), .base(1), .any([0, 2]), .container(3), .result(4, index: 0), .element(5),
            ])
        #expect(facts.references[0].to == 6)
    }

    @Test func stringsKeepEscapesAndSeparators() throws {
        let facts = try facts(#""refs":["a\n\"\\\u00e9\ud83d\ude00\u2028\#u{2028}\#u{85}"]"#)
        #expect(facts.refs == [.name("a\n\"\\é😀\u{2028}\u{2028}\u{85}")])
    }

    @Test func linesCountOn() throws {
        let facts = try facts(#""symbols":[["a",5,5],["b",5,-2,9]]"#)
        #expect(facts.symbols.map(\.line) == [5, 3])
        #expect(facts.symbols.map(\.endLine) == [5, 12])
    }

    @Test(arguments: [
        (#""refs":[[3,2],"a"]"#, "refs[0].element"),
        (#""refs":[[3,1]]"#, "refs[0].element"),
        (#""refs":[[3,0]]"#, "refs[0].element"),
        (#""refs":[[3]]"#, "refs[0].element"),
        (#""refs":[[5,"a",[3,-1]]]"#, "refs[0].any.element"),
        (#""refs":[7]"#, "refs[0]"),
        (#""refs":[{"name":"a"}]"#, "refs[0]"),
        (#""refs":[[]]"#, "refs[0].form"),
        (#""refs":[[null,"a"]]"#, "refs[0].form"),
        (#""refs":{}"#, "refs"),
        (#""refs":[[0,3]]"#, "refs[0].member"),
        (#""refs":[[7,"a"],[1,1,"x"]]"#, "refs[1].import"),
        (#""refs":[[1,"a"],[11,1,"x"]]"#, "refs[1].namespace"),
        (#""refs":[[18,"/",null,"80"]]"#, "refs[0].port"),
        (#""refs":[[15,"ls"]]"#, "refs[0].command"),
        (#""refs":[[9,0]]"#, "refs[0].holds"),
        (#""references":[[1,1]]"#, "references[0].to"),
        (#""references":[[0,1]]"#, "references[0].to"),
        (#""references":[[]]"#, "references[0].to"),
        (#""references":[{"to":"a"}]"#, "references[0]"),
        (#""references":[["a",1,1,1]]"#, "references[0].from"),
        (#""references":[["a",1],["a",0,0,-1]]"#, "references[1].from"),
        (#""references":[["a"]]"#, "references[0].line"),
        (#""references":[["a",3],["b",-3]]"#, "references[1].line"),
        (#""references":[["a",2147483647],["b",1]]"#, "references[1].line"),
        (#""references":[["a",1,[]]]"#, "references[0].kind"),
        (#""references":[["a",1,0,0,0,0,0,2]]"#, "references[0].subject"),
        (#""references":[["a",1,0,0,0,0,[0]]]"#, "references[0].when"),
        (#""references":[["a",1,0,0,[0,["n",0,0,[5]]]]]"#, "references[0].arguments[1].items[0].ref"),
        (#""references":[["a",1,0,0,[{}]]]"#, "references[0].arguments[0].value"),
        (#""references":[["a",1,0,0,[[]]]]"#, "references[0].arguments[0].position"),
        (#""references":[["a",1,0,0,[[0,0,"x"]]]]"#, "references[0].arguments[0].value"),
        (#""references":[["a",1,0,0,[[0,0,[[]]]]]]"#, "references[0].arguments[0].value"),
        (#""symbols":[["a",0,3000000000]]"#, "symbols[0].line"),
        (#""symbols":[["a",0,1.5]]"#, "symbols[0].line"),
        (#""symbols":[["a"]]"#, "symbols[0].line"),
        (#""symbols":[["a",0,1,-1]]"#, "symbols[0].lines"),
        (#""symbols":[[]]"#, "symbols[0].name"),
        (#""symbols":[[1,0,1]]"#, "symbols[0].name"),
        (#""refs":[[7,"a"]],"symbols":[[1,0,1]]"#, "symbols[0].name"),
        (#""symbols":[["a",0,1,0,0,0,0,{"x":{}}]]"#, "symbols[0].attributes.x"),
        (#""symbols":[null]"#, "symbols[0]"),
        (#""conditions":[["a"]]"#, "conditions[0].line"),
        (#""conditions":[[0,0,1]]"#, "conditions[0].ref"),
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
}
