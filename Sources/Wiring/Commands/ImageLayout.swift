import AnalyzerProtocol

/// Where the files of an image come from, and its entry point: what the analyzer of its Dockerfile tells of what it holds.
struct ImageLayout {
    struct Place {
        var path: String
        /// Whether it is a program that is built from the package at `source`.
        var isProgram: Bool
        /// From the folder that the image is built from.
        var source: String
    }

    var workdir: String
    /// The folder of the repository that lies in `workdir`; nil where it is not known.
    var directory: String?
    /// Folders that it may be built from, the likeliest first.
    var contexts: [String]
    private(set) var places: [Place] = []
    /// The words of its entry point.
    var entry: [String]
    /// Whether the entry point takes no arguments.
    var isShell: Bool
    private var buildsGo: Bool
    /// Whether there is nothing but what is told here: all sources are literal, the base image a plain one.
    private var isWhole: Bool
    /// Paths at or below which something else may lie: commands, other images, the base image put it there.
    private var made: [String]
    /// Folders below which a command ran that may have made anything.
    private var loose: [String]
    /// What is copied by its name from the folder that it is built from.
    private var copied: [String]
    /// Programs that health checks like to call, and that are surely not there.
    private(set) var lacks: Set<String>

    /// Directories of programs that are called by their names.
    private static let searchPath = ["/usr/local/bin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/sbin", "/sbin"]
    /// Programs that no repository builds as its own.
    private static let runtimes: Set<String> = [
        "sh", "bash", "ash", "dash", "zsh", "env", "exec", "tini", "dumb-init", "gosu", "su-exec", "python", "python3",
        "node", "java", "ruby", "php", "perl", "sleep", "tail", "cat", "echo", "curl", "wget", "nc", "test", "cd", "cp",
        "mkdir", "chmod", "chown",
    ]

    init?(_ symbol: Symbol) {
        guard let workdir = Self.text(symbol, "workdir"), let contexts = Self.text(symbol, "contexts") else {
            return nil
        }
        self.workdir = workdir
        self.contexts = contexts.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        directory = Self.text(symbol, "directory")
        entry = (Self.text(symbol, "entry") ?? "").split(separator: "\n").map(String.init)
        isShell = Self.text(symbol, "shell") != nil
        buildsGo = Self.text(symbol, "go") != nil
        isWhole = Self.text(symbol, "known") != nil
        made = Self.lines(symbol, "made")
        loose = Self.lines(symbol, "loose")
        copied = Self.lines(symbol, "copied")
        lacks = Set((Self.text(symbol, "lacks") ?? "").split(separator: " ").map(String.init))
        for line in (Self.text(symbol, "places") ?? "").split(separator: "\n") {
            let parts = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 3 else { continue }
            places.append(Place(path: parts[0], isProgram: parts[1] == "go", source: parts[2]))
        }
    }

    private static func text(_ symbol: Symbol, _ name: String) -> String? {
        if case .string(let text) = symbol.attributes[name] { return text }
        return nil
    }

    private static func lines(_ symbol: Symbol, _ name: String) -> [String] {
        (text(symbol, name) ?? "").split(separator: "\n").map(String.init)
    }

    /// What is known of a file that the image should hold.
    struct Absence {
        /// The paths of the repository, one of which it is if it is there, by the folder that the image may be built from.
        var sources: [Source]
        /// Whether a command ran that may have made it.
        var isUnsure: Bool
    }

    /// A folder that the image may be built from, and which of its files would be the one that is looked for.
    struct Source: Sendable {
        private let context: String
        /// What lies in the folder, if it is the one that the image is built from.
        let copied: [String]
        private(set) var paths: [String] = []

        init(context: String, copied: [String]) {
            self.context = context
            self.copied = copied.map { Self.path($0, in: context) }
        }

        mutating func add(_ path: String) { paths.append(Self.path(path, in: context)) }

        private static func path(_ path: String, in folder: String) -> String {
            CommandLine.normalized(folder.isEmpty ? path : folder + "/" + path) ?? path
        }
    }

