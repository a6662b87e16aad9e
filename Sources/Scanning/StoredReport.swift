internal import AnalyzerHost
internal import Configuration
internal import FactStore
internal import Foundation
internal import GitRepository
internal import Reporting

/// A report as it lies in the cache, so that a commit is linked and judged once for each build and catalogue.
///
/// It lies among the facts, under a key of everything that decides it: the commit's tree, the analyzers' fingerprints, every text of
/// the catalogue, and the program itself. The store's checksum tells damage, and what cannot be read is made again.
/// This is its first line; the report itself follows, as `--format json` prints it.
private struct StoredReport: Codable {
    var files: Int
    var symbols: Int
    var references: Int
    /// Names of the analyzers and how many files they claim.
    var analyzers: [Claimed]
    /// What the repository listed and did not hold, or not as a text.
    var unread: [Unread]
    /// Waivers of the configuration and of comments, which are laid over the report by the day.
    var waivers: [WaiverRule]

    struct Claimed: Codable {
        var name: String
        var files: Int
    }

    struct Unread: Codable {
        var path: String
        var object: String
        var reason: String
    }
}

extension ScanStart {
    /// The report of an earlier scan of the same tree, by the same program with the same catalogue and analyzers; nil where
    /// there is none.
    func storedReport() -> ScanResult? {
        let clock = ContinuousClock()
        let began = clock.now
        // What cannot be decoded is as good as absent: the scan makes it again, and replaces it.
        guard let key = reportKey, let bytes = cache.load([key])[key], let end = bytes.firstIndex(of: 0x0A),
            let stored = try? JSONDecoder().decode(StoredReport.self, from: Data(bytes[..<end])),
            var report = try? JSONDecoder().decode(Report.self, from: Data(bytes[(end + 1)...])),
            stillHolds(stored.unread)
        else { return nil }
        // The same tree may be that of another commit, in another clone.
        let repository = Report.Repository(opened, options: options)
        let json = repository == report.repository ? String(decoding: bytes[(end + 1)...], as: UTF8.self) : nil
        report.repository = repository
        var statistics = statistics
        statistics.files = stored.files
        statistics.symbols = stored.symbols
        statistics.references = stored.references
        statistics.analyzers = stored.analyzers.map {
            ScanStatistics.AnalyzerStatistics(name: $0.name, files: $0.files, cached: $0.files)
        }
        statistics.extracting = clock.now - began
        statistics.isStored = true
        return ScanResult(
            report: report, json: json, isPartial: false, statistics: statistics, waivers: stored.waivers)
    }

    /// Keeps the report, unless something in it may be otherwise the next time.
    ///
    /// - Returns: the result with the text that was made for that.
    func store(_ result: ScanResult, of linked: LinkedScan) -> ScanResult {
        // An analyzer that is missing or broke may work the next time.
        guard !result.isPartial, let key = reportKey, linked.source.unread.allSatisfy({ $0.loss == .none }) else {
            return result
        }
        let objects = Dictionary(
            linked.source.files.lazy.map { ($0.path, $0.object) }, uniquingKeysWith: { first, _ in first })
        let unread = linked.inputs.unreadTexts.compactMap { text in
            objects[text.path].map { StoredReport.Unread(path: text.path, object: $0, reason: text.reason) }
        }
        let paths = Set(unread.map(\.path))
        guard unread.count == linked.inputs.unreadTexts.count,
            linked.extraction.outcomes.allSatisfy({ outcome in
                outcome.failures.allSatisfy { $0.kind != Extraction.Outcome.unread || paths.contains($0.path) }
            })
        else { return result }
        let statistics = result.statistics
        let stored = StoredReport(
            files: statistics.files, symbols: statistics.symbols, references: statistics.references,
            analyzers: statistics.analyzers.map { StoredReport.Claimed(name: $0.name, files: $0.files) },
            unread: unread, waivers: result.waivers)
        guard let data = try? JSONEncoder().encode(stored),
            let json = try? JSONReporter.render(result.report, workers: options.workers)
        else { return result }
        var bytes = Array(data)
        bytes.reserveCapacity(bytes.count + 1 + json.utf8.count)
        bytes.append(0x0A)
        bytes.append(contentsOf: json.utf8)
        cache.save([(key, bytes)])
        var result = result
        result.json = json
        return result
    }

    /// Whether what could not be read cannot be read for the same reason still: objects may be fetched.
    private func stillHolds(_ unread: [StoredReport.Unread]) -> Bool {
        guard !unread.isEmpty else { return true }
        guard let reader = try? opened.repository.reader() else { return false }
        return unread.allSatisfy { file in
            guard let id = ObjectID(file.object) else { return false }
            do throws(GitError) {
                let entry = TreeEntry(path: GitPath(file.path), kind: .file, id: id)
                _ = try reader.read(entry, limit: FileText.readBytes)
                return false
            } catch {
                return error.description == file.reason
            }
        }
    }

    /// Nil for the working tree, and where the program cannot be told from another build of it.
    func makeReportKey() -> FactKey? {
        guard let commit = opened.commit, let method else { return nil }
        var fingerprint = Fingerprint()
        for text in [method] + configuration.textIdentity { fingerprint.add(Array(text.utf8)) }
        return FactKey(analyzer: "report-3-" + fingerprint.text, path: [], object: commit.tree.description)
    }

    func makeMethod() -> String? {
        guard let program = Self.program else { return nil }
        var fingerprint = Fingerprint()
        for text in [Scanner.version, program] + analyzers.flatMap({ [$0.name, $0.fingerprint] }) {
            fingerprint.add(Array(text.utf8))
        }
        for text in configuration.identity { fingerprint.add(Array(text.utf8)) }
        texts.add(to: &fingerprint)
        return fingerprint.text
    }

    /// What changes with every build of the program, without reading all of it: its file, and when that was last touched.
    private static var program: String? {
        guard let path = Bundle.main.executablePath else { return nil }
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        #if canImport(Darwin)
            let (written, changed) = (status.st_mtimespec, status.st_ctimespec)
        #else
            let (written, changed) = (status.st_mtim, status.st_ctim)
        #endif
        return "\(status.st_dev) \(status.st_ino) \(status.st_size) "
            + "\(written.tv_sec) \(written.tv_nsec) \(changed.tv_sec) \(changed.tv_nsec)"
    }
}
