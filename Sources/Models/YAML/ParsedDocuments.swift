internal import AnalyzerProtocol

/// YAML documents that were parsed before: reading them back takes a small part of the time that parsing takes.
package struct ParsedDocuments: Sendable {
    private let roots: [String: YAMLValue?]

    /// Knows none, so that each is parsed when it is asked for.
    package init() { roots = [:] }

    /// Parses all of them.
    package init(parsing files: [(path: String, text: String)]) throws(ModelError) {
        var roots: [String: YAMLValue?] = [:]
        for file in files { roots.updateValue(try YAMLDocument.parse(file.text, file: file.path), forKey: file.path) }
        self.roots = roots
    }

    /// - Parameter paths: those of the files that were encoded, in their order.
    /// - Returns: nil where the bytes are not what ``encoded(_:)`` made of as many files.
    package init?(decoding bytes: [UInt8], paths: [String]) {
        // Whatever is wrong with the bytes, they are made again.
        let values = bytes.withUnsafeBytes { text in
            try? JSONTape().read(text) { root throws(ProtocolError) in try YAMLJSON.list(root) { $0 } }
        }
        guard let values, values.count == paths.count else { return nil }
        roots = Dictionary(zip(paths, values), uniquingKeysWith: { first, _ in first })
    }

    /// Nil where one of the files is not known.
    package func encoded(_ paths: [String]) -> [UInt8]? {
        var writer = JSONWriter()
        for (index, path) in paths.enumerated() {
            guard let root = roots[path] else { return nil }
            writer.raw(index == 0 ? "[" : ",")
            YAMLJSON.write(root, to: &writer)
        }
        writer.raw("]")
        return writer.bytes
    }

    /// What a file holds, parsed now if it was not before; nil for one that holds nothing but comments.
    package func root(_ text: String, file: String) throws(ModelError) -> YAMLValue? {
        if let known = roots[file] { return known }
        return try YAMLDocument.parse(text, file: file)
    }
}
