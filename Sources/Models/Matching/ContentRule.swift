/// A model entry about the lines of text files.
package struct ContentRule: Sendable {
    package let signal: String
    package let attributes: [String: String]
    /// A part that every matching line has; searched for first, letter by letter.
    package let literal: LiteralSearch
    let pattern: Pattern
    let conditions: Conditions

    init(entry: ModelEntry, pattern: Pattern, literal: String, conditions: Conditions) {
        signal = entry.signal
        attributes = entry.literalAttributes
        self.literal = LiteralSearch(literal)
        self.pattern = pattern
        self.conditions = conditions
    }
}

/// A line of a text file that matched.
package struct ContentMatch: Sendable, Hashable {
    package let signal: String
    /// 1-based.
    package let line: Int
    package let attributes: [String: String]

    package init(signal: String, line: Int, attributes: [String: String] = [:]) {
        self.signal = signal
        self.line = line
        self.attributes = attributes
    }
}
