internal import AnalyzerHost

extension Scanner {
    /// Files of the commit, or of the disk, that no analyzer reads; secrets are looked for in them all the same.
    package static func unclaimed(_ options: ScanOptions, installation: Installation) throws(ScanError) -> [String] {
        let source = try OpenedRepository(options).source()
        var rest = Set(source.files.indices)
        for manifest in try AnalyzerList.load(installation, extra: options.extraAnalyzers) {
            rest = rest.filter { !manifest.claims(source.files[$0].path) }
            guard manifest.hasDirectoryClaims else { continue }
            for unit in manifest.directoryUnits(of: source.files.map { Array($0.path.utf8) }) {
                rest.subtract(unit.members)
            }
        }
        return rest.map { source.files[$0].path }.sorted()
    }
}
