import AnalyzerProtocol

/// Finds what a command runs of the repository: a target of a build file, a script, a module, a main package, an application object.
///
/// What runs no code of the repository (`golangci-lint run`) denotes nothing here; models know it by its words.
extension Binder {
    ///
    /// - Parameter isGuess: whether it may run elsewhere, so that nothing is broken where something is not there.
    mutating func addCommand(
        _ words: [String], in directory: String?, from file: Int, isGuess: Bool = false, to set: inout TargetSet
    ) {
        if directory == Self.start, addFromScript(words, file: file, to: &set) { return }
        var line = CommandLine(words, directory: directory)
        // What an image holds is compared with what it runs by the analyzer of its Dockerfile.
        let isContainer = layout.files[file].facts.namespace?.kind == "container"
        line.isGuess = isGuess || isContainer
        guard !line.program.isEmpty else { return }
        if isContainer, !isGuess { addBuiltProgram(line, to: &set) }
        if let module = line.module, addPythonModule(module, line, to: &set) { return }
        if line.isPython || line.isShell {
            let words = line.positionals(values: ["-W", "-X", "-o", "-O"])
            if let script = words.first {
                addScript(script, line, to: &set)
                addManagement(script, Array(words.dropFirst()), to: &set)
            }
            return
        }
        switch line.program {
        case "make", "gmake": addMakeTargets(line, from: file, to: &set)
        case "npm", "yarn", "pnpm", "bun": addPackageScript(line, to: &set)
        case "pre-commit" where line.arguments.first == "run" || line.arguments.isEmpty:
            addTarget("run", kind: "pre-commit", in: "", to: &set)
        case "goreleaser" where line.arguments.first == "release" || line.arguments.isEmpty:
            addTarget("release", kind: "goreleaser", in: "", to: &set)
        case "docker-compose", "podman-compose": addComposed(line, line.arguments, from: file, to: &set)
        case "docker", "podman", "nerdctl":
            guard line.arguments.first == "compose" else { return }
            addComposed(line, Array(line.arguments.dropFirst()), from: file, to: &set)
        case "supervisord":
            addProcesses(line.value(of: ["-c", "--configuration"]), nil, line, to: &set)
        case "honcho", "foreman", "goreman", "overmind", "hivemind":
            let words = line.positionals(values: [
                "-f", "--procfile", "-e", "--env", "-p", "--port", "-d", "--app-root",
            ])
            let file = line.value(of: ["-f", "--procfile"]) ?? "Procfile"
            addProcesses(file, words.first == "start" ? words.dropFirst().first : words.first, line, to: &set)
        case "tox": addListedTargets(line, kind: "tox", of: ["-e", "--env"], to: &set)
        case "nox": addListedTargets(line, kind: "nox", of: ["-s", "--session", "--sessions", "-e"], to: &set)
        case "rebar3":
            // Its aliases are names of the file itself, which is a module of Erlang terms.
            let file = line.path("rebar.config")
            for name in line.positionals(values: []).prefix(TargetSet.capacity) {
                addTarget(name, kind: "erlang-module", in: file, to: &set)
            }
        case "just", "task", "mage", "invoke", "inv", "poe", "rake":
            let kind = Self.targetKinds[line.program] ?? line.program
            for name in line.positionals(values: ["-f", "--justfile", "-d", "--taskfile", "-C"]).prefix(
                TargetSet.capacity)
            {
                addTarget(name, kind: kind, in: line.path(""), to: &set)
            }
        case "erl": addErlangStarts(line, to: &set)
        case "go":
            let positionals = line.positionals(values: ["-C", "-tags", "-ldflags", "-gcflags", "-mod", "-o", "-exec"])
            if positionals.first == "run", positionals.count > 1 { addGoMain(positionals[1], line, to: &set) }
        default:
            if Self.applicationServers.contains(line.program) {
                addApplication(line, to: &set)
            } else if line.written.contains("/") {
                if addRelease(line, to: &set) { return }
                addScript(line.written, line, to: &set)
                addManagement(line.written, line.positionals(), to: &set)
            } else {
                addConsoleScript(line.program, to: &set)
                if let place = line.path(""), let scripts = namespaces.find(place, kind: "scripts"),
                    let reader = namespaces.firstFile(scripts)
                {
                    // What pdm, hatch, rye and taskipy run by name.
                    lookup(names.id(line.program), in: scripts, from: reader, &set)
                }
            }
        }
    }

    /// The directory of a script's commands where nothing tells from where it is started.
    private static let start = "."

