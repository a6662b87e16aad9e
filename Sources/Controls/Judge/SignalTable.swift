import Wiring

/// The signals of a program as numbers: what is asked of each of them, for every column and every question, without copying one.
final class SignalTable: Sendable {
    struct Flags: OptionSet, Sendable {
        let rawValue: UInt8
        static let isTest = Flags(rawValue: 1)
        /// Code beside the product holds it.
        static let isBeside = Flags(rawValue: 2)
        static let isGated = Flags(rawValue: 4)
        static let isIgnored = Flags(rawValue: 8)
        /// What a column that serves no web, or does no work, does not run.
        static let isWeb = Flags(rawValue: 16)
        static let isWork = Flags(rawValue: 32)
    }

    let count: Int
    /// The symbol that holds each; -1 where none does.
    let nodes: [NodeID]
    /// The symbol that each is about; -1 for none.
    let subjects: [NodeID]
    let flags: [Flags]
    let kinds: [Int32]
    /// Equal for signals of one line.
    let places: [Int32]
    let kindNames: [String]
    private let kindIDs: [String: Int32]
    let byKind: Buckets
    /// By the symbol that holds them, and by the symbol they are about.
    let heldBy: Buckets
    let about: Buckets
    /// Files that declare dependencies, by place in ``manifests``; -1 for a signal that a symbol holds or of any other file.
    let manifestOf: [Int32]
    let manifests: [String]
    let byManifest: Buckets
    /// For what no symbol holds, where in ``folders`` the folder is that a dependency is declared for; -1 for none.
    let folderOf: [Int32]
    let folders: [String]

    init(_ program: Program) {
        let signals = program.signals
        count = signals.count
        kindNames = program.signalsByKind.keys.sorted()
        kindIDs = Dictionary(uniqueKeysWithValues: kindNames.enumerated().map { ($1, Int32($0)) })
        manifests = program.manifests.allFiles.sorted()
        let manifestIDs = Dictionary(uniqueKeysWithValues: manifests.enumerated().map { ($1, Int32($0)) })

        var nodes: [NodeID] = []
        var subjects: [NodeID] = []
        var flags: [Flags] = []
        var places: [Int32] = []
        var manifestOf: [Int32] = []
        var folderOf: [Int32] = []
        var folderIDs: [String: Int32] = [:]
        var folders: [String] = []
        var kinds = [Int32](repeating: 0, count: signals.count)
        for (kind, sites) in program.signalsByKind {
            let id = kindIDs[kind]!
            for site in sites { kinds[site] = id }
        }
        let webKinds = kindNames.map { Served.web.contains($0) }
        let workKinds = kindNames.map { Served.work.contains($0) }
        let isHTTP = kindNames.map { $0.hasPrefix("http.") }
        let isDependency = kindNames.map { $0.hasSuffix(".dependency") }
        let isServed = kindNames.map { $0.hasPrefix("source-map.") }
        // Signals are sorted by path and line.
        var path: String?
        var line = 0
        var isBeside = false
        for index in signals.indices {
            let isNewPath = signals[index].path != path
            if isNewPath {
                path = signals[index].path
                isBeside = SidePaths.isBeside(signals[index].path)
            }
            places.append(!isNewPath && signals[index].line == line ? places[index - 1] : Int32(index))
            line = signals[index].line
            let node = signals[index].node ?? -1
            nodes.append(node)
            subjects.append(signals[index].subject ?? -1)
            let kind = Int(kinds[index])
            let isObject = signals[index].attributes[Served.object] != nil
            var own: Flags = []
            if signals[index].isTest { own.insert(.isTest) }
            if node >= 0, isBeside { own.insert(.isBeside) }
            if signals[index].gate != 0 { own.insert(.isGated) }
            if signals[index].isIgnored { own.insert(.isIgnored) }
            if isHTTP[kind] || isObject && webKinds[kind] { own.insert(.isWeb) }
            if isObject && workKinds[kind] { own.insert(.isWork) }
            flags.append(own)
            manifestOf.append(node >= 0 ? -1 : manifestIDs[signals[index].path] ?? -1)
            var folder: Int32 = -1
            if node < 0, isDependency[kind] || isServed[kind] {
                let name =
                    isDependency[kind]
                    ? Self.folder(declaredFor: signals[index].path)
                    : Self.served + Self.folder(servedWith: signals[index].path)
                if !name.isEmpty {
                    folder = folderIDs[name] ?? Int32(folders.count)
                    if Int(folder) == folders.count {
                        folderIDs[name] = folder
                        folders.append(name)
                    }
                }
            }
            folderOf.append(folder)
        }
        self.nodes = nodes
        self.subjects = subjects
        self.flags = flags
        self.kinds = kinds
        self.places = places
        self.manifestOf = manifestOf
        self.folderOf = folderOf
        self.folders = folders
        byKind = Buckets(keyCount: kindNames.count, keys: kinds)
        heldBy = Buckets(keyCount: program.nodes.count, keys: nodes)
        about = Buckets(keyCount: program.nodes.count, keys: subjects)
        byManifest = Buckets(keyCount: manifests.count, keys: manifestOf)
    }

    func kindID(_ kind: String) -> Int32? { kindIDs[kind] }

    /// Before the names of folders of what browsers get: those of the code that serves it lie around them.
    static let served = "served "
    private static let servedFolders: Set<Substring> = [
        "static", "public", "assets", "www", "htdocs", "wwwroot", "dist", "build",
    ]

    /// The folder that the files for browsers lie in, or the project that builds them.
    private static func folder(servedWith path: String) -> String {
        path.split(separator: "/").dropLast().prefix { !servedFolders.contains($0) }.joined(separator: "/")
    }

    /// The folder of code that a file declares dependencies for.
    private static func folder(declaredFor path: String) -> String {
        var folder = path.split(separator: "/").dropLast()
        if folder.last == "requirements" { folder = folder.dropLast() }
        return folder.joined(separator: "/")
    }
}
