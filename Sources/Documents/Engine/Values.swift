internal import Stencil

/// An object of the model. What it does not have is an error with a line, not an empty place in a document.
struct Fields: DynamicMemberLookup, CustomStringConvertible, CustomDebugStringConvertible {
    /// What it is, for messages: `gap`.
    let kind: String
    let values: [String: Any?]

    init(_ kind: String, _ values: [String: Any?]) {
        self.kind = kind
        self.values = values
    }

    subscript(dynamicMember name: String) -> Any? {
        guard let value = values[name] else {
            return UnknownField(
                message: "\(kind) has no '\(name)', only \(values.keys.sorted().joined(separator: ", "))")
        }
        return value
    }

    var description: String { "(\(kind))" }
    var debugDescription: String { description }
}

/// A list of the model. Each round of a loop over it is counted, so that loops within loops come to an end.
struct List: DynamicMemberLookup, Resolvable {
    let elements: [Any]
    let budget: Budget

    func resolve(_ context: Context) throws -> Any? {
        try budget.spend(elements.count)
        return elements
    }

    subscript(dynamicMember name: String) -> Any? {
        switch name {
        case "count": elements.count
        case "first": elements.first
        case "last": elements.last
        default:
            if let index = Int(name) {
                elements.indices.contains(index) ? elements[index] : nil
            } else {
                UnknownField(message: "list has no '\(name)', only count, first, last and numbers")
            }
        }
    }
}

/// What stands in place of something that does not exist: it fails when it is used, however deep.
private struct UnknownField: Resolvable, DynamicMemberLookup {
    let message: String

    func resolve(_ context: Context) throws -> Any? { throw TemplateSyntaxError(message) }
    subscript(dynamicMember name: String) -> Any? { self }
}

/// How much a template may still do.
final class Budget {
    /// The largest document of ours, of 150 controls and 60 components, takes a hundredth of it.
    static let rounds = 2_000_000
    /// Bytes of its own text that a template may repeat; ours repeat a tenth of it at most.
    static let repeated = 1 << 30

    /// How long a template is, with what it includes: no round of a loop writes more of its text.
    var text = 0
    private var left: Int
    private var bytes = Budget.repeated

    init(rounds: Int = Budget.rounds) { left = rounds }

    func spend(_ rounds: Int) throws {
        left -= rounds
        guard left >= 0 else { throw TemplateSyntaxError("the loops of this template have too many rounds") }
        bytes -= rounds * text
        guard bytes >= 0 else { throw TemplateSyntaxError("the loops of this template repeat too much text") }
    }
}
