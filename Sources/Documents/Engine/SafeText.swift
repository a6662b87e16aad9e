internal import Foundation
internal import Reporting

/// What a document is written in, and so how text of the repository is escaped where a template shows it.
package enum Markup: Sendable {
    case markdown, html, plain

    /// By the name of a template's file: `gaps.html.stencil` makes HTML, `gaps.txt.stencil` plain text, any other Markdown.
    package init(file: String) {
        var name = Substring(file.lowercased())
        if name.hasSuffix(".stencil") { name = name.dropLast(".stencil".count) }
        switch name.split(separator: ".").last {
        case "html", "htm": self = .html
        case "txt", "text": self = .plain
        default: self = .markdown
        }
    }

    /// Text made safe: it shows what it says, and cannot become markup, a table's border or an escape code.
    func escape(_ text: String) -> String {
        switch self {
        case .plain: Escaping.line(text)
        case .html: Self.html(text)
        case .markdown: Self.markdown(text)
        }
    }

    /// As a piece of code, which may stand in a cell of a table too.
    func code(_ text: String) -> String {
        switch self {
        case .plain: Escaping.line(text)
        case .html: "<code>" + Self.html(text) + "</code>"
        case .markdown: text.isEmpty ? "" : Escaping.code(text)
        }
    }

    private static func html(_ text: String) -> String {
        var out = ""
        for character in Escaping.line(text) {
            switch character {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "'": out += "&#39;"
            default: out.append(character)
            }
        }
        return out
    }

    /// Besides what is markup anywhere, what is markup at the beginning of a line: lists, headings, indented code.
    private static func markdown(_ text: String) -> String {
        let indent = text.prefix { $0 == " " }.count
        let escaped = Escaping.markdown(String(text.dropFirst(indent)))
        let start = String(repeating: "&#32;", count: indent)
        guard let first = escaped.first else { return start }
        if "-+=:".contains(first) { return start + "\\" + escaped }
        let digits = escaped.prefix { $0.isASCII && $0.isNumber }
        if let mark = escaped.dropFirst(digits.count).first, !digits.isEmpty, ".)".contains(mark) {
            return start + digits + "\\" + escaped.dropFirst(digits.count)
        }
        return start + escaped
    }
}

/// Text that may come from the repository: shown escaped, unless a template asks for it as it is (`|raw`).
struct SafeText: Hashable, CustomStringConvertible, CustomDebugStringConvertible {
    let raw: String
    let markup: Markup

    var description: String { markup.escape(raw) }
    /// The engine shows the elements of a list by this.
    var debugDescription: String { description }
}
