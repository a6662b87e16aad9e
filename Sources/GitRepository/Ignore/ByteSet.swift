/// The bytes that a bracket expression such as `[a-z_]` matches.
struct ByteSet: Sendable {
    private var low: (UInt64, UInt64) = (0, 0)
    private var high: (UInt64, UInt64) = (0, 0)

    /// Takes the expression from `rest`, which begins after `[`, up to and with its `]`; nil when it never ends.
    init?(parsing rest: inout ArraySlice<UInt8>) {
        var isNegated = false
        if rest.first == UInt8(ascii: "!") || rest.first == UInt8(ascii: "^") {
            isNegated = true
            rest.removeFirst()
        }
        var previous: UInt8?
        var isFirst = true
        while true {
            guard let byte = rest.first else { return nil }
            if byte == UInt8(ascii: "]"), !isFirst {
                rest.removeFirst()
                break
            }
            isFirst = false
            if byte == UInt8(ascii: "["), let range = Self.classRange(in: rest) {
                guard let members = Self.classes[String(decoding: rest[range], as: UTF8.self)] else { return nil }
                for member in UInt8.min...UInt8.max where members(member) { insert(member) }
                rest = rest[(range.upperBound + 2)...]
                previous = nil
            } else if byte == UInt8(ascii: "-"), let start = previous, let next = rest.dropFirst().first,
                next != UInt8(ascii: "]")
            {
                rest.removeFirst()
                guard let end = Self.literal(&rest) else { return nil }
                if start <= end { for member in start...end { insert(member) } }
                previous = nil
            } else {
                guard let member = Self.literal(&rest) else { return nil }
                insert(member)
                previous = member
            }
        }
        if isNegated {
            low = (~low.0, ~low.1)
            high = (~high.0, ~high.1)
        }
    }

    func contains(_ byte: UInt8) -> Bool {
        word(byte) >> UInt64(byte & 63) & 1 == 1
    }

    private func word(_ byte: UInt8) -> UInt64 {
        switch byte >> 6 {
        case 0: low.0
        case 1: low.1
        case 2: high.0
        default: high.1
        }
    }

    private mutating func insert(_ byte: UInt8) {
        let bit = UInt64(1) << UInt64(byte & 63)
        switch byte >> 6 {
        case 0: low.0 |= bit
        case 1: low.1 |= bit
        case 2: high.0 |= bit
        default: high.1 |= bit
        }
    }

    private static func literal(_ rest: inout ArraySlice<UInt8>) -> UInt8? {
        guard let byte = rest.popFirst() else { return nil }
        return byte == UInt8(ascii: "\\") ? rest.popFirst() : byte
    }

    /// Where the name lies in `[:name:]`.
    private static func classRange(in rest: ArraySlice<UInt8>) -> Range<Int>? {
        guard rest.starts(with: "[:".utf8) else { return nil }
        let start = rest.startIndex + 2
        guard let end = rest[start...].firstIndex(of: UInt8(ascii: ":")), end + 1 < rest.endIndex,
            rest[end + 1] == UInt8(ascii: "]")
        else { return nil }
        return start..<end
    }

    private static let classes: [String: @Sendable (UInt8) -> Bool] = [
        "alnum": { isLetter($0) || isDigit($0) },
        "alpha": { isLetter($0) },
        "blank": { $0 == 32 || $0 == 9 },
        "cntrl": { $0 < 32 || $0 == 127 },
        "digit": { isDigit($0) },
        "graph": { (33...126).contains($0) },
        "lower": { (97...122).contains($0) },
        "print": { (32...126).contains($0) },
        "punct": { (33...126).contains($0) && !isLetter($0) && !isDigit($0) },
        "space": { $0 == 32 || (9...13).contains($0) },
        "upper": { (65...90).contains($0) },
        "xdigit": { isDigit($0) || (65...70).contains($0) || (97...102).contains($0) },
    ]

    private static func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte | 32) }
    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}
