internal import Foundation

/// Values and programs as they may stand inside a page.
enum InlineText {
    /// JSON that no reader of HTML takes for markup: `</script>`, `<!--` and line separators appear as escapes of the same text.
    static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var out: [UInt8] = []
        let bytes = Array(try encoder.encode(value))
        out.reserveCapacity(bytes.count + bytes.count / 50)
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "<"): out += Array("\\u003c".utf8)
            case UInt8(ascii: ">"): out += Array("\\u003e".utf8)
            case UInt8(ascii: "&"): out += Array("\\u0026".utf8)
            // U+2028 and U+2029 are E2 80 A8 and E2 80 A9: only their last byte is known to be theirs alone.
            case 0xA8 where isSeparator(bytes, index):
                out.replaceSubrange((out.count - 2)..., with: Array("\\u2028".utf8))
            case 0xA9 where isSeparator(bytes, index):
                out.replaceSubrange((out.count - 2)..., with: Array("\\u2029".utf8))
            default: out.append(byte)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func isSeparator(_ bytes: [UInt8], _ index: Int) -> Bool {
        index >= 2 && bytes[index - 1] == 0x80 && bytes[index - 2] == 0xE2
    }

    /// `'sha256-…'`, as a policy names what may run.
    static func source(_ text: String) -> String {
        "'sha256-" + Data(SHA256.digest(Array(text.utf8))).base64EncodedString() + "'"
    }

    /// Text of HTML, in an element or in a quoted attribute.
    static func html(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }
}
