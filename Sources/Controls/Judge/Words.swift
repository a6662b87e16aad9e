import AnalyzerProtocol
import Models
import Wiring

/// Puts signals into words.
final class Words {
    private let vocabulary: SignalVocabulary
    private let program: Program
    private var templates: [String: Template] = [:]

    init(vocabulary: SignalVocabulary, program: Program) {
        self.vocabulary = vocabulary
        self.program = program
    }

    /// The words of a signal, with what it keeps filled in.
    func describe(_ site: SignalSite) -> String {
        let template = template(of: site.kind)
        guard !template.blanks.isEmpty else { return Self.escaped(template.end) }
        var result = ""
        for (text, name) in template.blanks {
            result += text
            switch name {
            case "target": result += site.target ?? ""
            case "symbol": result += site.node.map { program.nodes[Int($0)].name } ?? ""
            default: result += site.attributes[name] ?? ""
            }
        }
        return Self.escaped(Self.withSingleBlanks(result + template.end))
    }

    /// Words taken apart: what stands before each blank to fill in, the name of what fills it, and what follows the last.
    private struct Template {
        var blanks: [(text: String, name: String)] = []
        var end: String

        init(_ words: String) {
            var rest = words[...]
            while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
                blanks.append((String(rest[..<open]), String(rest[rest.index(after: open)..<close])))
                rest = rest[rest.index(after: close)...]
            }
            end = String(rest)
        }
    }

    private func template(of kind: String) -> Template {
        if let known = templates[kind] { return known }
        let template = Template(vocabulary.words[kind] ?? kind)
        templates[kind] = template
        return template
    }

    /// What was filled in may be nothing, or hold any number of blanks.
    private static func withSingleBlanks(_ text: String) -> String {
        var last = UInt8(ascii: " ")
        let isTidy = text.utf8.allSatisfy { byte in
            defer { last = byte }
            return byte != UInt8(ascii: " ") || last != byte
        }
        if isTidy, last != UInt8(ascii: " ") { return text }
        return text.split(separator: " ").joined(separator: " ")
    }

    /// What a kind of signal means in general: its words up to the first blank to fill in.
    func meaning(of kind: String) -> String {
        let text = vocabulary.words[kind] ?? kind
        guard let open = text.firstIndex(of: "{") else { return text }
        var words = text[..<open].split(separator: " ").map(String.init)
        while let last = words.last, ["with", "to", "of", "the", "("].contains(last) { words.removeLast() }
        return words.joined(separator: " ").trimmingPunctuation
    }

    /// What a setting is where nobody sets it.
    static func defaultText(_ value: Literal) -> String {
        switch value {
        case .null: "no default"
        case .bool(let value): "default \(value)"
        case .number(let value): "default \(Int(exactly: value).map(String.init) ?? String(value))"
        case .string(let text): "default \"\(escaped(String(text.prefix(80))))\""
        }
    }

    /// Text of the repository made fit for a line of a terminal: control characters spelled out, at most 400 characters.
    static func escaped(_ text: String) -> String {
        // Nearly all of it is printable ASCII.
        if text.utf8.count <= 400, text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            // Format characters reverse or hide text; separators end lines.
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse:
                result += "\\u{" + String(scalar.value, radix: 16) + "}"
            default:
                result.unicodeScalars.append(scalar)
            }
        }
        return result.count > 400 ? String(result.prefix(399)) + "…" : result
    }
}

extension String {
    /// Without blanks and sentence marks at the end.
    var trimmingPunctuation: String {
        var end = endIndex
        while end > startIndex, " .,;:".contains(self[index(before: end)]) { end = index(before: end) }
        return String(self[..<end])
    }
}
