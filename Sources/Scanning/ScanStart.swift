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
    private(set) var opened: OpenedRepository
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
