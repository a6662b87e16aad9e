/// Reads the part of regular expressions that models use: letters, classes, groups, alternatives, counts, `^`, `$`, `\b`, `(?i)`, and
/// look-aheads that stand at the beginning (`^(?!…)`).
///
/// It gives up on everything that it does not surely understand (look-behinds, back references, other letters than ASCII): then
/// Foundation's engine, which decides what an expression means, matches it.
struct ExpressionParser {
    /// An expression together with the look-aheads at its beginning.
    struct Parsed: Equatable {
        var refused: [Expression] = []
        var required: [Expression] = []
        var expression: Expression
    }

    /// Longer expressions, counted after repetitions are written out, are left to Foundation.
    private static let maximumCount = 200
    private static let maximumDepth = 40

    private let bytes: [UInt8]
    private var position = 0
    private var ignoresCase = false
    private var depth = 0
    /// Whether what stands in look-aheads and look-behinds is passed over.
    private let passesOverConditions: Bool

    static func parse(_ source: String) -> Parsed? {
        // Foundation refuses the empty expression.
        guard !source.isEmpty, source.utf8.allSatisfy({ $0 >= 32 && $0 < 127 }) else { return nil }
        var parser = ExpressionParser(bytes: Array(source.utf8), passesOverConditions: false)
        return parser.parse()
    }

    /// An expression that matches wherever `source` does, and perhaps elsewhere: without its look-aheads and look-behinds.
    static func parseWider(_ source: String) -> Expression? {
        guard !source.isEmpty, source.utf8.allSatisfy({ $0 >= 32 && $0 < 127 }) else { return nil }
        var parser = ExpressionParser(bytes: Array(source.utf8), passesOverConditions: true)
        guard let all = parser.alternatives(), parser.isAtEnd else { return nil }
        return all
    }

    private init(bytes: [UInt8], passesOverConditions: Bool) {
        self.bytes = bytes
        self.passesOverConditions = passesOverConditions
    }

    private mutating func parse() -> Parsed? {
        var parsed = Parsed(expression: .empty)
        if take("(?i)") { ignoresCase = true }
        if take("^") {
            while let isRefused = take("(?!") ? true : take("(?=") ? false : nil {
                let outer = ignoresCase
                guard let inner = alternatives(), take(")") else { return nil }
                ignoresCase = outer
                let anchored = Expression.sequence([.textStart, inner])
                if isRefused { parsed.refused.append(anchored) } else { parsed.required.append(anchored) }
            }
            let hasLookAheads = !parsed.refused.isEmpty || !parsed.required.isEmpty
            // A count after `^` or after a look-ahead is not read, and neither is what begins in one branch only.
            guard isAtEnd || !"*+?{".utf8.contains(bytes[position]) else { return nil }
            if !hasLookAheads {
                position = position - 1
            } else {
                guard let rest = sequence(), isAtEnd else { return nil }
                parsed.expression = .sequence([.textStart, rest])
                return parsed
            }
        }
        guard let all = alternatives(), isAtEnd else { return nil }
        parsed.expression = all
        return parsed
    }

    private var isAtEnd: Bool { position >= bytes.count }

    private mutating func take(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard bytes.count - position >= count else { return false }
        for offset in 0..<count where bytes[position + offset] != text.utf8Start[offset] { return false }
        position += count
        return true
    }

    private mutating func alternatives() -> Expression? {
        depth += 1
        defer { depth -= 1 }
        guard depth < Self.maximumDepth, let first = sequence() else { return nil }
        var branches = [first]
        while take("|") {
            guard let next = sequence() else { return nil }
            branches.append(next)
        }
        return branches.count == 1 ? first : .choice(branches)
    }

    private mutating func sequence() -> Expression? {
        var parts: [Expression] = []
        while !isAtEnd, bytes[position] != UInt8(ascii: "|"), bytes[position] != UInt8(ascii: ")") {
            if take("(?i)") {
                // It holds to the end of the group, further branches included.
                ignoresCase = true
                continue
            }
            if passesOverConditions, take("(?!") || take("(?=") || take("(?<!") || take("(?<=") {
                guard skipGroup(), isAtEnd || !"*+?{".utf8.contains(bytes[position]) else { return nil }
                continue
            }
            guard let part = atom() else { return nil }
            switch part {
            case .textStart, .textEnd, .wordBorder:
                guard isAtEnd || !"*+?{".utf8.contains(bytes[position]) else { return nil }
                parts.append(part)
            default:
                guard let counted = counted(part) else { return nil }
                parts.append(counted)
            }
        }
        return parts.count == 1 ? parts[0] : parts.isEmpty ? .empty : .sequence(parts)
    }

    /// Behind the beginning of a group: to the end of it, whatever it holds.
    private mutating func skipGroup() -> Bool {
        var open = 1
        var isClass = false
        while !isAtEnd {
            let byte = bytes[position]
            position += byte == UInt8(ascii: "\\") ? 2 : 1
            switch byte {
            case UInt8(ascii: "["):
                // Sets in sets are not counted here.
                guard !isClass else { return false }
                isClass = true
                if !isAtEnd, bytes[position] == UInt8(ascii: "^") { position += 1 }
                guard !isAtEnd, bytes[position] != UInt8(ascii: "]") else { return false }
            case UInt8(ascii: "]"): isClass = false
            case UInt8(ascii: "(") where !isClass: open += 1
            case UInt8(ascii: ")") where !isClass:
                open -= 1
                if open == 0 { return true }
            default: break
            }
        }
        return false
    }

