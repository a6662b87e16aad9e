private import Foundation
private import Synchronization

/// A compiled regular expression, matched anywhere in the text.
///
/// What it means is what Foundation's engine (ICU) says. The expressions that models use are simple enough for an
/// ``Automaton``, which needs 10 ns for a name where ICU takes 600; of most others an automaton can tell where they do not match.
/// What is left, and texts beyond printable ASCII, go to ICU.
package struct Pattern: Sendable {
    package let source: String
    /// Lower-case literals of which every match contains at least one, ASCII case aside; nil where none can be told.
    package let requiredLiterals: [[UInt8]]?
    private let engine: Engine
    /// To search for more literals one by one costs as much as the expression.
    private static let maximumSearches = 24

    /// - Throws: what is wrong with the expression, in words.
    package init(_ source: String) throws(PatternError) {
        engine = try Engine(source)
        self.source = source
        requiredLiterals = RequiredLiterals.of(source)
    }

    package func matches(_ text: String) -> Bool {
        if let answer = engine.quickAnswer(text) { return answer }
        if let requiredLiterals, requiredLiterals.count <= Self.maximumSearches,
            !requiredLiterals.contains(where: { text.containsIgnoringASCIICase($0) })
        {
            return false
        }
        return engine.slowAnswer(text)
    }

    /// Shared by all copies of a pattern: what the automata have found stays found.
    private final class Engine: Sendable {
        /// The expression itself, and what stands in look-aheads at its beginning.
        private struct Programs: Sendable {
            let main: Program
            var refused: [Program] = []
            var required: [Program] = []
            /// Whether what matches here may not match in truth.
            let isWider: Bool

            init?(_ source: String) {
                if let wider = ExpressionParser.parse(source) == nil ? ExpressionParser.parseWider(source) : nil {
                    guard let main = Program(wider) else { return nil }
                    self.main = main
                    isWider = true
                    return
                }
                guard let parsed = ExpressionParser.parse(source), let main = Program(parsed.expression) else {
                    return nil
                }
                self.main = main
                isWider = false
                refused = parsed.refused.compactMap(Program.init)
                required = parsed.required.compactMap(Program.init)
                guard refused.count == parsed.refused.count, required.count == parsed.required.count else { return nil }
            }
        }

        private struct Automata: Sendable {
            var main: Automaton
            var refused: [Automaton]
            var required: [Automaton]

            init(_ programs: Programs) {
                main = Automaton(programs.main)
                refused = programs.refused.map(Automaton.init)
                required = programs.required.map(Automaton.init)
            }

            mutating func matches(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool? {
                guard let matches = main.matches(bytes) else { return nil }
                guard matches else { return false }
                for index in refused.indices {
                    guard let isThere = refused[index].matches(bytes) else { return nil }
                    if isThere { return false }
                }
                for index in required.indices {
                    guard let isThere = required[index].matches(bytes) else { return nil }
                    if !isThere { return false }
                }
                return true
            }
        }

        private let source: String
        private let programs: Programs?
        // Both are made when they are first needed: a scan uses a part of the patterns only.
        private let automata = Mutex<Automata?>(nil)
        private let expression: Mutex<FoundationExpression?>

        init(_ source: String) throws(PatternError) {
            self.source = source
            programs = Programs(source)
            // What is not read here, or in part, has to be proved right.
            expression = Mutex(programs?.isWider ?? true ? try FoundationExpression(source) : nil)
        }

        func quickAnswer(_ text: String) -> Bool? {
            guard let programs else { return nil }
            var text = text
            return text.withUTF8 { bytes in
                automata.withLock { automata in
                    if automata == nil { automata = Automata(programs) }
                    guard let answer = automata?.matches(bytes) else { return nil }
                    return answer && programs.isWider ? nil : answer
                }
            }
        }

        func slowAnswer(_ text: String) -> Bool {
            let expression = expression.withLock { expression -> FoundationExpression in
                if let expression { return expression }
                // The parser reads nothing that ICU refuses.
                guard let made = try? FoundationExpression(source) else {
                    preconditionFailure("'\(source)' is read here and is no regular expression")
                }
                expression = made
                return made
            }
            return expression.matches(text)
        }
    }
}

/// Foundation documents NSRegularExpression as immutable and safe to use from many threads at once;
/// only its Sendable annotation is missing on Linux.
private struct FoundationExpression: @unchecked Sendable {
    private let value: NSRegularExpression

    init(_ source: String) throws(PatternError) {
        do {
            value = try NSRegularExpression(pattern: source)
        } catch {
            // Foundation does not say what is wrong; Swift's own parser does.
            var reason = ""
            do { _ = try Regex(source) } catch { reason = ": \(error)" }
            throw PatternError(message: "'\(source)' is not a regular expression\(reason)")
        }
    }

    func matches(_ text: String) -> Bool {
        value.firstMatch(in: text, range: NSRange(location: 0, length: text.utf16.count)) != nil
    }
}

package struct PatternError: Error, Sendable {
    package let message: String
}
