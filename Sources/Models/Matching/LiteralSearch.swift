#if canImport(Glibc)
    private import Glibc
#elseif canImport(Musl)
    private import Musl
#elseif canImport(Darwin)
    private import Darwin
#endif

/// Searches bytes for a literal by the byte of it that source text has least often: `memchr` then skips at memory speed.
package struct LiteralSearch: Sendable {
    package let literal: [UInt8]
    private let anchor: Int

    package init(_ text: String) {
        let bytes = Array(text.utf8)
        literal = bytes
        anchor = bytes.indices.min { Self.frequency(bytes[$0]) < Self.frequency(bytes[$1]) } ?? 0
    }

    package func isFound(in text: String) -> Bool {
        var text = text
        return text.withUTF8 { find(in: UnsafeRawBufferPointer($0), from: 0) != nil }
    }

    package func find(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard let base = bytes.baseAddress, !literal.isEmpty else { return nil }
        var position = start + anchor
        // The anchor may stand no later than this, or the rest of the literal would not fit.
        let end = bytes.count - (literal.count - 1 - anchor)
        return literal.withUnsafeBytes { needle in
            while position < end {
                guard let hit = memchr(base + position, Int32(needle[anchor]), end - position) else { return nil }
                let found = UnsafeRawPointer(hit) - base - anchor
                if memcmp(base + found, needle.baseAddress!, needle.count) == 0 { return found }
                position = found + anchor + 1
            }
            return nil
        }
    }

    /// A rough rank of how often source text has a byte.
    private static func frequency(_ byte: UInt8) -> Int {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "e"), UInt8(ascii: "t"), UInt8(ascii: "a"), UInt8(ascii: "o"),
            UInt8(ascii: "n"),
            UInt8(ascii: "i"), UInt8(ascii: "r"), UInt8(ascii: "s"):
            9
        case 97...122: 6
        case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "\""),
            UInt8(ascii: "="):
            5
        case 48...57: 4
        case 65...90: 2
        default: 3
        }
    }
}
