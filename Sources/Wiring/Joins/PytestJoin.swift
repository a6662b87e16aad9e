import Models

/// Which kinds of tests of Python a command chooses: by where it looks, by `-k` and `-m`, by what it leaves out.
///
/// The command gets the signal `test-run.selects` with their names. What is not understood chooses nothing.
enum PytestJoin {
    /// What stands below `test.` in the names of signals.
    static let kinds = ["integration", "end-to-end", "smoke", "property", "security", "regression"]

    static func finish(_ program: Program, paths: [String], _ found: inout Joins.Found) {
        guard let sites = program.signalsByKind["test-run.any"] else { return }
        let tests = PythonTests(program, kinds: kinds, paths: paths)
        guard !tests.isEmpty else { return }
        let options = program.signalsByKind["pytest.options", default: []].map { program.signals[$0] }
        var answers: [Question: String] = [:]
        for site in sites {
            let run = program.signals[site]
            guard run.attributes["language"] == "python", let text = run.target else { continue }
            let question = Question(text: text, directory: run.attributes["directory"])
            let chosen = answers[question] ?? tests.chosen(by: question, options: options)
            answers[question] = chosen
            guard !chosen.isEmpty else { continue }
            var signal = run
            signal.kind = "test-run.selects"
            signal.attributes["kinds"] = chosen
            found.signals.append(signal)
        }
    }

    struct Question: Hashable {
        let text: String
        let directory: String?
    }
}

/// The tests of Python that are of some kind, and what chooses among them.
struct PythonTests {
    private struct Test {
        let kind: String
        /// With its folders and its class, in small letters: what `-k` looks at.
        let names: String
        let path: String
        let file: Substring
        let marks: Set<String>
        /// A test itself, and no function that sets others up.
        let isTest: Bool
    }

    private let tests: [Test]
    private let files: Set<String>
    /// Those that hold files of Python, and those above them.
    private let folders: Set<String>
    /// The marks that stand anywhere: others may be given where the tests are collected.
    private let marks: Set<String>

    var isEmpty: Bool { tests.isEmpty }

    init(_ program: Program, kinds: [String], paths: [String]) {
        var given: [NodeID: Set<String>] = [:]
        var byPlace: [String: Set<String>] = [:]
        for index in program.signalsByKind["test.marked", default: []] {
            let signal = program.signals[index]
            guard let mark = signal.target?.split(separator: ".").dropFirst(2).first else { continue }
            let name = mark.prefix { $0 != "(" }.lowercased()
            guard let node = signal.node else { continue }
            given[node, default: []].insert(name)
            let holder = program.nodes[Int(node)]
            // Of a class or a whole module: of all that stands below it.
            byPlace[holder.path + "\n" + holder.name, default: []].insert(name)
        }
        marks = byPlace.values.reduce(into: []) { $0.formUnion($1) }
        var tests: [Test] = []
        for kind in kinds {
            for index in program.signalsByKind["test." + kind, default: []] {
                let signal = program.signals[index]
                guard signal.path.hasSuffix(".py"), let id = signal.node else { continue }
                let node = program.nodes[Int(id)]
                var marks = given[id] ?? []
                var name = node.name[...]
                while let dot = name.lastIndex(of: ".") {
                    name = name[..<dot]
                    marks.formUnion(byPlace[node.path + "\n" + name] ?? [])
                }
                let last = node.name.split(separator: ".").last ?? ""
                tests.append(
                    Test(
                        kind: kind,
                        names: (node.path + "/" + node.name.split(separator: ".").suffix(2).joined(separator: "/"))
                            .lowercased(),
                        path: node.path, file: node.path.split(separator: "/").last ?? "", marks: marks,
                        isTest: last.lowercased().hasPrefix("test")))
            }
        }
        self.tests = tests
        files = Set(tests.map(\.path))
        var folders: Set<String> = [""]
        for path in paths where path.hasSuffix(".py") {
            var folder = ImportResolver.directory(of: path)
            while folders.insert(folder).inserted { folder = ImportResolver.directory(of: folder) }
        }
        self.folders = folders
    }

