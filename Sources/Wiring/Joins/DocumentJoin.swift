/// Documents and the files that they name, and the decision records that stand together.
struct DocumentJoin: Sendable {
    /// Of a name that so many files have, none is looked for.
    private static let maximumNamesakes = 100

    /// A document, with what it names.
    private struct Document {
        var links = 0
        var broken = 0
        var kinds: Set<String> = []
        var site: Int
    }

    private let files: Set<String>
    private let folders: Set<String>
    /// Paths by the last part of each.
    private let named: [Substring: [String]]

    init(paths: [String]) {
        files = Set(paths)
        var folders: Set<String> = [""]
        for path in paths {
            var folder = ImportResolver.directory(of: path)
            while folders.insert(folder).inserted { folder = ImportResolver.directory(of: folder) }
        }
        self.folders = folders
        named = Dictionary(grouping: paths, by: FileRole.name)
    }

    func finish(_ program: Program, _ found: inout Joins.Found) {
        var documents: [String: Document] = [:]
        var wires: [Wire] = []
        for index in program.signalsByKind["document.link", default: []] {
            let signal = program.signals[index]
            guard !signal.isTest, let path = signal.attributes["path"] else { continue }
            var document = documents[signal.path] ?? Document(site: index)
            document.kinds.formUnion((signal.attributes["kinds"] ?? "").split(separator: " ").map(String.init))
            let isCode = signal.attributes["form"] == "code"
            if isCode, !isRooted(path) { continue }
            document.links += 1
            if !exists(path, isCode: isCode) {
                document.broken += 1
                let place = Wire.Place(path: signal.path, line: signal.line)
                wires.append(
                    Wire(
                        join: .document, from: place, name: path, why: "a document names it, and it is not there",
                        severity: .low))
            }
            documents[signal.path] = document
        }
        found.wires += wires.sorted(by: Wire.precedes).prefix(Joins.maximumCandidates)
        addStale(documents, program, &found)
        addRecords(program, &found)
    }

    private func exists(_ path: String, isCode: Bool) -> Bool {
        if files.contains(path) || folders.contains(path) { return true }
        guard isCode else { return false }
        // Relative to any folder: a text says where it is by more than the path.
        return named[FileRole.name(path), default: []].prefix(Self.maximumNamesakes).contains {
            $0.hasSuffix("/" + path)
        }
            || named[FileRole.name(path), default: []].count > Self.maximumNamesakes
    }

    /// Whether a path in a text surely means a file of this repository: the folder that should hold it is there.
    private func isRooted(_ path: String) -> Bool {
        files.contains(path) || folders.contains(ImportResolver.directory(of: path))
    }

    /// A kind is stale where each document of it names more files that are gone than a tenth.
    private func addStale(_ documents: [String: Document], _ program: Program, _ found: inout Joins.Found) {
        func isStale(_ path: String) -> Bool { documents[path].map { $0.broken * 10 > $0.links } ?? false }
        var sound: Set<String> = []
        for (kind, sites) in program.signalsByKind where kind.hasPrefix("document.") {
            let isSound = sites.contains { site in
                let signal = program.signals[site]
                return signal.attributes["strength"] == "full" && !isStale(signal.path)
            }
            if isSound { sound.insert(String(kind.dropFirst("document.".count))) }
        }
        for (path, document) in documents.sorted(by: { $0.key < $1.key }) where isStale(path) {
            let kinds = document.kinds.subtracting(sound)
            guard !kinds.isEmpty else { continue }
            var signal = program.signals[document.site]
            signal.kind = "document.stale"
            signal.attributes = [
                "kinds": kinds.sorted().joined(separator: " "), "broken": String(document.broken),
                "links": String(document.links), "title": path,
            ]
            found.signals.append(signal)
        }
    }

    /// Two records make a practice, one is a page.
    private func addRecords(_ program: Program, _ found: inout Joins.Found) {
        let records = program.signalsByKind["document.decision-record", default: []].filter {
            !program.signals[$0].isTest && program.signals[$0].attributes["strength"] == "full"
        }
        guard records.count >= 2 else { return }
        var signal = program.signals[records[0]]
        signal.kind = "document.decision-records"
        signal.attributes["title"] = "\(records.count) records"
        found.signals.append(signal)
    }
}
