import AnalyzerProtocol

/// What of the repository an image may hold: all that its build copies, in whatever stage. Where a folder lies in the image does not matter.
struct ImageSources {
    /// Folders and files, from the root of the repository; `""` is all of it.
    private let folders: [String]
    /// Names of packages that the build installs, `any` where they are an index's, `*` where a list names them.
    private let installed: Set<String>

    /// Nil where something else may bring code too: what is copied and not in the repository, a build before it made.
    ///
    /// - Parameters:
    ///   - symbol: what an image holds.
    ///   - known: the repository's files and folders.
    ///   - mounted: folders that containers have put into them: what an image for development lacks.
    init?(_ symbol: Symbol, known: PathSet, mounted: [String]) {
        func text(_ name: String) -> String {
            if case .string(let text) = symbol.attributes[name] { return text }
            return ""
        }
        guard text("closed") == "true" else { return nil }
        let contexts = text("contexts").split(separator: "\n", omittingEmptySubsequences: false)
        let brought = text("brought").split(separator: "\n")
        var folders = mounted
        for source in brought {
            let places = contexts.compactMap { CommandLine.normalized($0 + "/" + source) }
            guard places.contains(where: known.contains) else { return nil }
            folders += places
        }
        self.folders = folders
        installed = Set(text("installed").split(separator: " ").map(String.init))
    }

    /// Whether a file of the repository may be what an image runs.
    ///
    /// - Parameter program: the first word of what it runs.
    func mayHold(_ path: String, program: String) -> Bool {
        if folders.contains(where: { $0.isEmpty || path == $0 || path.hasPrefix($0 + "/") }) { return true }
        // Packages of an index may be the repository's own.
        let isNamed = !program.contains("/") && !Self.interpreters.contains(program)
        if isNamed, installed.contains("any") || installed.contains("*") && !folders.isEmpty { return true }
        return isNamed && installed.contains(Self.package(program))
            || path.split(separator: "/").contains { installed.contains(Self.package($0)) }
    }

    /// They run what their words name, and not a package's own program.
    private static let interpreters: Set<String> = Binder.applicationServers.union([
        "python", "python3", "sh", "bash", "ash", "dash", "tini", "dumb-init", "exec", "env",
    ])

    private static func package(_ name: some StringProtocol) -> String {
        name.lowercased().split { "-_.".contains($0) }.joined(separator: "-")
    }
}

/// What the images of Dockerfiles run, and what they may hold.
struct ImageStarts {
    private var sources: [Int: ImageSources] = [:]
    /// By the file and the REF of what an image runs: the symbol of what it holds.
    private var layers: [NodeID: ImageSources] = [:]

    /// - Parameter place: the number of a REF of a file in all of them.
    init(_ layout: Layout, place: (Int, RefIndex) -> Int) {
        let containers = layout.files.indices.filter { layout.files[$0].facts.namespace?.kind == "container" }
        guard !containers.isEmpty else { return }
        let known = PathSet(layout.files.map(\.path))
        let mounted = containers.flatMap { Self.mounted(layout.files[$0].facts) }
        for file in containers {
            let facts = layout.files[file].facts
            var held: [Substring: ImageSources] = [:]
            for (index, symbol) in facts.symbols.enumerated() where symbol.kind == "image" {
                guard let found = ImageSources(symbol, known: known, mounted: mounted) else { continue }
                held[symbol.name.dropFirst("layers".count)] = found
                layers[layout.node(file, symbolAt: index)] = found
            }
            guard !held.isEmpty else { continue }
            for symbol in facts.symbols where symbol.kind == "image" && !symbol.name.hasPrefix("layers") {
                let target = symbol.name.hasPrefix("target ") ? symbol.name.dropFirst("target".count) : ""
                guard let found = held[target] else { continue }
                for reference in facts.references where reference.from == symbol.id && reference.kind == .run {
                    sources[place(file, reference.to)] = found
                }
            }
        }
    }

    /// Folders that are mounted into containers as a whole.
    private static func mounted(_ facts: Facts) -> [String] {
        facts.references.compactMap { reference in
            guard reference.kind.rawValue == "mount", facts.refs.indices.contains(Int(reference.to)),
                case .path(let path) = facts.refs[Int(reference.to)]
            else { return nil }
            return path == "." ? "" : path
        }
    }

    /// What the image holds that runs a REF, by its number in all.
    subscript(place: Int) -> ImageSources? { sources.isEmpty ? nil : sources[place] }

    /// What an image holds, by the symbol of its contents.
    func sources(_ layers: NodeID) -> ImageSources? { self.layers[layers] }
}
