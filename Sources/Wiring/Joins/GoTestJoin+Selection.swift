import Models

extension GoTestJoin {
    /// Says of each command which kinds of tests lie where it looks: the signal `test-run.selects`. What chooses among them
    /// there, or is not understood, selects nothing.
    static func select(_ program: Program, _ sites: [Int], _ paths: [String], _ found: inout Joins.Found) {
        var tests: [(kind: String, folder: String)] = []
        let tagged = Set(program.signalsByKind["test.tagged", default: []].compactMap { program.signals[$0].node })
        for kind in PytestJoin.kinds {
            for index in program.signalsByKind["test." + kind, default: []] {
                let signal = program.signals[index]
                guard signal.path.hasSuffix("_test.go"), signal.node.map(tagged.contains) != true else { continue }
                tests.append((kind, folder(of: signal.path)))
            }
        }
        guard !tests.isEmpty else { return }
        let modules = Set(paths.filter { $0 == "go.mod" || $0.hasSuffix("/go.mod") }.map(folder))
        for site in sites {
            let run = program.signals[site]
            guard run.attributes["language"] == "go", let text = run.target, !chooses(text) else { continue }
            let scopes = scopes(of: run)
            if scopes.contains(where: { if case .anything = $0 { true } else { false } }) { continue }
            var kinds: Set<String> = []
            for test in tests where !kinds.contains(test.kind) {
                if scopes.contains(where: { covers($0, test.folder, modules) }) { kinds.insert(test.kind) }
            }
            guard !kinds.isEmpty else { continue }
            var signal = run
            signal.kind = "test-run.selects"
            signal.attributes["kinds"] = kinds.sorted().joined(separator: " ")
            found.signals.append(signal)
        }
    }

    /// Whether it runs some of the tests that lie there, or builds them only.
    private static func chooses(_ text: String) -> Bool {
        text.split(separator: " ").contains { word in
            let option = word.drop { $0 == "-" }.prefix { $0 != "=" }
            return word.hasPrefix("-")
                && ["run", "short", "skip", "c", "bench", "tags", "list", "fuzz"].contains(option)
        }
    }
}
