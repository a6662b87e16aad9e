package import AnalyzerProtocol

/// The facts of one file, with where they come from.
package struct SourceFacts: Sendable {
    package var path: String
    /// The git object id of the content.
    package var object: String
    package var facts: Facts
    /// The analyzer's name.
    package var analyzer: String
    package var lineCount: Int

    package init(path: String, object: String, facts: Facts, analyzer: String, lineCount: Int) {
        self.path = path
        self.object = object
        self.facts = facts
        self.analyzer = analyzer
        self.lineCount = lineCount
    }
}

/// A signal of a file's path or content, found without facts.
package struct FileSignal: Sendable, Hashable {
    package var kind: String
    package var path: String
    package var line: Int
    package var object: String
    package var attributes: [String: String]

    package init(kind: String, path: String, line: Int, object: String, attributes: [String: String] = [:]) {
        self.kind = kind
        self.path = path
        self.line = line
        self.object = object
        self.attributes = attributes
    }
}
