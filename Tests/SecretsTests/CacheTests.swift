import Foundation
import Secrets
import Testing

@Suite("Compiled patterns on disk")
struct PatternCacheTests {
    private let rules = Array(Shipped.rules.prefix(3))
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "gapmatrix-patterns-" + UUID().uuidString)

    private func finds(_ search: SecretSearch) throws -> Bool {
        let text = SecretSample.text(rules[0].example, seed: "cache")
        return try !search.scanner().matches(path: "a.go", content: Array(text.utf8)).isEmpty
    }

    private var files: [URL] {
        ((try? FileManager.default.contentsOfDirectory(
            at: folder.appendingPathComponent("patterns"), includingPropertiesForKeys: nil)) ?? [])
            .sorted { $0.path < $1.path }
    }

    @Test("A database is written once and read back; others of other rules stand beside it")
    func written() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(try finds(SecretSearch(rules: rules, cacheDirectory: folder.path)))
        let file = try #require(files.first)
        let before = try Data(contentsOf: file)
        #expect(try finds(SecretSearch(rules: rules, cacheDirectory: folder.path)))
        #expect(try Data(contentsOf: file) == before)
        _ = try SecretSearch(rules: Array(rules.prefix(2)), cacheDirectory: folder.path)
        #expect(files.count == 2)
    }

    @Test("A damaged database is made anew", arguments: [0, 9, 20, 400, -1])
    func damaged(_ place: Int) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        _ = try SecretSearch(rules: rules, cacheDirectory: folder.path)
        let file = try #require(files.first)
        let sound = try Data(contentsOf: file)
        var broken = sound
        if place < 0 { broken = sound.prefix(sound.count / 2) } else { broken[place] ^= 0xFF }
        try broken.write(to: file)
        #expect(try finds(SecretSearch(rules: rules, cacheDirectory: folder.path)))
        #expect(try Data(contentsOf: file) == sound)
    }

    @Test("Patterns that were prepared are compiled by nobody else")
    func prepared() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        _ = try SecretSearch(rules: rules, cacheDirectory: folder.path)
        let cache = folder.appendingPathComponent("cache")
        #expect(try finds(SecretSearch(rules: rules, cacheDirectory: cache.path, prepared: folder.path)))
        #expect(!FileManager.default.fileExists(atPath: cache.path))
    }

    @Test("A folder that cannot be written to costs nothing but time")
    func unwritable() throws { #expect(try finds(SecretSearch(rules: rules, cacheDirectory: "/dev/null/x"))) }

    @Test(
        "A pattern without a bound, or that is none, is refused",
        arguments: ["a+b{4,}", "abcd(", "ab", "abcd.{1,9000}"])
    func refused(_ pattern: String) throws {
        #expect(throws: SecretError.self) { try PatternDatabase(compiling: [pattern]) }
    }

    @Test("Rules that are incomplete or there twice are refused")
    func unread() {
        let rule =
            "- {id: a, vendor: A, title: key, pattern: 'abcd[0-9]{4}', severity: high, example: x, counterexample: y, references: [https://a.example]}\n"
        #expect(throws: Never.self) { try SecretRules.read([(path: "a.yml", text: rule)]) }
        for text in [
            rule + rule, rule.replacing("high", with: "worst"),
            rule.replacing(", references: [https://a.example]", with: ""),
            rule.replacing("id: a,", with: "id: a, colour: red,"),
        ] {
            #expect(throws: (any Error).self) { try SecretRules.read([(path: "a.yml", text: text)]) }
        }
    }
}
