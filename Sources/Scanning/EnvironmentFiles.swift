internal import Models

/// Reads which variables a configuration file sets for the repository's own code: `.env` files and Dockerfiles.
///
/// Of compose files the analyzer tells, by signals of the same names.
enum EnvironmentFiles {
    /// The signal of a variable that is set; its attribute is `name`.
    static let setting = "environment.set"
    /// The signal of a file whose variables go to a program of others; its attribute is `file`.
    static let givenAway = "environment.given-away"

    private static let maximumBytes = 256 << 10

    static func matches(path: String, content: [UInt8]) -> [ContentMatch] {
        guard content.count <= maximumBytes else { return [] }
        let name = String(path.split(separator: "/").last ?? "")
        if isDotenv(name) { return dotenv(String(decoding: content, as: UTF8.self), isSample: isSample(name)) }
        if name == "Dockerfile" || name.hasPrefix("Dockerfile.") || name.hasSuffix(".Dockerfile")
            || name.hasSuffix(".dockerfile")
        {
            return DockerfileVariables.read(String(decoding: content, as: UTF8.self)).map {
                match($0.name, line: $0.line, value: $0.value)
            }
        }
        return []
    }

    private static func match(_ name: String, line: Int, value: Substring?) -> ContentMatch {
        var attributes = ["name": name]
        if let value, turnsOn(value) { attributes["on"] = "true" }
        return ContentMatch(signal: setting, line: line, attributes: attributes)
    }

    /// Whether a value is neither empty nor a no, nor handed on from where it may be either.
    private static func turnsOn(_ value: Substring) -> Bool {
        var text = value.trimmed
        if let first = text.first, first == "\"" || first == "'" {
            text = text.dropFirst().prefix { $0 != first }.trimmed
        } else if let comment = text.indices.first(where: {
            text[$0] == "#" && ($0 == text.startIndex || text[text.index(before: $0)] == " ")
        }) {
            text = text[..<comment].trimmed
        }
        if text.hasPrefix("$") {
            // `${NAME:-default}`, whole.
            guard text.hasPrefix("${"), text.hasSuffix("}"), let mark = text.firstIndex(of: "-") else { return false }
            text = text[text.index(after: mark)...].dropLast().trimmed
            if text.hasPrefix("$") { return false }
        }
        return !text.isEmpty && !["0", "false", "no", "off", "none", "null", "disabled"].contains(text.lowercased())
    }

    /// Files that show what could be set, and set nothing.
    private static func isSample(_ name: String) -> Bool {
        ["example", "sample", "template", "dist", "test"].contains(where: name.contains)
    }

    static func isVariable(_ name: some StringProtocol) -> Bool {
        guard let first = name.utf8.first, !(48...57).contains(first) else { return false }
        return name.utf8.allSatisfy {
            (65...90).contains($0) || (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "_")
        }
    }

    // MARK: .env

    private static func isDotenv(_ name: String) -> Bool {
        guard name != ".envrc" else { return false }
        return name == ".env" || name.hasPrefix(".env.") || name.hasSuffix(".env") || name == "env.example"
            || name == "env.sample"
    }

    private static func dotenv(_ text: String, isSample: Bool) -> [ContentMatch] {
        var found: [ContentMatch] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            var line = line.drop { $0 == " " || $0 == "\t" }
            if line.hasPrefix("export ") { line = line.dropFirst(7).drop { $0 == " " } }
            guard let equals = line.firstIndex(of: "=") else { continue }
            var name = line[..<equals]
            while name.last == " " { name.removeLast() }
            guard isVariable(name) else { continue }
            let value = isSample ? nil : line[line.index(after: equals)...]
            found.append(match(String(name), line: index + 1, value: value))
        }
        return found
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        var text = self
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return text
    }
}
