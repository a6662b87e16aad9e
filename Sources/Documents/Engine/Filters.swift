internal import Foundation
internal import Stencil

/// The filters that templates have besides the engine's own. docs/templates.md describes them.
struct Filters {
    let markup: Markup

    func register(in registry: Extension) {
        registry.registerFilter("raw") { Self.mapped($0) { ($0 as? SafeText)?.raw ?? $0 } }
        registry.registerFilter("md") { Self.mapped($0) { $0.map { markup.escape(Self.raw($0)) } } }
        registry.registerFilter("code", filter: code)
        registry.registerFilter("cell", filter: cell)
        registry.registerFilter("date") { ($0).map { String(Self.raw($0).prefix(10)) } }
        registry.registerFilter("anchor") { ($0).map { Self.anchor(Self.raw($0)) } }
        registry.registerFilter("limit", filter: Self.limited)
        registry.registerFilter("indent", filter: Self.indented)
        registry.registerFilter("beyond", filter: Self.beyond)
        registry.registerFilter("listed", filter: listed)
        registry.registerFilter("counted", filter: Self.counted)
        // Numbers and lists have descriptions of their own that a reader of the document should not see.
        registry.registerFilter("round") { value in (value as? Double).map { Int($0.rounded()) } ?? value }
    }

    private func code(_ value: Any?) -> Any? {
        guard let value else { return nil }
        if let list = value as? [Any] { return list.map { markup.code(Self.raw($0)) }.joined(separator: ", ") }
        return markup.code(Self.raw(value))
    }

    /// The first ones as code, and how many there are besides: `` `a`, `b` and 3 more ``.
    private func listed(_ value: Any?, _ arguments: [Any?]) throws -> Any? {
        guard let number = arguments.first as? Int, number > 0, arguments.count == 1 else {
            throw TemplateSyntaxError("'listed' takes a number: {{ list|listed:5 }}")
        }
        guard let list = value as? [Any] else { return value.map { markup.code(Self.raw($0)) } }
        let shown = list.prefix(number).map { markup.code(Self.raw($0)) }.joined(separator: ", ")
        return list.count > number ? "\(shown) and \(list.count - number) more" : shown
    }

    /// One cell of a table: a list is joined, nothing is a dash, and what breaks rows or cells is made harmless.
    private func cell(_ value: Any?) -> Any? {
        let text: String
        if let list = value as? [Any] {
            text = list.map(Self.shown).joined(separator: ", ")
        } else {
            text = value.map(Self.shown) ?? ""
        }
        if text.isEmpty { return "–" }
        guard markup == .markdown else { return text }
        var out = ""
        var isEscaped = false
        for character in text {
            switch character {
            case "|" where !isEscaped: out += "\\|"
            case _ where character.isNewline: out += " "
            default: out.append(character)
            }
            isEscaped = character == "\\" && !isEscaped
        }
        return out
    }

    /// The name by which a heading of this text is linked to, as GitHub makes it.
    private static func anchor(_ text: String) -> String {
        var out = ""
        for character in text.lowercased() {
            if character.isLetter || character.isNumber || character == "-" || character == "_" {
                out.append(character)
            }
            if character == " " { out.append("-") }
        }
        return out
    }

    private static func limited(_ value: Any?, _ arguments: [Any?]) throws -> Any? {
        guard let number = arguments.first as? Int, number >= 0, arguments.count == 1 else {
            throw TemplateSyntaxError("'limit' takes a number: {{ list|limit:5 }}")
        }
        return (value as? [Any]).map { Array($0.prefix(number)) } ?? value
    }

    /// How many a list has besides the first ones.
    private static func beyond(_ value: Any?, _ arguments: [Any?]) throws -> Any? {
        guard let number = arguments.first as? Int, number >= 0, arguments.count == 1 else {
            throw TemplateSyntaxError("'beyond' takes a number: {{ list|beyond:5 }}")
        }
        return (value as? [Any]).map { max(0, $0.count - number) } ?? value
    }

    /// All lines but the first (or with it), after so many blanks or other characters. The engine's own takes any number, and fails badly.
    private static func indented(_ value: Any?, _ arguments: [Any?]) throws -> Any? {
        guard let value else { return nil }
        let width = arguments.isEmpty ? 4 : arguments[0] as? Int
        let mark = arguments.count > 1 ? arguments[1] as? String : " "
        let isWhole = arguments.count > 2 ? arguments[2] as? Bool : false
        guard let width, let mark, let isWhole, (0...100).contains(width), mark.count == 1, arguments.count <= 3 else {
            throw TemplateSyntaxError("'indent' takes a number of at most 100: {{ text|indent:4 }}")
        }
        let indent = String(repeating: mark, count: width)
        let lines = shown(value).split(separator: "\n", omittingEmptySubsequences: false)
        return lines.enumerated().map { $1.isEmpty || ($0 == 0 && !isWhole) ? String($1) : indent + $1 }
            .joined(separator: "\n")
    }

    /// `3 gaps`, `1 gap`.
    private static func counted(_ value: Any?, _ arguments: [Any?]) throws -> Any? {
        guard let noun = arguments.first as? String, arguments.count == 1 else {
            throw TemplateSyntaxError("'counted' takes a noun: {{ number|counted:\"gap\" }}")
        }
        guard let number = (value as? Int) ?? (value as? [Any])?.count else { return value }
        return "\(number) \(noun)\(number == 1 ? "" : "s")"
    }

    /// A value's own text, before any escaping.
    private static func raw(_ value: Any) -> String { (value as? SafeText)?.raw ?? shown(value) }

    /// A value as a document shows it.
    private static func shown(_ value: Any) -> String {
        (value as? String) ?? (value as? any CustomStringConvertible)?.description ?? ""
    }

    private static func mapped(_ value: Any?, _ change: (Any?) -> Any?) -> Any? {
        if let list = value as? [Any] { return list.map { change($0) as Any } }
        return change(value)
    }
}
