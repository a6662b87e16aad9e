/// Tests of Go that no command of the repository runs, although some run tests: they lie in a module of their own, or in a
/// folder that no command names. `./...` ends where the next `go.mod` begins.
///
/// They get the signal `test.unrun`. What is not understood may run all of them, and ends the question.
enum GoTestJoin {
    /// The folders that one command tests.
    enum Scope {
        case folder(String)
        case tree(String)
        case anything
    }

    static func finish(_ program: Program, paths: [String], _ found: inout Joins.Found) {
        guard program.signalsByKind["pipeline.checks-elsewhere"] == nil,
            let sites = program.signalsByKind["test-run.any"]
        else { return }
        select(program, sites, paths, &found)
        var scopes: [Scope] = []
        for site in sites {
            let signal = program.signals[site]
            guard ["go", "any"].contains(signal.attributes["language"]) else { continue }
            scopes += self.scopes(of: signal)
        }
        let isUnclear = scopes.contains { if case .anything = $0 { true } else { false } }
        guard !scopes.isEmpty, !isUnclear else { return }
        let modules = Set(paths.filter { $0 == "go.mod" || $0.hasSuffix("/go.mod") }.map(folder))
        var answers: [String: Bool] = [:]
        for node in program.nodes where node.path.hasSuffix("_test.go") {
            let folder = folder(of: node.path)
            let isRun = answers[folder] ?? scopes.contains { covers($0, folder, modules) }
            answers[folder] = isRun
            guard !isRun else { continue }
            found.signals.append(
                SignalSite(
                    kind: "test.unrun", node: node.id, subject: nil, path: node.path, line: node.line,
                    endLine: max(node.line, node.endLine), object: node.object,
                    attributes: attributes(of: node, in: folder), target: node.name, isTest: true))
        }
    }

    private static func attributes(of node: Node, in folder: String) -> [String: String] {
        var result: [String: String] = [:]
        if SidePaths.isBeside(folder + "/x.go") { result["beside"] = "yes" }
        let name = node.name.split(separator: ".").last ?? ""
        if node.kind == "function", ["Test", "Fuzz", "Example"].contains(where: name.hasPrefix), name != "TestMain" {
            result["is"] = "test"
        }
        return result
    }

    static func folder(of path: String) -> String { ImportResolver.directory(of: path) }

    static func scopes(of signal: SignalSite) -> [Scope] {
        guard let start = signal.attributes["directory"], let text = signal.target else { return [.anything] }
        var words = text.split(separator: " ").map(String.init)[...]
        guard words.first == "go", words.dropFirst().first == "test" else { return [.anything] }
        words = words.dropFirst(2)
        var directory = start
        var patterns: [String] = []
        while let word = words.popFirst() {
            if word == "-args" || word == "--args" { break }
            if word == "-C", let inner = words.popFirst() {
                guard let place = joined(directory, inner) else { return [.anything] }
                directory = place
            } else if word.hasPrefix("-") {
                if !word.contains("="), valued.contains(String(word.drop { $0 == "-" })) { words = words.dropFirst() }
            } else {
                patterns.append(word)
            }
        }
        return patterns.isEmpty ? [.folder(directory)] : patterns.map { scope(of: $0, in: directory) }
    }

    /// Flags of `go test` whose value is a word of its own.
    private static let valued: Set<String> = [
        "run", "skip", "bench", "benchtime", "tags", "timeout", "count", "cpu", "parallel", "coverprofile", "covermode",
        "coverpkg", "o", "p", "mod", "modfile", "ldflags", "gcflags", "asmflags", "exec", "shuffle", "fuzz", "fuzztime",
        "vet", "outputdir", "cpuprofile", "memprofile", "blockprofile", "mutexprofile", "trace", "pkgdir", "overlay",
        "fuzzminimizetime", "list", "buildmode", "compiler", "installsuffix", "toolexec",
    ]

    private static func scope(of pattern: String, in directory: String) -> Scope {
        let isLocal = pattern == "." || pattern == "..." || pattern.hasPrefix("./")
        guard isLocal, !pattern.contains(where: { "$`{}*()<>|&;\"'".contains($0) }) else { return .anything }
        var path = pattern
        let isTree = path.hasSuffix("...")
        if isTree { path = String(path.dropLast(3)) }
        guard !path.contains("..."), !isTree || path.isEmpty || path.hasSuffix("/"),
            let place = joined(directory, path)
        else { return .anything }
        return isTree ? .tree(place) : .folder(place)
    }

    /// A folder below another; nil where it leaves the repository.
    private static func joined(_ directory: String, _ inner: String) -> String? {
        guard !inner.hasPrefix("/"), !inner.contains("$") else { return nil }
        return CommandLine.normalized(directory + "/" + inner)
    }

    static func covers(_ scope: Scope, _ folder: String, _ modules: Set<String>) -> Bool {
        switch scope {
        case .anything: return true
        case .folder(let place): return folder == place
        case .tree(let place):
            guard folder != place else { return true }
            guard place.isEmpty || folder.hasPrefix(place + "/") else { return false }
            var path = place
            for part in folder.dropFirst(place.isEmpty ? 0 : place.count + 1).split(separator: "/") {
                // What the pattern leaves out.
                if part == "testdata" || part.hasPrefix("_") || part.hasPrefix(".") { return false }
                path = path.isEmpty ? String(part) : path + "/" + part
                if modules.contains(path) { return false }
            }
            return true
        }
    }
}
