import AnalyzerProtocol
import Testing
import Wiring

@Suite struct SignalTests {
    private func link(_ yaml: String, _ body: (inout FileBuilder) -> Void) throws -> Linked {
        try Linked(
            [
                FileBuilder.build(.python("a.py")) { f in
                    f.function("main", line: 1)
                    f.root("main", kind: "python-app")
                    body(&f)
                }
            ], yaml)
    }

    @Test(
        "Files in folders of tests are tests', whatever the language calls the folder",
        arguments: [
            ("tests/key.pem", true), ("Tests/ShopTests/key.pem", true), ("src/ShopTests/key.pem", true),
            ("__tests__/a.ts", true), ("src/testsuite.go", false), ("latests/key.pem", false),
        ])
    func testFolders(path: String, isTest: Bool) throws {
        let signal = FileSignal(kind: "file.signal", path: path, line: 1, object: "o")
        let program = Linker.link([], models: try models(), fileSignals: [signal])
        #expect(program.signals.map(\.isTest) == [isTest])
    }

    @Test func chainsOfCallsMatchTheTypesTheyReturn() throws {
        let yaml = """
            - type: lib.Client
              returned-by: [lib.connect]
            - signal: db.query
              match: { call: lib.Client.query }
            """
        let linked = try link(yaml) { f in
            f.symbol("client", "variable", line: 2, type: f.result(f.imported("lib.v", "connect")))
            f.call("main", f.member("query", f.result(f.imported("lib", "connect"))), line: 3)
            f.call("main", f.member("query", f.result(f.imported("lib", "Client"))), line: 4)
            f.call("main", f.member("query", f.imported("lib", "Client")), line: 5)
            f.call("main", f.member("query", f.imported("lib", "Other")), line: 6)
        }
        #expect(linked.signals("db.query").map(\.line) == [3, 4, 5])
        #expect(linked.holders("db.query") == ["a.main", "a.main", "a.main"])
    }

    @Test func aRouteIsAboutItsHandler() throws {
        let yaml = """
            - signal: http.route
              match: { call: web.route }
              attributes: { path: { argument: 0 } }
              subject: { argument: handler }
            """
        let linked = try link(yaml) { f in
            f.function("show", line: 5)
            f.symbol("PATH", "constant", line: 6, value: .string("/show"))
            f.call(
                "main", f.external("web.route"), line: 2,
                [Argument(position: 0, ref: f.name("PATH")), Argument(name: "handler", ref: f.name("show"))])
            f.call("main", f.external("web.route"), line: 3, [Argument(position: 0, value: .string("/other"))])
        }
        let sites = linked.signals("http.route")
        #expect(sites.map(\.attributes) == [["path": "/show"], ["path": "/other"]])
        #expect(sites.map(\.subject) == [linked.node("a.show"), nil])
        #expect(sites.map(\.node) == [linked.node("a.main"), linked.node("a.main")])
        #expect(linked.wired.contains("a.show"))
    }

    /// What a function gives is a handler of its own making; what a library gives is none of the repository's.
    @Test func aHandlerThatACallGivesIsItsMakers() throws {
        let yaml = """
            - signal: http.route
              match: { call: web.route }
              subject: { argument: 0 }
            """
        let linked = try link(yaml) { f in
            f.function("makeProbe", line: 5)
            f.call(
                "main", f.external("web.route"), line: 2,
                [Argument(position: 0, ref: f.result(f.name("makeProbe")))])
            f.call(
                "main", f.external("web.route"), line: 3,
                [Argument(position: 0, ref: f.result(f.imported("lib", "handler")))])
        }
        #expect(linked.signals("http.route").map(\.subject) == [linked.node("a.makeProbe"), nil])
    }

    @Test func aDecoratorSpeaksOfWhatItDecorates() throws {
        let linked = try link("- signal: job.retry\n  match: { call: lib.retry, argument: { tries: 3 } }") { f in
            f.function("work", line: 5)
            f.function("other", line: 8)
            f.refer(
                nil, .decorate, f.external("lib.retry"), line: 4,
                arguments: [Argument(name: "tries", value: .number(3))], subject: "work")
            f.refer(
                nil, .decorate, f.external("lib.retry"), line: 7,
                arguments: [Argument(name: "tries", value: .number(1))], subject: "other")
        }
        #expect(linked.holders("job.retry") == ["a.work"])
        #expect(linked.signals("job.retry")[0].subject == linked.node("a.work"))
    }

    @Test func usesInArgumentsCount() throws {
        let linked = try link("- signal: lib.mention\n  match: { use: lib.Thing }") { f in
            f.call(
                "main", f.external("other.f"), line: 2,
                [Argument(position: 0, items: [Argument(position: 0, ref: f.external("lib.Thing"))])])
            f.refer("main", .use, f.external("lib.Thing"), line: 3)
            f.refer("main", .use, f.external("lib.Thing2"), line: 4)
        }
        #expect(linked.signals("lib.mention").map(\.line) == [2, 3])
    }

