import AnalyzerProtocol
import Models
import Wiring

/// Puts signals into words.
struct Words {
    let vocabulary: SignalVocabulary
    let program: Program

    /// The words of a signal, with what it keeps filled in.
    func describe(_ site: SignalSite) -> String {
        var text = vocabulary.words[site.kind] ?? site.kind
        guard text.contains("{") else { return Self.escaped(text) }
        var values = site.attributes
        values["target"] = site.target
        values["symbol"] = site.node.map { program.nodes[Int($0)].name }
        var result = ""
        while let open = text.firstIndex(of: "{"), let close = text[open...].firstIndex(of: "}") {
            result += text[..<open]
            result += values[String(text[text.index(after: open)..<close])] ?? ""
            text = String(text[text.index(after: close)...])
        }
        return Self.escaped((result + text).split(separator: " ").joined(separator: " "))
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
