import AnalyzerProtocol

/// A script or program that an image, a health check or a probe runs by its path, and where it would lie in the repository.
struct ImageCommand: Sendable {
    /// The path as it is written, or the program's name.
    var name: String
    /// Where it would lie in the image; empty where that does not matter.
    var location = ""
    /// `start`, `healthcheck`, `liveness-probe`…
    var purpose: String
    var place: Wire.Place
    var node: NodeID
    /// One of these paths of the repository is it, if it is in the image; none where nothing puts it there.
    var sources: [ImageLayout.Source]
    /// Whether a command ran that may have made it.
    var isUnsure: Bool
    /// Whether it is a program that the base image surely lacks.
    var isLacking = false

    private static let interpreters: Set<String> = ["python", "python3", "sh", "bash", "ash", "dash"]

    /// The script or program that words run by its path: `./check.sh`, `python check.py`, `/app/probe`.
    static func path(_ words: [String]) -> String? {
        var words = words[...]
        if words.first == "exec" { words = words.dropFirst() }
        guard let first = words.first else { return nil }
        if interpreters.contains(CommandLine.fileName(first)) {
            guard let script = words.dropFirst().first, script.hasSuffix(".py") || script.hasSuffix(".sh") else {
                return nil
            }
            return script
        }
        // A name without a folder is looked for on the search path.
        return first.contains("/") && !first.contains(where: { "*?{}[]()~<>=".contains($0) }) ? first : nil
    }

    /// Whether nothing can have put into the image the program that words run by its path. A script is no program: which file of the
    /// repository it is, is plain even where the image lacks it.
    static func isAbsent(_ words: [String], in image: ImageLayout, workdir: String?, context: String?) -> Bool {
        guard let first = words.first, !interpreters.contains(CommandLine.fileName(first)),
            let found = of(words, in: image, workdir: workdir, context: context), !found.isLacking
        else {
            return false
        }
        return !found.isUnsure && found.sources.allSatisfy(\.paths.isEmpty)
    }

    /// - Parameter mounts: paths at which something of outside lies.
    static func of(
        _ words: [String], in image: ImageLayout, workdir: String? = nil, context: String? = nil, mounts: [String] = []
    ) -> (name: String, sources: [ImageLayout.Source], isUnsure: Bool, isLacking: Bool)? {
        if let program = words.first, image.lacks.contains(program) { return (program, [], false, true) }
        guard let path = path(words), let absence = image.absence(of: path, in: workdir, context: context) else {
            return nil
        }
        let isScript = path.hasSuffix(".sh") || path.hasSuffix(".py")
        // A program is built as a rule, and a folder that is copied may hold it after a build.
        guard isScript || absence.sources.allSatisfy(\.paths.isEmpty) else { return nil }
        let name = CommandLine.fileName(path)
        let isMounted = mounts.contains { mount in
            !mount.hasPrefix("/") || path.hasPrefix(mount.hasSuffix("/") ? mount : mount + "/") || path == mount
                || !path.hasPrefix("/")
        }
        return isMounted || name.isEmpty ? nil : (path, absence.sources, absence.isUnsure, false)
    }
}

extension JoinFacts {
    /// Commands of a Dockerfile's own, which its analyzer tells as signals of what the image holds.
    mutating func addImageCommands(_ file: Int, _ binder: inout Binder) {
        let source = binder.layout.files[file]
        let lacked = addLackedCode(file, &binder)
        for signal in source.facts.signals where signal.kind == "image.command" {
            guard case .string(let words) = signal.attributes["words"],
                case .string(let purpose) = signal.attributes["purpose"],
                !(purpose == "start" && lacked.contains(signal.line)),
                let node = binder.layout.node(file, symbolID: signal.symbol),
                let image = binder.layout.symbol(node).flatMap({ ImageLayout($0) }),
                let found = ImageCommand.of(words.split(separator: "\n").map(String.init), in: image)
            else { continue }
            imageCommands.append(
                ImageCommand(
                    name: found.name, location: image.path(found.name, in: nil), purpose: purpose,
                    place: Wire.Place(path: source.path, line: signal.line), node: node, sources: found.sources,
                    isUnsure: found.isUnsure, isLacking: found.isLacking))
        }
    }

    /// Modules, programs of packages and built programs whose code nothing copies, wherever it would lie in the image.
    ///
    /// - Returns: their lines.
    private mutating func addLackedCode(_ file: Int, _ binder: inout Binder) -> Set<Int> {
        let source = binder.layout.files[file]
        var lines: Set<Int> = []
        guard source.facts.namespace?.kind == "container" else { return lines }
        for symbol in source.facts.symbols where symbol.kind == "image" && symbol.name == source.path {
            for reference in source.facts.references where reference.from == symbol.id && reference.kind == .run {
                _ = binder.bind(file, reference.to)
                guard let path = binder.lacked(file, reference.to),
                    let node = binder.layout.node(file, symbolID: symbol.id)
                else { continue }
                imageCommands.append(
                    ImageCommand(
                        name: path, purpose: "start", place: Wire.Place(path: source.path, line: reference.line),
                        node: node, sources: [], isUnsure: false))
                lines.insert(reference.line)
            }
        }
        return lines
    }

    /// What a probe or check runs in a container.
    mutating func addProbe(_ reference: Reference, _ node: NodeID, _ file: Int, _ binder: inout Binder) {
        let source = binder.layout.files[file]
        guard source.facts.refs.indices.contains(Int(reference.to)),
            case .contained(let command) = source.facts.refs[Int(reference.to)],
            let image = binder.layout(of: command, in: file)
        else { return }
        func text(_ name: String) -> String {
            if case .string(let text) = reference.arguments.first(where: { $0.name == name })?.value { return text }
            return ""
        }
        // A list that was cut may have held any mount.
        guard !text("mounts").hasSuffix("…") else { return }
        let mounts = text("mounts").split(separator: "\n").map(String.init)
        guard
            let found = ImageCommand.of(
                command.words, in: image, workdir: command.workdir, context: command.context, mounts: mounts)
        else { return }
        imageCommands.append(
            ImageCommand(
                name: found.name, location: image.path(found.name, in: command.workdir), purpose: text("purpose"),
                place: Wire.Place(path: source.path, line: reference.line), node: node, sources: found.sources,
                isUnsure: found.isUnsure, isLacking: found.isLacking))
    }
}
