internal import AnalyzerHost
internal import AnalyzerProtocol
internal import Configuration
internal import Controls
internal import GitRepository
internal import Models
internal import Reporting
internal import Wiring

/// What a configuration changes between facts and judgement, and what of it has had no effect.
struct ConfiguredScan {
    private let configuration: LoadedConfiguration
    private var notes: [ScanDiagnostic] = []

    init(_ configuration: LoadedConfiguration) { self.configuration = configuration }

    private mutating func note(_ line: Int, _ message: String) {
        guard let settings = configuration.inForce?.settings else { return }
        notes.append(
            ScanDiagnostic(
                path: settings.file, line: line, severity: .warning, message: message, isOfConfiguration: true))
    }

    /// Adds the roots that the linker cannot see.
    mutating func addRoots(to files: inout [SourceFacts]) {
        for entry in configuration.inForce?.settings.roots ?? [] {
            var patterns = PathPatterns([entry.path])
            let name = entry.symbol.map { Wildcard($0) }
            var added = 0
            for index in files.indices where patterns.contains(files[index].path) {
                let symbols =
                    name.map { name in files[index].facts.symbols.filter { name.matches($0.name) }.map(\.id) } ?? [0]
                for symbol in symbols {
                    var root = Root(
                        rootClass: .production,
                        why: "configured in \(configuration.inForce?.settings.place(entry.line) ?? "")")
                    root.symbol = symbol
                    root.component = entry.component
                    root.kind = entry.kind
                    files[index].facts.roots.append(root)
                    added += 1
                }
            }
            if added == 0 {
                note(
                    entry.line,
                    patterns.hasMatched[0]
                        ? "this root has no effect: no symbol '\(entry.symbol ?? "")' in the files of '\(entry.path)'"
                        : "this root has no effect: no analysed file matches '\(entry.path)'")
            }
        }
    }

    /// Gives components the names that the team gives them; several become one.
    mutating func nameComponents(of program: inout Program) {
        guard let entries = configuration.inForce?.settings.components, !entries.isEmpty else { return }
        var rest = program.components
        var named: [Component] = []
        for entry in entries {
            let wanted = entry.of.map { Wildcard($0) }
            for (pattern, text) in zip(wanted, entry.of) where !rest.contains(where: { pattern.matches($0.id) }) {
                note(entry.line, "there is no component '\(text)'\(NearestName.hint(text, among: rest.map(\.id)))")
            }
            let parts = rest.filter { part in wanted.contains { $0.matches(part.id) } }
            guard !parts.isEmpty else { continue }
            let others = rest.filter { part in !wanted.contains { $0.matches(part.id) } }
            guard !(others + named).contains(where: { $0.id == entry.name }) else {
                note(entry.line, "'\(entry.name)' is the name of another component; nothing is renamed")
                continue
            }
            rest = others
            named.append(Self.merged(parts, name: entry.name))
        }
        program.components = (rest + named).sorted { $0.id < $1.id }
    }

    /// What the first one is that is code, with the roots of all.
    private static func merged(_ parts: [Component], name: String) -> Component {
        var merged = parts.first { !$0.isDeployment } ?? parts[0]
        let first = merged.id
        merged.id = name
        merged.roots = Array(Set(parts.flatMap(\.roots))).sorted()
        merged.kinds = Array(Set(parts.flatMap(\.kinds))).sorted()
        let deployments = parts.filter { $0.isDeployment && $0.id != first }.map(\.id)
        merged.workloads = Array(Set(parts.flatMap(\.workloads) + deployments)).sorted()
        // A service stays one, whatever tool it is shown with.
        if parts.contains(where: { $0.role == "service" }) { merged.role = "service" }
        if merged.role != "service", parts.contains(where: { $0.role == nil }) { merged.role = nil }
        return merged
    }

    /// Adds to a linked commit what the report says of the configuration.
    mutating func finish(_ linked: inout LinkedScan, _ start: ScanStart) {
        let files = linked.source.files
        linked.record?.excluded.files = linked.source.excluded
        if let settings = configuration.inForce?.settings {
            for index in linked.source.idlePatterns where settings.exclude.indices.contains(index) {
                note(settings.exclude[index].line, "the pattern '\(settings.exclude[index].text)' matches no file")
            }
            let paths = Set(files.map(\.path))
            let inCharts = settings.productionValues.isEmpty ? [] : Self.inCharts(files, start.analyzers)
            for entry in settings.productionValues where !inCharts.contains(entry.text) {
                note(
                    entry.line,
                    paths.contains(entry.text)
                        ? "'\(entry.text)' has no effect: it lies in no chart, or is not named like a values file"
                        : "there is no file '\(entry.text)'")
            }
            linked.waivers = settings.waivers
            linked.switchedOff = start.switchedOff.map { manifest in
                let reason = settings.analyzers.first { $0.name == manifest.name }?.skip ?? ""
                let claimed =
                    files.count { manifest.claims($0.path) }
                    + manifest.directoryUnits(of: files.map { Array($0.path.utf8) }).count
                return AnalyzerStatus(
                    name: manifest.name, version: manifest.version, status: .unavailable, files: claimed,
                    failures: claimed, message: "switched off by \(settings.file): \(reason)")
            }
        }
        if configuration.trustsTree { addComments(&linked) }
        linked.notes = notes
    }

