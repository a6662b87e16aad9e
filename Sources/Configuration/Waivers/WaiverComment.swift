package import Models

/// Finds `gapmatrix:waive <control> reason="…" owner=… until=2027-01-31` in the comments of a text.
///
/// What is found travels as a match of the search of texts, so that it is cached with the file: its attributes are `control`, `reason`,
/// `owner` and `until`, or `problem`.
package enum WaiverComment {
    /// The signal's name, which no model can give: it is in no vocabulary.
    package static let signal = "gapmatrix.waiver"

    private static let marker = LiteralSearch("gapmatrix:waive")
    /// More in one file are no comments of people.
    private static let maximum = 100
    private static let longestLine = 2_000
    /// What a comment begins with, in one language or another.
    private static let openers = [
        "//", "///", "//!", "#", "--", "/*", "/**", "<!--", "%", "%%", ";", ";;", "{{/*", "{{- /*",
    ]

    package static func matches(path: String, bytes: UnsafeRawBufferPointer) -> [ContentMatch] {
        var found: [ContentMatch] = []
        var from = 0
        var line = 1
        var counted = 0
        while let hit = marker.find(in: bytes, from: from) {
            from = hit + marker.literal.count
            var start = hit
            while start > 0, bytes[start - 1] != UInt8(ascii: "\n"), hit - start < longestLine { start -= 1 }
            var end = from
            while end < bytes.count, bytes[end] != UInt8(ascii: "\n"), end - from < longestLine { end += 1 }
            // One for each line: what follows the marker is read once.
            let words = from..<end
            from = end
            let before = String(decoding: bytes[start..<hit], as: UTF8.self)
            guard isComment(before, path: path) else { continue }
            for place in counted..<hit where bytes[place] == UInt8(ascii: "\n") { line += 1 }
            counted = hit
            found += parse(String(decoding: bytes[words], as: UTF8.self)).map {
                ContentMatch(signal: signal, line: line, attributes: $0)
            }
            if found.count >= maximum { break }
        }
        return Array(found.prefix(maximum))
    }

    /// Whether the marker is the first word of a comment. What documents show of it in their examples is none.
    private static func isComment(_ before: String, path: String) -> Bool {
        let text = before.trimmingBlanks
        if path.hasSuffix(".md") || path.hasSuffix(".markdown") { return text.hasSuffix("<!--") }
        // A line within a block comment may begin with a star, or with nothing.
        return text.isEmpty || text == "*" || openers.contains { text.hasSuffix($0) }
    }

    /// The attributes of each control that a comment names; one with a `problem` where it cannot count.
    static func parse(_ text: String) -> [[String: String]] {
        var words = Words(text)
        guard let names = words.next(), names.value == nil, !names.key.isEmpty else {
            return [["problem": "names no control"]]
        }
        var values: [String: String] = [:]
        while let word = words.next() {
            guard let value = word.value else {
                return [["problem": "'\(word.key.prefix(80))' is no key=\"value\""]]
            }
            guard ["reason", "owner", "until"].contains(word.key) else {
                let hint = NearestName.hint(word.key, among: ["reason", "owner", "until"])
                return [["problem": "unknown key '\(word.key.prefix(80))'\(hint)"]]
            }
            guard values.updateValue(value, forKey: word.key) == nil else {
                return [["problem": "'\(word.key)' stands there twice"]]
            }
        }
        guard !(values["reason"] ?? "").trimmingBlanks.isEmpty else {
            return [["problem": "has no reason: reason=\"…\" says why the gap is accepted"]]
        }
        if let until = values["until"], Day(until) == nil {
            return [["problem": "until is '\(until.prefix(80))', which is no day like 2027-01-31"]]
        }
        return names.key.split(separator: ",").map { name in
            values.merging(["control": String(name)]) { first, _ in first }
        }
    }

    /// Words, and keys with values that may be quoted, up to the end of the comment.
    private struct Words {
        private var rest: Substring

        init(_ text: String) { rest = Substring(text) }

        mutating func next() -> (key: String, value: String?)? {
            rest = rest.drop { $0 == " " || $0 == "\t" || $0 == "\r" }
            guard !rest.isEmpty, !["*/", "-->", "}}", "--}}"].contains(where: rest.hasPrefix) else { return nil }
            let key = rest.prefix { !$0.isWhitespace && $0 != "=" }
            rest = rest.dropFirst(key.count)
            guard rest.first == "=" else { return (String(key), nil) }
            rest = rest.dropFirst()
            if let quote = rest.first, quote == "\"" || quote == "'" {
                rest = rest.dropFirst()
                let value = rest.prefix { $0 != quote }
                rest = rest.dropFirst(value.count + 1)
                return (String(key), String(value))
            }
            let value = rest.prefix { !$0.isWhitespace }
            rest = rest.dropFirst(value.count)
            return (String(key), String(value))
        }
    }
}
