import Foundation
import Models
import Secrets

/// The shipped rules, compiled once for all tests.
enum Shipped {
    static let folder =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path + "/catalog/secrets"
    static let rules = (try? SecretRules.load(directory: folder)) ?? []
    static let search = Result { try SecretSearch(rules: rules, cacheDirectory: nil) }

    /// The signals of a content at a path.
    static func matches(_ content: some Sequence<UInt8>, path: String = "config/production.txt.in") throws
        -> [ContentMatch]
    {
        try search.get().scanner().matches(path: path, content: Array(content))
    }

    /// Ids of the rules that find something.
    static func found(_ text: String, path: String = "src/settings.go") throws -> Set<String> {
        Set(try matches(text.utf8, path: path).compactMap { $0.attributes["rule"] })
    }
}
