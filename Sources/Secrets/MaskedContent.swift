/// A file's lines as they may be shown: what is known to be a secret, and what a name says is one, is masked. It rather hides too much:
/// whoever gets a report may not be let into the repository.
package struct MaskedContent {
    /// Lines without their ends; bytes that are no UTF-8 appear as replacement characters.
    private let lines: [ArraySlice<UInt8>]
    private let redactor: Redactor
    /// Lines whose every value is hidden.
    private var hidden: Set<Int>

    /// - Parameters:
    ///   - hidden: numbers of lines that show no literal at all.
    /// - Throws: where the search for secrets itself fails, so that nothing is shown unsearched.
    ///
    /// Nil for a content with more secrets than are searched for: what follows the last one found is not known.
    package init?(_ content: [UInt8], path: String, hidden: Set<Int>, redactor: Redactor) throws(SecretError) {
        var content = content
        let places = try redactor.places(in: content)
        guard places.count < SecretScanner.mostFindings else { return nil }
        for place in places {
            // Ends of lines stay, so that numbers of lines do.
            for index in place where content[index] != 0x0A && content[index] != 0x0D {
                content[index] = UInt8(ascii: "*")
            }
        }
        lines = content.split(separator: 0x0A, omittingEmptySubsequences: false)
        self.redactor = redactor
        self.hidden = hidden
        if SecretPlace.isYAML(path) { self.hidden.formUnion(Self.linesOfSecrets(lines)) }
    }

    /// As many of them as there are; numbers begin with 1.
    package func lines(_ range: Range<Int>) throws(SecretError) -> [String] {
        // What follows the last end of a line is none.
        let count = lines.last?.isEmpty == true ? lines.count - 1 : lines.count
        let numbers = range.clamped(to: 1..<count + 1)
        return try numbers.map { (number) throws(SecretError) in try line(number) }
    }

    private func line(_ number: Int) throws(SecretError) -> String {
        var line = Array(lines[number - 1].prefix(4_096))
        if hidden.contains(number) {
            LineMask.hideValues(&line)
        } else {
            LineMask.hideNamed(&line)
        }
        // A line that stands alone may show what the whole content hid.
        return try redactor.redact(String(decoding: line, as: UTF8.self))
    }

    /// What stands below `data` and `stringData` of a `kind: Secret`.
    private static func linesOfSecrets(_ lines: [ArraySlice<UInt8>]) -> Set<Int> {
        var found: Set<Int> = []
        var document: Set<Int> = []
        var isSecret = false
        var isData = false
        for (index, line) in lines.enumerated() {
            if line.starts(with: "---".utf8) {
                if isSecret { found.formUnion(document) }
                (document, isSecret, isData) = ([], false, false)
            } else if let first = line.first, first != 0x20, first != 0x23, first != 0x0D {
                isData = line.starts(with: "data:".utf8) || line.starts(with: "stringData:".utf8)
                if line.starts(with: "kind:".utf8), line.dropFirst(5).trimmed.starts(with: "Secret".utf8) {
                    isSecret = true
                }
            } else if isData {
                document.insert(index + 1)
            }
        }
        return isSecret ? found.union(document) : found
    }
}

extension Redactor {
    /// Where secrets of a known format stand in a content; of a private key all of it.
    func places(in content: [UInt8]) throws(SecretError) -> [Range<Int>] {
        let found: [SecretScanner.Place]
        do {
            found = try content.withUnsafeBytes { try scanner.places($0) }
        } catch {
            throw error as? SecretError ?? SecretError(description: "\(error)", index: nil)
        }
        return found.map { place in
            guard scanner.search.rules[place.rule].kind == .privateKey else { return place.secret }
            return place.secret.lowerBound..<Self.endOfKey(content, from: place.match.upperBound)
        }
    }

    /// Behind `-----END … KEY-----`, or the end of the content.
    private static func endOfKey(_ content: [UInt8], from start: Int) -> Int {
        let mark = Array("-----END".utf8)
        var index = start
        while index + mark.count <= content.count {
            if content[index] == mark[0], content[index..<index + mark.count].elementsEqual(mark) {
                return content[index...].firstIndex(of: 0x0A) ?? content.count
            }
            index += 1
        }
        return content.count
    }
}
