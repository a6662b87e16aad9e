import Models
import Testing

@Suite struct FileTests {
    @Test(arguments: [
        ("**/*.go", "a.go", true), ("**/*.go", "x/y/a.go", true), ("*.go", "x/a.go", false),
        ("**/Makefile", "Makefile", true),
        ("tests/**", "tests/a/b.py", true), ("tests/**", "tests", false), ("**/tests/**", "a/tests/b/c.py", true),
        ("**/tests/**", "mytests/b.py", false), ("a/**/b", "a/b", true), ("a/**/b", "a/x/y/b", true),
        ("a/**/b", "a/x/y/c", false),
        ("a/*/b", "a/x/b", true), ("a/*/b", "a/x/y/b", false), ("**/test_*.py", "a/test_x.py", true),
        ("**/test_*.py", "a/my_test_x.py", false),
        ("**/*_test.go", "a/b_test.go", true), ("**/{a,b}.yml", "x/b.yml", true), ("**/{a,b}.yml", "x/c.yml", false),
        ("**/[a-c]?.txt", "b1.txt", true), ("**/[!a-c]?.txt", "b1.txt", false),
        (".github/workflows/*.{yml,yaml}", ".github/workflows/ci.yaml", true),
        ("**/a*b*c", "aXbYbZc", true), ("**/a*b*c", "aXbYbZ", false), ("**/*", "x", true), ("**", "a/b", true),
        ("docs/**/*.md", "docs/a.md", true),
        ("**/ü*.md", "x/über.md", true),
    ])
    func globs(pattern: String, path: String, expected: Bool) throws {
        #expect(try #require(Glob(pattern)).matches(path) == expected)
    }

    @Test(arguments: ["", "/a", "a//b", "a/", "[a", "[]", "{a", "a}", "{a{b}}", "[z-a]"])
    func badGlobsAreRefused(pattern: String) {
        #expect(Glob(pattern) == nil)
    }

    @Test func starsNeverExplode() throws {
        let glob = try #require(Glob("**/" + String(repeating: "a*", count: 30) + "b"))
        #expect(!glob.matches(String(repeating: "a", count: 4000)))
    }

    @Test func pathsGiveSignals() throws {
        let models = try compile(
            entry(
                "{ path: ['.github/workflows/*.yml', '**/Jenkinsfile'], not-path: 'vendor/**' }",
                signal: "pipeline.file", more: "file: ci/Jenkinsfile")
                + entry("{ path: '**/test_*.py' }", signal: "test.unit", more: "file: test_a.py"))
        #expect(models.fileMatches(path: ".github/workflows/ci.yml").map(\.signal) == ["pipeline.file"])
        #expect(models.fileMatches(path: "x/Jenkinsfile").map(\.signal) == ["pipeline.file"])
        #expect(models.fileMatches(path: "vendor/Jenkinsfile") == [])
        #expect(models.fileMatches(path: "a/test_b.py").map(\.signal) == ["test.unit"])
        #expect(models.fileMatches(path: "README") == [])
        #expect(models.fileMatches(path: "") == [])
    }

    @Test func linesGiveSignals() throws {
        let models = try compile(
            entry("{ content: '\\bAKIA[0-9A-Z]{16}\\b', literal: AKIA, not-path: '**/*.lock' }", signal: "secret.token")
                + entry("{ content: '^kind: Job', literal: 'kind:', path: '**/*.yml' }", signal: "service.worker"))
        func lines(_ text: String, path: String = "a.yml") -> [String] {
            Array(text.utf8).withUnsafeBytes { models.contentMatches(path: path, bytes: $0) }.map {
                "\($0.line) \($0.signal)"
            }
        }
        let key = "AKIAABCDEFGHIJKLMNOP"
        #expect(lines("") == [])
        #expect(lines(key) == ["1 secret.token"])
        #expect(lines("AKIA AKIA\n\nx \(key) AKIA \(key)\nkind: Job\n") == ["3 secret.token", "4 service.worker"])
        #expect(lines("\(key)\r\n\(key)\n") == ["1 secret.token", "2 secret.token"])
        #expect(lines("kind: Job", path: "a.json") == [])
        #expect(lines(key, path: "x/a.lock") == [])
        // A long line is matched by its first 4 KiB only.
        #expect(lines(key + " " + String(repeating: "x", count: 10_000)) == ["1 secret.token"])
        #expect(lines(String(repeating: "x", count: 10_000) + " " + key + "\n" + key) == ["2 secret.token"])
        // Bytes that are no UTF-8 are repaired, and lines still count right.
        let bytes: [UInt8] = [0xFF, 0xFE, 0x0A, 0x00] + Array(" \(key)\n".utf8)
        #expect(bytes.withUnsafeBytes { models.contentMatches(path: "a", bytes: $0) }.map(\.line) == [2])
    }
}