    /// What a command of a script denotes in a folder above the script, the nearest first, below the root: scripts of a project within
    /// the repository are started from that project. False where no such folder has it.
    private mutating func addFromScript(_ words: [String], file: Int, to set: inout TargetSet) -> Bool {
        var folder = ImportResolver.directory(of: layout.files[file].path)
        while !folder.isEmpty {
            var found = TargetSet()
            addCommand(words, in: folder, from: file, isGuess: true, to: &found)
            let isThere = (0..<found.count).contains { found[$0].kind == .symbol }
            if isThere {
                for index in 0..<found.count where found[index].kind != .missing { set.insert(found[index]) }
                return true
            }
            folder = ImportResolver.directory(of: folder)
        }
        return false
    }

    private static let targetKinds = ["inv": "invoke", "task": "taskfile"]

    /// Servers and workers whose argument names a module, and often the application object in it.
    static let applicationServers: Set<String> = [
        "uvicorn", "gunicorn", "hypercorn", "daphne", "granian", "waitress-serve", "celery", "flask", "fastapi",
        "streamlit", "dramatiq", "arq", "faust", "huey_consumer", "uwsgi", "sanic", "faststream", "taskiq", "litestar",
        "quart", "chainlit", "procrastinate", "robyn",
    ]

    // MARK: Build files

    private mutating func addMakeTargets(_ line: CommandLine, from file: Int, to set: inout TargetSet) {
        let inner = line.value(of: ["-C", "--directory"])
        let place: String?
        if let makefile = line.value(of: ["-f", "--file", "--makefile"]) {
            place = line.path(makefile, below: inner).map { ImportResolver.directory(of: $0) }
        } else {
            place = line.path(inner ?? "")
        }
        var values: Set<String> = ["-C", "--directory", "-f", "--file", "--makefile", "-I", "-o", "-W"]
        // `-j 4` and `-j`: a number behind it is its value.
        if let jobs = line.arguments.firstIndex(of: "-j"), jobs + 1 < line.arguments.count,
            Int(line.arguments[jobs + 1]) != nil
        {
            values.insert("-j")
        }
        let named = line.positionals(values: values).filter { !$0.contains("=") }
        guard !named.isEmpty else {
            addTarget(Self.defaultTarget, kind: "make", in: place, to: &set)
            return
        }
        for name in named.prefix(TargetSet.capacity) { addTarget(name, kind: "make", in: place, to: &set) }
    }

    /// The name under which a build file's analyzer tells what runs when no target is named.
    private static let defaultTarget = ".DEFAULT"

    private mutating func addPackageScript(_ line: CommandLine, to set: inout TargetSet) {
        var place = line.path(line.value(of: ["--prefix", "-C", "--cwd", "--dir"]) ?? "")
        var words = line.positionals(values: [
            "--prefix", "-C", "--cwd", "--dir", "-w", "--workspace", "--filter", "-F",
        ])[...]
        if let member = workspaceMember(line, &words) {
            // One whose folder does not bear its name is not looked for.
            guard let folder = onlyPackage(in: member) else { return }
            place = folder
        }
        if words.first == "run" || words.first == "run-script" { words = words.dropFirst() }
        guard let name = words.first else { return }
        addTarget(name == "t" ? "test" : name, kind: "npm", in: place, to: &set)
    }

    /// The package of a workspace for which a script is run: `pnpm --filter web build`, `npm run build -w web`, `yarn workspace web build`.
    private func workspaceMember(_ line: CommandLine, _ words: inout ArraySlice<String>) -> String? {
        if line.program == "yarn", words.first == "workspace", words.count > 1 {
            defer { words = words.dropFirst(2) }
            return CommandLine.fileName(words[words.startIndex + 1])
        }
        let options = line.program == "npm" ? ["--workspace", "-w"] : ["--filter", "-F"]
        guard let named = line.value(of: options) else {
            // All of them, whichever have the script.
            return line.arguments.contains { ["-r", "--recursive", "--workspaces", "-ws"].contains($0) } ? "" : nil
        }
        return CommandLine.fileName(named)
    }

    /// The only folder of that name which has a package.
    private func onlyPackage(in folder: String) -> String? {
        guard !folder.isEmpty else { return nil }
        var found: [String] = []
        namespaces.forEachNamed { kind, name, id in
            if kind == "npm", CommandLine.fileName(name) == folder, namespaces[id].hasFiles { found.append(name) }
        }
        return found.count == 1 ? found[0] : nil
    }

    private mutating func addListedTargets(
        _ line: CommandLine, kind: String, of options: [String], to set: inout TargetSet
    ) {
        guard let list = line.value(of: options) else {
            addTarget(Self.defaultTarget, kind: kind, in: line.path(""), to: &set)
            return
        }
        for name in list.split(separator: ",").prefix(TargetSet.capacity) {
            addTarget(String(name), kind: kind, in: line.path(""), to: &set)
        }
    }

