import AnalyzerProtocol
import Models
import Testing

@Suite struct SymbolTests {
    @Test func nameOwnerPathAndRootAreConditions() throws {
        let models = try compile(
            entry("{ symbol: [type, function], name: '(?i)circuit.?breaker$' }", signal: "circuit-breaker.define")
                + entry("{ symbol: method, owner: Worker, name: '^run$', path: 'src/**' }", signal: "service.worker")
                + entry("{ symbol: function, root: test, root-kind: go-test }", signal: "test.unit"))
        func signals(_ view: SymbolView) -> [String] {
            let fast = models.symbolRules(kind: view.kind, name: view.lastName).filter { $0.accepts(view) }.map(
                \.signal)
            // The index may only leave out what cannot match.
            #expect(fast == models.symbolRules(kind: view.kind).filter { $0.accepts(view) }.map(\.signal))
            return fast
        }
        #expect(
            signals(SymbolView(kind: "type", lastName: "HTTPCircuitBreaker", path: "a.go")) == [
                "circuit-breaker.define"
            ])
        #expect(
            signals(SymbolView(kind: "function", lastName: "circuit_breaker", path: "a.py")) == [
                "circuit-breaker.define"
            ])
        #expect(signals(SymbolView(kind: "type", lastName: "CircuitBreakerState", path: "a.go")) == [])
        #expect(signals(SymbolView(kind: "field", lastName: "CircuitBreaker", path: "a.go")) == [])
        #expect(
            signals(SymbolView(kind: "method", lastName: "run", ownerName: "PoolWorker", path: "src/a.py")) == [
                "service.worker"
            ])
        #expect(signals(SymbolView(kind: "method", lastName: "run", ownerName: "PoolWorker", path: "a.py")) == [])
        #expect(signals(SymbolView(kind: "method", lastName: "run", path: "src/a.py")) == [])
        var root = SymbolView(kind: "function", lastName: "TestPay", path: "a_test.go")
        #expect(signals(root) == [])
        root.rootClass = .test
        #expect(signals(root) == [])
        root.rootKind = "go-test"
        #expect(signals(root) == ["test.unit"])
    }

    @Test func whatBelongsToNoTypeHasNoExcludedOwner() throws {
        let models = try compile(
            entry("{ symbol: [function, method], owner: '^(?!.*Form$)' }", signal: "service.worker"))
        func matches(_ owner: String?) -> Bool {
            let view = SymbolView(kind: "method", lastName: "check", ownerName: owner, path: "a.py")
            return models.symbolRules(kind: "method").contains { $0.accepts(view) }
        }
        #expect(matches(nil) && matches("Settings"))
        #expect(!matches("OrderForm"))
    }

    @Test func basesMethodsAndCallsAreConditions() throws {
        let models = try compile(
            entry("{ symbol: type, inherits: [threading.Thread, 'celery.*'] }", signal: "service.worker")
                + entry(
                    "{ symbol: type, has-method: ['^execute$', '^(open|trip)$'] }", signal: "circuit-breaker.define")
                + entry("{ symbol: function, calls: [[os.CreateTemp, tempfile.*], [os.Rename]] }"))
        var type = SymbolView(kind: "type", lastName: "X", path: "a.py")
        let rules = models.symbolRules(kind: "type")
        #expect(rules.map(\.needs) == [.bases, .methods])
        #expect(rules.map { $0.accepts(type) } == [false, false])
        type.externalBases = ["celery.Task"]
        type.methodNames = ["execute", "trip", "x"]
        #expect(rules.map { $0.accepts(type) } == [true, true])
        type.methodNames = ["execute", "x"]
        #expect(rules.map { $0.accepts(type) } == [true, false])
        var function = SymbolView(kind: "function", lastName: "save", path: "a.go")
        let rule = models.symbolRules(kind: "function")[0]
        #expect(rule.needs == .calls)
        function.calledNames = ["os.Rename"]
        #expect(!rule.accepts(function))
        function.calledNames = ["os.Rename", "tempfile.mkstemp"]
        #expect(rule.accepts(function))
    }

    @Test func typesThatInherit() throws {
        let models = try compile(
            entry("{ inherit: unittest.TestCase, name: '^Test', not-path: 'vendor/**' }", signal: "test.unit"))
        let rule = try #require(models.inheritMatches(externalBase: "unittest.TestCase").first)
        #expect(rule.signal == "test.unit")
        #expect(rule.accepts(path: "a.py", name: "TestA", isTaken: false))
        #expect(!rule.accepts(path: "vendor/a.py", name: "TestA", isTaken: false))
        #expect(!rule.accepts(path: "a.py", name: "Base", isTaken: false))
        #expect(models.inheritMatches(externalBase: "unittest.Case").isEmpty)
    }

    @Test func typesThatAreTaken() throws {
        let models = try compile(entry("{ inherit: pydantic.BaseModel, taken: true }", signal: "test.unit"))
        let rule = try #require(models.inheritMatches(externalBase: "pydantic.BaseModel").first)
        #expect(rule.accepts(path: "a.py", name: "Order", isTaken: true))
        #expect(!rule.accepts(path: "a.py", name: "Order", isTaken: false))
        #expect(throws: ModelError.self) {
            try compile(entry("{ inherit: pydantic.BaseModel, taken: 'no' }", signal: "test.unit"))
        }
    }

    @Test func dependenciesCompareAsTheirEcosystemDoes() throws {
        let models = try compile(
            entry("{ dependency: { ecosystem: go, name: go.opentelemetry.io/otel } }", signal: "tracing.dependency")
                + entry(
                    "{ dependency: { ecosystem: python, name: [Flask_Limiter, 'opentelemetry-api'], scope: [runtime, development] } }"
                ))
        func signals(_ ecosystem: String, _ name: String, _ scope: String = "runtime") -> [String] {
            models.dependencyMatches(Dependency(ecosystem: ecosystem, name: name, line: 1, scope: scope), path: "x")
                .map(\.signal)
        }
        #expect(signals("go", "go.opentelemetry.io/otel") == ["tracing.dependency"])
        #expect(signals("go", "go.opentelemetry.io/otel/v2") == ["tracing.dependency"])
        #expect(signals("go", "go.opentelemetry.io/otel", "development") == [])
        #expect(signals("python", "flask.limiter", "development") == ["outbound-call.http"])
        #expect(signals("python", "flask") == [])
        #expect(signals("npm", "go.opentelemetry.io/otel") == [])
    }
}
