internal import Stencil

/// The names that a template uses and those that its loops give, read off its tokens.
///
/// The engine takes a name that nobody gives for an empty text; a document would lack what its author thinks it has.
struct TokenNames {
    /// Each name with the token that uses it, the first time.
    private(set) var used: [(name: String, token: Token)] = []
    private(set) var given: Set<String> = []

    private var seen: Set<String> = []
    private static let words: Set<String> = [
        "if", "else", "elif", "in", "where", "not", "and", "or", "==", "!=", "<", "<=", ">", ">=", "(", ")", "true",
        "false",
    ]

    init(_ tokens: [Token]) {
        for token in tokens {
            switch token.kind {
            case .variable: token.components.forEach { use($0, token) }
            case .block: read(block: token)
            case .text, .comment: break
            }
        }
    }

    private mutating func read(block token: Token) {
        var words = token.components[...]
        // A loop may have a label.
        if let first = words.first, first.hasSuffix(":") { words.removeFirst() }
        switch words.popFirst() {
        case "for":
            let names = words.popFirst() ?? ""
            given.formUnion(names.split(separator: ",").map { String($0.filter { $0 != " " }) })
            words.forEach { use($0, token) }
        case "if", "elif", "ifnot": words.forEach { use($0, token) }
        default: break
        }
    }

    /// - Parameter expression: a variable with its filters, or an operator.
    private mutating func use(_ expression: String, _ token: Token) {
        guard !Self.words.contains(expression) else { return }
        let parts = Self.split(expression, at: "|")
        var variables = parts.prefix(1)
        for filter in parts.dropFirst() {
            guard let colon = filter.firstIndex(of: ":") else { continue }
            variables += Self.split(String(filter[filter.index(after: colon)...]), at: ",")
        }
        for variable in variables {
            let name = String(variable.filter { $0 != " " }.prefix { $0 != "." && $0 != "[" })
            guard let first = name.first, first.isLetter || first == "_", !Self.words.contains(name) else { continue }
            if seen.insert(name).inserted { used.append((name, token)) }
        }
    }

    /// Parts between separators that stand in no quotes.
    private static func split(_ text: String, at separator: Character) -> [String] {
        var parts = [""]
        var quote: Character?
        for character in text {
            if character == quote {
                quote = nil
            } else if quote == nil, character == "'" || character == "\"" {
                quote = character
            }
            if character == separator, quote == nil {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
        }
        return parts
    }
}