    /// Nil where the file is there, or nobody can tell.
    func absence(of path: String, in place: String?, context: String?) -> Absence? {
        guard isWhole, !path.contains("$") else { return nil }
        let path = self.path(path, in: place)
        if made.contains(where: { Self.isBelow(path, $0) }) { return nil }
        var sources: [Source] = (context.map { [$0] } ?? contexts).map { Source(context: $0, copied: copied) }
        for each in places where Self.isBelow(path, each.path) {
            if each.isProgram { return nil }
            let rest = path.dropFirst(each.path == "/" ? 0 : each.path.count).drop { $0 == "/" }
            let source = [each.source, String(rest)].filter { !$0.isEmpty }.joined(separator: "/")
            for index in sources.indices { sources[index].add(source) }
        }
        return Absence(sources: sources, isUnsure: loose.contains { Self.isBelow(path, $0) })
    }

    private static func isBelow(_ path: String, _ folder: String) -> Bool {
        folder == "/" || path == folder || path.hasPrefix(folder + "/")
    }

    /// Whether the entry point is a script, which as a rule runs what it is given.
    var handsOver: Bool {
        guard let last = entry.last(where: { !$0.hasPrefix("-") }) else { return false }
        let name = CommandLine.fileName(last)
        return name.hasSuffix(".sh") || ["entrypoint", "tini", "dumb-init", "init"].contains(where: name.contains)
    }

    /// A command in words of the repository: what was copied or built is named by its source.
    ///
    /// - Returns: the words, and the folder that they run in, from the folder that the image is built from.
    func translated(_ words: [String], in place: String?) -> [(words: [String], directory: String)] {
        let place = place.map { absolute($0, workdir) } ?? workdir
        let inner = source(of: place).map(\.source) ?? (place == workdir ? directory : nil) ?? ""
        var result: [String] = []
        for (index, word) in words.enumerated() {
            guard let found = origin(of: word, isProgram: index == 0, in: place) else {
                result.append(word)
                continue
            }
            if found.isProgram {
                let package = CommandLine.isImportPath(found.source) ? found.source : "./" + found.source
                return [(["go", "run", package] + words[(index + 1)...], "")]
            }
            result.append(found.source.isEmpty ? word : Self.relative(found.source, to: inner))
        }
        var all = [(words: result, directory: inner)]
        // A program that a build file makes has the name of its package, as a rule.
        if buildsGo, let name = words.first.map(CommandLine.fileName), name == result.first.map(CommandLine.fileName),
            !name.contains("."), !name.contains("$"), !Self.runtimes.contains(name)
        {
            all += ["./cmd/" + name, "./" + name, "."].map { (["go", "run", $0], "") }
        }
        return all
    }

    private func origin(of word: String, isProgram: Bool, in place: String) -> Place? {
        guard !word.hasPrefix("-"), !word.contains("$"), !word.contains("://") else { return nil }
        if word.contains("/") { return source(of: absolute(word, place)) }
        guard isProgram else { return nil }
        for folder in Self.searchPath {
            if let found = places.last(where: { $0.path == folder + "/" + word }) { return found }
        }
        return nil
    }

    /// What was put at a path, or at the nearest one above it that something was put at last.
    private func source(of path: String) -> Place? {
        if let exact = places.last(where: { $0.path == path }) { return exact }
        guard let above = places.last(where: { $0.path == "/" || path.hasPrefix($0.path + "/") }) else { return nil }
        let rest = path.dropFirst(above.path == "/" ? 1 : above.path.count + 1)
        let source = [above.source, String(rest)].filter { !$0.isEmpty }.joined(separator: "/")
        return Place(path: path, isProgram: above.isProgram, source: source)
    }

    /// A path in the image, as a command names it that runs in a folder of it.
    func path(_ path: String, in place: String?) -> String {
        absolute(path, place.map { absolute($0, workdir) } ?? workdir)
    }

    private func absolute(_ path: String, _ folder: String) -> String {
        "/" + (CommandLine.normalized(path.hasPrefix("/") ? path : folder + "/" + path) ?? "")
    }

    /// A path below or beside a directory, as a command that runs there writes it.
    private static func relative(_ path: String, to directory: String) -> String {
        var one = path.split(separator: "/")[...]
        var other = directory.split(separator: "/")[...]
        while let first = one.first, first == other.first, one.count > 1 {
            one.removeFirst()
            other.removeFirst()
        }
        return (other.isEmpty ? ["."] : other.map { _ in ".." }).joined(separator: "/") + "/"
            + one.joined(separator: "/")
    }
}
