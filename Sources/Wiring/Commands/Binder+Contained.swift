import AnalyzerProtocol

/// Commands that a container runs in place of what its image starts: a service's `command`, a container's `args`.
extension Binder {
    /// The image holds what it holds all the same; its entry point stays where the command only follows it.
    mutating func addContained(
        _ command: ContainedCommand, in image: Bound, from file: Int, to set: inout TargetSet
    ) {
        guard let node = layers(of: image, steps: 4), let symbol = layout.symbol(node),
            let held = ImageLayout(symbol)
        else {
            // An image that is made elsewhere: what the command runs may lie at the top.
            addCommand(command.words, in: command.context ?? "", from: file, isGuess: true, to: &set)
            return
        }
        set.insert(.symbol(node))
        if command.follows, held.isShell {
            // The shell form of an entry point takes no arguments: the image runs what it always does.
            if let whole = startedWhole(node) { set.insert(.symbol(whole)) }
            return
        }
        let contexts = command.context.map { [$0] } ?? held.contexts
        let isBehind = command.follows && !held.entry.isEmpty
        var lines = [isBehind ? held.entry + command.words : command.words]
        if isBehind, held.handsOver { lines.append(command.words) }
        for words in lines {
            // What nothing can have put there runs nothing, whatever has its name elsewhere.
            if ImageCommand.isAbsent(words, in: held, workdir: command.workdir, context: command.context) { continue }
            addBuiltProgram(CommandLine(words, directory: nil), to: &set)
            for (words, directory) in held.translated(words, in: command.workdir) {
                // A build file of another folder may lack the target: only what is likeliest is asked for one.
                for context in Self.buildTools.contains(words.first ?? "") ? Array(contexts.prefix(1)) : contexts {
                    let place = [context, directory].filter { !$0.isEmpty }.joined(separator: "/")
                    addCommand(words, in: place, from: file, isGuess: true, to: &set)
                }
            }
        }
        drop(whatIsNotIn: node, program: lines[0].first ?? "", &set)
    }

    private static let buildTools: Set<String> = [
        "make", "npm", "yarn", "pnpm", "just", "task", "tox", "invoke", "rake",
    ]

    /// What the image of a command in a container holds, as far as it is built here.
    mutating func layout(of command: ContainedCommand, in file: Int) -> ImageLayout? {
        layers(of: bind(file, command.image), steps: 4).flatMap { layout.symbol($0) }.flatMap { ImageLayout($0) }
    }

    /// The symbol of what an image holds, by the image, its Dockerfile, or a container that runs it.
    private mutating func layers(of bound: Bound, steps: Int) -> NodeID? {
        for index in 0..<bound.count where self[bound, index].kind == .symbol {
            let node = self[bound, index].id
            let file = layout.file(node)
            guard let symbol = layout.symbol(node) else {
                // The top level of a Dockerfile.
                if let found = held("layers", file) { return found }
                continue
            }
            switch symbol.kind {
            case "image":
                if ImageLayout(symbol) != nil { return node }
                let name = symbol.name.hasPrefix("target ") ? "layers" + symbol.name.dropFirst(6) : "layers"
                if let found = held(name, file) { return found }
            case "container":
                guard steps > 0 else { continue }
                for reference in layout.files[file].facts.references
                where reference.from == symbol.id && (reference.kind == .build || reference.kind == .run) {
                    let next = bind(file, reference.to)
                    if let found = layers(of: next, steps: steps - 1) { return found }
                }
            default: break
            }
        }
        return nil
    }

    private func held(_ name: String, _ file: Int) -> NodeID? {
        layout.files[file].facts.symbols.firstIndex { $0.name == name && $0.kind == "image" }
            .map { layout.node(file, symbolAt: $0) }
    }

    /// The image whose contents a symbol is.
    private func startedWhole(_ layers: NodeID) -> NodeID? {
        guard let symbol = layout.symbol(layers) else { return nil }
        let file = layout.file(layers)
        let name = symbol.name == "layers" ? layout.files[file].path : "target" + symbol.name.dropFirst(6)
        return held(name, file)
    }
}
