internal import AnalyzerHost
internal import Configuration
internal import FactStore
internal import GitRepository

/// What a scan knows before it lists a file: the commit, the analyzers, and the texts of the catalogue.
struct ScanStart: Sendable {
    let options: ScanOptions
    let analyzers: [AnalyzerManifest]
    let texts: CatalogueTexts
    /// Where what was made of the catalogue beforehand lies.
    let prepared: String
    private(set) var opened: OpenedRepository
    let configuration: LoadedConfiguration
    /// Analyzers that the configuration switches off.
    let switchedOff: [AnalyzerManifest]
    let cache: FactCache
    /// Names everything but the commit that decides a report: the program, the analyzers and the catalogue. Nil without a cache, and where the program cannot be
    /// told from another build of it.
    private(set) var method: String?
    /// Where the report of this very scan lies in the cache, if it does.
    private(set) var reportKey: FactKey?
    private(set) var statistics = ScanStatistics()

    init(_ options: ScanOptions, installation: Installation) throws(ScanError) {
        let clock = ContinuousClock()
        var began = clock.now
        var options = options
        prepared = installation.prepared
        options.progress(.listing)
        opened = try OpenedRepository(options)
        configuration = try LoadedConfiguration(options, opened, profiles: installation.profiles)
        for entry in configuration.inForce?.settings.analyzers ?? [] {
            options.secondsByAnalyzer[entry.name] = entry.seconds
        }
        for (place, entry) in (configuration.inForce?.settings.productionValues ?? []).enumerated() {
            options.production[entry.text] = options.production[entry.text] ?? place + 1
        }
        self.options = options
        statistics.listing = clock.now - began
        began = clock.now
        let found = try AnalyzerList.load(installation, extra: options.extraAnalyzers)
        let off = try configuration.switchedOff(of: found.map(\.name))
        analyzers = found.filter { !off.contains($0.name) }
        switchedOff = found.filter { off.contains($0.name) }
        let directories = AnalyzerList.modelDirectories(in: [installation.analyzers] + options.extraAnalyzers)
        texts = try CatalogueTexts(installation, modelDirectories: directories).adding(configuration)
        statistics.loading = clock.now - began
        let progress = options.progress
        cache = FactCache(directory: options.cacheDirectory) { progress(.notice($0)) }
        method = options.cacheDirectory == nil ? nil : makeMethod()
        reportKey = makeReportKey()
    }

    /// The same for another commit of the repository, whose report is not looked for.
    func at(_ commit: Commit) -> ScanStart {
        var start = self
        start.opened = OpenedRepository(repository: opened.repository, commit: commit, branch: nil)
        start.reportKey = nil
        return start
    }
}
