import Models

/// A command that runs tests of Python: where it looks, and which of them it chooses there.
struct PytestCommand {
    /// The words that name files, folders, modules or single tests; as they stand.
    private(set) var operands: [String] = []
    private(set) var ignored: [String] = []
    /// What `-o python_files=…` says.
    private(set) var patterns: [String]?
    private(set) var keywords: TestExpression?
    private(set) var marks: TestExpression?
    /// Whether operands are dotted names: unittest, Django.
    private(set) var isDotted = false
    /// Whether it chooses by something that is known only where it runs.
    private(set) var isUnclear = false

    /// Options of pytest, unittest and Django whose value is a word of its own.
    private static let valued: Set<String> = [
        "-n", "-p", "-c", "-W", "-r", "--maxfail", "--junitxml", "--junit-xml", "--timeout", "--tb", "--log-level",
        "--log-cli-level", "--rootdir", "--dist", "--reruns", "--reruns-delay", "--durations", "--color", "--ds",
        "--settings", "--show-capture", "--numprocesses", "--basetemp", "--confcutdir", "--import-mode", "--verbosity",
        "--parallel", "--cov-config", "--cov-report", "--cov-fail-under", "--browser", "--random-order-seed",
        "--html", "--alluredir", "--override-ini", "--splits", "--group", "--tag", "--exclude-tag", "--retries",
        "--top-level-directory", "--pattern", "--log-file", "--log-format",
    ]

    /// - Parameters:
    ///   - text: the command, as ``CommandLine/text`` gives it.
    ///   - before: the options that the configuration of the project adds before those of the command.
    init?(_ text: String, before: String = "") {
        let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        guard let start = Self.start(in: words) else { return nil }
        isDotted = start.isDotted
        let added = start.isDotted ? [] : before.split(whereSeparator: \.isWhitespace).map(Self.unquoted)
        read(added + words[start.place...])
    }

    /// The place behind the program's name, whatever measures coverage or runs it in a container.
    private static func start(in words: [String]) -> (place: Int, isDotted: Bool)? {
        for (index, word) in words.enumerated() {
            let name = word.split(separator: "/").last.map(String.init) ?? word
            let next = index + 1 < words.count ? words[index + 1] : ""
            switch name {
            case "pytest", "py.test": return (index + 1, false)
            case "unittest": return (index + (next == "discover" ? 2 : 1), true)
            case "manage.py" where next == "test": return (index + 2, true)
            case "setup.py" where next == "test", "hatch" where next == "test": return (index + 2, false)
            default: continue
            }
        }
        return nil
    }

    private mutating func read(_ words: [String]) {
        var rest = words[...]
        while let word = rest.popFirst() {
            let (option, value) = Self.split(word)
            switch option {
            case "--": continue
            case "-k", "-m":
                let expression = TestExpression(value.map { [$0] } ?? [], &rest)
                if option == "-m" { marks = expression } else { keywords = expression }
                isUnclear = isUnclear || expression == nil
            case "--deselect": if value == nil { rest = rest.dropFirst() }
            case "--ignore", "--ignore-glob":
                if let path = value ?? rest.popFirst() { ignored.append(path) }
            case "-o", "--override-ini":
                guard let setting = value ?? rest.popFirst() else { continue }
                if setting.hasPrefix("python_files=") {
                    patterns = setting.dropFirst(13).split(separator: " ").map(String.init)
                }
            case "-s" where isDotted, "--start-directory":
                if let path = value ?? rest.popFirst() { operands.append(path) }
            case _ where word.hasPrefix("-"):
                if value == nil, Self.valued.contains(option), let next = rest.first, !next.hasPrefix("-") {
                    rest = rest.dropFirst()
                }
            // `{posargs:tests}` of tox, `{args:tests}` of hatch: what is taken where nobody says more.
            case _ where word.hasPrefix("{"):
                let given = word.split(separator: ":").dropFirst().joined(separator: ":").filter { $0 != "}" }
                if !given.isEmpty { operands.append(given) }
            default: operands.append(word.filter { $0 != "}" })
            }
        }
    }

    /// `--ignore=path`, `-k=name`, `-mslow`.
    private static func split(_ word: String) -> (option: String, value: String?) {
        guard word.hasPrefix("-") else { return (word, nil) }
        if word.hasPrefix("-k") || word.hasPrefix("-m"), word.count > 2 {
            let value = word.dropFirst(2)
            return (String(word.prefix(2)), String(value.first == "=" ? value.dropFirst() : value))
        }
        guard let equals = word.firstIndex(of: "=") else { return (word, nil) }
        return (String(word[..<equals]), String(word[word.index(after: equals)...]))
    }

    private static func unquoted(_ word: Substring) -> String {
        String(word.filter { $0 != "\"" && $0 != "'" && $0 != "," })
    }
}
