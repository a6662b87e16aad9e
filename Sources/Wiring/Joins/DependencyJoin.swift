import AnalyzerProtocol
import Models

/// Imports of production code, and what the files that declare dependencies say of them.
struct DependencyJoin: Sendable {
    /// One module of an undeclared or wrongly declared package, at its first import.
    private struct Candidate: Sendable {
        var use: JoinFacts.Import
        var module: String
        var packages: [String]
        /// Where it is declared for development; nil where it is not declared at all.
        var entry: ManifestTable.Entry?
        var manifest: String
        var others: Int
    }

    private struct Unused: Sendable {
        var entry: ManifestTable.Entry
        var names: [String]
    }

    private var candidates: [Candidate] = []
    private var unused: [Unused] = []

    init(_ program: Program, code: ProductionCode, models: CompiledModels) {
        let facts = program.joins
        var known: [String: Int] = [:]
        for use in facts.imports where use.isPlain && use.isOrdinary && code.contains(use.node) {
            guard !(code.isLibrary && FileRole.isOptional(use.place.path)),
                let candidate = Self.candidate(use, facts, models)
            else { continue }
            let key = candidate.module + "\u{0}" + (candidate.entry.map(\.path) ?? "")
            if let place = known[key] {
                candidates[place].others += 1
            } else if candidates.count < Joins.maximumCandidates {
                known[key] = candidates.count
                candidates.append(candidate)
            }
        }
        findUnused(facts, program, models)
    }

    var queries: [MentionQuery] {
        candidates.flatMap(\.packages).map { MentionQuery($0, isPackage: true) }
            + unused.flatMap(\.names).map { MentionQuery($0, isPackage: true) }
    }

    func finish(_ program: Program, mentions: Mentions, _ found: inout Joins.Found) {
        // What a manifest says of a package is known from its facts.
        let manifests = program.joins.manifests.allFiles
        for candidate in candidates {
            let isInstalled = candidate.packages.contains { name in
                mentions.places(MentionQuery(name, isPackage: true)).contains {
                    FileRole.mayInstall($0.path) && !manifests.contains($0.path)
                }
            }
            // An installation that no manifest tells of is one that is not understood.
            guard !isInstalled else { continue }
            add(candidate, program, &found)
        }
        for item in unused {
            let isNamed = item.names.contains { name in
                mentions.places(MentionQuery(name, isPackage: true)).contains { place in
                    !FileRole.isDocument(place.path) && !FileRole.isManifest(place.path)
                        && place.path != item.entry.path && !place.path.hasSuffix(".txt")
                        && !place.path.hasSuffix(".in")
                }
            }
            guard !isNamed else { continue }
            found.wires.append(
                Wire(
                    join: .importToDependency,
                    from: Wire.Place(path: item.entry.path, line: item.entry.dependency.line),
                    name: item.entry.dependency.name, why: "declared, and no file imports it", severity: .low))
        }
    }

    // MARK: Imported, and not declared

    private static func candidate(
        _ use: JoinFacts.Import, _ facts: JoinFacts, _ models: CompiledModels
    ) -> Candidate? {
        let above = facts.manifests.above(use.place.path, ecosystem: use.ecosystem)
        guard let nearest = above.first, !above.contains(where: \.isOpen) else { return nil }
        if use.ecosystem == "go" {
            let isDeclared = nearest.entries.contains { isPart(use.module, of: $0.dependency.name) }
            guard !isDeclared, let file = nearest.files.min() else { return nil }
            return Candidate(
                use: use, module: use.module, packages: [use.module], entry: nil, manifest: file, others: 0)
        }
        guard nearest.entries.contains(where: { $0.dependency.scope == "runtime" }),
            let table = models.distributions[use.ecosystem],
            let (module, packages) = table.packages(ofModule: use.name.map { use.module + "." + $0 } ?? use.module)
        else { return nil }
        // What another folder declares for installations may be what this code is installed with.
        let all = facts.manifests.all(use.ecosystem)
        let usable = all.filter { $0.dependency.scope != "development" }.map(\.dependency.name)
        guard !packages.contains(where: { name in usable.contains(name) || table.isBrought(name, by: usable) })
        else { return nil }
        let names = Set(packages)
        let entry = above.lazy.compactMap { $0.has(names, scopes: ["development"]) }.first
        if entry == nil, all.contains(where: { names.contains($0.dependency.name) }) { return nil }
        let runtime = nearest.entries.filter { $0.dependency.scope == "runtime" }.map(\.path).min() ?? ""
        return Candidate(use: use, module: module, packages: packages, entry: entry, manifest: runtime, others: 0)
    }

