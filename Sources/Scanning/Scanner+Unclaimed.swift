internal import AnalyzerHost
internal import Configuration
package import Controls
internal import GitRepository

extension Scanner {
    /// Files of the commit, or of the disk, that nobody reads, by the reason: what the configuration leaves out, what only an analyzer reads that
    /// it switches off, and what no analyzer reads at all. In the latter two, secrets are looked for all the same.
    package static func unclaimed(
        _ options: ScanOptions, installation: Installation
    ) throws(ScanError) -> [(reason: String, paths: [String])] {
        let opened = try OpenedRepository(options)
        let configuration = try LoadedConfiguration(options, opened, profiles: installation.profiles)
        let paths = try opened.source().files.map(\.path)
        let manifests = try AnalyzerList.load(installation, extra: options.extraAnalyzers)
        let off = try configuration.switchedOff(of: manifests.map(\.name))
        var excluded = PathPatterns(configuration.exclude)
        var rest = Set(paths.indices.filter { !excluded.contains(paths[$0]) })
        var found: [(reason: String, paths: [String])] = []
        func add(_ reason: String, _ files: some Sequence<Int>) {
            found.append((reason, files.map { paths[$0] }.sorted()))
        }
        if let settings = configuration.inForce?.settings {
            let lines = Set(settings.exclude.map(\.line)).sorted().prefix(20).map(String.init).joined(separator: ", ")
            add("left out by \(settings.file):\(lines)", Set(paths.indices).subtracting(rest))
        }
        for manifest in manifests where !off.contains(manifest.name) { rest.subtract(manifest.reads(paths, of: rest)) }
        for manifest in manifests where off.contains(manifest.name) {
            let only = manifest.reads(paths, of: rest)
            rest.subtract(only)
            let entry = configuration.inForce?.settings.analyzers.first { $0.name == manifest.name }
            let place = entry.flatMap { configuration.inForce?.settings.place($0.line) } ?? ""
            add("that only \(manifest.name) reads, which is off by \(place) (\(entry?.skip ?? ""))", only)
        }
        add("that no analyzer reads", rest)
        return found.filter { !$0.paths.isEmpty }
    }

    /// The controls as they are asked in a scan: those of the catalogue and of the repository, with what its configuration changes.
    package static func controls(_ options: ScanOptions, installation: Installation) throws(ScanError) -> [Control] {
        let start = try ScanStart(options, installation: installation)
        let parsed = ParsedCatalogue.documents(
            start.texts, cacheDirectory: options.cacheDirectory, prepared: start.prepared)
        return try start.configuration.applied(to: try Catalogue(start.texts, parsed: parsed).controls)
    }
}

extension AnalyzerManifest {
    /// Which of the files it claims, alone or as a part of a directory.
    fileprivate func reads(_ paths: [String], of rest: Set<Int>) -> Set<Int> {
        var claimed = rest.filter { claims(paths[$0]) }
        guard hasDirectoryClaims else { return claimed }
        for unit in directoryUnits(of: paths.map { Array($0.utf8) }) { claimed.formUnion(unit.members) }
        return claimed.intersection(rest)
    }
}
