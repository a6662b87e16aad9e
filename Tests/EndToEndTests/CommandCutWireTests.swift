import Foundation
import Reporting
import Testing

/// A service whose rate limiter is registered in one line.
private let limitedService = [
    "go.mod": "module example.org/shop\n\ngo 1.22\n",
    "internal/limit/limit.go": """
    package limit

    import (
    \t"net/http"

    \t"golang.org/x/time/rate"
    )

    func Middleware(next http.Handler) http.Handler {
    \tlimiter := rate.NewLimiter(100, 200)
    \treturn http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
    \t\tif !limiter.Allow() {
    \t\t\thttp.Error(w, "slow down", http.StatusTooManyRequests)
    \t\t\treturn
    \t\t}
    \t\tnext.ServeHTTP(w, r)
    \t})
    }

    """,
    "cmd/api/main.go": """
    package main

    import (
    \t"net/http"

    \t"github.com/go-chi/chi/v5"

    \t"example.org/shop/internal/limit"
    )

    func main() {
    \trouter := chi.NewRouter()
    \trouter.Use(limit.Middleware)
    \trouter.Get("/orders", orders)
    \thttp.ListenAndServe(":8080", router)
    }

    func orders(w http.ResponseWriter, r *http.Request) {}

    """,
]

@Suite("Commands: a wire that is cut")
struct CommandCutWireTests {
    private static let main = "cmd/api/main.go"

    /// The registering line is taken out and put back: the report of each commit tells.
    private func history() throws -> SampleRepository {
        let repository = try SampleRepository(limitedService)
        let wired = try #require(limitedService[Self.main])
        try repository.write(Self.main, wired.replacing("\trouter.Use(limit.Middleware)\n", with: ""))
        try repository.commit("cut")
        try repository.write(Self.main, wired)
        try repository.commit("mended")
        return repository
    }

    @Test("The removed line turns the control from wired to defined, and its return turns it back")
    func states() async throws {
        let repository = try history()
        for (revision, state) in [("HEAD~2", "wired"), ("HEAD~1", "defined"), ("HEAD", "wired")] {
            let run = try await repository.gapmatrix("scan", "--format", "json", "--commit", revision)
            let report = try run.report
            let control = try #require(report.controls.first { $0.id == "rate-limiting" })
            #expect(control.state == state, "\(revision)")
            #expect(control.cells.map(\.component) == ["cmd/api"])
            #expect(report.gaps.contains { $0.control == "rate-limiting" } == (state == "defined"))
            let wiring = control.evidence.filter { $0.role == "wiring" }
            #expect(wiring.isEmpty == (state == "defined"))
            for evidence in wiring {
                #expect(evidence.witness.prefix(2).map(\.symbol) == ["cmd/api.main", "internal/limit.Middleware"])
            }
        }
    }

    @Test("`why` shows the path while there is one, and says what is missing afterwards")
    func why() async throws {
        let repository = try history()
        let reached = try await repository.gapmatrix("why", "limit.Middleware")
        #expect(reached.status == 0)
        #expect(
            reached.output == """
                internal/limit.Middleware  internal/limit/limit.go:9  function
                  production reaches it, from cmd/api:
                       cmd/api.main  cmd/api/main.go:13
                    -> internal/limit.Middleware  internal/limit/limit.go:9
                  no test reaches it

                """)
        let cut = try await repository.gapmatrix("why", "internal/limit/limit.go:10", "--commit", "HEAD~1")
        #expect(cut.status == 0)
        #expect(
            cut.output == """
                internal/limit.Middleware  internal/limit/limit.go:9  function
                  no test reaches it
                  no production root reaches it
                  nothing outside tests refers to it

                """)
    }

    @Test("The same cut in the working tree, before any commit")
    func workingTree() async throws {
        let repository = try SampleRepository(limitedService)
        #expect(try await repository.state(of: "rate-limiting", "--working-tree").state == "wired")
        let wired = try #require(limitedService[Self.main])
        try repository.write(Self.main, wired.replacing("\trouter.Use(limit.Middleware)\n", with: ""))
        #expect(try await repository.state(of: "rate-limiting", "--working-tree").state == "defined")
        #expect(try await repository.state(of: "rate-limiting").state == "wired")
    }
}
