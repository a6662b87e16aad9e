internal import AnalyzerHost
internal import FactStore
internal import GitRepository

/// What a scan knows before it lists a file: the commit, the analyzers, and the texts of the catalogue.
struct ScanStart: Sendable {
    let options: ScanOptions
    let analyzers: [AnalyzerManifest]
    let texts: CatalogueTexts
    /// Where what was made of the catalogue beforehand lies.
    let prepared: String
    let opened: OpenedRepository
    let cache: FactCache
    /// Where the report of this very scan lies in the cache, if it does.
    private(set) var reportKey: FactKey?
    private(set) var statistics = ScanStatistics()

    init(_ options: ScanOptions, installation: Installation) throws(ScanError) {
        let clock = ContinuousClock()
        var began = clock.now
        self.options = options
        prepared = installation.prepared
        options.progress(.listing)
        analyzers = try AnalyzerList.load(installation, extra: options.extraAnalyzers)
        let directories = AnalyzerList.modelDirectories(in: [installation.analyzers] + options.extraAnalyzers)
        texts = try CatalogueTexts(installation, modelDirectories: directories)
        statistics.loading = clock.now - began
        began = clock.now
        opened = try OpenedRepository(options)
        statistics.listing = clock.now - began
        cache = FactCache(directory: options.cacheDirectory) { options.progress(.notice($0)) }
        reportKey = makeReportKey()
    }
}
