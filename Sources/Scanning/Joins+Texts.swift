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
}
