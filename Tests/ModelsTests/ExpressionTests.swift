import Foundation
import Testing

@testable import Models

@Suite struct ExpressionTests {
    /// Expressions of every construct that the parser reads, in the way models write them.
    static let readable = [
        "a", "abc", "^abc", "abc$", "^abc$", "^$", "a|b", "^a|b$", "(a|bc)d", "a*", "a+b", "a?b", "^(ab)*$", "^a{2}$",
        "^a{2,}$",
        "^a{1,3}$", "a.c", "^[a-c]+$", "[^a-c]", "^[a-zA-Z0-9_]+$", "[-_]", "[a\\-b]", "[\\w.-]+$", "(?i)ABC",
        "(?i)[^a-c]", "(?i)[A-C]",
        "(?i)^_*(get|set)_?(name|value)s?$", "a(?i)b", "(?:a|(?i)b)c", "(?i:ab)c", "\\bab\\b", "a\\Bb", "\\bab",
        "ab\\b", "^\\w+\\d\\s\\S\\W\\D$",
        "a\\.b", "\\(\\)\\[\\]\\{\\}\\$\\^\\*\\+\\?\\|\\\\", "^(?!ab)", "^(?!.*(ab|ba)).*a",
        "(?i)^(?!.*(ab|c$)).*(a|_)$", "^(?=.*b)a", "(?i)^(?!a)(?!.*b$)\\w*c?",
        "^a|^b", "(^|_)a", "a(_|$)", "(a|)b", "(a*)*b", "(a|b)*?c", "x{0}", "a{0,2}b", "(a{2}){2}", "()", "a||b",
        "(?i)(^|[^a-z])b", "\\t",
    ]

    /// All texts of up to four of these characters, and some longer ones.
    static let texts: [String] = {
        let letters = ["a", "b", "c", "B", "_", "1", " ", ".", "-"]
        var all = [""]
        var last = [""]
        for _ in 0..<4 {
            last = last.flatMap { text in letters.map { text + $0 } }
            all += last
        }
        return all + [
            "abcabc", "getName", "__set_values", "get_values2", "()[]{}$^*+?|\\", "a1 x-y", "aaaaaaaaaaaaaaaaaaaaaaac",
            "tab\there", "zab ba", "Ab-aB",
            "line\nab", "ab\r\n", "\u{e9}ab", "ab\u{301}", "K\u{212a}", "\u{17f}",
        ]
    }()

    @Test(arguments: readable) func answersAsFoundationDoes(_ source: String) throws {
        #expect(ExpressionParser.parse(source) != nil)
        let pattern = try Pattern(source)
        let expected = try NSRegularExpression(pattern: source)
        for text in Self.texts {
            let range = NSRange(location: 0, length: text.utf16.count)
            let isMatch = expected.firstMatch(in: text, range: range) != nil
            #expect(pattern.matches(text) == isMatch, "\(source) on \(text.debugDescription)")
        }
    }

    /// What is left to Foundation, right or wrong.
    @Test(arguments: [
        "", "(?<!a)b", "(?<=a)b", "(a)\\1", "a(?!b)", "a(?=b)", "(?!a)b", "^(?!a)b|c", "\\p{L}", "\\x41",
        "[[a-c]&&[b]]", "[a&&b]", "[a--b]", "a++", "a*+",
        "^*", "a**", "\\Aa", "é", "(?<n>a)", "(?x)a", "(?s).", "a{2", "a{3,1}", "[b-a]", "(a", "a)", "[", "[]a]", "{",
        "\\", "a{9999}",
    ])
    func leavesTheRestToFoundation(_ source: String) throws {
        #expect(ExpressionParser.parse(source) == nil)
        guard let expected = try? NSRegularExpression(pattern: source) else {
            #expect(throws: PatternError.self) { try Pattern(source) }
            return
        }
        let pattern = try Pattern(source)
        for text in Self.texts {
            let range = NSRange(location: 0, length: text.utf16.count)
            #expect(pattern.matches(text) == (expected.firstMatch(in: text, range: range) != nil))
        }
    }

    @Test func longTextsAndManyStatesTakeLinearTime() throws {
        // Exponential for a backtracking engine, and more states than are kept.
        let pattern = try Pattern("^(a|b|ab)*a(a|b){12}c$")
        let text = String(repeating: "abbab", count: 4000)
        #expect(!pattern.matches(text))
        #expect(pattern.matches(text + "abbababbababbc".suffix(14)))
    }
}