    /// Whether a path is a module's, or one below it.
    private static func isPart(_ path: String, of module: String) -> Bool {
        path == module || (path.hasPrefix(module) && path.utf8.dropFirst(module.utf8.count).first == UInt8(ascii: "/"))
    }

    private func add(_ candidate: Candidate, _ program: Program, _ found: inout Joins.Found) {
        let more = candidate.others == 0 ? "" : " (and at \(candidate.others) more places)"
        let why: String
        let severity: Wire.Severity
        let to: Wire.Place
        if let entry = candidate.entry {
            to = Wire.Place(path: entry.path, line: entry.dependency.line)
            why = "production imports it\(more); it is declared for development only"
            severity = .high
        } else {
            to = Wire.Place(path: candidate.manifest, line: 1)
            why = "production imports it\(more); no file declares it"
            severity = candidate.use.ecosystem == "go" ? .high : .medium
        }
        let name = candidate.entry?.dependency.name ?? candidate.packages[0]
        found.wires.append(
            Wire(
                join: .importToDependency, from: candidate.use.place, name: name, to: to, why: why,
                severity: severity))
        let node = program.nodes[Int(candidate.use.node)]
        found.signals.append(
            SignalSite(
                kind: candidate.entry == nil ? "dependency.undeclared" : "dependency.development-only",
                node: candidate.use.node, path: candidate.use.place.path, line: candidate.use.place.line,
                endLine: candidate.use.place.line, object: node.object,
                attributes: [
                    "package": name, "module": candidate.module, "manifest": "\(to.path):\(to.line)",
                    "proves": Self.proven(by: candidate.module, in: program),
                ], target: candidate.module, isTest: false))
    }

    /// The signals that names of the module give.
    private static func proven(by module: String, in program: Program) -> String {
        var kinds: Set<String> = []
        for signal in program.signals where signal.node != nil && !signal.isTest {
            guard let target = signal.target, target.hasPrefix(module) else { continue }
            let next = target.utf8.dropFirst(module.utf8.count).first
            if next == nil || next == UInt8(ascii: ".") || next == UInt8(ascii: "/") { kinds.insert(signal.kind) }
        }
        return kinds.sorted().joined(separator: " ")
    }

    // MARK: Declared, and not imported

    private mutating func findUnused(_ facts: JoinFacts, _ program: Program, _ models: CompiledModels) {
        var modules: [String: Set<String>] = [:]
        for use in facts.imports {
            modules[use.ecosystem, default: []].insert(use.module)
            if let name = use.name { modules[use.ecosystem]?.insert(use.module + "." + name) }
        }
        for (ecosystem, projects) in facts.manifests.projects.sorted(by: { $0.key < $1.key }) {
            // Code that a build makes may import anything.
            guard facts.incompleteFolders.isEmpty, let table = models.distributions[ecosystem],
                let imported = modules[ecosystem]
            else { continue }
            var prefixes: Set<String> = []
            for module in imported {
                for end in module.indices where module[end] == "." { prefixes.insert(String(module[..<end])) }
                prefixes.insert(module)
            }
            for project in projects.values.sorted(by: { $0.folder < $1.folder }) {
                // Everything at a fixed version is what an installation brought, not what somebody asked for.
                let declared = project.entries.map(\.dependency.name)
                for entry in project.entries
                where entry.dependency.scope == "runtime" && !Self.isPinned(entry) && !SidePaths.isBeside(entry.path) {
                    let name = entry.dependency.name
                    guard let own = table.modules[name], !table.unimported.contains(name),
                        !own.contains(where: prefixes.contains),
                        !table.isBrought(name, by: declared), unused.count < Joins.maximumCandidates
                    else { continue }
                    unused.append(Unused(entry: entry, names: [name] + own))
                }
            }
        }
    }

    private static func isPinned(_ entry: ManifestTable.Entry) -> Bool {
        guard entry.path.hasSuffix(".txt"), let version = entry.dependency.version else { return false }
        return version.first?.isNumber ?? false
    }
}
