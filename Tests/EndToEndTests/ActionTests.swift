import Foundation
import Testing

/// What the action does on a runner, with the variables that a runner sets.
@Suite("Action")
struct ActionTests {
    /// A branch that takes the graceful stop out of a service.
    private func changed() throws -> SampleRepository {
        let whole = """
            package main

            import (
            \t"context"
            \t"net/http"
            \t"os/signal"
            \t"syscall"
            )

            func main() {
            \tserver := &http.Server{Addr: ":8080"}
            \tctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
            \tdefer stop()
            \tgo server.ListenAndServe()
            \t<-ctx.Done()
            \tserver.Shutdown(context.Background())
            }

            """
        let repository = try SampleRepository(["go.mod": "module example.org/shop\n\ngo 1.22\n", "main.go": whole])
        try repository.git("checkout", "--quiet", "-b", "change")
        try repository.write(
            "main.go",
            "package main\n\nimport \"net/http\"\n\nfunc main() { http.ListenAndServe(\":8080\", nil) }\n")
        try repository.commit("simpler")
        return repository
    }

    private func act(_ repository: SampleRepository, _ environment: [String: String]) async throws -> CommandRun {
        let folder = (CommandRun.program as NSString).deletingLastPathComponent
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return try await CommandRun.run(
            ["/usr/bin/env", "bash", Workshop.root + "/packaging/action/run"], in: repository.scratch,
            environment: ["PATH": folder + ":" + path, "GITHUB_STEP_SUMMARY": repository.scratch.path + "/summary.md"]
                .merging(environment) { $1 })
    }

    @Test(
        "fails a change that opens gaps, where that is asked, and writes its summary either way",
        arguments: [("high", Int32(1)), ("blocker", 0), ("", 0)])
    func change(failOn: String, status: Int32) async throws {
        let repository = try changed()
        let run = try await act(repository, ["BASE": "main", "FAIL_ON": failOn])
        #expect(run.status == status, "\(run.output)\(run.errors)")
        #expect(run.output.contains("::error::gaps of severity high or worse") == (status == 1))
        let summary = try String(contentsOfFile: repository.scratch.path + "/summary.md", encoding: .utf8)
        #expect(summary.contains("graceful-shutdown"), "\(summary)")
    }

    @Test("scans the whole repository where there is nothing to compare with, and writes SARIF")
    func whole() async throws {
        let repository = try changed()
        let sarif = repository.scratch.path + "/gaps.sarif"
        let run = try await act(repository, ["SARIF": sarif, "ARGUMENTS": "--workers\n1\n"])
        #expect(run.status == 0, "\(run.output)\(run.errors)")
        #expect(try String(contentsOfFile: sarif, encoding: .utf8).contains("2.1.0"))
    }

    @Test("says how to check out where there is no common ancestor")
    func stranger() async throws {
        let run = try await act(try changed(), ["BASE": "origin/main", "FAIL_ON": "high"])
        #expect(run.status == 3)
        #expect(run.output.contains("::error::origin/main and this commit have no common ancestor here"))
    }
}
