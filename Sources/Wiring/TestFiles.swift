import AnalyzerProtocol

/// Tells files of tests from the rest.
enum TestFiles {
    /// Directories that hold tests and what they need, in every language.
    private static let directories: Set<Substring> = ["test", "tests", "testdata", "__tests__"]

    /// One mark for each file: it has a test root, is of a variant, lies in a directory of tests, or its namespace has such files only.
    static func mark(_ layout: Layout, _ roots: RootSet) -> [Bool] {
        var result = layout.files.map { isTestPath($0.path) || $0.facts.namespace?.variant == "test" }
        for root in roots.all where root.root.rootClass == .test { result[layout.file(root.node)] = true }
        return result
    }

    /// `tests/`, `Tests/`, and the `ShopTests/` of Swift and C#.
    static func isTestPath(_ path: String) -> Bool {
        path.split(separator: "/").dropLast().contains { segment in
            segment.hasSuffix("Tests") || directories.contains(Substring(segment.lowercased()))
        }
    }

    static func site(_ signal: FileSignal) -> SignalSite {
        SignalSite(
            kind: signal.kind, path: signal.path, line: signal.line, endLine: signal.line, object: signal.object,
            attributes: signal.attributes, target: nil, isTest: isTestPath(signal.path))
    }
}
