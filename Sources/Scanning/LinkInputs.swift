internal import AnalyzerProtocol
internal import Models
package import Wiring

/// What the linker gets: facts with the length of their files, and the signals of paths and texts.
package struct LinkInputs: Sendable {
    package var files: [SourceFacts] = []
    package var signals: [FileSignal] = []
    /// Path and reason of files whose text could not be read.
    package var unreadTexts: [(path: String, reason: String)] = []

    init(source: Source, extraction: Extraction, texts: TextSearch.Found, models: CompiledModels) {
        var lineCounts: [String: Int] = [:]
        for file in source.files {
            let text = texts.texts[file.index]
            let lineCount = text?.lineCount ?? 1
            lineCounts[file.path] = lineCount
            for match in models.fileMatches(path: file.path) {
                signals.append(
                    FileSignal(
                        kind: match.signal, path: file.path, line: 1, object: file.object, attributes: match.attributes)
                )
            }
            for match in text?.matches ?? [] {
                signals.append(
                    FileSignal(
                        kind: match.signal, path: file.path, line: min(match.line, lineCount), object: file.object,
                        attributes: match.attributes))
            }
        }
        files = extraction.facts.map { facts in
            var facts = facts
            facts.lineCount = lineCounts[facts.path] ?? facts.facts.symbols.map(\.endLine).max() ?? 1
            return facts
        }
        unreadTexts = texts.unread
    }
}
