import AnalyzerProtocol

/// What pipelines, targets and scripts run, and the target or script that they name: broken where it is not there.
struct CommandJoin: Sendable {
    private struct Candidate: Sendable {
        var wire: BrokenWire
        var severity: Wire.Severity
        /// For a script: its file name, which nothing else may speak of.
        var script: String?
    }

    private var candidates: [Candidate] = []

    /// Folders that builds make: what they hold is not in the repository.
    private static let made: Set<String> = [
        "bin", "build", "dist", "out", "target", "tmp", "_build", "node_modules", "vendor", "venv", ".venv", ".bin",
    ]

    init(_ program: Program, paths: [String]) {
        let broken = program.brokenWires.filter { $0.run != nil && !SidePaths.isBeside($0.path) }
        guard !broken.isEmpty else { return }
        let files = Set(paths)
        var folders: Set<Substring> = [""]
        var scripts: Set<Substring> = []
        for path in paths {
            scripts.insert(path.split(separator: "/").last ?? "")
            var rest = path[...]
            while let slash = rest.lastIndex(of: "/") {
                rest = rest[..<slash]
                guard folders.insert(rest).inserted else { break }
            }
        }
        let reach = program.reach(from: program.pipelineRoots)
        for wire in broken where candidates.count < Joins.maximumCandidates {
            guard let run = wire.run else { continue }
            let severity: Wire.Severity = run.isIgnored ? .low : reach.contains(run.node) ? .high : .medium
            guard let path = Self.script(wire.name) else {
                candidates.append(Candidate(wire: wire, severity: severity, script: nil))
                continue
            }
            let segments = path.split(separator: "/")
            let folder = segments.dropLast().joined(separator: "/")
            // A folder that is not there may be another checkout, or made by the build.
            guard !files.contains(path), folders.contains(folder[...]),
                !segments.contains(where: { Self.made.contains(String($0)) }),
                // Where one of this name lies elsewhere, the command runs there.
                let name = segments.last, !scripts.contains(name)
            else { continue }
            candidates.append(Candidate(wire: wire, severity: severity, script: String(name)))
        }
    }

    /// The path of what the binder calls a missing script.
    private static func script(_ name: String) -> String? {
        name.hasPrefix("script ") ? String(name.dropFirst(7)) : nil
    }

    var queries: [MentionQuery] { candidates.compactMap { $0.script.map { MentionQuery($0) } } }

    func finish(mentions: Mentions, _ found: inout Joins.Found) {
        for candidate in candidates {
            let place = Wire.Place(path: candidate.wire.path, line: candidate.wire.line)
            if let script = candidate.script {
                // Another line that names it may make or fetch it: `curl -O …/get-pip.py` above the line that runs it.
                let places = mentions.places(MentionQuery(script)).filter { !FileRole.isDocument($0.path) }
                let near = places.count { abs($0.line - place.line) <= 1 && $0.path == place.path }
                guard near <= 1, places.count == near else { continue }
            }
            let what = candidate.script == nil ? "target" : "script"
            found.wires.append(
                Wire(
                    join: .command, from: place, name: Self.script(candidate.wire.name) ?? candidate.wire.name,
                    why:
                        "runs a \(what) that is not there\(candidate.severity == .low ? ", and ignores that it fails" : "")",
                    severity: candidate.severity))
        }
    }
}