    private mutating func atom() -> Expression? {
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "("):
            let outer = ignoresCase
            defer { ignoresCase = outer }
            if take("?") {
                if take("i:") { ignoresCase = true } else if !take(":") { return nil }
            }
            guard let inner = alternatives(), take(")") else { return nil }
            return inner
        case UInt8(ascii: "["): return characterClass()
        case UInt8(ascii: "."): return .set(ASCIISet.lineEnds.inverted)
        case UInt8(ascii: "^"): return .textStart
        case UInt8(ascii: "$"): return .textEnd
        case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "{"), UInt8(ascii: "}"),
            UInt8(ascii: "]"):
            return nil
        case UInt8(ascii: "\\"):
            guard !isAtEnd else { return nil }
            if take("b") { return .wordBorder(true) }
            if take("B") { return .wordBorder(false) }
            return escaped().map(Expression.set)
        default: return .set(literal(byte))
        }
    }

    private func literal(_ byte: UInt8) -> ASCIISet {
        let set = ASCIISet(CollectionOfOne(byte))
        return ignoresCase ? set.withBothCases : set
    }

    /// What follows a backslash, in a class or outside.
    private mutating func escaped() -> ASCIISet? {
        guard !isAtEnd else { return nil }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "d"): return .digits
        case UInt8(ascii: "D"): return ASCIISet.digits.inverted
        case UInt8(ascii: "w"): return .words
        case UInt8(ascii: "W"): return ASCIISet.words.inverted
        case UInt8(ascii: "s"): return .blanks
        case UInt8(ascii: "S"): return ASCIISet.blanks.inverted
        case UInt8(ascii: "t"): return ASCIISet(CollectionOfOne(9))
        default: return ASCIISet.words.contains(byte) ? nil : ASCIISet(CollectionOfOne(byte))
        }
    }

    private mutating func counted(_ part: Expression) -> Expression? {
        var result = part
        if take("*") {
            result = .repetition(part, least: 0, most: nil)
        } else if take("+") {
            result = .repetition(part, least: 1, most: nil)
        } else if take("?") {
            result = .repetition(part, least: 0, most: 1)
        } else if take("{") {
            guard let least = number() else { return nil }
            var most: Int? = least
            if take(",") { most = !isAtEnd && bytes[position] == UInt8(ascii: "}") ? nil : number() ?? -1 }
            guard take("}"), least <= Self.maximumCount, most ?? least <= Self.maximumCount, most ?? least >= least
            else { return nil }
            result = .repetition(part, least: least, most: most)
        } else {
            return part
        }
        // A lazy count finds another match and not another answer; a possessive one is not read, nor is a second count.
        if take("?") { return isAtEnd || !"*+?{".utf8.contains(bytes[position]) ? result : nil }
        return isAtEnd || !"*+{".utf8.contains(bytes[position]) ? result : nil
    }

    private mutating func number() -> Int? {
        var value = 0
        let start = position
        while !isAtEnd, (48...57).contains(bytes[position]), position - start < 4 {
            value = value * 10 + Int(bytes[position] - 48)
            position += 1
        }
        return position > start ? value : nil
    }

    /// After `[`. Sets of sets and operations between sets are not read.
    private mutating func characterClass() -> Expression? {
        let isInverted = take("^")
        var set = ASCIISet()
        var isFirst = true
        guard isAtEnd || bytes[position] != UInt8(ascii: "]") else { return nil }
        while !take("]") {
            guard !isAtEnd, !"[{}".utf8.contains(bytes[position]) else { return nil }
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "&"), !isAtEnd, bytes[position] == byte { return nil }
            if byte == UInt8(ascii: "-"), !(isFirst || (!isAtEnd && bytes[position] == UInt8(ascii: "]"))) {
                return nil
            }
            isFirst = false
            if byte == UInt8(ascii: "\\") {
                guard let found = escaped() else { return nil }
                set.formUnion(found)
                // `\w-x` and `\.-x` mean what is not obvious.
                if !isAtEnd, bytes[position] == UInt8(ascii: "-"), !isClassEnd(position + 1) { return nil }
                continue
            }
            if !isAtEnd, bytes[position] == UInt8(ascii: "-"), !isClassEnd(position + 1) {
                position += 1
                guard !isAtEnd else { return nil }
                let last = bytes[position]
                position += 1
                guard ASCIISet.words.contains(byte), ASCIISet.words.contains(last), byte <= last else { return nil }
                set.formUnion(ASCIISet(byte...last))
            } else {
                set.insert(byte)
            }
        }
        if ignoresCase { set = set.withBothCases }
        return .set(isInverted ? set.inverted : set)
    }

    private func isClassEnd(_ place: Int) -> Bool { place < bytes.count && bytes[place] == UInt8(ascii: "]") }
}
