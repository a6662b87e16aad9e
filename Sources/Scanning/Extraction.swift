package import AnalyzerHost
internal import AnalyzerProtocol
internal import FactStore
internal import GitRepository
package import Wiring
internal import Synchronization

/// The first step: contents to facts, from the cache or from the analyzers.
package struct Extraction: Sendable {
    /// How one analyzer fared, in the words of the report.
    package struct Outcome: Sendable {
        package var manifest: AnalyzerManifest
        package var report: PoolReport?
        /// Files (or directories) that it claims.
        package var files = 0
        package var cached = 0
        package var bytes = 0
        /// Bytes of the answers to what was sent.
        package var answerBytes = 0
        /// Path and reason of what gave no facts, sorted.
        package var failures: [(path: String, kind: String, message: String)] = []

        /// The kind of failure of a content that could not be handed over.
        static let unread = "unread"
    }

    /// Sorted by path, then analyzer.
    package var facts: [SourceFacts] = []
    /// By analyzer name.
    package var outcomes: [Outcome] = []

    /// What one request holds: a file, or a directory with all its files.
    private struct Unit: Sendable {
        let path: String
        let object: String
        let members: [SourceFile]
        let key: FactKey
        /// Of a directory: the file whose being there makes it one.
        var marker = ""
        var isDirectory: Bool { !marker.isEmpty }
    }

    static func run(
        source: Source, analyzers: [AnalyzerManifest], options: ScanOptions, cache: FactCache, texts: TextSearch,
        log: @escaping HostLog
    ) async throws -> Extraction {
        let unitsByAnalyzer = analyzers.map { units(of: source, for: $0) }
        let total = unitsByAnalyzer.reduce(0) { $0 + $1.count }
        let done = Mutex(0)
        options.progress(.analyzing(done: 0, total: total))
        let advance: @Sendable (Int) -> Void = { count in
            let now = done.withLock { value in
                value += count
                return value
            }
            options.progress(.analyzing(done: now, total: total))
        }

        var extraction = Extraction()
        // All analyzers at once: one waits for its start while another works.
        try await withThrowingTaskGroup(of: (Int, Outcome, [SourceFacts]).self) { group in
            for (index, manifest) in analyzers.enumerated() {
                let units = unitsByAnalyzer[index]
                let answers = cache.load(units.map(\.key))
                group.addTask {
                    let (outcome, facts) = try await extract(
                        units, manifest: manifest, answers: answers, source: source, options: options, cache: cache,
                        texts: texts, advance: advance, log: log)
                    return (index, outcome, facts)
                }
            }
            var finished: [(Int, Outcome, [SourceFacts])] = []
            for try await result in group { finished.append(result) }
            finished.sort { $0.0 < $1.0 }
            extraction.outcomes = finished.map(\.1)
            extraction.facts = finished.flatMap(\.2)
        }
        extraction.facts.sort { ($0.path, $0.analyzer) < ($1.path, $1.analyzer) }
        return extraction
    }

    private static func units(of source: Source, for manifest: AnalyzerManifest) -> [Unit] {
        var units: [Unit] = []
        for file in source.files where manifest.claims(file.path) {
            let key = FactKey(analyzer: manifest.fingerprint, path: Array(file.path.utf8), object: file.object)
            units.append(Unit(path: file.path, object: file.object, members: [file], key: key))
        }
        guard manifest.hasDirectoryClaims else { return units }
        for unit in manifest.directoryUnits(of: source.files.map { Array($0.path.utf8) }) {
            let members = unit.members.map { source.files[$0] }
            var digest = Fingerprint()
            for member in members {
                digest.add(Array(member.path.utf8))
                digest.add(Array(member.object.utf8))
            }
            let path = String(decoding: unit.directory, as: UTF8.self)
            let key = FactKey(analyzer: manifest.fingerprint, path: unit.directory, object: digest.text)
            units.append(
                Unit(
                    path: path, object: digest.text, members: members, key: key,
                    marker: source.files[unit.marker].path))
        }
        return units
    }

    /// One analyzer's units: those the cache knows are decoded, the others are sent.
    private static func extract(
        _ units: [Unit], manifest: AnalyzerManifest, answers: [FactKey: [UInt8]], source: Source, options: ScanOptions,
        cache: FactCache, texts: TextSearch, advance: @escaping @Sendable (Int) -> Void, log: @escaping HostLog
    ) async throws -> (Outcome, [SourceFacts]) {
        var outcome = Outcome(manifest: manifest)
        outcome.files = units.count
        let decoded = try await decode(units, answers: answers, workers: options.workers)
        let gathered = Mutex(Gathered())
        var missing: [Int] = []
        for (index, facts) in decoded.enumerated() {
            if let facts {
                gathered.withLock { $0.facts += located(facts, units[index], manifest) }
            } else {
                missing.append(index)
            }
        }
        outcome.cached = units.count - missing.count
        advance(outcome.cached)
        guard !missing.isEmpty else { return (outcome, gathered.withLock { $0.facts }) }

        var pool = PoolOptions()
        pool.limits.seconds = Int(options.analyzerSeconds.rounded(.up))
        pool.deadline = .seconds(options.analyzerSeconds)
        pool.processes = options.workers
        let feeder = Feeder(
            units: missing.map { ($0, units[$0].members) }, source: source, limit: pool.limits.fileBytes, texts: texts
        ) {
            index, message in
            gathered.withLock { $0.failures.append((units[index].path, Outcome.unread, message)) }
            advance(1)
        }
        let report = try await AnalyzerPool(manifest: manifest, options: pool, log: log).run(
            next: { await feeder.next() },
            deliver: { key, answer in
                let unit = units[key]
                switch answer {
                case .answer(let bytes, let facts):
                    let batch = gathered.withLock { state -> [(FactKey, [UInt8])] in
                        state.facts += Self.located(facts, unit, manifest)
                        state.unsaved.append((unit.key, bytes))
                        state.answerBytes += bytes.count
                        state.unsavedBytes += bytes.count
                        // In batches: one transaction for each answer would be slower than the analysis.
                        return state.unsavedBytes > 16 << 20 ? state.takeUnsaved() : []
                    }
                    cache.save(batch)
                case .failure(let kind, let message):
                    gathered.withLock { $0.failures.append((unit.path, kind, message)) }
                }
                advance(1)
            })
        cache.save(gathered.withLock { $0.takeUnsaved() })
        outcome.report = report
        outcome.bytes = await feeder.bytes
        outcome.answerBytes = gathered.withLock { $0.answerBytes }
        let (facts, failures) = gathered.withLock { ($0.facts, $0.failures) }
        outcome.failures = failures.sorted { ($0.0, $0.1, $0.2) < ($1.0, $1.1, $1.2) }
        return (outcome, facts)
    }

    /// The facts with where they come from: of a file's answer one, of a directory's one for each file that it tells of.
    private static func located(_ facts: Facts, _ unit: Unit, _ manifest: AnalyzerManifest) -> [SourceFacts] {
        guard unit.isDirectory else {
            return [
                SourceFacts(path: unit.path, object: unit.object, facts: facts, analyzer: manifest.name, lineCount: 0)
            ]
        }
        var objects: [String: String] = [:]
        for member in unit.members { objects[member.path] = member.object }
        var strangers: [String] = []
        var found = facts.files.compactMap { part -> SourceFacts? in
            guard let object = objects[part.path] else {
                strangers.append(part.path)
                return nil
            }
            return SourceFacts(
                path: part.path, object: object, facts: part.facts, analyzer: manifest.name, lineCount: 0)
        }
        // What is said of the directory as a whole stands at its marker.
        var whole = facts
        whole.files = []
        for path in strangers {
            whole.diagnostics.append(
                Diagnostic(severity: .error, message: "\(manifest.name) told of a file that it was not given: \(path)"))
        }
        if whole != Facts() {
            found.append(
                SourceFacts(
                    path: unit.marker, object: objects[unit.marker] ?? unit.object, facts: whole,
                    analyzer: manifest.name, lineCount: 0))
        }
        return found
    }

    /// Facts of cached answers, in the units' order; nil where there is none or it cannot be read any more.
    private static func decode(
        _ units: [Unit], answers: [FactKey: [UInt8]], workers: Int
    ) async throws -> [Facts?] {
        let chunk = max(64, (units.count + workers - 1) / workers)
        return try await withThrowingTaskGroup(of: (Int, [Facts?]).self) { group in
            for start in stride(from: 0, to: units.count, by: chunk) {
                let part = units[start..<min(start + chunk, units.count)]
                group.addTask {
                    // One for all: its buffers are large.
                    let decoder = AnswerDecoder()
                    let decoded = try part.map { unit -> Facts? in
                        try Task.checkCancellation()
                        guard let bytes = answers[unit.key] else { return nil }
                        // A cached answer that this version cannot read is asked for again.
                        return try? decoder.facts(bytes)
                    }
                    return (start, decoded)
                }
            }
            var parts: [(Int, [Facts?])] = []
            for try await part in group { parts.append(part) }
            return parts.sorted { $0.0 < $1.0 }.flatMap(\.1)
        }
    }

    private struct Gathered: Sendable {
        var facts: [SourceFacts] = []
        var failures: [(path: String, kind: String, message: String)] = []
        var unsaved: [(FactKey, [UInt8])] = []
        var unsavedBytes = 0
        var answerBytes = 0

        mutating func takeUnsaved() -> [(FactKey, [UInt8])] {
            defer {
                unsaved = []
                unsavedBytes = 0
            }
            return unsaved
        }
    }
}
