internal import ArgumentParser
internal import Configuration
internal import Foundation
internal import Reporting
internal import Scanning

/// Options of every command that scans.
struct CommonOptions: ParsableArguments {
    @Option(name: .long, help: "The commit to scan: a branch, a tag, an id, HEAD~3, …")
    var commit: String?

    @Flag(name: .long, help: "Scan what is on disk (tracked and untracked, not ignored) instead of a commit.")
    var workingTree = false

    @Option(name: .long, help: "Processes for each analyzer. (default: the number of cores)")
    var workers: Int?

    @Option(name: .long, help: "A folder of further analyzers; may be given more than once.")
    var analyzers: [String] = []

    @Option(name: .long, help: "Longest time in seconds an analyzer may take for one file.")
    var analyzerSeconds: Double = 30

    @Option(
        name: .long, help: "A configuration file instead of .gapmatrix.yml of what is scanned.", completion: .file())
    var config: String?

    @Flag(
        name: .long,
        help: "Follow no configuration, no waivers, and no baseline but that of --baseline: show the bare truth.")
    var noConfig = false

    @Option(
        name: .long, help: "A baseline instead of .gapmatrix-baseline.json of what is scanned.", completion: .file())
    var baseline: String?

    @Option(
        name: .long,
        help: "The day that waivers are held against, 2027-01-31. (default: SOURCE_DATE_EPOCH, else today in UTC)")
    var today: String?

    @Option(name: .long, help: "Folder of the fact cache. (default: gapmatrix below the XDG cache directory)")
    var cacheDirectory: String?

    @Flag(name: .long, help: "Neither read nor write the fact cache.")
    var noCache = false

    @Flag(name: .shortAndLong, help: "No progress and no notes on standard error.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Say how long each step took, and what analyzers wrote on standard error.")
    var verbose = false

    @Option(
        name: .long, help: "Write how long each step took and what each analyzer used to this file, as JSON.",
        completion: .file())
    var statistics: String?

    func validate() throws {
        if commit != nil && workingTree { throw ValidationError("--commit and --working-tree exclude each other.") }
        if config != nil && noConfig { throw ValidationError("--config and --no-config exclude each other.") }
        if let today, Day(today) == nil { throw ValidationError("--today takes a day: 2027-01-31.") }
        if let workers, workers < 1 || workers > 256 {
            throw ValidationError("--workers takes a number from 1 to 256.")
        }
        if !(analyzerSeconds > 0 && analyzerSeconds <= 3600) {
            throw ValidationError("--analyzer-seconds takes a number above 0, and 3600 at most.")
        }
    }

    func scanOptions(path: String, progress: @escaping @Sendable (ScanProgress) -> Void) -> ScanOptions {
        ScanOptions(
            path: path, revision: commit ?? "HEAD", workingTree: workingTree,
            workers: workerCount,
            cacheDirectory: noCache ? nil : cacheDirectory ?? ScanOptions.defaultCacheDirectory(),
            extraAnalyzers: analyzers, analyzerSeconds: analyzerSeconds,
            configuration: noConfig ? .none : config.map { .file($0) } ?? .tree, baseline: baseline,
            today: today.flatMap(Day.init(_:)), progress: progress)
    }

    /// Scans with progress on the terminal; notes go to standard error unless quiet.
    func scan(path: String) async throws -> ScanResult {
        let result = try await Scanner.scan(watched(path), installation: try Installation.find())
        try finish(result.statistics)
        return result
    }

    /// As many as there are cores, unless the user says otherwise.
    var workerCount: Int { workers ?? ProcessInfo.processInfo.activeProcessorCount }

    /// As ``scan(path:)``, without judging.
    func link(path: String) async throws -> LinkedScan {
        let linked = try await Scanner.link(watched(path), installation: try Installation.find())
        try finish(linked.statistics)
        return linked
    }

    func watched(_ path: String) -> ScanOptions {
        let line = ProgressLine(quiet: quiet)
        let quiet = quiet
        return scanOptions(path: path) { progress in
            switch progress {
            case .listing: line.show("reading the tree")
            case .analyzing(let done, let total): line.show("analyzing \(done) of \(total) files")
            case .linking: line.show("linking")
            case .judging: line.show("judging")
            case .notice(let message):
                line.clear()
                if !quiet { Console.note(message) }
            }
        }
    }

    private func finish(_ values: ScanStatistics) throws {
        ProgressLine(quiet: quiet).clear()
        if verbose { Console.raw(values.description) }
        if let statistics { try OutputFile.write(try JSONReporter.render(values), to: statistics) }
    }
}