    @Test func writesMatchExternalNamesAndOwnSettings() throws {
        let yaml = """
            - signal: tls.off
              match: { write: lib.Session.verify, argument: { 0: false } }
            - signal: set.middleware
              match: { write: .MIDDLEWARE }
            """
        let linked = try link(yaml) { f in
            f.symbol("MIDDLEWARE", "variable", line: 2)
            f.symbol("OTHER", "variable", line: 3)
            f.refer(nil, .init(rawValue: "write"), f.name("MIDDLEWARE"), line: 2)
            f.refer(nil, .init(rawValue: "write"), f.name("OTHER"), line: 3)
            let verify = f.member("verify", f.result(f.external("lib.Session")))
            f.refer(
                "main", .init(rawValue: "write"), verify, line: 4,
                arguments: [Argument(position: 0, value: .bool(false))])
            f.refer(
                "main", .init(rawValue: "write"), verify, line: 5,
                arguments: [Argument(position: 0, value: .bool(true))])
        }
        #expect(linked.signals("tls.off").map(\.line) == [4])
        #expect(linked.signals("set.middleware").map(\.line) == [2])
    }

    @Test(
        "An argument that is a setting without a default is given only where somebody sets it",
        arguments: [(Literal.null, String?.some("CERT")), (.string(""), "CERT"), (.string("a.pem"), nil)])
    func settingsAsArguments(value: Literal, gate: String?) throws {
        let yaml = "- signal: tls.listen\n  match: { call: lib.serve, argument: { cert: { present: true } } }"
        let linked = try link(yaml) { f in
            var argument = Argument(name: "cert")
            argument.given = f.setting("CERT", value)
            f.call("main", f.external("lib.serve"), line: 2, [argument])
        }
        let found = linked.signals("tls.listen")
        #expect(found.count == 1)
        #expect(found.first.flatMap { linked.program.gate($0.gate)?.name } == gate)
    }

    @Test func listsOfSettingsAreSeenWhereTheyAreHandedOver() throws {
        let yaml = "- signal: cors.any\n  match: { call: lib.allow, argument: { origins: { item: '*' } } }"
        let linked = try link(yaml) { f in
            let any = Argument(position: 0, items: [Argument(position: 0, value: .string("*"))])
            f.symbol("ANY", "variable", line: 2)
            f.refer(nil, .init(rawValue: "write"), f.name("ANY"), line: 2, arguments: [any])
            f.symbol("LATER", "variable", line: 3)
            let later = f.name("LATER")
            f.refer(nil, .init(rawValue: "write"), later, line: 3, arguments: [any])
            f.refer(nil, .init(rawValue: "write"), later, line: 4)
            f.call("main", f.external("lib.allow"), line: 5, [Argument(name: "origins", ref: f.name("ANY"))])
            f.call("main", f.external("lib.allow"), line: 6, [Argument(name: "origins", ref: later)])
        }
        #expect(linked.signals("cors.any").map(\.line) == [5])
    }

    @Test func whatALibrarysMethodOfATypeGivesIsAboutTheType() throws {
        let yaml = "- signal: http.route\n  match: { call: lib.path }\n  subject: { argument: 0 }"
        let linked = try link(yaml) { f in
            f.type("Orders", line: 2)
            f.inherit("Orders", f.external("lib.View"), line: 2)
            let view = f.result(f.member("as_view", f.name("Orders")))
            f.call("main", f.external("lib.path"), line: 5, [Argument(position: 0, ref: view)])
        }
        #expect(linked.signals("http.route").map(\.subject) == [linked.node("a.Orders")])
    }

    @Test func typesHoldWhatTheyInherit() throws {
        let linked = try link("- signal: web.view\n  match: { inherit: web.View }") { f in
            f.type("Base", line: 2)
            f.inherit("Base", f.external("web.View"))
            f.type("Page", line: 3)
            f.inherit("Page", f.name("Base"))
            f.type("Other", line: 4)
            f.inherit("Other", f.external("web.Viewer"))
        }
        #expect(linked.holders("web.view") == ["a.Base", "a.Page"])
    }

    @Test func baseMembersMatchAsTheBases() throws {
        let linked = try link("- signal: web.user\n  match: { call: web.View.request.user }") { f in
            f.type("Page", line: 3)
            f.inherit("Page", f.external("web.View"))
            f.method("Page.get", line: 4)
            f.call("Page.get", f.member("user", f.member("request", f.name("Page"))), line: 4)
        }
        #expect(linked.holders("web.user") == ["a.Page.get"])
    }

