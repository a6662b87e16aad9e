import AnalyzerProtocol
import Models
import Testing

@Suite struct ReferenceTests {
    @Test(arguments: [
        ("{ call: net/http.Get }", ReferenceKind.call, "net/http.Get", true),
        ("{ call: net/http.Get }", .instantiate, "net/http.Get", true),
        ("{ call: net/http.Get }", .decorate, "net/http.Get", true),
        ("{ call: net/http.Get }", .use, "net/http.Get", false),
        ("{ call: net/http.Get }", .call, "net/http.GetX", false),
        ("{ use: net/http.Get }", .use, "net/http.Get", true),
        ("{ use: net/http.Get }", .call, "net/http.Get", true),
        ("{ use: net/http.Get }", .inherit, "net/http.Get", false),
        ("{ use: net/http.Get }", .write, "net/http.Get", false),
        ("{ call: [a.b, c.d] }", .call, "c.d", true),
        ("{ call: requests.* }", .call, "requests.get", true),
        ("{ call: requests.* }", .call, "requests.sessions.Session", false),
        ("{ call: requests.* }", .call, "requests", false),
        ("{ call: grpc.** }", .call, "grpc.a.b", true),
        ("{ call: google.golang.org/grpc.** }", .call, "google.golang.org/grpc/codes.X", true),
        ("{ call: google.golang.org/grpc.** }", .call, "google.golang.org/grpcx.X", false),
        ("{ call: grpc.** }", .call, "grpc", false),
        ("{ call: lib/v2.New }", .call, "lib.New", true),
        ("{ call: fastapi.FastAPI().get }", .call, "fastapi.FastAPI.get", true),
        ("{ call: fastapi.FastAPI.get }", .call, "fastapi.FastAPI().get", true),
        ("{ write: .verify }", .write, "requests.Session.verify", true),
        ("{ write: .verify }", .write, "requests.Session.verify_x", false),
        ("{ write: .verify }", .call, "requests.Session.verify", false),
        ("{ write: a.B.c }", .write, "a.B.c", true),
    ])
    func namesMatch(match: String, kind: ReferenceKind, name: String, expected: Bool) throws {
        #expect(try compile(entry(match)).signals(kind, name) == (expected ? ["outbound-call.http"] : []))
    }

    @Test(arguments: [
        ("verify: false", [ArgumentView(name: "verify", literal: .bool(false))], true),
        ("verify: false", [ArgumentView(name: "verify", literal: .string("false"))], false),
        ("verify: 'false'", [ArgumentView(name: "verify", literal: .string("false"))], true),
        ("verify: false", [ArgumentView(position: 0, literal: .bool(false))], false),
        ("0: /healthz", [ArgumentView(position: 0, literal: .string("/healthz"))], true),
        ("0: 3", [ArgumentView(position: 0, literal: .number(3))], true),
        ("timeout: null", [ArgumentView(name: "timeout", literal: .null)], true),
        ("0: { regex: '^/health' }", [ArgumentView(position: 0, literal: .string("/healthz"))], true),
        ("0: { regex: '^/health' }", [ArgumentView(position: 0, literal: .string("/x"))], false),
        ("0: { regex: '^/health' }", [], false),
        ("0: { any-of: [1, two] }", [ArgumentView(position: 0, literal: .string("two"))], true),
        ("0: { any-of: [1, two] }", [ArgumentView(position: 0, literal: .number(2))], false),
        (
            "0: { refers-to: [os/signal.*] }", [ArgumentView(position: 0, externalNames: ["x.y", "os/signal.Notify"])],
            true
        ),
        ("0: { refers-to: lib/v2.X }", [ArgumentView(position: 0, externalNames: ["lib.X"])], true),
        ("0: { refers-to: [os/signal.*] }", [ArgumentView(position: 0, externalNames: ["x.y"])], false),
        ("timeout: { present: true }", [ArgumentView(name: "timeout", externalNames: ["x"])], true),
        ("timeout: { present: true }", [], false),
        ("timeout: { present: true }", [ArgumentView(name: "timeout", literal: .null)], false),
        ("0: { present: true }", [ArgumentView(position: 0)], true),
        ("0: { absent: true }", [ArgumentView(position: 0)], false),
        ("1: { present: true }", [ArgumentView(position: 2)], true),
        ("1: { absent: true }", [ArgumentView(position: 2)], false),
        ("1: { absent: true }", [ArgumentView(position: 0)], true),
        ("0: { absent: true }", [ArgumentView(name: "*", externalNames: ["x"])], false),
        ("timeout: { absent: true }", [ArgumentView(name: "**", externalNames: ["x"])], false),
        ("timeout: { absent: true }", [ArgumentView(name: "*", externalNames: ["x"])], true),
        ("0: 3", [ArgumentView(position: 1, literal: .number(3))], false),
        ("timeout: { absent: true }", [], true),
        ("timeout: { absent: true }", [ArgumentView(name: "timeout", literal: .null)], false),
        (
            "0: { item: '*' }",
            [
                ArgumentView(
                    position: 0, items: [ArgumentView(literal: .string("a")), ArgumentView(literal: .string("*"))])
            ], true
        ),
        ("0: { item: '*' }", [ArgumentView(position: 0, literal: .string("*"))], false),
        (
            "0: { item: { refers-to: m.* } }",
            [ArgumentView(position: 0, items: [ArgumentView(externalNames: ["m.X"])])], true
        ),
    ])
    func argumentsAreConditions(condition: String, arguments: [ArgumentView], expected: Bool) throws {
        let models = try compile(entry("{ call: f, argument: { \(condition) } }"))
        #expect(models.signals(.call, "f", arguments).isEmpty != expected)
    }

