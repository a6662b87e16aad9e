/// Text of the scanned repository made safe for an output: it is untrusted, and may hold escape codes, newlines or markup.
package enum Escaping {
    /// For a terminal or a single line: control characters (C0, DEL, C1), line separators and bidirectional overrides
    /// appear as `\u{…}`.
    package static func line(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
        var out = ""
        for scalar in text.unicodeScalars {
            if isUnsafe(scalar) {
                out += "\\u{" + String(scalar.value, radix: 16) + "}"
            } else {
                out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    /// For Markdown text: as ``line(_:)``, and what Markdown or HTML would read as markup is escaped.
    package static func markdown(_ text: String) -> String {
        var out = ""
        for character in line(text) {
            switch character {
            case "\\", "`", "*", "_", "{", "}", "[", "]", "|", "#", "~": out += "\\\(character)"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "&": out += "&amp;"
            default: out.append(character)
            }
        }
        return out
    }

    /// For Markdown code: the fence is longer than any run of backticks inside, and a table's bars are escaped.
    package static func code(_ text: String) -> String {
        let safe = line(text).replacing("|", with: "\\|")
        var longest = 0
        var run = 0
        for character in safe {
            run = character == "`" ? run + 1 : 0
            longest = max(longest, run)
        }
        let fence = String(repeating: "`", count: longest + 1)
        let pad = safe.hasPrefix("`") || safe.hasSuffix("`") ? " " : ""
        return fence + pad + safe + pad + fence
    }

    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0: true
        case 0x2028, 0x2029, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }
}
