/// Paths that are beside the product: tests, examples, documents.
package enum SidePaths {
    private static let folders: Set<String> = [
        "test", "tests", "testing", "testdata", "__tests__", "spec", "fixture", "fixtures", "example", "examples",
        "doc", "docs", "vendor",
        "third_party", "node_modules",
    ]

    private static let developers: Set<String> = [
        "build", "buildscripts", "check", "ci", "contrib", "debug", "demo", "dev", "develop", "devtools", "e2e", "gen",
        "generate",
        "generator", "hack", "load", "local", "misc", "probe", "replay", "sample", "seed", "simulate", "simulator",
        "smoke", "stub", "verify", "verification",
    ]

    /// Paths of what tests and developers run: what serves there serves nobody else.
    package static func isForDevelopers(_ path: String) -> Bool {
        isBeside(path)
            || path.lowercased().split { !$0.isLetter }.contains { word in
                developers.contains(String(word))
                    || ["bench", "dummy", "fake", "mock", "test"].contains(where: word.hasPrefix)
            }
    }

    /// Whether a word of the path says that it is for tests: `compose.test.yml`, `settings_testing.py`, and not `latest`.
    static func speaksOfTests(_ path: String) -> Bool {
        path.lowercased().split { !$0.isLetter }.contains { $0.hasPrefix("test") }
    }

    private static let kindsOfTests: Set<String> = [
        "acceptance", "component", "e2e", "end2end", "functional", "integration", "load", "performance", "perf",
        "regression",
        "smoke", "stress", "system", "ui", "unit",
    ]

    /// `integration-tests`, `e2e_test`, `integrationtest`: the kind of the tests is a part of the folder's name.
    private static func isOfTests(_ folder: String) -> Bool {
        for ending in ["tests", "test"] where folder.hasSuffix(ending) {
            let kind = folder.dropLast(ending.count)
            return kindsOfTests.contains(String(kind.last.map { "-_.".contains($0) } == true ? kind.dropLast() : kind))
        }
        return false
    }

    package static func isBeside(_ path: String) -> Bool {
        let parts = path.split(separator: "/")
        let isFolderBeside = parts.dropLast().contains { part in
            let folder = part.drop { $0 == "." || $0 == "_" }.lowercased()
            return folders.contains(folder) || part.contains("{{") || isOfTests(folder)
        }
        if isFolderBeside { return true }
        guard let name = parts.last else { return false }
        return name.hasPrefix("test_") || name.contains("_test.") || name.contains("{{") || name == "conftest.py"
    }
}
