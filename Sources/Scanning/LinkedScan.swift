internal import AnalyzerHost
package import AnalyzerProtocol
package import Controls
internal import GitRepository
package import Wiring

/// A commit, linked: what `symbols` and `why` ask, and what the judge judges.
package struct LinkedScan: Sendable {
    package let program: Program
    package let catalogue: Catalogue
    let opened: OpenedRepository
    let extraction: Extraction
    let inputs: LinkInputs
    package var statistics: ScanStatistics

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

    /// What the repository lists and does not hold.
    package var losses: [(path: String, reason: String)] {
        opened.source.unread.filter(\.isLoss).map { ($0.path, $0.reason) } + inputs.unreadTexts
    }

    /// What could not be read, or was read in part: sorted, each once.
    package var diagnostics: [(path: String?, line: Int?, severity: Diagnostic.Severity, message: String)] {
        var all: [(path: String?, line: Int?, severity: Diagnostic.Severity, message: String)] = []
        for item in opened.source.unread {
            all.append((item.path, nil, item.isLoss ? .warning : .info, item.reason))
        }
        for outcome in extraction.outcomes {
            for failure in outcome.failures {
                all.append((failure.path, nil, .warning, "analyzer \(outcome.manifest.name): \(failure.message)"))
            }
            if let message = outcome.report?.message {
                all.append((nil, nil, .error, "analyzer \(outcome.manifest.name): \(message)"))
            }
        }
        for text in inputs.unreadTexts where !all.contains(where: { $0.path == text.path }) {
            all.append((text.path, nil, .warning, text.reason))
        }
        for facts in inputs.files {
            for diagnostic in facts.facts.diagnostics {
                let line = diagnostic.line.map { min(max(1, $0), max(1, facts.lineCount)) }
                all.append((facts.path, line, diagnostic.severity, diagnostic.message))
            }
        }
        return all.sorted {
            ($0.path ?? "", $0.line ?? 0, $0.message) < ($1.path ?? "", $1.line ?? 0, $1.message)
        }
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
