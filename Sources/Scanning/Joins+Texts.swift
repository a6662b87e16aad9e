internal import AnalyzerProtocol
internal import Models
package import Wiring

extension Mentions {
    /// Where names stand in files that are at hand.
    package init(_ queries: [MentionQuery], in files: [(path: String, content: [UInt8])]) {
        let table = MentionTable(queries)
        var places: [MentionQuery: [Wire.Place]] = [:]
        for file in files {
            for item in file.content.withUnsafeBytes({ table.find(in: $0) }) {
                places[queries[item.name], default: []].append(Wire.Place(path: file.path, line: item.line))
            }
        }
        self.init(places)
    }
}

extension EnvironmentSetting {
    /// What configuration files among files that are at hand set.
    package static func all(of files: [(path: String, content: [UInt8])]) -> [EnvironmentSetting] {
        files.flatMap { file in
            EnvironmentFiles.matches(path: file.path, content: file.content).compactMap { match in
                guard match.signal == EnvironmentFiles.setting, let name = match.attributes["name"] else { return nil }
                return EnvironmentSetting(
                    variable: name, path: file.path, line: match.line, object: "0",
                    turnsOn: match.attributes["on"] != nil)
            }
        }
    }

    /// What analyzers say that files set for the repository's own code.
    package static func told(by file: SourceFacts) -> [EnvironmentSetting] {
        file.facts.signals.compactMap { signal in
            guard signal.kind == EnvironmentFiles.setting, let name = signal.text("name"),
                EnvironmentFiles.isVariable(name)
            else { return nil }
            return EnvironmentSetting(
                variable: name, path: file.path, line: min(signal.line, file.lineCount), object: file.object,
                turnsOn: signal.text("on") != nil)
        }
    }
}

extension AnalyzerSignal {
    /// An attribute that is a text.
    func text(_ name: String) -> String? {
        guard case .string(let text)? = attributes[name] else { return nil }
        return text
    }
}