    @Test func everyArgumentConditionMustHold() throws {
        let models = try compile(entry("{ call: f, argument: { a: 1, b: 2 } }"))
        let one = ArgumentView(name: "a", literal: .number(1))
        #expect(models.signals(.call, "f", [one]) == [])
        #expect(
            models.signals(.call, "f", [one, ArgumentView(name: "b", literal: .number(2))]) == ["outbound-call.http"])
    }

    @Test func contextAndPathAreConditions() throws {
        let models = try compile(
            entry("{ call: f, context: [loop, spawn], not-context: handler, path: ['**/*.py'], not-path: 'tests/**' }"))
        #expect(models.signals(.call, "f", path: "a/b.py", context: .loop) == ["outbound-call.http"])
        #expect(models.signals(.call, "f", path: "b.py", context: [.spawn, .conditional]) == ["outbound-call.http"])
        #expect(models.signals(.call, "f", path: "b.py") == [])
        #expect(models.signals(.call, "f", path: "b.py", context: [.loop, .handler]) == [])
        #expect(models.signals(.call, "f", path: "b.go", context: .loop) == [])
        #expect(models.signals(.call, "f", path: "tests/b.py", context: .loop) == [])
    }

    @Test func attributesAndSubjectAreKept() throws {
        let models = try compile(
            entry(
                "{ call: net/http.HandleFunc }", signal: "http.route",
                more:
                    "attributes: { path: { argument: 0 }, method: GET, other: { argument: missing } }\nsubject: { argument: 1 }"
            ))
        let rule = try #require(models.referenceMatches(kind: .call, name: "net/http.HandleFunc").first)
        #expect(rule.subjectArgument == .position(1))
        #expect(rule.needsArguments)
        let view = ReferenceView(
            path: "a.go", arguments: [ArgumentView(position: 0, literal: .string("/pay"))],
            target: "net/http.HandleFunc")
        #expect(rule.accepts(view) == ["path": "/pay", "method": "GET"])
    }

    @Test func rulesComeInTheOrderOfTheirEntriesAndOnce() throws {
        let models = try compile(
            entry("{ use: 'a.**' }", signal: "http.route") + entry("{ call: [a.b, 'a.*', a/v2.b] }")
                + entry("{ call: a.b }", signal: "service.worker"))
        #expect(models.signals(.call, "a.b") == ["http.route", "outbound-call.http", "service.worker"])
        #expect(models.referenceMatches(kind: .call, name: "a.b")[0].needsArguments == false)
    }

    @Test func importsMatchWhatLiesBelow() throws {
        let models = try compile(entry("{ import: [flask, go.opentelemetry.io/otel], not-path: '**/*_test.go' }"))
        #expect(models.importMatches(module: "flask").count == 1)
        #expect(models.importMatches(module: "flask.views").count == 1)
        #expect(models.importMatches(module: "flasks").isEmpty)
        #expect(models.importMatches(module: "go.opentelemetry.io/otel/trace").count == 1)
        #expect(models.importMatches(module: "go.opentelemetry.io/otel/v2/trace").count == 1)
        #expect(models.importMatches(module: "flask")[0].accepts(path: "a_test.go") == false)
        #expect(models.importMatches(module: "flask")[0].accepts(path: "a.go"))
    }

    @Test func callsOfTheRepositorysOwnFunctions() throws {
        let models = try compile(
            entry("{ call-of: { owner: '(?i)breaker$', name: '^(Execute|call)$' } }", signal: "circuit-breaker.guard"))
        #expect(models.callOfRules(owner: "CircuitBreaker", name: "Execute").map(\.signal) == ["circuit-breaker.guard"])
        #expect(models.callOfRules(owner: "CircuitBreaker", name: "State").isEmpty)
        #expect(models.callOfRules(owner: nil, name: "Execute").isEmpty)
        // By name alone, by owner alone, and where no literal helps.
        let others = try compile(
            entry("{ call-of: { name: '(?i)audit' } }") + entry("{ call-of: { owner: Limiter } }", signal: "http.route")
                + entry("{ call-of: { owner: '^.$', name: '^.+$' } }", signal: "service.worker"))
        #expect(others.callOfRules(owner: nil, name: "writeAudit").map(\.signal) == ["outbound-call.http"])
        #expect(
            others.callOfRules(owner: "RateLimiter", name: "writeAudit").map(\.signal) == [
                "outbound-call.http", "http.route",
            ])
        #expect(others.callOfRules(owner: "X", name: "go").map(\.signal) == ["service.worker"])
    }
}