    /// The names of the kinds, with blanks between them; empty where it chooses none.
    func chosen(by question: PytestJoin.Question, options: [SignalSite]) -> String {
        let start = question.directory.flatMap { folders.contains($0) ? $0 : nil }
        let nearest = options.filter { covers(ImportResolver.directory(of: $0.path), start ?? "") }
            .max { $0.path.count < $1.path.count }
        guard let command = PytestCommand(question.text, before: nearest?.attributes["options"] ?? ""),
            !command.isUnclear
        else { return "" }
        var places: [String] = []
        for operand in command.operands {
            guard let place = place(of: operand, from: start, isDotted: command.isDotted) else {
                // A value of an option that is not known, or `$ARGS`; but a path that is not there may be any.
                if operand.hasSuffix(".py") || operand.contains("/") || operand.contains("::") || command.isDotted {
                    places.append("\0")
                }
                continue
            }
            places.append(place)
        }
        if places.isEmpty, !command.isDotted, let paths = nearest?.attributes["paths"], !paths.isEmpty {
            let folder = nearest.map { ImportResolver.directory(of: $0.path) } ?? ""
            places = paths.split(separator: " ").compactMap { CommandLine.normalized(folder + "/" + $0) }
        }
        if places.isEmpty { places = [start ?? ""] }
        let ignored = command.ignored.compactMap { place(of: $0, from: start, isDotted: false) }
        let patterns =
            command.patterns ?? nearest?.attributes["files"].map { $0.split(separator: " ").map(String.init) }
            ?? (command.isDotted ? ["test*.py"] : ["test_*.py", "*_test.py"])
        var kinds: Set<String> = []
        for test in tests where !kinds.contains(test.kind) {
            guard places.contains(where: { covers($0, test.path) }),
                !ignored.contains(where: { covers($0, test.path) }), isChosen(test, command)
            else { continue }
            // What a dotted name loads, a package loads by itself.
            let isNamed = places.contains(test.path) || command.isDotted && !command.operands.isEmpty
            if test.isTest, !isNamed, !patterns.contains(where: { Self.matches(test.file, $0) }) { continue }
            kinds.insert(test.kind)
        }
        return kinds.sorted().joined(separator: " ")
    }

    private func isChosen(_ test: Test, _ command: PytestCommand) -> Bool {
        guard command.marks != nil || command.keywords != nil else { return true }
        // Whether what sets tests up is used by those that are left is not known.
        guard test.isTest else { return false }
        let hasMark = { (name: String) in
            test.marks.contains(name) || !marks.contains(name) && test.names.contains(name)
        }
        let hasName = { (name: String) in test.names.contains(name) || test.marks.contains(name) }
        return (command.marks?.holds(hasMark) ?? true) && (command.keywords?.holds(hasName) ?? true)
    }

    /// A file or folder that has such tests; nil where it is none.
    private func place(of operand: String, from start: String?, isDotted: Bool) -> String? {
        var path = operand.split(separator: ":", omittingEmptySubsequences: false).first.map(String.init) ?? operand
        guard !path.isEmpty, !path.hasPrefix("/"), !path.contains(where: { "$`{}<>|&;".contains($0) }) else {
            return nil
        }
        if isDotted, !path.contains("/"), !path.hasSuffix(".py") { path = path.replacing(".", with: "/") }
        if let star = path.firstIndex(of: "*") {
            path = ImportResolver.directory(of: String(path[..<star]) + "x")
            if path.isEmpty { path = "." }
        }
        for base in [start, ""].compactMap({ $0 }) {
            guard let place = CommandLine.normalized(base + "/" + path) else { continue }
            if let known = known(place) { return known }
        }
        let ending = "/" + (CommandLine.normalized(path) ?? path)
        let ends = folders.filter { $0.hasSuffix(ending) }
        return ends.count == 1 ? ends.first : nil
    }

    private func known(_ place: String) -> String? {
        if folders.contains(place) { return place }
        if place.hasSuffix(".py") { return place }
        return files.contains(place + ".py") ? place + ".py" : nil
    }

    private func covers(_ place: String, _ path: String) -> Bool {
        place.isEmpty || path == place || path.hasPrefix(place + "/")
    }

    /// `test_*.py`; a pattern with folders looks at the name alone.
    static func matches(_ name: Substring, _ pattern: String) -> Bool {
        let parts = (pattern.split(separator: "/").last ?? "").split(separator: "*", omittingEmptySubsequences: false)
        guard let first = parts.first, let last = parts.last, parts.count > 1 else { return name == pattern }
        guard name.hasPrefix(first), name.count >= first.count + last.count, name.hasSuffix(last) else { return false }
        var rest = name.dropFirst(first.count).dropLast(last.count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let found = rest.firstRange(of: part) else { return false }
            rest = rest[found.upperBound...]
        }
        return true
    }
}
