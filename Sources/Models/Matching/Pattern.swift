private import Foundation

/// A compiled regular expression, matched anywhere in the text.
package struct Pattern: Sendable {
    package let source: String
    /// Lower-case literals of which every match contains at least one, ASCII case aside; nil where none can be told.
    package let requiredLiterals: [[UInt8]]?
    private let expression: Expression

    /// - Throws: what is wrong with the expression, in words.
    package init(_ source: String) throws(PatternError) {
        // Swift's own parser is the stricter of the two, and its messages name what is wrong.
        do {
            _ = try Regex(source)
        } catch {
            throw PatternError(message: "'\(source)' is not a regular expression: \(error)")
        }
        do {
            expression = Expression(try NSRegularExpression(pattern: source))
        } catch {
            throw PatternError(message: "'\(source)' is not a regular expression")
        }
        self.source = source
        requiredLiterals = RequiredLiterals.of(source)
    }

    package func matches(_ text: String) -> Bool {
        if let requiredLiterals, !requiredLiterals.contains(where: { text.containsIgnoringASCIICase($0) }) { return false }
        return expression.value.firstMatch(in: text, range: NSRange(location: 0, length: text.utf16.count)) != nil
    }

    /// Foundation documents NSRegularExpression as immutable and safe to use from many threads at once;
    /// only its Sendable annotation is missing on Linux.
    private struct Expression: @unchecked Sendable {
        let value: NSRegularExpression
        init(_ value: NSRegularExpression) { self.value = value }
    }
}

package struct PatternError: Error, Sendable {
    package let message: String
}
