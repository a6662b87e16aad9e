import Reporting

/// A report with one of everything, hostile names included.
enum SampleReport {
    static let step = Report.Step(symbol: "cmd/api.main", path: "cmd/api/main.go", line: 5, guess: false)

    static let report = Report(
        tool: .init(name: "gapmatrix", version: "0.1.0"),
        repository: .init(
            path: "shop", commit: "0123456789abcdef0123456789abcdef01234567", committedAt: "2024-05-06T07:08:09+02:00",
            branch: "main"),
        analyzers: [
            .init(name: "go", version: "1.0.0", status: "ok", files: 3, failures: 0, message: nil),
            .init(
                name: "python", version: "1.0.0", status: "unavailable", files: 1, failures: 1,
                message: ".venv/bin/python is missing; run make setup"),
        ],
        components: [
            .init(id: "cmd/api", kind: "go-main", path: "cmd/api/main.go"),
            .init(id: "cmd/worker", kind: "go-main", path: "cmd/worker/main.go"),
        ],
        controls: [
            .init(
                id: "circuit-breaker", area: "resilience", title: "Outbound calls pass through a circuit breaker",
                severity: "high", state: "defined", required: "wired", tested: true,
                cells: [
                    .init(component: "cmd/api", state: "defined", tested: true, reason: nil),
                    .init(component: "cmd/worker", state: "n/a", tested: nil, reason: "makes no outbound calls"),
                ],
                evidence: [
                    .init(
                        role: "definition", path: "pkg/breaker.go", line: 14, endLine: 60, object: "a1",
                        symbol: "pkg.CircuitBreaker",
                        message: "implements a circuit breaker; no production root reaches it", component: "cmd/api",
                        witness: []),
                    .init(
                        role: "counter", path: "internal/\u{1B}[31mpay|<b>.go", line: 6, endLine: 6, object: "b2",
                        symbol: "pay.Client.Charge", message: "an outbound call goes round the breaker",
                        component: "cmd/api",
                        witness: [
                            step,
                            .init(symbol: "pay.Client.Handle", path: "internal/pay.go", line: 9, guess: true),
                            .init(symbol: "pay.Client.Charge", path: "internal/pay.go", line: 6, guess: false),
                        ]),
                ], gap: "00000000000000aa"),
            .init(
                id: "graceful-shutdown", area: "lifecycle", title: "SIGTERM leads to draining", severity: "high",
                state: "wired", required: "wired", tested: false,
                cells: [
                    .init(component: "cmd/api", state: "wired", tested: false, reason: nil),
                    .init(component: "cmd/worker", state: "wired", tested: false, reason: nil),
                ],
                evidence: [
                    .init(
                        role: "wiring", path: "cmd/api/main.go", line: 20, endLine: 20, object: "c3",
                        symbol: "cmd/api.main",
                        message: "drains with net/http.Server.Shutdown", component: "cmd/api", witness: [step])
                ], gap: nil),
            .init(
                id: "input-validation", area: "security", title: "Requests are validated", severity: "medium",
                state: "unknown",
                required: "wired", tested: nil,
                cells: [
                    .init(component: "cmd/api", state: "unknown", tested: nil, reason: "analyzer python did not run")
                ],
                evidence: [], gap: nil),
        ],
        gaps: [
            .init(
                fingerprint: "00000000000000aa", control: "circuit-breaker", component: "cmd/api", state: "defined",
                required: "wired", severity: "high", title: "Outbound calls pass through a circuit breaker",
                why: "A dependency that hangs takes its callers down with it.",
                remedy: "Route every outbound call through a breaker.",
                acceptance: ["Every production path to an outbound call passes a breaker."], files: ["pkg/breaker.go"])
        ],
        brokenWires: [
            .init(
                join: "import-dependency", from: .init(path: "src/bad\nname.py", line: 1),
                to: .init(name: "pybreaker", path: "pyproject.toml", line: 12),
                why: "production imports it; it is declared for development only", severity: "high",
                controls: ["circuit-breaker"]),
            .init(
                join: "environment", from: .init(path: ".env.example", line: 4),
                to: .init(name: "SHOP_GONE", path: nil, line: nil),
                why: "set here, and nothing in the repository reads it", severity: "low", controls: []),
        ],
        summary: .init(
            score: 63, byArea: ["lifecycle": .init(score: 100, judged: 1, unknown: 0, notApplicable: 0)],
            bySeverity: ["high": 1], byState: ["defined": 1, "unknown": 1, "wired": 1]),
        diagnostics: [
            .init(severity: "warning", path: "bad\nname.py", line: 3, message: "syntax error, read in part"),
            .init(severity: "info", path: "link", line: nil, message: "symlink, not followed"),
        ])
}
