internal import Foundation

/// Writes the texts of examples out. Their bodies are made up by rule here, so that no file holds anything that looks
/// like a credential, and scanners of others stay silent.
///
/// `{a:36}` are 36 letters and digits; `l` small letters and digits, `u` capitals and digits, `s` letters, `m` small letters,
/// `c` capitals, `h` hexadecimal digits, `H` with capitals, `d` digits, `t` base 32 in capitals, `b` of base 64,
/// `w` of base 64 for URLs; `{crc:30}` 30 letters and digits with their checksum, `{jwt}` a token of that form,
/// `{basic}` a user with a password in base 64, `{key}` the lines of a key, `{uuid}` an identifier, `{-}` nothing.
package enum SecretSample {
    package static func text(_ sample: String, seed: String) -> String {
        var state: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in seed.utf8 { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
        var result = ""
        var rest = sample[...]
        while let close = rest.firstIndex(of: "}") {
            guard let open = rest[..<close].lastIndex(of: "{") else {
                result += rest[...close]
                rest = rest[rest.index(after: close)...]
                continue
            }
            result += rest[..<open]
            let inner = rest[rest.index(after: open)..<close]
            result += body(inner, &state) ?? "{\(inner)}"
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }

    private static let small = "abcdefghijkmnopqrstuvwyz"
    private static let capital = "ABCDEFGHJKLMNPQRSTUVWYZ"

    private static let alphabets: [Substring: String] = [
        "a": small + capital + "23456789", "l": small + "23456789", "u": capital + "23456789", "s": small + capital,
        "m": small, "c": capital, "h": "0123456789abcdef", "H": "0123456789ABCDEF", "d": "9462750318",
        "t": "ABCDEFGHJKLMNPQRSTUVWYZ234567", "b": small + capital + "23456789+/", "w": small + capital + "23456789-_",
    ]

    private static func body(_ inner: Substring, _ state: inout UInt64) -> String? {
        switch inner {
        case "-": return ""
        case "uuid":
            return [8, 4, 4, 4, 12].map { random("h", $0, &state) }.joined(separator: "-")
        case "jwt":
            // {"alg":"HS256","typ":"JWT"} and {"sub":"…
            return "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOi" + random("a", 40, &state) + "."
                + random("w", 43, &state)
        case "key":
            return (0..<6).map { _ in random("b", 64, &state) }.joined(separator: "\n")
        case "basic":
            // `shop:` and a password.
            return "c2hvcDp" + "4" + Data("_\(random("a", 22, &state))".utf8).base64EncodedString()
        default: break
        }
        let parts = inner.split(separator: ":")
        guard parts.count == 2, let count = Int(parts[1]), count <= 2_000 else { return nil }
        if parts[0] == "crc" {
            let text = random("a", count, &state)
            return text + String(decoding: SecretCheck.crc62(Array(text.utf8)[...]), as: UTF8.self)
        }
        guard alphabets[parts[0]] != nil else { return nil }
        return random(parts[0], count, &state)
    }

    private static func random(_ alphabet: Substring, _ count: Int, _ state: inout UInt64) -> String {
        let characters = Array(alphabets[alphabet] ?? small)
        var text = ""
        for _ in 0..<count {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            text.append(characters[Int((state >> 33) % UInt64(characters.count))])
        }
        return text
    }
}

extension SecretSample {
    /// The made-up parts of an example, of which no output may hold one of eight characters or more.
    package static func bodies(_ sample: String, seed: String) -> [String] {
        let made = text(sample, seed: seed)
        // The same sample of another seed has the same length and differs in the made-up parts alone.
        let other = text(sample, seed: seed + "'")
        var parts: [String] = []
        var part = ""
        for (mine, its) in zip(made, other) {
            if mine != its || !part.isEmpty && (mine.isLetter || mine.isNumber) {
                part.append(mine)
            } else {
                parts.append(part)
                part = ""
            }
        }
        return (parts + [part]).filter { $0.count >= 8 }
    }
}