    /// A target of the build file in a directory. One that the file should have and has not is a broken wire.
    private mutating func addTarget(_ name: String, kind: String, in directory: String?, to set: inout TargetSet) {
        guard let directory, let namespace = namespaces.find(directory, kind: kind),
            let file = namespaces.firstFile(namespace)
        else { return }
        var found = TargetSet()
        lookup(names.id(name), in: namespace, from: file, &found)
        for index in 0..<found.count { set.insert(found[index]) }
        let isOpen = namespaces[namespace].plainFiles.contains { isOpenEnded(Int($0)) }
        if found.isEmpty, name != Self.defaultTarget, !isOpen, !name.contains("$"), !name.contains("/") {
            set.insert(.missing(names.id("\(kind) \(name)")))
        }
    }

    /// Whether a build file says that it has more targets than can be listed: pattern rules, includes that were not found.
    private func isOpenEnded(_ file: Int) -> Bool {
        layout.files[file].facts.signals.contains { $0.kind == "targets.open" }
    }

    // MARK: Code

    private mutating func addScript(_ text: String, _ line: CommandLine, to set: inout TargetSet) {
        guard let path = line.path(text) else { return }
        if addStarted(path, to: &set) { return }
        if line.isPython, addStarted(path + "/__main__.py", to: &set) {
            return
        }
        if line.isGuess { return }
        if line.isPython || line.isShell || line.written.hasPrefix("./"),
            text.hasSuffix(".sh") || text.hasSuffix(".py"), !text.contains(where: { "$*?{}[]()~<>".contains($0) })
        {
            // Whether there is such a file that no analyzer read is for the join to know.
            set.insert(.missing(names.id("script " + path)))
        }
    }

    /// A file that is started: its top level, and what it runs only then (`if __name__ == "__main__"`).
    @discardableResult
    private mutating func addStarted(_ path: String, to set: inout TargetSet) -> Bool {
        var found = TargetSet()
        guard addFile(path, to: &found) else { return false }
        for index in 0..<found.count { addStarted(found[index].id, to: &set) }
        return true
    }

    /// Likewise, by the file's top level.
    private mutating func addStarted(_ top: NodeID, to set: inout TargetSet) {
        let file = layout.file(top)
        set.insert(.symbol(top))
        for (index, symbol) in layout.files[file].facts.symbols.enumerated() where symbol.name == Self.scriptBody {
            set.insert(.symbol(layout.node(file, symbolAt: index)))
        }
    }

    /// The name of the symbol of what a file runs only when it is started itself.
    private static let scriptBody = "<main>"

    /// A command of Django's `manage.py`: the server, or a module of its own.
    private mutating func addManagement(_ script: String, _ words: [String], to set: inout TargetSet) {
        guard CommandLine.fileName(script) == "manage.py", let name = words.first else { return }
        let isServer = name.hasPrefix("runserver")
        let module =
            isServer
            ? onlyServerModule() : imports.onlyNamespace(endingIn: "management/commands/" + name, kind: "python-module")
        guard let module, let top = topLevel(ofNamespace: module), let file = namespaces.firstFile(module) else {
            return
        }
        set.insert(.symbol(top))
        for name in isServer ? ["application"] : ["Command", "Command.handle"] {
            lookup(names.id(name), in: module, from: file, &set)
        }
    }

    /// The module of the application that servers load, where the repository has one.
    private func onlyServerModule() -> Int32? {
        var found: [Int32] = []
        namespaces.forEachNamed { kind, name, id in
            if kind == "python-module", name.hasSuffix("/wsgi"), namespaces[id].hasFiles { found.append(id) }
        }
        return found.count == 1 ? found[0] : nil
    }

    /// What a file of processes starts: one of them, or all.
    private mutating func addProcesses(
        _ text: String?, _ name: String?, _ line: CommandLine, to set: inout TargetSet
    ) {
        guard let text, let path = line.path(text), let namespace = namespaces.find(path, kind: "container"),
            let file = namespaces.firstFile(namespace)
        else { return }
        lookup(names.id(name ?? Self.allProcesses), in: namespace, from: file, &set)
    }

    /// The name under which the analyzer of such a file tells what it starts.
    private static let allProcesses = "all processes"

    /// A program that was built before the image that runs it, which has its file alone.
    mutating func addBuiltProgram(_ line: CommandLine, to set: inout TargetSet) {
        guard !line.isPython, !line.isShell, !line.program.contains(".") else { return }
        for start in programs[line.program] { set.insert(.symbol(start)) }
    }

    private mutating func addGoMain(_ package: String, _ line: CommandLine, to set: inout TargetSet) {
        let place = package.hasSuffix(".go") ? ImportResolver.directory(of: package) : package
        let path =
            CommandLine.isImportPath(place)
            ? imports.directory(ofImport: place) : line.path(place, below: line.value(of: ["-C"]))
        guard let path, let namespace = namespaces.find(path, kind: "go-package"),
            let file = namespaces.firstFile(namespace)
        else { return }
        lookup(names.id("main"), in: namespace, from: file, &set)
    }

