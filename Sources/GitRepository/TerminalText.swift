/// Text with everything escaped that would move the cursor, hide itself or reorder its surroundings, and every
/// byte that is not UTF-8. Different bytes give different text.
func escapedForTerminal(_ bytes: some Collection<UInt8>) -> String {
    var result = ""
    var rest = bytes[...]
    while let first = rest.first {
        // Sequences of UTF-8 are at most four bytes long, and no valid one is the beginning of another.
        let length = (1...4).first { length in
            let piece = rest.prefix(length)
            return piece.count == length && String(validating: piece, as: UTF8.self)?.unicodeScalars.count == 1
        }
        if let length, let scalar = String(decoding: rest.prefix(length), as: UTF8.self).unicodeScalars.first {
            result += escaped(scalar)
            rest = rest.dropFirst(length)
        } else {
            result += "\\x" + (first < 16 ? "0" : "") + String(first, radix: 16)
            rest = rest.dropFirst()
        }
    }
    return result
}

private func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\\": return "\\\\"
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\t": return "\\t"
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
        return "\\u{\(String(scalar.value, radix: 16))}"
    default:
        return String(Character(scalar))
    }
}
