import Secrets
import Testing

@Suite("Code that is shown")
struct MaskedContentTests {
    struct Example: Sendable, CustomTestStringConvertible {
        var path = "src/app.py"
        var line: String
        var shown: String
        var hidden: Set<Int> = []
        var testDescription: String { line }
    }

    @Test(
        "hides what a name says is a secret, and nothing else",
        arguments: [
            Example(line: #"password = "hunter22""#, shown: #"password = "…""#),
            Example(line: #"DB_PASSWORD: str = 'hunter22'  # local"#, shown: #"DB_PASSWORD: str = '…'  # local"#),
            Example(line: #"    "api_key": "abc123def","#, shown: #"    "api_key": "…","#),
            Example(line: #"x = os.getenv("DB_PASSWORD", "hunter22")"#, shown: #"x = os.getenv("DB_PASSWORD", "…")"#),
            Example(line: #"password = os.getenv("DB_PASSWORD")"#, shown: #"password = os.getenv("DB_PASSWORD")"#),
            Example(
                line: #"token := r.Header.Get("Authorization")"#, shown: #"token := r.Header.Get("Authorization")"#),
            Example(path: "app.yml", line: "  password: hunter22", shown: "  password: …"),
            Example(path: "app.yml", line: "  password: hunter # why", shown: "  password: … # why"),
            Example(path: "app.yml", line: "  password: ${DB_PASSWORD}", shown: "  password: ${DB_PASSWORD}"),
            Example(path: ".env", line: "SECRET_KEY=s3cr3ts3cr3t", shown: "SECRET_KEY=…"),
            Example(line: "password = user.password", shown: "password = user.password"),
            Example(line: #"tokenCount = "12345""#, shown: #"tokenCount = "12345""#),
            Example(line: #"timeout = "30s""#, shown: #"timeout = "30s""#),
            Example(line: #"KEY = "s3cr3t" + 'more'"#, shown: #"KEY = "…" + '…'"#, hidden: [1]),
            Example(path: "a.yml", line: "value: s3cr3t", shown: "value: …", hidden: [1]),
            Example(path: "a.txt", line: "  s3cr3t", shown: "  …", hidden: [1]),
            Example(line: #"password = "never closed"#, shown: #"password = "…"#),
        ])
    func lines(_ example: Example) throws {
        #expect(try shown(example.line, path: example.path, hidden: example.hidden) == [example.shown])
    }

    @Test("hides tokens, and every line of a private key wherever the excerpt begins")
    func formats() throws {
        let rule = try #require(Shipped.rules.first { $0.kind == .privateKey })
        let key = SecretSample.text(rule.example, seed: "key")
        let token = SecretSample.text("ghp_{crc:30}", seed: "shown")
        let lines = try shown("a = '\(token)'\n\(key)\nb = 1\n", path: "src/app.py")
        #expect(lines.count == key.split(separator: "\n", omittingEmptySubsequences: false).count + 2)
        let text = lines.joined(separator: "\n")
        #expect(!text.contains(token.dropFirst(4)))
        for body in SecretSample.bodies(rule.example, seed: "key") { #expect(!text.contains(body)) }
        #expect(lines.first?.hasPrefix("a = '*") == true)
        #expect(key.contains("-----END") ? lines.last == "b = 1" : true)
    }

    @Test("hides all that a manifest's Secret holds, before and behind its kind")
    func manifest() throws {
        let content = """
            apiVersion: v1
            data:
              config: aGVsbG8=
              other: |
                several
            kind: Secret
            ---
            kind: ConfigMap
            data:
              config: shown
            """
        #expect(
            try shown(content, path: "k8s/secret.yaml") == [
                "apiVersion: v1", "data:", "  config: …", "  other: …", "    …", "kind: Secret", "---",
                "kind: ConfigMap",
                "data:", "  config: shown",
            ])
    }

    @Test("shows nothing of a content with more secrets than are counted")
    func tooMany() throws {
        let content = (0..<300).map { SecretSample.text("ghp_{crc:30}", seed: "\($0)") }.joined(separator: "\n")
        let redactor = try Redactor(Shipped.search.get())
        let masked = try MaskedContent(Array(content.utf8), path: "a.py", hidden: [], redactor: redactor)
        #expect(masked == nil)
    }

    private func shown(_ content: String, path: String, hidden: Set<Int> = []) throws -> [String] {
        let redactor = try Redactor(Shipped.search.get())
        let masked = try MaskedContent(Array(content.utf8), path: path, hidden: hidden, redactor: redactor)
        return try #require(masked).lines(1..<1_000)
    }
}