    /// A module of the repository by its dotted name, from the directory, its sources, or the only one of that name.
    private func pythonModule(_ name: String, _ directory: String?) -> Int32? {
        let path = name.split(separator: ".").joined(separator: "/")
        guard !path.isEmpty else { return nil }
        var places = [directory, directory.map { $0.isEmpty ? "src" : $0 + "/src" }].compactMap(\.self)
        places += ["", "src"]
        for place in places {
            if let id = namespaces.find(place.isEmpty ? path : place + "/" + path, kind: "python-module"),
                namespaces[id].hasFiles
            {
                return id
            }
        }
        return imports.onlyNamespace(endingIn: path, kind: "python-module")
    }

    private mutating func addPythonModule(_ name: String, _ line: CommandLine, to set: inout TargetSet) -> Bool {
        if Self.applicationServers.contains(name) { return false }
        guard let id = pythonModule(name + ".__main__", line.directory) ?? pythonModule(name, line.directory),
            let top = topLevel(ofNamespace: id)
        else { return false }
        addStarted(top, to: &set)
        return true
    }

    /// `uvicorn app.main:app`, `celery -A shop worker`, `flask --app shop run`, `streamlit run page.py`.
    private mutating func addApplication(_ line: CommandLine, to set: inout TargetSet) {
        var named = line.value(of: ["-A", "--app", "--module", "--wsgi-file"])
        if line.program == "uwsgi" {
            let words = line.arguments.filter { !$0.hasPrefix("-") }
            let file = line.value(of: ["--ini", "--yaml", "--xml"]) ?? words.first { $0.hasSuffix(".ini") }
            addProcesses(file, nil, line, to: &set)
            named = named ?? line.value(of: ["-w"])
        }
        if named == nil {
            let words = line.positionals(values: [
                "--host", "--port", "-b", "--bind", "-w", "--workers", "-k", "--worker-class", "-c", "--config",
                "--log-level", "-t", "--timeout", "--chdir", "--interface", "-p", "--log-config", "--env-file",
                "--access-logfile", "--error-logfile", "--threads", "--max-requests", "--keep-alive", "-H", "-u",
            ])
            named =
                words.first { $0.contains(":") || $0.contains(".") }
                ?? words.first { !["run", "dev", "worker", "scheduler", "start"].contains($0) }
        }
        guard let named else { return }
        var directory = line.directory
        if let inner = line.value(of: ["--chdir", "--app-dir"]) { directory = line.path(inner) ?? directory }
        if named.hasSuffix(".py") {
            addScript(named, line, to: &set)
            return
        }
        let parts = named.split(separator: ":", maxSplits: 1).map(String.init)
        guard let first = parts.first else { return }
        var attribute = parts.count > 1 ? String(parts[1].prefix { $0 != "(" && $0 != "." }) : nil
        var module = pythonModule(first, directory)
        if module == nil, attribute == nil, let dot = first.lastIndex(of: ".") {
            // `-A shop.app`, `arq jobs.WorkerSettings`: the last part may be a name in the module.
            attribute = String(first[first.index(after: dot)...])
            module = pythonModule(String(first[..<dot]), directory)
        }
        guard let module, let top = topLevel(ofNamespace: module), let file = namespaces.firstFile(module) else {
            return
        }
        set.insert(.symbol(top))
        if let attribute {
            lookup(names.id(attribute), in: module, from: file, &set)
        } else if line.program == "celery", let own = pythonModule(first + ".celery", directory),
            let top = topLevel(ofNamespace: own), let file = namespaces.firstFile(own)
        {
            // `celery -A shop`: the application is in `shop/celery.py`, under one of two names.
            set.insert(.symbol(top))
            for name in ["app", "celery"] { lookup(names.id(name), in: own, from: file, &set) }
        } else if line.program == "celery" {
            // `from .worker import app as celery_app` in the package: the application is in the module that makes it.
            var found = TargetSet()
            for name in ["app", "celery", "celery_app"] { lookup(names.id(name), in: module, from: file, &found) }
            for index in 0..<found.count where found[index].kind == .symbol {
                set.insert(.symbol(layout.topLevel(found[index].id)))
                set.insert(found[index])
            }
        }
    }
}

extension Binder {
    /// Whether a reference runs something, and nobody notices that it fails.
    func isIgnoredRun(_ place: Int, _ file: Int) -> Bool {
        let entry = references.entries[place]
        guard entry.referenceClass == .other else { return false }
        let reference = layout.files[file].facts.references[place - references.first[file]]
        return reference.kind == .run && reference.context.contains(.ignored)
    }
}
