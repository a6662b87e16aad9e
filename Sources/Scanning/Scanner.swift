internal import AnalyzerHost
internal import AnalyzerProtocol
internal import Configuration
internal import Controls
internal import GitRepository
internal import Models
package import Reporting
internal import Secrets
internal import Wiring

/// A scan as one library call: extract, model, link, judge.
package enum Scanner {
    package static let version = "0.1.0"

    /// Scans and judges.
    ///
    /// - Throws: ``ScanError`` where there is nothing to report: no repository, no such commit, a broken installation.
    ///   What concerns single files or analyzers stands in the report.
    package static func scan(_ options: ScanOptions, installation: Installation) async throws -> ScanResult {
        let start = try ScanStart(options, installation: installation)
        if let known = start.storedReport() {
            start.cache.finish()
            return try start.accepting(known)
        }
        var linked = try await link(start, nil)
        let (report, waivers) = try judge(&linked, options)
        let result = start.store(
            ScanResult(report: report, isPartial: linked.isPartial, statistics: linked.statistics, waivers: waivers),
            of: linked)
        start.cache.finish()
        return try start.accepting(result)
    }

    /// Everything but the judging: the wiring graph of a commit.
    package static func link(_ options: ScanOptions, installation: Installation) async throws -> LinkedScan {
        let start = try ScanStart(options, installation: installation)
        let linked = try await link(start, nil)
        start.cache.finish()
        return linked
    }

    /// The report of a linked commit and the waivers that may be laid over it, with their secrets masked.
    static func judge(
        _ linked: inout LinkedScan, _ options: ScanOptions
    ) throws(ScanError) -> (report: Report, waivers: [WaiverRule]) {
        let clock = ContinuousClock()
        options.progress(.judging)
        let began = clock.now
        let judgement = Judge.judge(
            linked.program, controls: linked.catalogue.controls, analyzers: linked.analyzers + linked.switchedOff,
            vocabulary: linked.catalogue.vocabulary, unread: linked.losses,
            fileSignals: linked.catalogue.fileSignals, weights: linked.configuration.areaWeights,
            workers: options.workers)
        linked.statistics.judging = clock.now - began
        do throws(SecretError) {
            let redactor = try Redactor(linked.secrets)
            let report = try Report(judgement: judgement, linked: linked, options: options).redacted(redactor.redact)
            return (report, try linked.waivers.map { (rule) throws(SecretError) in try rule.redacted(redactor.redact) })
        } catch {
            throw ScanError(.installation, "secrets cannot be masked: \(error)")
        }
    }

    /// - Parameters:
    ///   - equipment: nil where it is made while analyzers start.
    ///   - memory: what a history has seen in other commits.
    static func link(
        _ start: ScanStart, _ equipment: Equipment?, memory: ExtractionMemory? = nil
    ) async throws -> LinkedScan {
        let options = start.options
        let clock = ContinuousClock()
        var statistics = start.statistics
        var began = clock.now
        func lap(_ part: WritableKeyPath<ScanStatistics, Duration>) {
            statistics[keyPath: part] += clock.now - began
            began = clock.now
        }

        let source = try start.opened.source(leavingOut: start.configuration.exclude)
        lap(\.listing)

        let ready: Ready
        var extracted: (extraction: Extraction, texts: TextSearch.Found)
        do {
            ready = try await extract(start, equipment, source, memory)
            extracted = (ready.extraction, try await ready.texts.finish(workers: options.workers))
        } catch is CancellationError {
            throw ScanError(.cancelled, "stopped")
        } catch let error as SecretError {
            throw ScanError(.installation, "secrets cannot be searched for: \(error)")
        } catch let error as GitError {
            throw ScanError(.repository, error.description)
        }
        let (catalogue, models, secrets) = (
            ready.equipment.catalogue, ready.equipment.models, ready.equipment.secrets
        )
        lap(\.extracting)
        statistics.loading += ready.equipment.loading
        // Where both began together, what loading took is not counted twice.
        if equipment == nil {
            statistics.extracting = max(.zero, statistics.extracting - ready.equipment.loading)
        }

        options.progress(.linking)
        var inputs = LinkInputs(
            source: source, extraction: extracted.extraction, texts: extracted.texts, models: models)
        var configured = ConfiguredScan(start.configuration)
        configured.addRoots(to: &inputs.files)
        var program = Linker.link(
            inputs.files, models: models, fileSignals: inputs.signals, variables: inputs.variables)
        let joins = Joins(
            program, models: models, variables: inputs.variables, paths: source.files.map(\.path),
            unread: source.unread.map(\.path))
        do {
            let mentions = try await MentionSearch.run(
                joins.queries, source: source, workers: options.workers, cache: start.cache)
            joins.finish(&program, mentions: Mentions(mentions))
        } catch is CancellationError {
            throw ScanError(.cancelled, "stopped")
        } catch let error as GitError {
            throw ScanError(.repository, error.description)
        }
        configured.nameComponents(of: &program)
        lap(\.linking)
        statistics.note(extracted.extraction, files: source.files.count, program: program)
        for index in statistics.analyzers.indices {
            statistics.analyzers[index].standardError = secrets.masked(statistics.analyzers[index].standardError)
        }
        // What the program is made of is not needed any more; it is half of the memory.
        extracted.extraction.facts = []
        inputs.keepDiagnostics()
        var linked = LinkedScan(
            program: program, catalogue: catalogue, secrets: secrets, opened: start.opened, source: source,
            extraction: extracted.extraction, inputs: inputs, statistics: statistics,
            configuration: start.configuration, record: ready.equipment.record)
        configured.finish(&linked, start)
        return linked
    }

    /// What linking begins with.
    private struct Ready: Sendable {
        let equipment: Equipment
        let texts: TextSearch
        let extraction: Extraction
    }

    /// Facts of all files. What is needed besides is made meanwhile: it takes about as long as an analyzer takes to start.
    private static func extract(
        _ start: ScanStart, _ equipment: Equipment?, _ source: Source, _ memory: ExtractionMemory?
    ) async throws -> Ready {
        enum Part: Sendable {
            case equipment(Equipment, TextSearch)
            case extraction(Extraction)
        }
        let waiting = WaitingTexts()
        return try await withThrowingTaskGroup(of: Part.self) { group in
            group.addTask {
                let equipment = try equipment ?? Equipment(start)
                let texts = TextSearch(
                    source: source, models: equipment.models, secrets: equipment.secrets,
                    fingerprint: equipment.textFingerprint, cache: start.cache)
                let secrets = equipment.secrets
                waiting.hand(to: texts) { start.options.progress(.notice(secrets.masked($0))) }
                return .equipment(equipment, texts)
            }
            group.addTask {
                let extraction = try await Extraction.run(
                    source: source, analyzers: start.analyzers, options: start.options, cache: start.cache,
                    texts: waiting, memory: memory
                ) { level, message in
                    if level != "info" { waiting.note(message) }
                }
                return .extraction(extraction)
            }
            var made: (equipment: Equipment, texts: TextSearch)?
            var extraction: Extraction?
            // A catalogue that is broken ends the scan at once, whatever the analyzers still do.
            for try await part in group {
                switch part {
                case .equipment(let equipment, let texts): made = (equipment, texts)
                case .extraction(let facts): extraction = facts
                }
            }
            guard let made, let extraction else { throw CancellationError() }
            return Ready(equipment: made.equipment, texts: made.texts, extraction: extraction)
        }
    }
}

/// What a scan gives.
package struct ScanResult: Sendable {
    package internal(set) var report: Report
    /// The report as `--format json` prints it, where it was needed already: making it of a large report takes long.
    package var json: String?
    /// Whether an analyzer was missing or failed, so that some cells are unknown for that reason.
    package let isPartial: Bool
    package let statistics: ScanStatistics
    /// Waivers that may be laid over the report; those that are, stand in it.
    let waivers: [WaiverRule]
}
