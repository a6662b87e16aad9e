/// A place on simdjson's tape: one value of a parsed document.
///
/// The pointers belong to the ``JSONTape`` that lent the value and are valid for that call alone; the value is
/// never stored. Reads are in bounds because simdjson wrote the tape: every container's
/// first word holds the index after its end, every string's word an offset to a length and that many bytes.
package struct JSONValue {
    enum Kind {
        case object, array, string, integer, unsigned, double, bool, null
    }

    let words: UnsafePointer<UInt64>
    let strings: UnsafeRawPointer
    let index: Int

    @inline(__always)
    private var tag: UInt8 { UInt8(truncatingIfNeeded: words[index] >> 56) }

    @inline(__always)
    private var payload: UInt64 { words[index] & 0x00FF_FFFF_FFFF_FFFF }

    @inline(__always)
    var kind: Kind {
        switch tag {
        case UInt8(ascii: "{"): .object
        case UInt8(ascii: "["): .array
        case UInt8(ascii: "\""): .string
        case UInt8(ascii: "l"): .integer
        case UInt8(ascii: "u"): .unsigned
        case UInt8(ascii: "d"): .double
        case UInt8(ascii: "t"), UInt8(ascii: "f"): .bool
        default: .null
        }
    }

    @inline(__always)
    package var isNull: Bool { tag == UInt8(ascii: "n") }

    /// The index of the word after this value.
    @inline(__always)
    package var end: Int {
        switch tag {
        case UInt8(ascii: "{"), UInt8(ascii: "["): Int(words[index] & 0xFFFF_FFFF)
        case UInt8(ascii: "l"), UInt8(ascii: "u"), UInt8(ascii: "d"): index + 2
        default: index + 1
        }
    }

    @inline(__always)
    package func at(_ index: Int) -> JSONValue {
        JSONValue(words: words, strings: strings, index: index)
    }

    /// The bytes of a string.
    @inline(__always)
    var bytes: UnsafeRawBufferPointer? {
        guard tag == UInt8(ascii: "\"") else { return nil }
        let start = strings + Int(payload)
        return UnsafeRawBufferPointer(start: start + 4, count: Int(start.loadUnaligned(as: UInt32.self)))
    }

    @inline(__always)
    package var string: String? {
        guard let bytes else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    @inline(__always)
    package var integer: Int? {
        guard tag == UInt8(ascii: "l") else { return nil }
        return Int(Int64(bitPattern: words[index + 1]))
    }

    var bool: Bool? {
        switch tag {
        case UInt8(ascii: "t"): true
        case UInt8(ascii: "f"): false
        default: nil
        }
    }

    var double: Double? {
        switch kind {
        case .integer: Double(Int64(bitPattern: words[index + 1]))
        case .unsigned: Double(words[index + 1])
        case .double: Double(bitPattern: words[index + 1])
        default: nil
        }
    }

    /// The number of elements of an array, or of members of an object; a lower bound from 2^24 on.
    @inline(__always)
    var count: Int { Int((words[index] >> 32) & 0xFF_FFFF) }

    /// Where an array's elements lie on the tape; nil when this is no array.
    @inline(__always)
    package var elements: Range<Int>? {
        tag == UInt8(ascii: "[") ? index + 1..<end - 1 : nil
    }

    /// Calls `body` for each element; false when this is no array.
    @inline(__always)
    func forEachElement(_ body: (JSONValue) throws(ProtocolError) -> Void) throws(ProtocolError) -> Bool {
        guard tag == UInt8(ascii: "[") else { return false }
        let last = end - 1
        var position = index + 1
        while position < last {
            let element = at(position)
            try body(element)
            position = element.end
        }
        return true
    }

    /// Calls `body` for each member; false when this is no object.
    @inline(__always)
    package func forEachMember(_ body: (JSONKey, JSONValue) throws(ProtocolError) -> Void) throws(ProtocolError) -> Bool
    {
        guard tag == UInt8(ascii: "{") else { return false }
        let last = end - 1
        var position = index + 1
        while position < last {
            let start = strings + Int(at(position).payload)
            let value = at(position + 1)
            try body(JSONKey(start: start + 4, count: Int(start.loadUnaligned(as: UInt32.self))), value)
            position = value.end
        }
        return true
    }
}

/// A member's key, compared without making a `String`.
package struct JSONKey {
    let start: UnsafeRawPointer
    let count: Int

    @inline(__always)
    static func ~= (pattern: StaticString, key: JSONKey) -> Bool {
        // Safe: both sides hold `count` bytes.
        pattern.utf8CodeUnitCount == key.count && equal(pattern.utf8Start, key.start, key.count)
    }

    @inline(__always)
    private static func equal(_ left: UnsafePointer<UInt8>, _ right: UnsafeRawPointer, _ count: Int) -> Bool {
        for offset in 0..<count where left[offset] != right.load(fromByteOffset: offset, as: UInt8.self) {
            return false
        }
        return true
    }

    package var string: String {
        String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
    }
}
