/// What a text must be beside its pattern: checksums and structures that vendors publish.
package enum SecretCheck: String, Sendable, CaseIterable {
    /// The last six characters are the CRC-32 of what stands between the prefix and them, in base 62: GitHub, npm.
    case crc62 = "crc-32"
    /// The first part is a JSON object with the key `alg`.
    case jwt
    /// A password that no sample, template or variable is.
    case password
    /// The lines after the heading are those of a key.
    case keyBlock = "key-block"
    /// A user and a password in base 64, of which the password is no sample.
    case basic
    /// At least one digit and one letter: random, no word.
    case mixed

    /// - Parameters:
    ///   - secret: the bytes that matched.
    ///   - rest: what follows them in the content.
    func accepts(_ secret: ArraySlice<UInt8>, rest: ArraySlice<UInt8>) -> Bool {
        switch self {
        case .crc62: Self.hasCRC(secret)
        case .jwt: Self.isJWT(secret)
        case .password: Placeholder.mayBePassword(secret)
        case .keyBlock: Self.isKeyBody(rest)
        case .basic: Self.isBasic(secret)
        case .mixed: secret.contains(where: \.isDigit) && secret.contains(where: \.isLetter)
        }
    }

    static func hasCRC(_ secret: ArraySlice<UInt8>) -> Bool {
        guard let underscore = secret.lastIndex(of: UInt8(ascii: "_")) else { return false }
        let body = secret[(underscore + 1)...]
        guard body.count > 6 else { return false }
        return Array(body.suffix(6)) == crc62(body.dropLast(6))
    }

    /// Six digits of base 62 of the CRC-32.
    static func crc62(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var value = crc32(bytes)
        let digits = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
        var text: [UInt8] = []
        for _ in 0..<6 {
            text.append(digits[Int(value % 62)])
            value /= 62
        }
        return text.reversed()
    }

    private static func crc32(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1 }
        }
        return ~crc
    }

    private static func isJWT(_ secret: ArraySlice<UInt8>) -> Bool {
        let parts = secret.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, let header = base64(parts[0]), let claims = base64(parts[1]) else { return false }
        let name = Array("\"alg\"".utf8)
        return header.first == UInt8(ascii: "{") && claims.first == UInt8(ascii: "{") && header.contains(name)
    }

    private static func isBasic(_ secret: ArraySlice<UInt8>) -> Bool {
        guard let plain = base64(secret), let colon = plain.firstIndex(of: UInt8(ascii: ":")), colon > 0 else {
            return false
        }
        let password = plain[(colon + 1)...].filter { $0 != 0x0A }[...]
        return password.count >= 6 && plain.allSatisfy { (32...126).contains($0) || $0 == 0x0A }
            && Placeholder.mayBePassword(password) && !Placeholder.isCommonPassword(password)
            && !Placeholder.isDerived(password, from: plain[..<colon])
    }

    /// Base 64 of either alphabet, padded or not; nil where there is another character.
    static func base64(_ text: some Sequence<UInt8>) -> [UInt8]? {
        var bits: UInt32 = 0
        var count = 0
        var result: [UInt8] = []
        for byte in text where byte != UInt8(ascii: "=") {
            let value: UInt32
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = UInt32(byte) - 65
            case UInt8(ascii: "a")...UInt8(ascii: "z"): value = UInt32(byte) - 71
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = UInt32(byte) + 4
            case UInt8(ascii: "+"), UInt8(ascii: "-"): value = 62
            case UInt8(ascii: "/"), UInt8(ascii: "_"): value = 63
            default: return nil
            }
            bits = (bits << 6 | value) & 0xFF_FFFF
            count += 6
            if count >= 8 {
                count -= 8
                result.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return result
    }

    /// Shorter pieces are words, expressions and names of headings; the last line of a key is not needed.
    private static let shortestPiece = 24

    /// At least 64 characters of base 64 within two kilobytes, in lines, in one line, or as lines of a string literal;
    /// names of headings, the expressions of scanners, samples and dots are none.
    private static func isKeyBody(_ rest: ArraySlice<UInt8>) -> Bool {
        var body: [UInt8] = []
        var window = Array(rest.prefix(2_048))
        if let end = window.firstRange(of: Array("-----".utf8))?.lowerBound { window.removeSubrange(end...) }
        var start = window.startIndex
        for index in 0...window.count {
            if index < start || index < window.count && window[index].isBase64 { continue }
            let piece = window[start..<index]
            if piece.count >= shortestPiece, isMixed(piece) { body += piece }
            // `\n` in a string literal: the letter is none of the key.
            let isEscape = index < window.count && window[index] == UInt8(ascii: "\\")
            start = min(index + (isEscape ? 2 : 1), window.count)
            if body.count >= 512 { break }
        }
        return body.count >= 64 && Set(body.prefix(256)).count >= 16 && !Placeholder.isRepeated(body[...])
    }

    /// Small and capital letters and digits, as any line of a key has them; a path or a name has not.
    private static func isMixed(_ piece: ArraySlice<UInt8>) -> Bool {
        piece.contains(where: \.isUpper) && piece.contains(where: \.isLower) && piece.contains(where: \.isDigit)
    }
}

extension UInt8 {
    var isDigit: Bool { (48...57).contains(self) }
    var isLetter: Bool { (65...90).contains(self) || (97...122).contains(self) }
    var isUpper: Bool { (65...90).contains(self) }
    var isLower: Bool { (97...122).contains(self) }
    var isBase64: Bool { isDigit || isLetter || self == 43 || self == 47 || self == 61 }
    var lowered: UInt8 { isUpper ? self + 32 : self }
}
