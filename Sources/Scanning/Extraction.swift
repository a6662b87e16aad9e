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

    /// An analyzer and what it claims.
    private struct Asked: Sendable {
        /// Its place among all analyzers.
        let index: Int
        let manifest: AnalyzerManifest
        let units: [Unit]
    }

    /// - Parameters:
    ///   - memory: what other commits of the same run gave.
    ///   - filesAlone: leaves out what is asked of whole directories: the source holds several versions of files.
    static func run(
        source: Source, analyzers: [AnalyzerManifest], options: ScanOptions, cache: FactCache, texts: WaitingTexts,
        memory: ExtractionMemory? = nil, filesAlone: Bool = false, log: @escaping HostLog
    ) async throws -> Extraction {
        let unitsByAnalyzer = analyzers.map {
            units(of: source, for: $0, production: options.production, filesAlone: filesAlone)
        }
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
        // All analyzers at once: one waits for its start while another works. Those that share processes go together.
        var groups: [[Asked]] = []
        var places: [String: Int] = [:]
        for (index, manifest) in analyzers.enumerated() {
            let asked = Asked(index: index, manifest: manifest, units: unitsByAnalyzer[index])
            if let place = places[manifest.processKey] {
                groups[place].append(asked)
            } else {
                places[manifest.processKey] = groups.count
                groups.append([asked])
            }
        }
        try await withThrowingTaskGroup(of: [(Int, Outcome, [SourceFacts])].self) { tasks in
            for group in groups {
                let known = group.flatMap {
                    $0.units.compactMap { unit in memory?.facts(unit.key).map { (unit.key, $0) } }
                }
                let remembered = Dictionary(known) { first, _ in first }
                let answers = cache.load(group.flatMap { $0.units.map(\.key).filter { remembered[$0] == nil } })
                tasks.addTask {
                    try await extract(
                        group, answers: answers, remembered: remembered, source: source, options: options, cache: cache,
                        texts: texts, memory: memory, advance: advance, log: log)
                }
            }
            var finished: [(Int, Outcome, [SourceFacts])] = []
            for try await result in tasks { finished += result }
            finished.sort { $0.0 < $1.0 }
            extraction.outcomes = finished.map(\.1)
            extraction.facts = finished.flatMap(\.2)
        }
        extraction.yield(units: unitsByAnalyzer)
        extraction.facts.sort { ($0.path, $0.analyzer) < ($1.path, $1.analyzer) }
        return extraction
    }

    /// Leaves out what one analyzer says of files that another has read as a part of their directory, where it gives way to that one.
    private mutating func yield(units: [[Unit]]) {
        for outcome in outcomes {
            for rule in outcome.manifest.yields {
                guard let index = outcomes.firstIndex(where: { $0.manifest.name == rule.to }) else { continue }
                let failed = Set(outcomes[index].failures.map(\.path))
                var read: Set<String> = []
                for unit in units[index] where unit.isDirectory && !failed.contains(unit.path) {
                    for member in unit.members {
                        var path = member.path
                        if path.withUTF8(rule.patterns.matches) { read.insert(path) }
                    }
                }
                facts.removeAll { $0.analyzer == outcome.manifest.name && read.contains($0.path) }
            }
        }
    }

    private static func units(
        of source: Source, for manifest: AnalyzerManifest, production: [String: Int], filesAlone: Bool
    ) -> [Unit] {
        var units: [Unit] = []
        for file in source.files where manifest.claims(file.path) {
            let key = FactKey(analyzer: manifest.fingerprint, path: Array(file.path.utf8), object: file.object)
            units.append(Unit(path: file.path, object: file.object, members: [file], key: key))
        }
        guard manifest.hasDirectoryClaims, !filesAlone else { return units }
        for unit in manifest.directoryUnits(of: source.files.map { Array($0.path.utf8) }) {
            let members = unit.members.map { source.files[$0] }
            var digest = Fingerprint()
            for member in members {
                digest.add(Array(member.path.utf8))
                digest.add(Array(member.object.utf8))
                if let place = production[member.path] { digest.add(Array("production \(place)".utf8)) }
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

    /// The units of analyzers that share their processes: those the cache knows are decoded, the others are sent.
    private static func extract(
        _ group: [Asked], answers: [FactKey: [UInt8]], remembered: [FactKey: [SourceFacts]], source: Source,
        options: ScanOptions, cache: FactCache, texts: WaitingTexts, memory: ExtractionMemory?,
        advance: @escaping @Sendable (Int) -> Void, log: @escaping HostLog
    ) async throws -> [(Int, Outcome, [SourceFacts])] {
        var outcomes: [Outcome] = []
        var known: [Gathered] = []
        var missing: [(analyzer: Int, unit: Int)] = []
        for (position, asked) in group.enumerated() {
            var outcome = Outcome(manifest: asked.manifest)
            outcome.files = asked.units.count
            var gathered = Gathered()
            for (index, facts) in try await decode(asked.units, answers: answers, workers: options.workers).enumerated()
            {
                let unit = asked.units[index]
                if let located = remembered[unit.key] {
                    gathered.facts += located
                    outcome.cached += 1
                } else if let facts {
                    let located = located(facts, unit, asked.manifest)
                    memory?.keep(unit.key, located)
                    gathered.facts += located
                    outcome.cached += 1
                } else if let failure = memory?.failure(unit.key) {
                    gathered.failures.append((unit.path, failure.kind, failure.message))
                    outcome.cached += 1
                } else {
                    missing.append((position, index))
                }
            }
            advance(outcome.cached)
            outcomes.append(outcome)
            known.append(gathered)
        }
        let gathered = Mutex(known)
        if let first = missing.first {
            // In path order, so that what several analyzers read is read once.
            if group.count > 1 {
                missing.sort { group[$0.analyzer].units[$0.unit].path < group[$1.analyzer].units[$1.unit].path }
            }
            let questions = missing
            var pool = PoolOptions()
            // Those that share their processes share the longest of their limits.
            let seconds =
                group.map { options.secondsByAnalyzer[$0.manifest.name] ?? options.analyzerSeconds }.max()
                ?? options.analyzerSeconds
            pool.limits.seconds = Int(seconds.rounded(.up))
            pool.deadline = .seconds(seconds)
            pool.processes = options.workers
            let feeder = Feeder(
                units: questions.enumerated().map { key, question in
                    let asked = group[question.analyzer]
                    return (key, asked.units[question.unit].members, asked.manifest.name)
                }, isShared: group[first.analyzer].manifest.shares != nil, source: source, limit: pool.limits.fileBytes,
                texts: texts, production: options.production
            ) { key, message in
                let question = questions[key]
                let path = group[question.analyzer].units[question.unit].path
                gathered.withLock { $0[question.analyzer].failures.append((path, Outcome.unread, message)) }
                advance(1)
            }
            let report = try await AnalyzerPool(manifest: group[first.analyzer].manifest, options: pool, log: log).run(
                next: { await feeder.next() },
                deliver: { key, answer in
                    let question = questions[key]
                    let asked = group[question.analyzer]
                    let unit = asked.units[question.unit]
                    switch answer {
                    case .answer(let bytes, let facts):
                        let located = Self.located(facts, unit, asked.manifest)
                        memory?.keep(unit.key, located)
                        cache.save(gathered.withLock { $0[question.analyzer].take(bytes, located, of: unit) })
                    case .failure(let kind, let message):
                        memory?.keep(unit.key, ExtractionMemory.Failure(kind: kind, message: message))
                        gathered.withLock { $0[question.analyzer].failures.append((unit.path, kind, message)) }
                    }
                    advance(1)
                })
            for key in report.takenBack {
                let question = questions[key]
                let asked = group[question.analyzer]
                let unit = asked.units[question.unit]
                let wasAnswer = gathered.withLock { $0[question.analyzer].takeBack(unit, asked.manifest.name) }
                if wasAnswer {
                    cache.forget([unit.key])
                    memory?.forget(unit.key)
                }
            }
            let bytes = await feeder.bytes
            for index in Set(questions.map(\.analyzer)) {
                cache.save(gathered.withLock { $0[index].takeUnsaved() })
                outcomes[index].report = report
                outcomes[index].bytes = bytes[group[index].manifest.name, default: 0]
            }
        }
        let found = gathered.withLock { $0 }
        return group.indices.map { index in
            outcomes[index].answerBytes = found[index].answerBytes
            outcomes[index].failures = found[index].failures.sorted { ($0.0, $0.1, $0.2) < ($1.0, $1.1, $1.2) }
            return (group[index].index, outcomes[index], found[index].facts)
        }
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
        /// What was answered with facts; of one path there may be several versions.
        var answered: Set<FactKey> = []

        /// - Returns: what is to be saved now. In batches: one transaction for each answer would be slower than the analysis.
        mutating func take(_ answer: [UInt8], _ located: [SourceFacts], of unit: Unit) -> [(FactKey, [UInt8])] {
            facts += located
            answered.insert(unit.key)
            unsaved.append((unit.key, answer))
            answerBytes += answer.count
            unsavedBytes += answer.count
            return unsavedBytes > 16 << 20 ? takeUnsaved() : []
        }

        /// Drops what an analyzer has answered twice. False where the first answer was none.
        mutating func takeBack(_ unit: Unit, _ analyzer: String) -> Bool {
            guard answered.remove(unit.key) != nil else { return false }
            let paths = Set(unit.members.map(\.path))
            facts.removeAll { paths.contains($0.path) }
            unsaved.removeAll { $0.0 == unit.key }
            let message = "analyzer \"\(analyzer)\" answered twice, and neither answer is believed"
            failures.append((unit.path, HostFailure.protocol.rawValue, message))
            return true
        }

        mutating func takeUnsaved() -> [(FactKey, [UInt8])] {
            defer {
                unsaved = []
                unsavedBytes = 0
            }
            return unsaved
        }
    }
}
