internal import Models

/// Hides values within a line that is about to be shown.
enum LineMask {
    private static let quotes: Set<UInt8> = [UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`")]
    private static let mask = Array("…".utf8)

    /// Every literal, and what stands behind the first `:` or `=`; of a line with neither all of it.
    static func hideValues(_ line: inout [UInt8]) {
        let literals = literals(line[...])
        if !literals.isEmpty {
            for range in literals.reversed() where !range.isEmpty { line.replaceSubrange(range, with: mask) }
            return
        }
        let blank = line.prefix { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: "-") }.count
        guard blank < line.count else { return }
        let separator = line[blank...].firstIndex { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "=") }
        let start = separator.map { $0 + 1 } ?? blank
        if start < line.count { line.replaceSubrange(start..., with: (separator == nil ? [] : [0x20]) + mask) }
    }

    /// What a name that says secret is set to: `password = "…"`, `DB_PASSWORD: …`, `getenv("TOKEN", "…")`.
    static func hideNamed(_ line: inout [UInt8]) {
        var ranges: [Range<Int>] = []
        for name in names(line) {
            guard SecretName.isSecret(String(decoding: line[name], as: UTF8.self)) else { continue }
            if let value = value(line, behind: name.upperBound), (ranges.last?.upperBound ?? 0) <= value.lowerBound {
                ranges.append(value)
            }
        }
        for range in ranges.reversed() { line.replaceSubrange(range, with: mask) }
    }

    private static func names(_ line: [UInt8]) -> [Range<Int>] {
        var names: [Range<Int>] = []
        var start: Int?
        for (index, byte) in line.enumerated() {
            let isName = byte.isLetter || byte.isDigit || byte == 0x5F || byte == 0x2D || byte == 0x2E
            if isName, start == nil { start = index }
            if !isName, let first = start {
                names.append(first..<index)
                start = nil
            }
        }
        return names
    }

    /// The literal that follows a name, within what may stand between them; or the bare value of a setting.
    private static func value(_ line: [UInt8], behind end: Int) -> Range<Int>? {
        var index = end
        if index < line.count, quotes.contains(line[index]) { index += 1 }
        var separator: Int?
        while index < line.count, index - end < 48 {
            let byte = line[index]
            if quotes.contains(byte) {
                let close = closing(line, index)
                // Nothing between a name and a literal: the literal is no value of the name's.
                guard index > end, close - index > 1, !isReference(line[(index + 1)..<close]) else { return nil }
                return (index + 1)..<close
            }
            // What a call gives is no literal; what it is handed may be.
            if byte == UInt8(ascii: "("), index > end { return nil }
            if byte == UInt8(ascii: ";") || byte == UInt8(ascii: "{") { return nil }
            if separator == nil, byte == UInt8(ascii: ":") || byte == UInt8(ascii: "=") {
                separator = index
                if let bare = bare(line, behind: index) { return bare }
            }
            index += 1
        }
        return nil
    }

    /// `hunter22` of `password: hunter22`: one word to the end of the line that no code would be.
    private static func bare(_ line: [UInt8], behind separator: Int) -> Range<Int>? {
        var start = separator + 1
        while start < line.count, line[start] == 0x20 || line[start] == 0x09 { start += 1 }
        var end = start
        while end < line.count, line[end] > 0x20 { end += 1 }
        let rest = line[end...].trimmed
        guard end - start >= 4, rest.isEmpty || rest.first == UInt8(ascii: "#") else { return nil }
        let word = line[start..<end]
        if word.contains(where: { quotes.contains($0) || "(){}[]<>;,|&*".utf8.contains($0) }) || isReference(word) {
            return nil
        }
        let isIdentifier = word.allSatisfy { $0.isLetter || $0 == 0x5F || $0 == 0x2E }
        // `password = user.password` is code, where one blank stands on either side; `password: hunter` is a setting.
        let isSetting = line[separator] == UInt8(ascii: ":") || separator > 0 && line[separator - 1] > 0x20
        return isIdentifier && !isSetting ? nil : start..<end
    }

    /// `${VAR}`, `{{ .Values.x }}`, `%s`: names of values, not values.
    private static func isReference(_ word: ArraySlice<UInt8>) -> Bool { Placeholder.isTemplate(word) }

    private static func closing(_ line: [UInt8], _ open: Int) -> Int {
        var index = open + 1
        while index < line.count, line[index] != line[open] { index += line[index] == UInt8(ascii: "\\") ? 2 : 1 }
        return min(index, line.count)
    }

    /// What stands between quotes.
    private static func literals(_ line: ArraySlice<UInt8>) -> [Range<Int>] {
        let bytes = Array(line)
        var found: [Range<Int>] = []
        var index = 0
        while index < bytes.count {
            guard quotes.contains(bytes[index]) else {
                index += 1
                continue
            }
            let close = closing(bytes, index)
            found.append((index + 1)..<max(index + 1, close))
            index = close + 1
        }
        return found
    }
}
