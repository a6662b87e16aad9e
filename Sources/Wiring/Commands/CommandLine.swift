/// The words of a command as a shell would run them, without what only stands before the program:
/// `sudo env A=1 timeout 60 poetry run pytest -q` is `pytest -q`.
struct CommandLine: Equatable {
    /// The program's file name: `pytest` of `/usr/bin/pytest`.
    private(set) var program = ""
    /// The program as it was written, which tells a path from a name.
    private(set) var written = ""
    private(set) var arguments: [String] = []
    /// From the repository's root; nil where it is not known.
    private(set) var directory: String?
    /// Whether it may run elsewhere.
    var isGuess = false

    /// Programs that run what follows them, with the options that take a value.
    private static let wrappers: [String: Set<String>] = [
        "sudo": ["-u", "-g", "-E"], "exec": ["-a"], "command": [], "nohup": [], "time": ["-f", "-o"],
        "env": ["-u", "-C"],
        "nice": ["-n"], "ionice": ["-c", "-n"], "stdbuf": ["-i", "-o", "-e"], "setsid": [], "tini": [],
        "dumb-init": [], "catatonit": [], "xvfb-run": ["-n", "-s"], "busybox": [], "npx": ["-p", "--package", "-c"],
        "bunx": [], "uvx": ["--from", "--with", "-p", "--python"], "opentelemetry-instrument": [],
        "ddtrace-run": [], "chronic": [], "unbuffer": [],
    ]
    /// Programs that run what follows one of these words.
    private static let runners: [String: Set<String>] = [
        "poetry": ["run"], "uv": ["run"], "pipenv": ["run"], "pdm": ["run"], "rye": ["run"], "hatch": ["run"],
        "pipx": ["run"], "pnpm": ["exec", "dlx"], "yarn": ["exec", "dlx"], "npm": ["exec"], "bundle": ["exec"],
        "conda": ["run"], "mamba": ["run"], "micromamba": ["run"], "newrelic-admin": ["run-program"],
        "doppler": ["run"],
        "op": ["run"], "dotenv": ["run"], "nix": ["develop"], "mise": ["exec"], "asdf": ["exec"],
    ]
    private static let runnerValues: Set<String> = [
        "--extra", "--with", "--group", "--python", "-p", "--project", "--directory", "--package", "-n", "--env-file",
        "-C", "--only-group", "-e", "--filter", "-f", "--with-requirements", "--no-group",
    ]
    /// Programs whose first word is not theirs: `timeout 60 program`.
    private static let countedWrappers: Set<String> = [
        "timeout", "gosu", "su-exec", "flock", "chroot", "retry", "wait-for-it",
    ]

    /// - Parameter directory: where it runs, from the repository's root.
    init(_ words: [String], directory: String?) {
        self.directory = directory.map { Self.normalized($0) ?? "" }
        var rest = words[...]
        // Each turn takes at least one word away, so this ends.
        while let word = rest.first {
            let name = Self.fileName(word)
            if Self.isAssignment(word) || word == "--" || word == "!" {
                rest = rest.dropFirst()
            } else if let options = Self.wrappers[name], rest.count > 1 {
                rest = Self.dropOptions(rest.dropFirst(), values: options)
                // `env $(cat .env | xargs) go test`: variables of a file.
                if name == "env" { rest = rest.drop { $0.hasPrefix("$(") && $0.hasSuffix(")") } }
            } else if Self.countedWrappers.contains(name), rest.count > 2 {
                rest = Self.dropOptions(rest.dropFirst(), values: ["-k", "-s", "-w", "-n", "-d"]).dropFirst()
            } else if let run = Self.runners[name], let place = Self.place(of: run, in: rest) {
                rest = Self.dropOptions(rest[(place + 1)...], values: Self.runnerValues)
            } else {
                break
            }
        }
        guard let first = rest.first else { return }
        written = first
        program = Self.fileName(first)
        // It runs the hooks of pre-commit, by the same words.
        if program == "prek" { program = "pre-commit" }
        arguments = Array(rest.dropFirst())
        unwrapModule()
    }

    /// `python -m pytest -q` is `pytest -q`; the module's name stays what was written.
    private mutating func unwrapModule() {
        guard isPython, let place = arguments.firstIndex(where: { !$0.hasPrefix("-") || Self.startsModule($0) }),
            Self.startsModule(arguments[place]), place + 1 < arguments.count
        else { return }
        module = arguments[place + 1]
        written = arguments[place + 1]
        program = arguments[place + 1]
        arguments = Array(arguments[(place + 2)...])
    }

