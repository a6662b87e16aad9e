internal import AnalyzerHost
internal import GitRepository

extension Scanner {
    /// Files of the commit, or of the disk, that no analyzer reads; secrets are looked for in them all the same.
    package static func unclaimed(_ options: ScanOptions, installation: Installation) throws(ScanError) -> [String] {
        let opened = try OpenedRepository(options)
        let configuration = try LoadedConfiguration(options, opened, profiles: installation.profiles)
        let source = try opened.source()
        var rest = Set(source.files.indices)
        let manifests = try AnalyzerList.load(installation, extra: options.extraAnalyzers)
        let off = try configuration.switchedOff(of: manifests.map(\.name))
        for manifest in manifests where !off.contains(manifest.name) {
            rest = rest.filter { !manifest.claims(source.files[$0].path) }
            guard manifest.hasDirectoryClaims else { continue }
            for unit in manifest.directoryUnits(of: source.files.map { Array($0.path.utf8) }) {
                rest.subtract(unit.members)
            }
        }
        // What the configuration leaves out is read by nobody.
        var excluded = PathPatterns(configuration.exclude)
        rest.formUnion(source.files.indices.filter { excluded.contains(source.files[$0].path) })
        return rest.map { source.files[$0].path }.sorted()
    }
}
