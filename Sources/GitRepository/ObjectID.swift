import CLibgit2

/// The SHA-1 name of an object: 20 bytes, ordered as bytes.
package struct ObjectID: Sendable, Hashable, Comparable, CustomStringConvertible {
    // Two words and a half rather than an array: a scan holds one for every file of every commit.
    private let high: UInt64
    private let middle: UInt64
    private let low: UInt32

    /// All zeros: no object has it. It stands for "not computed".
    package static let zero = ObjectID(high: 0, middle: 0, low: 0)

    private init(high: UInt64, middle: UInt64, low: UInt32) {
        self.high = high
        self.middle = middle
        self.low = low
    }

    init(_ oid: git_oid) {
        self = withUnsafeBytes(of: oid.id) { bytes in
            ObjectID(
                high: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
                middle: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
                low: UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt32.self)))
        }
    }

    var oid: git_oid {
        var result = git_oid()
        withUnsafeMutableBytes(of: &result.id) { bytes in
            bytes.storeBytes(of: high.bigEndian, toByteOffset: 0, as: UInt64.self)
            bytes.storeBytes(of: middle.bigEndian, toByteOffset: 8, as: UInt64.self)
            bytes.storeBytes(of: low.bigEndian, toByteOffset: 16, as: UInt32.self)
        }
        return result
    }

    /// The id written as 40 hexadecimal digits of either case; nil for anything else.
    package init?(_ hex: String) {
        var words: [UInt64] = [0, 0, 0]
        var count = 0
        for byte in hex.utf8 {
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: return nil
            }
            guard count < 40 else { return nil }
            words[count / 16] = words[count / 16] << 4 | UInt64(digit)
            count += 1
        }
        guard count == 40 else { return nil }
        self.init(high: words[0], middle: words[1], low: UInt32(words[2]))
    }

    /// The 20 bytes.
    package var bytes: [UInt8] {
        withUnsafeBytes(of: oid.id) { Array($0) }
    }

    /// 40 lower-case hexadecimal digits.
    package var description: String {
        String(unsafeUninitializedCapacity: 40) { buffer in
            func put(_ digit: UInt64, at index: Int) {
                buffer[index] = UInt8(digit < 10 ? digit + 48 : digit + 87)
            }
            for index in 0..<16 {
                put(high >> UInt64(60 - 4 * index) & 15, at: index)
                put(middle >> UInt64(60 - 4 * index) & 15, at: 16 + index)
            }
            for index in 0..<8 { put(UInt64(low >> UInt32(28 - 4 * index) & 15), at: 32 + index) }
            return 40
        }
    }

    package static func < (left: ObjectID, right: ObjectID) -> Bool {
        (left.high, left.middle, left.low) < (right.high, right.middle, right.low)
    }
}
