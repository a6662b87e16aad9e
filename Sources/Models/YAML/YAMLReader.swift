/// Takes keys out of a mapping, and complains about those that nobody took.
package struct YAMLReader {
    package let file: String
    package let line: Int
    private var rest: [(key: String, value: YAMLValue)]
    private let what: String

    /// - Parameter what: names the thing in messages: "a model entry", "a control".
    package init(_ value: YAMLValue, file: String, what: String) throws(ModelError) {
        guard case .mapping(let pairs) = value.content else {
            throw ModelError(file: file, line: value.line, message: "\(what) must be a mapping")
        }
        self.file = file
        self.line = value.line
        self.what = what
        rest = pairs
    }

    package var keys: [String] { rest.map(\.key) }

    package mutating func take(_ key: String) -> YAMLValue? {
        guard let index = rest.firstIndex(where: { $0.key == key }) else { return nil }
        return rest.remove(at: index).value
    }

    package mutating func require(_ key: String) throws(ModelError) -> YAMLValue {
        guard let value = take(key) else {
            throw ModelError(file: file, line: line, message: "\(what) lacks the key '\(key)'")
        }
        return value
    }

    package mutating func text(_ key: String) throws(ModelError) -> String? {
        try take(key).map { (value) throws(ModelError) in try Self.text(value, key: key, file: file) }
    }

    package mutating func requireText(_ key: String) throws(ModelError) -> String {
        try Self.text(try require(key), key: key, file: file)
    }

    /// A text or a list of texts.
    package mutating func texts(_ key: String) throws(ModelError) -> [String]? {
        try take(key).map { (value) throws(ModelError) in try Self.texts(value, key: key, file: file) }
    }

    /// Call last: every key that is left is an error.
    package func finish() throws(ModelError) {
        guard let (key, value) = rest.first else { return }
        throw ModelError(file: file, line: value.line, message: "unknown key '\(key)' in \(what)")
    }

    package static func text(_ value: YAMLValue, key: String, file: String) throws(ModelError) -> String {
        guard let text = value.text else {
            throw ModelError(file: file, line: value.line, message: "'\(key)' must be a text")
        }
        guard text.utf8.contains(where: { $0 > 32 }) else {
            throw ModelError(file: file, line: value.line, message: "'\(key)' is empty")
        }
        return text
    }

    package static func texts(_ value: YAMLValue, key: String, file: String) throws(ModelError) -> [String] {
        guard case .sequence(let items) = value.content else {
            return [try text(value, key: key, file: file)]
        }
        guard !items.isEmpty else {
            throw ModelError(file: file, line: value.line, message: "'\(key)' is an empty list")
        }
        var result: [String] = []
        for item in items { result.append(try text(item, key: key, file: file)) }
        return result
    }
}
