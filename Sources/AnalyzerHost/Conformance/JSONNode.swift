/// A JSON value of a transcript.
enum JSONNode: Sendable, Equatable, Codable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONNode])
    case object([String: JSONNode])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONNode].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONNode].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        // Ids and versions are integers, and stay so: 1, not 1.0.
        case .number(let value):
            if let integer = Int(exactly: value) { try container.encode(integer) } else { try container.encode(value) }
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }

    /// Whether the value has what the pattern asks for: an object's members, one of a list, anything else itself.
    func matches(_ pattern: JSONNode) -> Bool {
        switch (self, pattern) {
        case (_, .array(let choices)): choices.contains { matches($0) }
        case (.object(let members), .object(let wanted)):
            wanted.allSatisfy { name, value in members[name].map { $0.matches(value) } ?? false }
        default: self == pattern
        }
    }
}
