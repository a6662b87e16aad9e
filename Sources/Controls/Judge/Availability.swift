import Wiring

/// Whether the analyzers that could show a control saw the repository.
struct Availability {
    /// Analyzers of what lies beside code. Where no file is for one that works, there is none of it; where no file is for one
    /// that reads code, the code is in another language.
    static let readersOfArtifacts: Set<String> = ["containers", "documents", "helm", "kubernetes", "pipelines", "web"]

    /// Nobody looked: nothing can be said but what was found by other means.
    var nobody: String?
    /// One of several did not look: what is not wired may be, where it would have looked.
    var oneLess: String?
    /// Single files were not read: what is missing may be in them.
    var unread = UnreadFiles(paths: [])
}

/// Answers for any list of analyzers.
struct AvailabilityTable {
    private let analyzers: [AnalyzerStatus]
    private let unreadPaths: [String: [String]]
    /// Whether any file gave facts: where none did, nobody has looked at anything.
    private let isReadable: Bool

    init(_ analyzers: [AnalyzerStatus], program: Program, unread: [(path: String, reason: String)]) {
        self.analyzers = analyzers.sorted { $0.name < $1.name }
        isReadable = !program.nodes.isEmpty
        // What the host could not hand over belongs to the analyzer that reads other files with that ending.
        var readers: [String: Set<String>] = [:]
        // The nodes of a file lie side by side.
        var last = ""
        for node in program.nodes where node.path != last {
            last = node.path
            if let ending = FileTable.ending(node.path) { readers[ending, default: []].insert(node.analyzer) }
        }
        var paths: [String: Set<String>] = [:]
        for analyzer in analyzers { paths[analyzer.name, default: []].formUnion(analyzer.failedPaths) }
        for (path, _) in unread {
            if path.hasSuffix("/") {
                // A folder that is missing may hold files for any of them.
                for analyzer in analyzers { paths[analyzer.name, default: []].insert(path) }
                continue
            }
            guard let ending = FileTable.ending(path) else { continue }
            for name in readers[ending] ?? [] { paths[name, default: []].insert(path) }
        }
        unreadPaths = paths.mapValues { paths in
            paths.filter { !SidePaths.isBeside($0) && !GeneratedPaths.isGenerated($0) }.sorted()
        }
    }

    /// - Parameter ofFiles: whether the control asks for files of the repository, such as pipelines or manifests: an analyzer that works and
    ///   for which there is no file has then looked at everything there is.
    func availability(of names: [String], ofFiles: Bool = false) -> Availability {
        let present = analyzers.filter { names.contains($0.name) }
        guard !present.isEmpty else {
            return Availability(
                nobody: "not supported: no analyzer of this version judges \(names.joined(separator: ", "))")
        }
        // One that broke over some contents has answered for the others: those that it did not read are named below.
        let answered = present.filter { $0.status != .unavailable && $0.files > $0.failures }
        let broken = present.filter { analyzer in
            analyzer.status != .ok && analyzer.files > 0 && !answered.contains { $0.name == analyzer.name }
        }
        let brokenWords = broken.map { analyzer in
            "the analyzer \(analyzer.name) \(analyzer.status == .failed ? "failed" : "is unavailable")\(analyzer.message.map { ": " + Words.escaped($0) } ?? "")"
        }
        guard !answered.isEmpty else {
            if !broken.isEmpty { return Availability(nobody: brokenWords.joined(separator: "; ")) }
            if let failing = present.first(where: { $0.files > 0 }) {
                return Availability(
                    nobody: "the analyzer \(failing.name) could read none of its \(failing.files) files")
            }
            if ofFiles, isReadable, present.contains(where: { $0.status == .ok }) { return Availability() }
            let others = analyzers.contains { $0.files > $0.failures }
            return Availability(
                nobody: others
                    ? "no file of this repository is for the analyzer \(present.map(\.name).joined(separator: ", "))"
                    : "no analyzer reads this repository's files")
        }
        var result = Availability()
        if !broken.isEmpty { result.oneLess = brokenWords.joined(separator: "; ") }
        result.unread = UnreadFiles(
            paths: Set(answered.flatMap { unreadPaths[$0.name] ?? [] }).sorted(),
            key: answered.map(\.name).joined(separator: " "))
        return result
    }
}
