internal import AnalyzerHost
package import AnalyzerProtocol
internal import Wiring

/// Something that the user should know of one file, or of the whole scan.
package struct ScanDiagnostic: Sendable, Hashable {
    package var path: String?
    package var line: Int?
    package var severity: Diagnostic.Severity
    package var message: String
    /// Whether it speaks of the configuration, and not of what was read.
    package var isOfConfiguration = false
}

extension LinkedScan {
    /// What could not be read, or was read in part: sorted, each once.
    package var diagnostics: [ScanDiagnostic] {
        var all = source.unread.map {
            ScanDiagnostic(path: $0.path, severity: $0.loss == .none ? .info : .warning, message: $0.reason)
        }
        for outcome in extraction.outcomes { all += outcome.diagnostics }
        all += notes
        let named = Set(all.map(\.path))
        for text in inputs.unreadTexts where !named.contains(text.path) {
            all.append(ScanDiagnostic(path: text.path, severity: .warning, message: text.reason).placed)
        }
        for facts in inputs.files {
            for diagnostic in facts.facts.diagnostics {
                let line = diagnostic.line.map { min(max(1, $0), max(1, facts.lineCount)) }
                all.append(
                    ScanDiagnostic(
                        path: facts.path, line: line, severity: diagnostic.severity, message: diagnostic.message))
            }
        }
        return Set(all).sorted {
            ($0.path ?? "", $0.line ?? 0, $0.message, $0.severity.rawValue)
                < ($1.path ?? "", $1.line ?? 0, $1.message, $1.severity.rawValue)
        }
    }
}

extension Extraction.Outcome {
    /// What became of the analyzer, and of each file that it gave no facts for.
    fileprivate var diagnostics: [ScanDiagnostic] {
        let opening = "analyzer \"\(manifest.name)\""
        var unsent = 0
        var all: [ScanDiagnostic] = []
        for failure in failures {
            // An analyzer that is given up fails every file for one reason, which is told once.
            if failure.kind == HostFailure.unavailable.rawValue, report?.message != nil {
                unsent += 1
                continue
            }
            var diagnostic = ScanDiagnostic(path: failure.path, severity: .warning, message: failure.message).placed
            // What the repository does not hold is no analyzer's doing.
            if failure.kind != Self.unread, !diagnostic.message.hasPrefix(opening) {
                diagnostic.message = "\(opening): \(diagnostic.message)"
            }
            all.append(diagnostic)
        }
        if let message = report?.message {
            let files = unsent == 0 ? "" : "; \(unsent) of its \(self.files) files were not read"
            all.append(ScanDiagnostic(severity: .error, message: "\(opening): \(message)\(files)"))
        }
        return all
    }
}

extension ScanDiagnostic {
    /// The same with the line that the message names in the usual way, `path:line:column: what`, and without the path
    /// that stands beside it.
    fileprivate var placed: ScanDiagnostic {
        guard let path else { return self }
        var placed = self
        var rest = message[...]
        if message.hasPrefix(path + "/"),
            let end = message.dropFirst(path.count).firstIndex(where: { ":\n ".contains($0) }),
            message[end] == ":"
        {
            // Of a directory's failure: the file of it that is at fault.
            placed.path = String(message[..<end])
            rest = message[message.index(after: end)...]
        } else if message.hasPrefix(path + ":") {
            rest = message.dropFirst(path.count + 1)
        } else {
            return self
        }
        for isLine in [true, false] {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard let number = Int(digits), rest.dropFirst(digits.count).first == ":" else { break }
            if isLine { placed.line = max(1, number) }
            rest = rest.dropFirst(digits.count + 1)
        }
        placed.message = String(rest.drop { $0 == " " })
        return placed
    }
}
