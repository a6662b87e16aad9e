import Models

/// The keys of a mapping of the configuration, taken one by one; an unknown one is an error with the nearest right name.
struct SettingsMapping {
    let file: String
    let line: Int
    let what: String
    private var pairs: [(key: String, value: YAMLValue)]

    /// - Parameter keys: those that exist.
    init(_ value: YAMLValue, _ keys: [String], file: String, what: String) throws(ModelError) {
        guard case .mapping = value.content else {
            throw ModelError(
                file: file, line: value.line,
                message: "\(what) must be a mapping, with some of the keys \(keys.joined(separator: ", "))")
        }
        self.init(value, file: file, what: what, pairs: try Self.pairs(value, file: file, what: what))
        for (key, value) in pairs where !keys.contains(key) {
            let near = NearestName.hint(key, among: keys)
            let hint = near.isEmpty ? ", which has \(keys.joined(separator: ", "))" : near
            throw ModelError(
                file: file, line: value.line, message: "unknown key '\(key)' in \(what)\(hint)\(Self.note(key))")
        }
    }

    private init(_ value: YAMLValue, file: String, what: String, pairs: [(key: String, value: YAMLValue)]) {
        self.file = file
        line = value.line
        self.what = what
        self.pairs = pairs
    }

    /// What a mapping from names of the user's own holds.
    static func pairs(
        _ value: YAMLValue, file: String, what: String
    ) throws(ModelError) -> [(key: String, value: YAMLValue)] {
        guard case .mapping(let pairs) = value.content else {
            throw ModelError(file: file, line: value.line, message: "\(what) must be a mapping from keys to values")
        }
        return pairs
    }

    /// Analyzers are programs: a repository that could name one would run it.
    private static func note(_ key: String) -> String {
        ["command", "program", "run", "path", "executable"].contains(key)
            ? "; a repository cannot name a program to run: give a folder of analyzers with --analyzers" : ""
    }

    var keys: [String] { pairs.map(\.key) }

    func error(_ message: String, line: Int? = nil) -> ModelError {
        ModelError(file: file, line: line ?? self.line, message: message)
    }

    /// An empty value is as good as none.
    func value(_ key: String) -> YAMLValue? { pairs.first { $0.key == key }?.value }

    func text(_ key: String, limit: Int = SettingsLimits.text) throws(ModelError) -> String? {
        guard let value = value(key) else { return nil }
        return try text(of: value, key, limit: limit)
    }

    func requiredText(_ key: String, limit: Int = SettingsLimits.text) throws(ModelError) -> String {
        guard let text = try text(key, limit: limit) else { throw error("\(what) lacks the key '\(key)'") }
        return text
    }

    /// Why something is so, in words: a switch says nothing to whoever reads the report, and `skip: false` would be the contrary of what is meant.
    func reason(_ key: String) throws(ModelError) -> String? {
        guard let value = value(key) else { return nil }
        if case .scalar(let text, plain: true) = value.content,
            Self.switches.contains(text.lowercased()) || value.number != nil
        {
            throw error("'\(key)' is '\(text)', and should say why, in words", line: value.line)
        }
        return try text(of: value, key)
    }

    private static let switches = ["true", "false", "yes", "no", "on", "off", "y", "n"]

    /// One line of text that is neither empty nor too long.
    func text(of value: YAMLValue, _ key: String, limit: Int = SettingsLimits.text) throws(ModelError) -> String {
        guard let text = value.text else { throw error("'\(key)' must be a text", line: value.line) }
        let trimmed = text.trimmingBlanks
        guard !trimmed.isEmpty, !value.isNull else { throw error("'\(key)' is empty", line: value.line) }
        guard text.utf8.count <= limit else {
            throw error("'\(key)' has more than \(limit) bytes", line: value.line)
        }
        return trimmed.split(whereSeparator: \.isNewline).map { String($0).trimmingBlanks }.joined(separator: " ")
    }

    /// A list, each item with its line.
    func list(_ key: String, limit: Int) throws(ModelError) -> [YAMLValue] {
        guard let value = value(key), !value.isNull else { return [] }
        guard case .sequence(let items) = value.content else {
            throw error("'\(key)' must be a list", line: value.line)
        }
        guard items.count <= limit else { throw error("'\(key)' has more than \(limit) entries", line: value.line) }
        return items
    }

    /// A text or a list of texts.
    func texts(_ key: String, limit: Int, bytes: Int = SettingsLimits.pattern) throws(ModelError) -> [Settings.Entry] {
        if let value = value(key), value.text != nil, !value.isNull {
            return [Settings.Entry(text: try text(of: value, key, limit: bytes), line: value.line)]
        }
        var entries: [Settings.Entry] = []
        for item in try list(key, limit: limit) {
            entries.append(Settings.Entry(text: try text(of: item, key, limit: bytes), line: item.line))
        }
        return entries
    }

    func number(_ key: String, _ range: ClosedRange<Double>) throws(ModelError) -> Double? {
        guard let value = value(key) else { return nil }
        guard let number = value.number, range.contains(number) else {
            throw error(
                "'\(key)' must be a number from \(Self.shown(range.lowerBound)) to \(Self.shown(range.upperBound))",
                line: value.line)
        }
        return number
    }

    private static func shown(_ number: Double) -> String {
        number == number.rounded() ? String(Int(number)) : String(number)
    }

    /// One of some words.
    func word(_ key: String, among words: [String]) throws(ModelError) -> String? {
        guard let text = try text(key) else { return nil }
        guard words.contains(text) else {
            throw error(
                "'\(text)' is no value of '\(key)': \(words.joined(separator: ", "))"
                    + NearestName.hint(text, among: words), line: value(key)?.line)
        }
        return text
    }
}

extension YAMLValue {
    fileprivate var number: Double? {
        guard case .scalar(let text, plain: true) = content,
            text.utf8.allSatisfy({ (48...57).contains($0) || $0 == UInt8(ascii: ".") })
        else { return nil }
        return Double(text)
    }
}

extension String {
    /// Without blanks and line breaks at both ends.
    var trimmingBlanks: String {
        var text = self[...]
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