    /// The files that some analyzer reads as a part of a directory.
    private static func inCharts(_ files: [SourceFile], _ analyzers: [AnalyzerManifest]) -> Set<String> {
        let paths = files.map { Array($0.path.utf8) }
        return Set(
            analyzers.flatMap { manifest in
                manifest.directoryUnits(of: paths).flatMap { $0.members.map { files[$0].path } }
            })
    }

    private mutating func addComments(_ linked: inout LinkedScan) {
        let names = Set(linked.catalogue.controls.map(\.id))
        func tell(_ path: String, _ line: Int, _ problem: String) {
            notes.append(
                ScanDiagnostic(
                    path: path, line: line, severity: .warning, message: "this waiver does not count: \(problem)",
                    isOfConfiguration: true))
        }
        for (path, match) in linked.inputs.comments {
            if let problem = match.attributes["problem"] {
                tell(path, match.line, "it \(problem)")
                continue
            }
            let control = match.attributes["control"] ?? ""
            guard names.contains(control) else {
                tell(path, match.line, "no control '\(control.prefix(80))'\(NearestName.hint(control, among: names))")
                continue
            }
            linked.waivers.append(
                WaiverRule(
                    control: control, reason: match.attributes["reason"] ?? "", owner: match.attributes["owner"],
                    until: match.attributes["until"].flatMap(Day.init(_:)), path: path, line: match.line,
                    isComment: true))
        }
    }
}

extension WaiverRule {
    /// The same with every text of the repository's passed through `mask`.
    func redacted<Failure: Error>(_ mask: (String) throws(Failure) -> String) throws(Failure) -> WaiverRule {
        var rule = self
        rule.reason = try mask(reason)
        if let owner { rule.owner = try mask(owner) }
        return rule
    }
}

extension ScanStart {
    /// The result with waivers and the baseline laid over its report.
    func accepting(_ result: ScanResult) throws(ScanError) -> ScanResult {
        let baseline = try baseline()
        guard !result.waivers.isEmpty || baseline != nil else { return result }
        let report = try acceptance(result.waivers, baseline).applied(to: result.report)
        guard report != result.report else { return result }
        var result = result
        result.report = report
        result.json = nil
        return result
    }

    /// What the change since a commit does to the configuration, the waivers of the file and the baseline.
    func changes(since before: Commit) throws(ScanError) -> [String] {
        guard configuration.trustsTree else { return [] }
        let old = TreeFiles(opened: OpenedRepository(repository: opened.repository, commit: before, branch: nil))
        var lines: [String] = []
        if options.configuration == .tree {
            do throws(ModelError) {
                let earlier = try LoadedConfiguration.text(in: old).map { (found) throws(ModelError) in
                    try SettingsReader.read(found.text, file: found.file)
                }
                lines += SettingsChanges.lines(from: earlier, to: configuration.inForce?.settings)
            } catch {
                lines.append("\(error.file) could not be read before, and both are judged by what it says now")
            }
        }
        guard options.baseline == nil, let baseline = try baseline() else { return lines }
        // One that could not be read knew nothing.
        let earlier = (try? old.content(Baseline.fileName, limit: Baseline.bytes)).flatMap { bytes in
            bytes.flatMap { try? Baseline(reading: $0, path: Baseline.fileName) }
        }
        let known = Set(earlier?.entries.map(\.fingerprint) ?? [])
        let added = baseline.entries.filter { !known.contains($0.fingerprint) }
        if !added.isEmpty {
            let names = Set(added.map(\.control)).sorted().prefix(10).joined(separator: ", ")
            lines.append("\(Baseline.fileName) knows \(added.count) gaps more: \(names)")
        }
        return lines
    }

    private func acceptance(_ rules: [WaiverRule], _ baseline: Baseline?) throws(ScanError) -> Acceptance {
        guard let today = options.today ?? Day.today() else {
            throw ScanError(.request, "SOURCE_DATE_EPOCH is set, and is no number of seconds since 1970")
        }
        return Acceptance(rules: rules, baseline: baseline, today: today)
    }

    /// The caller's baseline, else that of what is scanned.
    func baseline() throws(ScanError) -> Baseline? {
        guard options.readsBaseline else { return nil }
        do throws(ModelError) {
            if let path = options.baseline {
                return try Baseline(reading: try TreeFiles.onDisk(path, limit: Baseline.bytes), path: path)
            }
            guard configuration.trustsTree,
                let bytes = try TreeFiles(opened: opened).content(Baseline.fileName, limit: Baseline.bytes)
            else { return nil }
            return try Baseline(reading: bytes, path: Baseline.fileName)
        } catch {
            throw ScanError(.request, error.description)
        }
    }
}
