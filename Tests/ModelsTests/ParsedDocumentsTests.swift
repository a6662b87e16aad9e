import Models
import Testing

@Suite struct ParsedDocumentsTests {
    private let files: [(path: String, text: String)] = [
        ("a.yml", "- name: \"é\"\n  list: [1, two, ~]\n  empty: \"\"\n"), ("b.yml", "# nothing\n"), ("c.yml", "plain"),
    ]

    private func text(_ value: YAMLValue?) -> String {
        guard let value else { return "-" }
        switch value.content {
        case .scalar(let text, let plain): return "\(value.line):\(plain ? text : "'" + text + "'")"
        case .sequence(let items): return "\(value.line):[" + items.map(text).joined(separator: " ") + "]"
        case .mapping(let pairs):
            return "\(value.line):{" + pairs.map { "\($0.key) \(text($0.value))" }.joined(separator: " ") + "}"
        }
    }

    @Test func whatIsReadBackIsWhatWasParsed() throws {
        let bytes = try #require(try ParsedDocuments(parsing: files).encoded(files.map(\.path)))
        let known = try #require(ParsedDocuments(decoding: bytes, paths: files.map(\.path)))
        for file in files {
            let parsed = try YAMLDocument.parse(file.text, file: file.path)
            // Another text shows that it is not parsed again.
            #expect(text(try known.root("{", file: file.path)) == text(parsed))
        }
        #expect(text(try known.root("plain", file: "d.yml")) == "1:plain")
    }

    @Test func damageIsNoticed() throws {
        let paths = files.map(\.path)
        let bytes = try #require(try ParsedDocuments(parsing: files).encoded(paths))
        for count in 0..<bytes.count {
            #expect(ParsedDocuments(decoding: Array(bytes[..<count]), paths: paths) == nil, "\(count)")
        }
        #expect(ParsedDocuments(decoding: bytes + [0], paths: paths) == nil)
        for place in bytes.indices {
            var other = bytes
            other[place] ^= 0xFF
            // Whatever it gives, it ends.
            _ = ParsedDocuments(decoding: other, paths: paths)
        }
    }

    @Test func whatIsWrongIsSaid() {
        #expect(throws: ModelError.self) { try ParsedDocuments(parsing: [("a.yml", "{")]) }
        #expect(throws: ModelError.self) { try ParsedDocuments().root("{", file: "a.yml") }
    }
}
