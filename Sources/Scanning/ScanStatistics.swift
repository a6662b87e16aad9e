internal import AnalyzerHost
internal import AnalyzerProtocol
internal import Wiring

/// Where the time of a scan went.
package struct ScanStatistics: Sendable, CustomStringConvertible {
    /// Catalogue and models.
    package var loading = Duration.zero
    /// Repository and tree.
    package var listing = Duration.zero
    package var extracting = Duration.zero
    package var linking = Duration.zero
    package var judging = Duration.zero
    package var files = 0
    package var symbols = 0
    package var references = 0
    package var analyzers: [AnalyzerStatistics] = []
    /// Whether the report of an earlier scan was taken, so that nothing was extracted, linked or judged.
    package var isStored = false

    package struct AnalyzerStatistics: Sendable, Encodable {
        package var name: String
        package var files = 0
        package var cached = 0
        /// Bytes of content sent.
        package var bytes = 0
        /// Bytes of the answers to it.
        package var answerBytes = 0
        package var processes = 0
        package var processorSeconds = 0.0
        /// Resident memory of the largest process.
        package var peakMemoryBytes = 0
        package var standardError = ""

        fileprivate mutating func note(_ report: PoolReport?) {
            guard let report else { return }
            processes = report.processes
            processorSeconds = report.processorSeconds
            peakMemoryBytes = report.peakMemoryBytes
            standardError = report.standardErrorTail
        }
    }

    mutating func note(_ extraction: Extraction, files: Int, program: Program) {
        self.files = files
        symbols = program.nodes.count
        references = extraction.facts.reduce(0) { $0 + $1.facts.references.count }
        analyzers = []
        var shared: [String: AnalyzerStatistics] = [:]
        for outcome in extraction.outcomes {
            var one = AnalyzerStatistics(
                name: outcome.manifest.name, files: outcome.files, cached: outcome.cached, bytes: outcome.bytes,
                answerBytes: outcome.answerBytes)
            if let name = outcome.manifest.shares {
                // What shared processes took stands once, under their own name.
                var processes = AnalyzerStatistics(name: name)
                processes.note(outcome.report)
                if outcome.report != nil { shared[outcome.manifest.processKey] = processes }
            } else {
                one.note(outcome.report)
            }
            analyzers.append(one)
        }
        analyzers += shared.values.sorted { $0.name < $1.name }
    }

    package var description: String {
        func seconds(_ duration: Duration) -> String {
            "\((duration / .milliseconds(1)).rounded() / 1000) s"
        }
        var lines = [
            "loading \(seconds(loading))  listing \(seconds(listing))  extracting \(seconds(extracting))  "
                + "linking \(seconds(linking))  judging \(seconds(judging))",
            "\(files) files, \(symbols) symbols, \(references) references"
                + (isStored ? "; the report of an earlier scan" : ""),
        ]
        for analyzer in analyzers {
            lines.append(
                "analyzer \(analyzer.name): \(analyzer.files) files (\(analyzer.cached) cached), \(analyzer.bytes) bytes sent, "
                    + "\(analyzer.answerBytes) bytes of answers, "
                    + "\(analyzer.processes) processes, \(analyzer.processorSeconds) s of processor, "
                    + "\(analyzer.peakMemoryBytes >> 20) MiB at most")
            for line in analyzer.standardError.split(separator: "\n").suffix(20) { lines.append("  | \(line)") }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

/// What `--statistics` writes; times are in seconds.
extension ScanStatistics: Encodable {
    private enum CodingKeys: String, CodingKey {
        case loading, listing, extracting, linking, judging, files, symbols, references, analyzers
        case isStored = "stored"
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(loading / .seconds(1), forKey: .loading)
        try values.encode(listing / .seconds(1), forKey: .listing)
        try values.encode(extracting / .seconds(1), forKey: .extracting)
        try values.encode(linking / .seconds(1), forKey: .linking)
        try values.encode(judging / .seconds(1), forKey: .judging)
        try values.encode(files, forKey: .files)
        try values.encode(symbols, forKey: .symbols)
        try values.encode(references, forKey: .references)
        try values.encode(analyzers, forKey: .analyzers)
        try values.encode(isStored, forKey: .isStored)
    }
}
