internal import Configuration
package import Models
package import Secrets

/// What the models see in a file's text and how many lines it has: cached like an analyzer's facts.
///
/// The cached form is one line with the number of lines, then a line for each match: `signal TAB line (TAB key TAB value)*`.
package struct FileText: Sendable, Equatable {
    package var lineCount: Int
    package var matches: [ContentMatch]

    package init(lineCount: Int, matches: [ContentMatch]) {
        self.lineCount = lineCount
        self.matches = matches
    }

    /// Larger files are searched for secrets alone: they are data, not configuration or code that a person wrote.
    package static let searchedBytes = 2 << 20
    /// Files above this size are not even counted, and are named as not read.
    package static let readBytes = 64 << 20

    /// - Parameter secrets: nil leaves secrets unsearched.
    /// - Throws: where the search for secrets itself fails.
    package init(
        path: String, content: [UInt8], models: CompiledModels, secrets: SecretScanner?
    ) throws(SecretError) {
        let isBinary = content.prefix(8000).contains(0)
        var lines = content.withUnsafeBufferPointer { bytes in
            // Without a branch, so that many bytes are counted at once.
            bytes.reduce(into: 0) { $0 += $1 == 0x0A ? 1 : 0 }
        }
        if let last = content.last, last != 0x0A { lines += 1 }
        lineCount = max(1, lines)
        guard !isBinary else {
            matches = []
            return
        }
        // Secrets are searched in data, too.
        var found = try secrets?.matches(path: path, content: content) ?? []
        if content.count <= Self.searchedBytes {
            found += content.withUnsafeBytes { models.contentMatches(path: path, bytes: $0) }
            found += EnvironmentFiles.matches(path: path, content: content)
            found += content.withUnsafeBytes { WaiverComment.matches(path: path, bytes: $0) }
        }
        matches = found
    }

    package var cached: [UInt8] {
        var text = "\(lineCount)\n"
        for match in matches {
            text += "\(match.signal)\t\(match.line)"
            for (key, value) in match.attributes.sorted(by: { $0.key < $1.key }) {
                text += "\t\(key)\t\(value.replacing("\t", with: " ").replacing("\n", with: " "))"
            }
            text += "\n"
        }
        return Array(text.utf8)
    }

    /// Nil where the bytes are not of this form, so that a damaged entry is computed anew.
    package init?(cached: [UInt8]) {
        let lines = cached.split(separator: 0x0A, omittingEmptySubsequences: true)
        guard let first = lines.first, let count = Int(String(decoding: first, as: UTF8.self)), count > 0 else {
            return nil
        }
        var matches: [ContentMatch] = []
        for line in lines.dropFirst() {
            let fields = line.split(separator: 0x09, omittingEmptySubsequences: false).map {
                String(decoding: $0, as: UTF8.self)
            }
            guard fields.count >= 2, fields.count % 2 == 0, let number = Int(fields[1]) else { return nil }
            var attributes: [String: String] = [:]
            for index in stride(from: 2, to: fields.count, by: 2) { attributes[fields[index]] = fields[index + 1] }
            matches.append(ContentMatch(signal: fields[0], line: number, attributes: attributes))
        }
        self.init(lineCount: count, matches: matches)
    }
}