    @Test func callsOfTheRepositorysOwn() throws {
        let yaml = """
            - signal: breaker.guard
              match: { call-of: { owner: Breaker, name: ^run$ } }
            - signal: breaker.define
              match: { symbol: type, name: Breaker$, has-method: [^run$] }
            """
        let linked = try link(yaml) { f in
            f.type("Base", line: 1)
            f.method("Base.run", line: 2)
            f.type("FastBreaker", line: 3)
            f.inherit("FastBreaker", f.name("Base"))
            f.type("SlowBreaker", line: 4)
            f.method("SlowBreaker.run", line: 5)
            f.type("NoBreaker", line: 6)
            f.call("main", f.member("run", f.name("SlowBreaker")), line: 7)
            f.call("main", f.member("run", f.name("Base")), line: 8)
            f.refer("main", .use, f.member("run", f.name("SlowBreaker")), line: 9)
        }
        #expect(linked.signals("breaker.guard").map(\.line) == [7])
        #expect(linked.holders("breaker.define") == ["a.FastBreaker", "a.SlowBreaker"])
    }

    @Test func readingTheEnvironment() throws {
        let yaml = "- signal: secret.read\n  match: { environment: '(?i)token$' }"
        let linked = try link(yaml) { f in
            let read = ReferenceKind(rawValue: "read")
            f.refer("main", read, f.environment("API_TOKEN"), line: 2)
            f.refer("main", read, f.environment("API_TOKEN_FILE"), line: 3)
            f.refer("main", .init(rawValue: "write"), f.environment("API_TOKEN"), line: 4)
            f.refer("main", read, f.external("API_TOKEN"), line: 5)
        }
        #expect(linked.signals("secret.read").map(\.line) == [2])
        #expect(linked.signals("secret.read").map(\.target) == ["API_TOKEN"])
    }

    @Test func namesInGeneratedCodeTellNothing() throws {
        let yaml = """
            - signal: breaker.define
              match: { symbol: [function, type], name: (?i)breaker }
            - signal: breaker.guard
              match: { call-of: { name: (?i)breaker } }
            - signal: web.view
              match: { inherit: web.View }
            """
        let linked = try link(yaml) { f in
            f.symbol("Breaker", "type", line: 2, ["generated"])
            f.inherit("Breaker", f.external("web.View"))
            f.symbol("new_breaker", "function", line: 3, ["generated"])
            f.function("own_breaker", line: 4)
            f.call("main", f.name("new_breaker"), line: 5)
            f.call("main", f.name("own_breaker"), line: 6)
        }
        #expect(linked.holders("breaker.define") == ["a.own_breaker"])
        #expect(linked.signals("breaker.guard").map(\.line) == [6])
        // What it derives from is no name of its own.
        #expect(linked.holders("web.view") == ["a.Breaker"])
    }

    @Test func functionsByWhatTheyCall() throws {
        let yaml = "- signal: file.atomic\n  match: { symbol: function, calls: [[os.rename, os.replace], [os.fsync]] }"
        let linked = try link(yaml) { f in
            f.function("both", line: 2)
            f.function("one", line: 3)
            f.call("both", f.external("os.replace"), line: 2)
            f.call("both", f.external("os.fsync"), line: 2)
            f.call("one", f.external("os.replace"), line: 3)
        }
        #expect(linked.holders("file.atomic") == ["a.both"])
    }

    @Test func rootsImportsDependenciesAnalyzersAndFiles() throws {
        let yaml = """
            - signal: is.root
              match: { symbol: function, root: production, root-kind: python-app }
            - signal: lib.import
              match: { import: lib }
            - signal: lib.dependency
              match: { dependency: { ecosystem: python, name: lib } }
            """
        let file = FileBuilder.build(.python("tests/a.py")) { f in
            f.function("main", line: 1)
            f.root("main", kind: "python-app")
            f.function("other", line: 2)
            f.include(f.imported("lib.sub", "x"), line: 3)
            f.include(f.imported("library"), line: 4)
            f.dependency("lib", line: 5)
            f.dependency("other", line: 6)
            f.signal("seen.by-analyzer", "other", line: 7)
        }
        let signal = FileSignal(kind: "file.signal", path: "docs/x.md", line: 1, object: "o")
        let linked = try Linked([file], yaml, fileSignals: [signal])
        #expect(linked.holders("is.root") == ["tests.a.main"])
        #expect(linked.signals("lib.import").map(\.line) == [3])
        #expect(linked.signals("lib.dependency").map(\.line) == [5])
        #expect(linked.signals("lib.dependency")[0].node == nil)
        #expect(linked.holders("seen.by-analyzer") == ["tests.a.other"])
        #expect(linked.holders("file.signal") == ["docs/x.md"])
        #expect(linked.signals("lib.import")[0].isTest)
        #expect(!linked.signals("file.signal")[0].isTest)
        #expect(linked.program.signals.map(\.path) == linked.program.signals.map(\.path).sorted())
    }
}
