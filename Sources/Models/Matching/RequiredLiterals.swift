/// Finds texts without which a regular expression cannot match, so that most texts are refused by a byte search.
///
/// It reads the plain parts of an expression only (letters, digits, groups, alternatives) and gives up on everything
/// that it does not surely understand: a wrong literal would lose matches, none only costs time.
enum RequiredLiterals {
    private static let maximumLiterals = 256

    static func of(_ pattern: String) -> [[UInt8]]? {
        // A multi-byte character may fold to another under (?i); extended syntax changes what blanks mean.
        guard pattern.utf8.allSatisfy({ $0 < 128 }) else { return nil }
        var parser = Parser(bytes: Array(pattern.utf8))
        guard let found = parser.alternatives(), parser.isAtEnd, !found.isEmpty else { return nil }
        // One letter refuses too little.
        return found.allSatisfy { $0.count >= 2 } && found.count <= maximumLiterals ? found : nil
    }

    private struct Parser {
        let bytes: [UInt8]
        var position = 0
        var isAtEnd: Bool { position == bytes.count }

        /// `a|b|c`: every branch must give its literals.
        mutating func alternatives() -> [[UInt8]]? {
            var result: [[UInt8]] = []
            var known = true
            while true {
                switch sequence() {
                case .failed: return nil
                case .literals(let literals): result += literals
                case .none: known = false
                }
                guard position < bytes.count, bytes[position] == UInt8(ascii: "|") else { break }
                position += 1
            }
            return known ? result : []
        }

        private enum Found {
            case failed
            case none
            case literals([[UInt8]])
        }

        /// The best literal of one branch: the longest run, or the alternatives of a group whose shortest is longer.
        private mutating func sequence() -> Found {
            var best: [[UInt8]] = []
            var run: [UInt8] = []
            func better(_ candidate: [[UInt8]]) {
                guard let shortest = candidate.map(\.count).min(), shortest > (best.map(\.count).min() ?? 0) else {
                    return
                }
                best = candidate
            }
            func endRun() {
                if !run.isEmpty { better([run]) }
                run = []
            }
            loop: while position < bytes.count {
                let byte = bytes[position]
                switch byte {
                case UInt8(ascii: "|"), UInt8(ascii: ")"):
                    break loop
                case UInt8(ascii: "("):
                    endRun()
                    position += 1
                    guard let isGroup = groupHead() else { return .failed }
                    guard isGroup else { continue }
                    guard let inner = alternatives(), position < bytes.count, bytes[position] == UInt8(ascii: ")")
                    else { return .failed }
                    position += 1
                    if case .optional = quantifier() { continue }
                    if !inner.isEmpty { better(inner) }
                case UInt8(ascii: "["):
                    endRun()
                    guard skipClass() else { return .failed }
                    _ = quantifier()
                case UInt8(ascii: "."), UInt8(ascii: "^"), UInt8(ascii: "$"):
                    endRun()
                    position += 1
                    _ = quantifier()
                case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "{"):
                    return .failed
                default:
                    var literal = byte
                    position += 1
                    if byte == UInt8(ascii: "\\") {
                        guard position < bytes.count else { return .failed }
                        literal = bytes[position]
                        position += 1
                        let isWord =
                            (48...57).contains(literal) || (65...90).contains(literal) || (97...122).contains(literal)
                        if isWord {
                            // \b, \d, \s, \w and their opposites stand for no text; others (\x41, \Q, \p{..}) are not read.
                            guard "bBdDsSwW".utf8.contains(literal) else { return .failed }
                            endRun()
                            _ = quantifier()
                            continue
                        }
                    }
                    switch quantifier() {
                    case .once:
                        run.append(lower(literal))
                    case .atLeastOnce:
                        run.append(lower(literal))
                        endRun()
                    case .optional:
                        endRun()
                    }
                }
            }
            endRun()
            return best.isEmpty ? .none : .literals(best)
        }

        private enum Quantity { case once, atLeastOnce, optional }

        private mutating func quantifier() -> Quantity {
            guard position < bytes.count else { return .once }
            let quantity: Quantity
            switch bytes[position] {
            case UInt8(ascii: "*"), UInt8(ascii: "?"):
                quantity = .optional
                position += 1
            case UInt8(ascii: "+"):
                quantity = .atLeastOnce
                position += 1
            case UInt8(ascii: "{"):
                // `{0,3}` is optional and `{2}` is not; treating both as optional loses nothing but a literal.
                quantity = .optional
                while position < bytes.count, bytes[position] != UInt8(ascii: "}") { position += 1 }
                position = min(position + 1, bytes.count)
            default:
                return .once
            }
            // Lazy and possessive forms.
            if position < bytes.count, bytes[position] == UInt8(ascii: "?") || bytes[position] == UInt8(ascii: "+") {
                position += 1
            }
            return quantity
        }

        /// After `(`. True for a group whose content must match, false for a flag that stands alone; nil for what is not read.
        private mutating func groupHead() -> Bool? {
            guard position < bytes.count, bytes[position] == UInt8(ascii: "?") else { return true }
            if bytes[position...].starts(with: "?:".utf8) {
                position += 2
                return true
            }
            if bytes[position...].starts(with: "?i)".utf8) {
                position += 3
                return false
            }
            return nil
        }

        private mutating func skipClass() -> Bool {
            position += 1
            if position < bytes.count, bytes[position] == UInt8(ascii: "^") { position += 1 }
            if position < bytes.count, bytes[position] == UInt8(ascii: "]") { return false }
            while position < bytes.count {
                switch bytes[position] {
                case UInt8(ascii: "["): return false
                case UInt8(ascii: "\\"): position += 2
                case UInt8(ascii: "]"):
                    position += 1
                    return true
                default: position += 1
                }
            }
            return false
        }

        private func lower(_ byte: UInt8) -> UInt8 {
            (65...90).contains(byte) ? byte + 32 : byte
        }
    }
}

extension String {
    /// Whether the text contains `literal`, which is lower case, when ASCII letters are compared without case.
    func containsIgnoringASCIICase(_ literal: [UInt8]) -> Bool {
        var text = self
        return text.withUTF8 { bytes in
            guard let first = literal.first, bytes.count >= literal.count else { return literal.isEmpty }
            outer: for start in 0...(bytes.count - literal.count) {
                guard bytes[start].asciiLowercased == first else { continue }
                for offset in 1..<literal.count where bytes[start + offset].asciiLowercased != literal[offset] {
                    continue outer
                }
                return true
            }
            return false
        }
    }
}

extension UInt8 {
    var asciiLowercased: UInt8 { (65...90).contains(self) ? self | 0x20 : self }
}
