/// Text of the scanned repository made safe for an output: it is untrusted, and may hold escape codes, newlines or markup.
package enum Escaping {
    /// For a terminal or a single line: control characters (C0, DEL, C1), line separators, bidirectional overrides and
    /// what takes no place (zero-width space and the like; joiners belong to scripts and emoji) appear as `\u{…}`.
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

    /// For JSON that somebody may look at on a terminal: what ``line(_:)`` escapes and JSON allows as it is (DEL, C1,
    /// separators, overrides) is written as `\uXXXX`, which stands for the same text.
    package static func json(_ bytes: [UInt8]) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        guard bytes.contains(where: { $0 >= 0x7F }), text.unicodeScalars.contains(where: isHiddenInJSON) else {
            return text
        }
        var out = ""
        out.reserveCapacity(bytes.count + 64)
        for scalar in text.unicodeScalars {
            guard isHiddenInJSON(scalar) else {
                out.unicodeScalars.append(scalar)
                continue
            }
            for unit in scalar.utf16 {
                let digits = String(unit, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return out
    }

    /// Control characters below the space are escaped by any JSON encoder; its own line breaks are layout.
    private static func isHiddenInJSON(_ scalar: Unicode.Scalar) -> Bool { scalar.value >= 0x7F && isUnsafe(scalar) }

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

    /// A path as a relative URI reference: every byte that is not unreserved or a slash is percent-encoded, also the colon,
    /// which would make the first segment a scheme.
    package static func uri(_ path: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "/"):
                bytes.append(byte)
            default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0: true
        case 0x00AD, 0x061C, 0x180E, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF: true
        case 0xFFF9...0xFFFB, 0xE0000...0xE007F: true
        default: false
        }
    }
}
