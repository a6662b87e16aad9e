/// Every signal that exists, with the words the report uses for it.
package struct SignalVocabulary: Sendable {
    /// Words by signal; `{name}` stands for an attribute, `{symbol}` for the holder, `{target}` for what is called.
    package let words: [String: String]
    /// All signals, sorted.
    package let names: [String]

    package init(yaml: String, file: String, parsed: ParsedDocuments = ParsedDocuments()) throws(ModelError) {
        guard let root = try parsed.root(yaml, file: file) else {
            throw ModelError(file: file, message: "names no signals")
        }
        guard case .mapping(let pairs) = root.content else {
            throw ModelError(file: file, line: root.line, message: "must be a mapping from signals to words")
        }
        var words: [String: String] = [:]
        for (key, value) in pairs {
            guard Self.isSignalName(key) else {
                throw ModelError(
                    file: file, line: value.line,
                    message: "'\(key)' is not a signal's name: <subject>.<what-it-does>, lower case")
            }
            words[key] = try YAMLReader.text(value, key: key, file: file)
        }
        self.init(words: words)
    }

    package init(words: [String: String]) {
        self.words = words
        names = words.keys.sorted()
    }

    package func contains(_ signal: String) -> Bool { words[signal] != nil }

    /// The signals that `name` or `prefix.*` stands for, sorted.
    package func expand(_ pattern: String) -> [String] {
        guard pattern.hasSuffix(".*") else { return contains(pattern) ? [pattern] : [] }
        let prefix = pattern.dropLast()
        return names.filter { $0.hasPrefix(prefix) }
    }

    private static func isSignalName(_ name: String) -> Bool {
        let parts = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count >= 2
            && parts.allSatisfy { part in
                !part.isEmpty
                    && part.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "-") }
            }
    }
}
