import AnalyzerProtocol
import Testing
import Wiring

/// The wire that the design follows through the four steps.
@Suite struct ExampleTests {
    static let yaml = """
        - signal: circuit-breaker.define
          match: { symbol: type, name: "CircuitBreaker$" }
        - signal: circuit-breaker.guard
          match: { call-of: { owner: CircuitBreaker, name: "^Execute$" } }
        - signal: outbound-call.http
          match: { call: net/http.Client.Get }
        - signal: server-timeouts.absent
          match: { call: net/http.Server, argument: { ReadHeaderTimeout: { absent: true }, WriteTimeout: { absent: true } } }
        - signal: outbound-timeout.absent
          match: { use: net/http.DefaultClient }
        """

    static func files(guarded: Bool) -> [SourceFacts] {
        let breaker = FileBuilder.build(.go("pkg/breaker/breaker.go")) { f in
            f.type("CircuitBreaker", line: 3)
            f.function("New", line: 4, results: [f.name("CircuitBreaker")])
            f.refer("New", .instantiate, f.name("CircuitBreaker"), line: 4)
            f.method("CircuitBreaker.Execute", line: 5)
        }
        let client = FileBuilder.build(.go("internal/pay/client.go")) { f in
            f.type("Client", line: 3)
            f.field("Client.breaker", line: 3, type: f.imported("example.org/shop/pkg/breaker", "CircuitBreaker"))
            f.field("Client.http", line: 3, type: f.imported("net/http", "Client"))
            f.function("NewClient", line: 4, results: [f.name("Client")])
            f.method("Client.Handle", line: 5)
            f.method("Client.charge", line: 6)
            f.method("Client.chargeSafely", line: 7)
            f.refer(
                "NewClient", .instantiate, f.name("Client"), line: 4,
                arguments: [Argument(name: "http", ref: f.imported("net/http", "DefaultClient"))])
            f.call("Client.Handle", f.member(guarded ? "chargeSafely" : "charge", f.name("Client")), line: 5)
            f.call("Client.charge", f.member("Get", f.member("http", f.name("Client"))), line: 6)
            f.call(
                "Client.chargeSafely", f.member("Execute", f.member("breaker", f.name("Client"))), line: 7,
                [Argument(position: 0, ref: f.member("charge", f.name("Client")))])
        }
        let main = FileBuilder.build(.go("cmd/api/main.go")) { f in
            f.function("main", line: 4)
            f.root("main", component: "cmd/api")
            f.call("main", f.imported("example.org/shop/internal/pay", "NewClient"), line: 5)
            f.call(
                "main", f.imported("net/http", "HandleFunc"), line: 5,
                [
                    Argument(position: 0, value: .string("/pay")),
                    Argument(
                        position: 1,
                        ref: f.member("Handle", f.result(f.imported("example.org/shop/internal/pay", "NewClient")))),
                ])
            f.refer(
                "main", .instantiate, f.imported("net/http", "Server"), line: 6,
                arguments: [Argument(name: "Addr", value: .string(":8080"))])
            f.call("main", f.member("ListenAndServe", f.imported("net/http", "Server")), line: 7)
        }
        let module = FileBuilder.build(FileBuilder("go.mod", nil)) { $0.binding("example.org/shop", "") }
        return [main, client, breaker, module]
    }

    @Test func nothingReachesTheBreaker() throws {
        let linked = try Linked(Self.files(guarded: false), Self.yaml)
        #expect(linked.program.components.map(\.id) == ["cmd/api"])
        #expect(linked.program.components[0].path == "cmd/api/main.go")
        #expect(
            linked.wired == [
                "cmd/api.main", "internal/pay.NewClient", "internal/pay.Client", "internal/pay.Client.Handle",
                "internal/pay.Client.charge",
                "internal/pay.Client.http",
            ])
        #expect(
            linked.witness("internal/pay.Client.charge") == [
                "cmd/api.main:5", "internal/pay.Client.Handle:5", "internal/pay.Client.charge:6",
            ])
        #expect(linked.holders("circuit-breaker.define") == ["pkg/breaker.CircuitBreaker"])
        #expect(linked.holders("circuit-breaker.guard") == ["internal/pay.Client.chargeSafely"])
        #expect(linked.holders("outbound-call.http") == ["internal/pay.Client.charge"])
        #expect(linked.holders("server-timeouts.absent") == ["cmd/api.main"])
        #expect(linked.holders("outbound-timeout.absent") == ["internal/pay.NewClient"])
        #expect(linked.signals("circuit-breaker.define")[0].line == 3)
        #expect(linked.program.brokenWires.isEmpty)
    }

    @Test func oneCallWiresIt() throws {
        let linked = try Linked(Self.files(guarded: true), Self.yaml)
        #expect(
            linked.wired.isSuperset(of: ["internal/pay.Client.chargeSafely", "pkg/breaker.CircuitBreaker.Execute"]))
        let avoiding = linked.program.reach(
            from: [linked.node("cmd/api.main")], avoiding: [linked.node("internal/pay.Client.chargeSafely")])
        #expect(!avoiding.contains(linked.node("internal/pay.Client.charge")))
    }
}
