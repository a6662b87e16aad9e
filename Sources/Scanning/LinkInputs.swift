internal import AnalyzerProtocol
internal import Configuration
internal import Models
package import Wiring

/// What the linker gets: facts with the length of their files, and the signals of paths and texts.
package struct LinkInputs: Sendable {
    package var files: [SourceFacts] = []
    package var signals: [FileSignal] = []
    /// Path and reason of files whose text could not be read.
    /// What configuration files set for the repository's own code.
    var variables: [EnvironmentSetting] = []
    /// Comments that waive gaps, in the order of the files.
    var comments: [(path: String, match: ContentMatch)] = []
    package var unreadTexts: [(path: String, reason: String)] = []

    init(source: Source, extraction: Extraction, texts: TextSearch.Found, models: CompiledModels) {
        var lineCounts: [String: Int] = [:]
        var givenAway: Set<String> = []
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
                if match.signal == WaiverComment.signal {
                    comments.append((file.path, match))
                    continue
                }
                if match.signal == EnvironmentFiles.setting, let name = match.attributes["name"] {
                    variables.append(
                        EnvironmentSetting(
                            variable: name, path: file.path, line: min(match.line, lineCount), object: file.object,
                            turnsOn: match.attributes["on"] != nil))
                    continue
                }
                signals.append(
                    FileSignal(
                        kind: match.signal, path: file.path, line: min(match.line, lineCount), object: file.object,
                        attributes: match.attributes))
            }
        }
        let names = Set(source.files.map { $0.path.split(separator: "/").last ?? "" })
        files = extraction.facts.map { facts in
            var facts = facts
            facts.facts.diagnostics.removeAll { $0.unlessFile.map { names.contains($0[...]) } == true }
            facts.lineCount = lineCounts[facts.path] ?? facts.facts.symbols.map(\.endLine).max() ?? 1
            variables += EnvironmentSetting.told(by: facts)
            facts.facts.signals.removeAll { signal in
                if signal.kind == EnvironmentFiles.givenAway, let file = signal.text("file") { givenAway.insert(file) }
                return signal.kind == EnvironmentFiles.setting || signal.kind == EnvironmentFiles.givenAway
            }
            return facts
        }
        unreadTexts = texts.unread
        variables = Self.own(variables, givenAway: givenAway, paths: source.files.map(\.path))
    }

    /// Frees the facts of all files but what they say of the files themselves.
    mutating func keepDiagnostics() {
        for index in files.indices {
            let diagnostics = files[index].facts.diagnostics
            files[index].facts = Facts()
            files[index].facts.diagnostics = diagnostics
        }
    }

    /// Without those of a file that others are given, or that stands beside a package of another language.
    private static func own(
        _ variables: [EnvironmentSetting], givenAway: Set<String>, paths: [String]
    ) -> [EnvironmentSetting] {
        let packages = Set(paths.filter { $0 == "package.json" || $0.hasSuffix("/package.json") }.map(folder))
        return variables.filter {
            !givenAway.contains($0.place.path) && !packages.contains(folder($0.place.path))
                && !SidePaths.isBeside($0.place.path)
        }
    }

    private static func folder(_ path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    }
}