    /// `-m`, alone or behind flags without a value: `python3 -um app`.
    private static func startsModule(_ argument: String) -> Bool {
        argument.hasPrefix("-") && argument.hasSuffix("m")
            && argument.dropFirst().dropLast().allSatisfy("uBbdEiIOPqsSvx".contains)
    }

    /// The module that `python -m` starts.
    private(set) var module: String?

    var isPython: Bool {
        program == "python" || program == "pypy" || program == "pypy3"
            || (program.hasPrefix("python") && program.dropFirst(6).allSatisfy { $0.isNumber || $0 == "." })
    }
    var isShell: Bool { ["sh", "bash", "zsh", "dash", "ash", "ksh", "source", "."].contains(program) }

    /// The arguments that are no options; the value of an option that is a word of its own counts as an argument where nobody knows better.
    func positionals(values: Set<String> = []) -> [String] {
        var found: [String] = []
        var isValue = false
        for argument in arguments {
            if isValue {
                isValue = false
            } else if argument.hasPrefix("-"), argument != "-" {
                isValue = values.contains(argument)
            } else {
                found.append(argument)
            }
        }
        return found
    }

    /// The value of the first of these options: `-C dir`, `--dir=dir`, `-Cdir`.
    func value(of options: [String]) -> String? {
        for (place, argument) in arguments.enumerated() {
            for option in options {
                if argument == option { return place + 1 < arguments.count ? arguments[place + 1] : nil }
                if argument.hasPrefix(option + "=") { return String(argument.dropFirst(option.count + 1)) }
                if option.count == 2, option.hasPrefix("-"), !option.hasPrefix("--"), argument.hasPrefix(option) {
                    return String(argument.dropFirst(2))
                }
            }
        }
        return nil
    }

    /// A path as the command means it, from the repository's root; nil where it leaves the repository or the directory is not known.
    func path(_ text: String, below inner: String? = nil) -> String? {
        guard !text.hasPrefix("/"), !text.hasPrefix("~"), let directory else { return nil }
        return Self.normalized([directory, inner ?? "", text].filter { !$0.isEmpty }.joined(separator: "/"))
    }

    /// Whether it is a package of Go by its import path, `example.com/shop/cmd/api`, and no folder.
    static func isImportPath(_ package: String) -> Bool {
        guard let slash = package.firstIndex(of: "/"), let first = package.first, first != "." else { return false }
        return package[..<slash].contains(".")
    }

    /// For people, and for what models compare: the program's name and its arguments.
    var text: String { ([program] + arguments).joined(separator: " ") }

    // MARK: Parts

    private static func place(of run: Set<String>, in words: ArraySlice<String>) -> Int? {
        // The word may stand behind options of the program, and no further than a few words.
        var isValue = false
        for place in words.indices.dropFirst().prefix(6) {
            let word = words[place]
            if isValue {
                isValue = false
                continue
            }
            if run.contains(word) { return place + 1 < words.endIndex ? place : nil }
            guard word.hasPrefix("-") else { return nil }
            isValue = runnerValues.contains(word)
        }
        return nil
    }

    private static func dropOptions(_ words: ArraySlice<String>, values: Set<String>) -> ArraySlice<String> {
        var rest = words
        while let word = rest.first, word.hasPrefix("-"), word.count > 1 {
            rest = rest.dropFirst()
            if word == "--" { break }
            if values.contains(word), rest.count > 1 { rest = rest.dropFirst() }
        }
        return rest
    }

    private static func isAssignment(_ word: String) -> Bool {
        guard let equals = word.firstIndex(of: "="), equals != word.startIndex else { return false }
        let name = word[..<equals]
        return name.allSatisfy { $0 == "_" || $0.isLetter || $0.isNumber } && !(name.first?.isNumber ?? true)
    }

    static func fileName(_ path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
        return String(path[path.utf8.index(after: slash)...])
    }

    /// A relative path without `.` and `..`; nil where it leaves the repository.
    static func normalized(_ path: String) -> String? {
        var segments: [Substring] = []
        for segment in path.split(separator: "/") where segment != "." {
            if segment == ".." {
                guard segments.popLast() != nil else { return nil }
            } else {
                segments.append(segment)
            }
        }
        return segments.joined(separator: "/")
    }
}
