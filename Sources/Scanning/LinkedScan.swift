internal import AnalyzerHost
internal import Configuration
package import Controls
internal import GitRepository
internal import Reporting
package import Secrets
package import Wiring

/// A commit, linked: what `symbols` and `why` ask, and what the judge judges.
package struct LinkedScan: Sendable {
    package let program: Program
    package let catalogue: Catalogue
    /// Masks what is shown.
    package let secrets: SecretSearch
    let opened: OpenedRepository
    let source: Source
    let extraction: Extraction
    let inputs: LinkInputs
    package var statistics: ScanStatistics
    let configuration: LoadedConfiguration
    /// What the report says of the configuration.
    var record: Report.InForce?
    /// Analyzers that the configuration switches off, with the files that they would read.
    var switchedOff: [AnalyzerStatus] = []
    /// Waivers of the configuration and of comments.
    var waivers: [WaiverRule] = []
    /// What the configuration says and has no effect, and comments that do not count.
    var notes: [ScanDiagnostic] = []

    /// How each analyzer fared, for the judge and the report.
    package var analyzers: [AnalyzerStatus] {
        extraction.outcomes.map { outcome in
            AnalyzerStatus(
                name: outcome.manifest.name, version: outcome.manifest.version, status: status(of: outcome),
                files: outcome.files, failures: outcome.failures.count,
                message: outcome.report?.message ?? outcome.firstBreakdown,
                failedPaths: outcome.failures.map(\.path))
        }
    }

    private func status(of outcome: Extraction.Outcome) -> AnalyzerStatus.Status {
        switch outcome.report?.status {
        case .unavailable: .unavailable
        case .failed: .failed
        case .ok, nil: outcome.firstBreakdown == nil ? .ok : .failed
        }
    }

    /// Whether an analyzer was missing, or broke over some content.
    package var isPartial: Bool { analyzers.contains { $0.status != .ok } }

    /// What the repository lists and does not hold; a folder's path ends in `/`.
    package var losses: [(path: String, reason: String)] {
        let listed = source.unread.compactMap { item -> (path: String, reason: String)? in
            switch item.loss {
            case .none: nil
            case .file: (item.path, item.reason)
            // The root is lost only in what the rules ignore.
            case .folder: item.path.isEmpty ? nil : (item.path + "/", item.reason)
            }
        }
        return listed + inputs.unreadTexts
    }
}

extension Extraction.Outcome {
    /// The first failure that is the analyzer's, not the content's.
    var firstBreakdown: String? {
        let kinds: Set<String> = [
            HostFailure.crash.rawValue, HostFailure.timeout.rawValue, HostFailure.protocol.rawValue,
            HostFailure.unavailable.rawValue, "internal",
        ]
        return failures.first { kinds.contains($0.kind) }.map { "\($0.path): \($0.message)" }
    }
}
