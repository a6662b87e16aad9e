import AnalyzerProtocol

/// Files that are mounted into containers, and those of the repository; keys of objects, and those that the objects have.
///
/// A path of the host that is not there becomes a folder of its name. Whoever runs the program may have to make it first: a wire
/// is broken only where nothing speaks of the file, and both ends look like files.
struct MountJoin: Sendable {
    private var files: [JoinFacts.MountedFile] = []
    private var keys: [(wanted: JoinFacts.WantedKey, object: Wire.Place)] = []

    init(_ program: Program, paths: [String]) {
        guard !program.joins.mountedFiles.isEmpty || !program.joins.wantedKeys.isEmpty else { return }
        let known = Set(paths)
        for mount in program.joins.mountedFiles.prefix(Joins.maximumCandidates) {
            guard Self.isUsed(mount.place, mount.node, program), Self.isFile(mount.source), Self.isFile(mount.target),
                !known.contains(mount.source), !paths.contains(where: { Self.isPattern($0, of: mount.source) })
            else { continue }
            files.append(mount)
        }
        for wanted in program.joins.wantedKeys.prefix(Joins.maximumCandidates) {
            guard Self.isUsed(wanted.place, wanted.node, program), let first = wanted.objects.first else { continue }
            // An object without any key is filled by somebody else; a list that was not told may hold any.
            let held = wanted.objects.map { program.nodes[Int($0)].attributes["keys"] }
            let all = held.map { keys -> [Substring] in
                guard case .string(let text) = keys else { return [] }
                return text.split(separator: "\n")
            }
            guard !all.contains(where: { $0.isEmpty || $0.contains(Substring(wanted.key)) }) else { continue }
            let object = program.nodes[Int(first)]
            keys.append((wanted, Wire.Place(path: object.path, line: object.line)))
        }
    }

    private static func isUsed(_ place: Wire.Place, _ node: NodeID, _ program: Program) -> Bool {
        !program.nodes[Int(node)].isTest && !SidePaths.isBeside(place.path)
    }

    /// What whoever runs the program makes, or the program itself: keys and certificates, data, logs.
    private static let made: Set<Substring> = [
        "pem", "crt", "key", "cert", "cer", "csr", "jks", "pub", "env", "db", "log", "sock", "pid", "bak", "zip", "tar",
    ]

    /// Whether a path ends in a name as files have them: `nginx.conf`, not `data` nor `conf.d`.
    private static func isFile(_ path: String) -> Bool {
        let name = FileRole.name(path)
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return false }
        let ending = name[name.index(after: dot)...]
        return !made.contains(ending) && (2...5).contains(ending.utf8.count)
            && ending.utf8.allSatisfy { (97...122).contains($0) }
    }

    /// Whether a file is what the other is made of: `app.yml.example`, `app.example.yml`, `app.yml.j2`.
    private static func isPattern(_ path: String, of file: String) -> Bool {
        let folder = ImportResolver.directory(of: file)
        guard ImportResolver.directory(of: path) == folder else { return false }
        let stem = FileRole.name(file).prefix { $0 != "." }
        return FileRole.name(path).hasPrefix(stem)
    }

    var queries: [MentionQuery] { Array(Set(files.map { Self.query($0) })).sorted { $0.text < $1.text } }

    private static func query(_ mount: JoinFacts.MountedFile) -> MentionQuery {
        MentionQuery(String(FileRole.name(mount.source)))
    }

    func finish(mentions: Mentions, _ found: inout Joins.Found) {
        for mount in files
        where !mentions.places(Self.query(mount)).contains(where: { $0.path != mount.place.path }) {
            found.wires.append(
                Wire(
                    join: .mount, from: mount.place, name: mount.source,
                    why: "the file that is mounted is not there: the container gets a folder of that name",
                    severity: .medium))
        }
        var seen: Set<Wire> = []
        for (wanted, object) in keys {
            let wire = Wire(
                join: .mount, from: wanted.place, name: wanted.object + ":" + wanted.key, to: object,
                why: "the object has no such key", severity: .high)
            if seen.insert(wire).inserted { found.wires.append(wire) }
        }
    }
}
