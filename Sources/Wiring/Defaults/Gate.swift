package import AnalyzerProtocol

/// Why something does not run unless somebody configures it.
package struct Gate: Sendable, Hashable {
    /// What has to be set: a variable of the environment, a flag, a field of the configuration.
    package var name: String
    /// What it has to be: `set`, `unset`, `"otlp"`.
    package var wanted: String
    /// What it is where nobody sets it; null where it has no value at all.
    package var value: Literal
    /// Where it is asked.
    package var path: String
    package var line: Int
    /// Where its default stands.
    package var defaultPath: String
    package var defaultLine: Int
    /// Where a file that is shipped sets it: `deploy/.env:3`; nil where none does.
    package var shippedAt: String?
}

extension Gate {
    init(_ condition: ConfiguredCondition, _ value: DefaultValue, path: String, shippedAt: String?) {
        self.shippedAt = shippedAt
        let values = condition.values.map(\.quoted).joined(separator: " or ")
        switch condition.test {
        case .set: wanted = "set"
        case .unset: wanted = "unset"
        case .equals: wanted = values
        case .differs: wanted = "other than " + values
        case .required: wanted = "given"
        }
        name = value.name
        self.value = value.literal
        self.path = path
        line = condition.line
        defaultPath = value.path
        defaultLine = value.line
    }
}

/// An index into ``Program/gates`` and one more; 0 for what nothing gates.
package typealias GateID = UInt16

/// A value that something has where nobody configures anything.
struct DefaultValue: Hashable {
    var literal: Literal
    var name: String
    var path: String
    var line: Int

    /// Whether it counts as set; nil where that depends on who reads it: `"false"` is a text, and a flag that is off.
    var isSet: Bool? {
        switch literal {
        case .null: return false
        case .bool(let value): return value
        case .number(let value): return value != 0
        case .string(let text):
            if text.isEmpty { return false }
            return ["0", "false", "no", "off", "0s", "none", "null"].contains(text.lowercased()) ? nil : true
        }
    }

    /// Whether it is that literal, whatever the case of texts; a value that is not set is every empty literal.
    func equals(_ other: Literal) -> Bool {
        switch (literal, other) {
        case (.string(let left), .string(let right)): left.lowercased() == right.lowercased()
        case (.null, _): DefaultValue(literal: other, name: "", path: "", line: 0).isSet == false
        default: literal == other || literal.plain == other.plain
        }
    }
}

extension Literal {
    /// As a reader sees it in the source.
    fileprivate var quoted: String {
        if case .string(let text) = self { return "\"\(text.prefix(40))\"" }
        return self == .null ? "null" : plain
    }

    /// As text, so that `"8080"` is 8080.
    fileprivate var plain: String {
        switch self {
        case .null: ""
        case .bool(let value): value ? "true" : "false"
        case .number(let value): Int(exactly: value).map(String.init) ?? String(value)
        case .string(let text): text.lowercased()
        }
    }
}

/// All values that something may have where nobody configures anything; none where that is not known.
struct Defaults {
    private(set) var values: [DefaultValue] = []
    private(set) var isKnown = true
    /// More than this are no default.
    private static let limit = 8

    static let unknown = Defaults(isKnown: false)

    init(_ values: [DefaultValue] = []) { self.values = values }
    private init(isKnown: Bool) { self.isKnown = isKnown }

    /// Known, and at least one.
    var isUsable: Bool { isKnown && !values.isEmpty }

    mutating func add(_ value: DefaultValue) {
        guard isKnown, !values.contains(where: { $0.literal == value.literal }) else { return }
        if values.count < Self.limit { values.append(value) } else { self = .unknown }
    }

    /// The parts of values that are lists written as a text, `file,console`; nil where one is no text, or they are not known.
    var parts: Defaults? {
        guard isUsable else { return nil }
        var result = Defaults()
        for value in values {
            var texts: [Substring] = [""]
            switch value.literal {
            case .string(let text) where !text.isEmpty:
                texts = text.split { $0.isWhitespace || $0 == "," || $0 == ";" }
            case .string, .null: break
            case .bool, .number: return nil
            }
            for text in texts {
                var part = value
                part.literal = .string(String(text))
                result.add(part)
            }
        }
        return result
    }

    /// Calls a value by the name of what it is the default of.
    mutating func rename(_ index: Int, to name: String) { values[index].name = name }

    mutating func add(_ other: Defaults) {
        guard other.isUsable else {
            self = .unknown
            return
        }
        for value in other.values { add(value) }
    }
}
