internal import Reporting

/// Writes XML: the few elements that JUnit and the badge are made of. Every text may be hostile.
enum XML {
    static let header = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

    /// Text for between tags and for attributes alike. What XML 1.0 cannot hold in any form is made visible.
    static func escaped(_ text: String) -> String {
        var out = ""
        for scalar in Escaping.line(text).unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "'": out += "&apos;"
            case "\u{FFFE}", "\u{FFFF}": out += "\\u{" + String(scalar.value, radix: 16) + "}"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    /// `<name a="1" b="2">`, or with `/>` where nothing is within.
    static func tag(_ name: String, _ attributes: [(String, String)], isEmpty: Bool = false) -> String {
        "<" + name + attributes.map { " \($0)=\"\(escaped($1))\"" }.joined() + (isEmpty ? "/>" : ">")
    }
}
