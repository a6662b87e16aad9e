/// Writes JSON text. Content is megabytes, so strings are escaped by hand from bytes to bytes.
package struct JSONWriter {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    mutating func reserve(_ count: Int) {
        bytes.reserveCapacity(count)
    }

    /// Appends text that is JSON already.
    package mutating func raw(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    func isUTF8(_ text: [UInt8]) -> Bool {
        text.withUnsafeBufferPointer(isValidUTF8)
    }

    /// Appends a JSON string of valid UTF-8: runs without anything to escape are copied whole.
    package mutating func string(_ text: [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        text.withUnsafeBufferPointer { source in
            var start = 0
            var position = 0
            while position < source.count {
                position = JSONWriter.plainEnd(source, from: position)
                guard position < source.count else { break }
                let byte = source[position]
                if byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\") {
                    position += 1
                    continue
                }
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: source[start..<position]))
                escape(byte)
                position += 1
                start = position
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: source[start...]))
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// The next byte that may need an escape, found by eight at a time; one of the last seven may be a plain one.
    private static func plainEnd(_ source: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops = ones << 7
        let raw = UnsafeRawBufferPointer(source)
        var position = start
        while position + 8 <= raw.count {
            let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: position, as: UInt64.self))
            // A byte below n leaves its top bit when n is taken from it; a byte that equals x is 0 after ^ x, which is below 1.
            let quotes = word ^ (ones &* 0x22)
            let slashes = word ^ (ones &* 0x5C)
            let low = (word &- ones &* 0x20) & ~word
            let found = (low | ((quotes &- ones) & ~quotes) | ((slashes &- ones) & ~slashes)) & tops
            // The lowest of them is right; those above may be carried over from it.
            if found != 0 { return position + found.trailingZeroBitCount / 8 }
            position += 8
        }
        return position
    }

    private mutating func escape(_ byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        default:
            let digits: StaticString = "0123456789abcdef"
            raw("u00")
            // Safe: both nibbles are below 16.
            bytes.append(digits.utf8Start[Int(byte >> 4)])
            bytes.append(digits.utf8Start[Int(byte & 15)])
        }
    }

    /// Appends a JSON string that holds the bytes in base64 (RFC 4648, section 4, padded).
    mutating func base64(_ data: [UInt8]) {
        let alphabet: StaticString = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        bytes.reserveCapacity(bytes.count + (data.count + 2) / 3 * 4 + 2)
        bytes.append(UInt8(ascii: "\""))
        var position = 0
        while position < data.count {
            let left = data.count - position
            let first = UInt32(data[position]) << 16
            let second = left > 1 ? UInt32(data[position + 1]) << 8 : 0
            let third = left > 2 ? UInt32(data[position + 2]) : 0
            let group = first | second | third
            for digit in 0..<4 {
                // Safe: six bits index 64 characters.
                let character = alphabet.utf8Start[Int(group >> UInt32(18 - 6 * digit)) & 63]
                bytes.append(digit <= left ? character : UInt8(ascii: "="))
            }
            position += 3
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
