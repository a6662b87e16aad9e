/// Images, and the scripts and programs that they, their health checks and the probes of their containers run.
///
/// A script that a folder should hold which is copied whole may be made before the build: it is broken only where no other
/// file speaks of it. One that a command of the build may have made is broken only where, besides, the repository has it elsewhere.
struct ImageJoin: Sendable {
    private var broken: [ImageCommand] = []
    /// Of those that another file may tell of.
    private var asked: [ImageCommand] = []
    private let isTest: Set<NodeID>

    init(_ program: Program, paths: [String]) {
        isTest = Set(program.joins.imageCommands.map(\.node).filter { program.nodes[Int($0)].isTest })
        guard !program.joins.imageCommands.isEmpty else { return }
        let files = Set(paths)
        let folders = PathSet(paths)
        let names = Set(paths.map { CommandLine.fileName($0) })
        for command in program.joins.imageCommands.prefix(Joins.maximumCandidates)
        where !isTest.contains(command.node) && !SidePaths.isBeside(command.place.path) {
            if Self.sources(of: command, folders).contains(where: files.contains) { continue }
            if Self.mounted(command, program.joins.mountedFiles).contains(where: files.contains) { continue }
            if command.isUnsure {
                if names.contains(CommandLine.fileName(command.name)) { asked.append(command) }
            } else if command.sources.allSatisfy(\.paths.isEmpty) {
                broken.append(command)
            } else {
                asked.append(command)
            }
        }
    }

    /// Where it would lie in the folders that hold what the image copies; in all that are thought of where none holds it all.
    private static func sources(of command: ImageCommand, _ paths: PathSet) -> [String] {
        let meant = command.sources.filter { $0.copied.allSatisfy(paths.contains) }
        return (meant.isEmpty ? command.sources : meant).flatMap(\.paths)
    }

    /// The files that it is where containers have a folder of the repository put there, as those for development do.
    private static func mounted(_ command: ImageCommand, _ mounts: [JoinFacts.MountedFile]) -> [String] {
        guard !command.location.isEmpty else { return [] }
        return mounts.compactMap { mount in
            let target = mount.target.hasSuffix("/") ? mount.target : mount.target + "/"
            guard command.location.hasPrefix(target) else { return nil }
            return CommandLine.normalized(mount.source + "/" + command.location.dropFirst(target.count))
        }
    }

    var queries: [MentionQuery] { asked.map { MentionQuery(CommandLine.fileName($0.name)) } }

    func finish(_ program: Program, mentions: Mentions, _ found: inout Joins.Found) {
        let silent = asked.filter { command in
            !mentions.places(MentionQuery(CommandLine.fileName(command.name))).contains {
                $0.path != command.place.path && !FileRole.isDocument($0.path)
            }
        }
        for command in broken + silent {
            found.wires.append(
                Wire(
                    join: .image, from: command.place, name: command.name, why: Self.why(command),
                    severity: command.purpose == "start" ? .high : .medium))
            let node = program.nodes[Int(command.node)]
            found.signals.append(
                SignalSite(
                    kind: "image.command-missing", node: command.node, subject: command.node, path: command.place.path,
                    line: command.place.line, endLine: command.place.line, object: node.object,
                    attributes: ["name": command.name, "purpose": command.purpose], isTest: false))
        }
    }

    private static func why(_ command: ImageCommand) -> String {
        let who = command.purpose == "start" ? "the image runs it" : "the \(command.purpose) runs it"
        return command.isLacking
            ? who + ", the base image has it not, and nothing installs it"
            : who + ", and nothing copies or makes it there"
    }
}
