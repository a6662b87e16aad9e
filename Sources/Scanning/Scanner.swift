internal import AnalyzerHost
internal import AnalyzerProtocol
internal import Controls
internal import GitRepository
internal import Models
package import Reporting
internal import Wiring

/// A scan as one library call: extract, model, link, judge.
package enum Scanner {
    package static let version = "0.1.0"

    /// Scans and judges.
    ///
    /// - Throws: ``ScanError`` where there is nothing to report: no repository, no such commit, a broken installation.
    ///   What concerns single files or analyzers stands in the report.
    package static func scan(_ options: ScanOptions, installation: Installation) async throws -> ScanResult {
        var linked = try await link(options, installation: installation)
        let clock = ContinuousClock()
        options.progress(.judging)
        let began = clock.now
        let judgement = Judge.judge(
            linked.program, controls: linked.catalogue.controls, analyzers: linked.analyzers,
            vocabulary: linked.catalogue.vocabulary, unread: linked.losses,
            fileSignals: linked.catalogue.models.fileSignals)
        linked.statistics.judging = clock.now - began
        let report = Report(judgement: judgement, linked: linked, options: options)
        return ScanResult(report: report, isPartial: linked.isPartial, statistics: linked.statistics)
    }

    /// Everything but the judging: the wiring graph of a commit.
    package static func link(_ options: ScanOptions, installation: Installation) async throws -> LinkedScan {
        let clock = ContinuousClock()
        var statistics = ScanStatistics()
        var began = clock.now
        func lap(_ part: WritableKeyPath<ScanStatistics, Duration>) {
            statistics[keyPath: part] = clock.now - began
            began = clock.now
        }

        options.progress(.listing)
        let analyzers = try AnalyzerList.load(installation, extra: options.extraAnalyzers)
        let directories = AnalyzerList.modelDirectories(in: [installation.analyzers] + options.extraAnalyzers)
        let catalogue = try Catalogue.load(installation, modelDirectories: directories)
        let models: CompiledModels
        do {
            models = try CompiledModels(catalogue.models)
        } catch {
            throw ScanError(.installation, error.description)
        }
        lap(\.loading)
        let opened = try OpenedRepository(options)
        lap(\.listing)

        let cache = FactCache(directory: options.cacheDirectory) { options.progress(.notice($0)) }
        let extracted: (extraction: Extraction, texts: TextSearch.Found)
        do {
            async let texts = TextSearch.run(
                source: opened.source, models: models, fingerprint: "text-" + catalogue.textFingerprint,
                workers: options.workers, cache: cache)
            let extraction = try await Extraction.run(
                source: opened.source, analyzers: analyzers, options: options, cache: cache
            ) { level, message in
                if level != "info" { options.progress(.notice(message)) }
            }
            extracted = (extraction, try await texts)
        } catch is CancellationError {
            throw ScanError(.cancelled, "stopped")
        } catch let error as GitError {
            throw ScanError(.repository, error.description)
        }
        cache.finish()
        lap(\.extracting)

        options.progress(.linking)
        let inputs = LinkInputs(
            source: opened.source, extraction: extracted.extraction, texts: extracted.texts, models: models)
        let program = Linker.link(inputs.files, models: models, fileSignals: inputs.signals)
        lap(\.linking)
        statistics.note(extracted.extraction, files: opened.source.files.count, program: program)
        return LinkedScan(
            program: program, catalogue: catalogue, opened: opened, extraction: extracted.extraction, inputs: inputs,
            statistics: statistics)
    }
}

/// What a scan gives.
package struct ScanResult: Sendable {
    package let report: Report
    /// Whether an analyzer was missing or failed, so that some cells are unknown for that reason.
    package let isPartial: Bool
    package let statistics: ScanStatistics
}
