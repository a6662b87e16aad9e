/// A regular expression of plain ASCII, taken apart. See ``ExpressionParser`` for what it may hold.
indirect enum Expression: Sendable, Equatable {
    case empty
    case set(ASCIISet)
    case textStart
    case textEnd
    case wordBorder(Bool)
    case sequence([Expression])
    case choice([Expression])
    /// - Parameter most: nil for any number.
    case repetition(Expression, least: Int, most: Int?)

    /// Whether it can match nowhere but where the text begins.
    var isAnchored: Bool {
        switch self {
        case .textStart: true
        case .sequence(let parts): parts.first?.isAnchored ?? false
        case .choice(let branches): branches.allSatisfy(\.isAnchored)
        default: false
        }
    }
}

/// Some of the 128 characters of ASCII.
struct ASCIISet: Sendable, Hashable {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    init() {}

    init(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { insert(byte) }
    }

    /// - Parameter byte: below 128.
    mutating func insert(_ byte: UInt8) {
        if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte & 63) }
    }

    func contains(_ byte: UInt8) -> Bool {
        byte < 64 ? low >> UInt64(byte) & 1 == 1 : high >> UInt64(byte & 63) & 1 == 1
    }

    mutating func formUnion(_ other: ASCIISet) {
        low |= other.low
        high |= other.high
    }

    var inverted: ASCIISet {
        var result = self
        result.low = ~low
        result.high = ~high
        return result
    }

    /// With both cases of every letter in it.
    var withBothCases: ASCIISet {
        var result = self
        for letter in UInt8(ascii: "a")...UInt8(ascii: "z") where contains(letter) || contains(letter ^ 0x20) {
            result.insert(letter)
            result.insert(letter ^ 0x20)
        }
        return result
    }

    static let digits = ASCIISet(UInt8(ascii: "0")...UInt8(ascii: "9"))
    static let blanks = ASCIISet([9, 10, 11, 12, 13, 32])
    static let lineEnds = ASCIISet([10, 11, 12, 13])
    static let words: ASCIISet = {
        var set = digits
        set.formUnion(ASCIISet(UInt8(ascii: "a")...UInt8(ascii: "z")).withBothCases)
        set.insert(UInt8(ascii: "_"))
        return set
    }()
}
