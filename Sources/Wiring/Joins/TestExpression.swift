/// What `-k` and `-m` of pytest ask for: `not slow and (api or web)`.
indirect enum TestExpression: Equatable {
    case name(String)
    case not(TestExpression)
    case and(TestExpression, TestExpression)
    case or(TestExpression, TestExpression)

    /// Deeper than anybody writes: what is deeper is not understood.
    private static let maximumDepth = 64

    /// Takes as many words as belong to the expression; its quotes are gone. Nil where it is not understood, or is known only
    /// where it runs.
    init?(_ first: [String], _ words: inout ArraySlice<String>) {
        var tokens = Tokens(first, words)
        guard let expression = tokens.alternatives(0), !tokens.isBroken else { return nil }
        words = words.dropFirst(tokens.taken)
        self = expression
    }

    func holds(_ has: (String) -> Bool) -> Bool {
        switch self {
        case .name(let name): has(name)
        case .not(let inner): !inner.holds(has)
        case .and(let one, let other): one.holds(has) && other.holds(has)
        case .or(let one, let other): one.holds(has) || other.holds(has)
        }
    }

    private struct Tokens {
        private var words: ArraySlice<String>
        /// Of those that were given first: they are not counted as taken.
        private var given: Int
        private(set) var taken = 0
        private var pending: [String] = []
        private(set) var isBroken = false

        init(_ first: [String], _ rest: ArraySlice<String>) {
            let leading = first.flatMap { $0.split(separator: " ").map(String.init) }
            words = (leading + rest)[...]
            given = leading.count
        }

        private mutating func peek() -> String? {
            if pending.isEmpty, let word = words.first { pending = Self.pieces(word) }
            return pending.first
        }

        private mutating func advance() {
            guard !pending.isEmpty else { return }
            pending.removeFirst()
            guard pending.isEmpty else { return }
            words = words.dropFirst()
            if given > 0 { given -= 1 } else { taken += 1 }
        }

        /// A word and the parentheses around it.
        private static func pieces(_ word: String) -> [String] {
            var pieces: [String] = []
            var name = ""
            for character in word where character != "'" && character != "\"" {
                if character == "(" || character == ")" {
                    if !name.isEmpty { pieces.append(name) }
                    name = ""
                    pieces.append(String(character))
                } else {
                    name.append(character)
                }
            }
            if !name.isEmpty { pieces.append(name) }
            return pieces.isEmpty ? [""] : pieces
        }

        mutating func alternatives(_ depth: Int) -> TestExpression? {
            guard var result = conjunction(depth) else { return nil }
            while peek() == "or" {
                advance()
                guard let next = conjunction(depth) else { return nil }
                result = .or(result, next)
            }
            return result
        }

        private mutating func conjunction(_ depth: Int) -> TestExpression? {
            guard var result = single(depth) else { return nil }
            while peek() == "and" {
                advance()
                guard let next = single(depth) else { return nil }
                result = .and(result, next)
            }
            return result
        }

        private mutating func single(_ depth: Int) -> TestExpression? {
            guard depth < maximumDepth, let word = peek(), !word.isEmpty, !word.contains("$"), !word.contains("`")
            else {
                isBroken = true
                return nil
            }
            advance()
            switch word {
            case "not": return single(depth + 1).map { .not($0) }
            case "(":
                let inner = alternatives(depth + 1)
                guard peek() == ")" else {
                    isBroken = true
                    return nil
                }
                advance()
                return inner
            default: return .name(word.lowercased())
            }
        }
    }
}
