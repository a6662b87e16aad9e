import AnalyzerProtocol

/// Files of pipelines, build files and compose files, and the files of the repository that they include: broken where one is not there.
///
/// Analyzers tell by the signal `file.include`: `path`, and `made` where the tool that reads the file may make it first.
struct IncludeJoin: Sendable {
    private static let kind = "file.include"

    private struct Candidate: Sendable {
        var place: Wire.Place
        var path: String
        var severity: Wire.Severity
        var isMade: Bool
    }

    private var candidates: [Candidate] = []

    /// - Parameter unread: symlinks, submodules and what could not be listed: what lies there is not known.
    init(_ program: Program, paths: [String], unread: [String]) {
        let sites = program.signalsByKind[Self.kind, default: []]
        guard !sites.isEmpty else { return }
        var known = PathSet(paths)
        for path in unread { known.insert(path) }
        let outside = Set(unread)
        let reach = program.reach(from: program.pipelineRoots)
        for index in sites where candidates.count < Joins.maximumCandidates {
            let site = program.signals[index]
            guard !site.isTest, !SidePaths.isBeside(site.path), let path = site.attributes["path"],
                !known.contains(path), !Self.lies(path, below: outside)
            else { continue }
            candidates.append(
                Candidate(
                    place: Wire.Place(path: site.path, line: site.line), path: path,
                    severity: site.node.map(reach.contains) == true ? .high : .medium,
                    isMade: site.attributes["made"] != nil))
        }
    }

    private static func lies(_ path: String, below others: Set<String>) -> Bool {
        guard !others.isEmpty else { return false }
        var rest = path
        while !rest.isEmpty {
            if others.contains(rest) { return true }
            rest = ImportResolver.directory(of: rest)
        }
        return false
    }

    var queries: [MentionQuery] {
        candidates.filter(\.isMade).map { MentionQuery(CommandLine.fileName($0.path)) }
    }

    func finish(mentions: Mentions, _ found: inout Joins.Found) {
        for candidate in candidates {
            // Another line that names it may make or fetch it.
            let isNamed =
                candidate.isMade
                && mentions.places(MentionQuery(CommandLine.fileName(candidate.path))).contains {
                    $0 != candidate.place && !FileRole.isDocument($0.path)
                }
            guard !isNamed else { continue }
            // That what is taken from it is not there need not be said besides.
            found.wires.removeAll { $0.join == .command && $0.from == candidate.place }
            found.wires.append(
                Wire(
                    join: .include, from: candidate.place, name: candidate.path,
                    why: "includes a file that is not there", severity: candidate.severity))
        }
    }
}

/// The files of the repository and the folders that they lie in.
struct PathSet {
    private var all: Set<String> = [""]

    init(_ paths: [String]) {
        for path in paths { insert(path) }
    }

    mutating func insert(_ path: String) {
        var rest = path
        while all.insert(rest).inserted { rest = ImportResolver.directory(of: rest) }
    }

    func contains(_ path: String) -> Bool { all.contains(path) || path == "." }
}
