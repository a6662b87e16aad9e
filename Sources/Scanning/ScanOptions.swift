package import Configuration
internal import Foundation

/// What to scan, and how.
package struct ScanOptions: Sendable {
    /// A work tree, a folder within one, or a git directory.
    package var path: String
    package var revision: String
    /// Scan what lies on disk instead of a commit.
    package var workingTree: Bool
    /// Processes for each analyzer; by default as many as cores.
    package var workers: Int
    /// Folder of the fact cache; nil scans without one.
    package var cacheDirectory: String?
    /// Folders of analyzers named by the user, beside those of the installation.
    package var extraAnalyzers: [String]
    /// Longest time an analyzer may take for one content, in seconds.
    package var analyzerSeconds: Double
    package var configuration: ConfigurationChoice
    /// A baseline of the caller's, instead of the one that lies in what is scanned.
    package var baseline: String?
    /// What the configuration says of single analyzers: the longest time for one content.
    var secondsByAnalyzer: [String: Double] = [:]
    /// Values files of charts that production uses, by their place from 1.
    var production: [String: Int] = [:]
    /// Whether any baseline is read.
    package var readsBaseline = true
    /// The day that waivers are held against; by default `SOURCE_DATE_EPOCH`, else the system's.
    package var today: Day?
    /// Told what goes on; called from one task at a time.
    package var progress: @Sendable (ScanProgress) -> Void

    package init(
        path: String, revision: String = "HEAD", workingTree: Bool = false,
        workers: Int = ProcessInfo.processInfo.activeProcessorCount,
        cacheDirectory: String? = nil, extraAnalyzers: [String] = [], analyzerSeconds: Double = 30,
        configuration: ConfigurationChoice = .tree, baseline: String? = nil, today: Day? = nil,
        progress: @escaping @Sendable (ScanProgress) -> Void = { _ in }
    ) {
        self.path = path
        self.revision = revision
        self.workingTree = workingTree
        self.workers = max(1, workers)
        self.cacheDirectory = cacheDirectory
        self.extraAnalyzers = extraAnalyzers
        self.analyzerSeconds = analyzerSeconds
        self.configuration = configuration
        self.baseline = baseline
        self.today = today
        self.progress = progress
    }

    /// `$XDG_CACHE_HOME/gapmatrix`, else `~/.cache/gapmatrix`.
    package static func defaultCacheDirectory(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> String? {
        if let base = environment["XDG_CACHE_HOME"], base.hasPrefix("/") { return base + "/gapmatrix" }
        guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
        return home + "/.cache/gapmatrix"
    }
}

/// What a scan is doing.
package enum ScanProgress: Sendable, Equatable {
    case listing
    case analyzing(done: Int, total: Int)
    case linking
    case judging
    /// Something the user should know although the scan goes on: a cache set aside, an analyzer restarted.
    case notice(String)
}
