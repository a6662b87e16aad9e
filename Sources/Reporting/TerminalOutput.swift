/// Lines of text with optional ANSI colours.
package struct TerminalOutput {
    let color: Bool
    let width: Int
    package private(set) var text = ""

    package init(color: Bool, width: Int) {
        self.color = color
        self.width = width
    }

    package mutating func line(_ line: String) {
        // Padding of the last column is not worth a byte.
        var line = Substring(line)
        while line.last == " " { line.removeLast() }
        text += line + "\n"
    }
    package mutating func blank() { text += "\n" }

    package mutating func wrapped(_ content: String, indent: Int, dim: Bool = false) {
        flow([Span(content, dim ? .dim : .plain)], indent: indent)
    }

    /// How a part of a line looks.
    package enum Style: Equatable {
        case plain, bold, dim, cyan
        case state(String)
        case severity(String)
    }

    /// A part of a line. What is `whole` is not parted at its spaces; `link` is where a terminal may lead to.
    package struct Span {
        var text: String
        var style: Style
        var link: String?
        var isWhole: Bool
        /// Spaces before it, where it does not begin a line.
        var gap: Int

        package init(
            _ text: String, _ style: Style = .plain, link: String? = nil, isWhole: Bool = false, gap: Int = 1
        ) {
            // Once more does no harm: what is escaped stays as it is.
            self.text = Escaping.line(text)
            self.style = style
            self.link = link
            self.isWhole = isWhole || link != nil
            self.gap = gap
        }
    }

    /// Writes spans one after another, and goes on in a new line before a word that has no room; a word longer than a line
    /// stays whole, so that a path can be copied.
    ///
    /// - Parameter hanging: how far later lines are indented.
    package mutating func flow(_ spans: [Span], indent: Int, hanging: Int? = nil) {
        var current = String(repeating: " ", count: indent)
        var used = indent
        var isFresh = true
        var run = ""
        var style = Style.plain
        func flush() {
            if !run.isEmpty { current += paint(run, style) }
            run = ""
        }
        for span in spans {
            let words = span.isWhole ? [Substring(span.text)] : span.text.split(separator: " ")
            for (number, word) in words.enumerated() {
                let gap = number == 0 ? span.gap : 1
                let length = Self.columns(word)
                if !isFresh, used + gap + length > width {
                    flush()
                    line(current)
                    used = hanging ?? indent
                    current = String(repeating: " ", count: used)
                    isFresh = true
                }
                if !isFresh {
                    if style != span.style || span.link != nil { flush() }
                    // A space within a run keeps its style; between runs it has none.
                    let space = String(repeating: " ", count: gap)
                    if run.isEmpty { current += space } else { run += space }
                    used += gap
                }
                style = span.style
                if let link = span.link {
                    current += "\u{1B}]8;;\(link)\u{1B}\\" + paint(String(word), style) + "\u{1B}]8;;\u{1B}\\"
                } else {
                    run += word
                }
                used += length
                isFresh = false
            }
        }
        flush()
        if !isFresh { line(current) }
    }

    package func bold(_ text: String) -> String { sgr("1", text) }
    package func dim(_ text: String) -> String { sgr("2", text) }
    package func cyan(_ text: String) -> String { sgr("36", text) }

    package func paint(_ text: String, state: String) -> String {
        switch state {
        case "wired": sgr("32", text)
        case "partial", "defined", "declared": sgr("33", text)
        case "missing": sgr("31", text)
        default: dim(text)
        }
    }

    package func paint(_ text: String, severity: String) -> String {
        switch severity.lowercased() {
        case "blocker": sgr("1;31", text)
        case "high": sgr("31", text)
        case "medium": sgr("33", text)
        default: dim(text)
        }
    }

    private func paint(_ text: String, _ style: Style) -> String {
        switch style {
        case .plain: text
        case .bold: bold(text)
        case .dim: dim(text)
        case .cyan: cyan(text)
        case .state(let state): paint(text, state: state)
        case .severity(let severity): paint(text, severity: severity)
        }
    }

    private func sgr(_ code: String, _ text: String) -> String {
        color ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }

    package static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - columns(text)))
    }

    /// The columns of a terminal that a text takes: two for wide characters of East Asia and emoji.
    package static func columns(_ text: some StringProtocol) -> Int {
        var isPlain = true
        for byte in text.utf8 where byte >= 0x80 {
            isPlain = false
            break
        }
        if isPlain { return text.utf8.count }
        return text.reduce(0) { $0 + ($1.unicodeScalars.contains(where: isWide) ? 2 : 1) }
    }

    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            true
        default: false
        }
    }

    /// At most so many columns; what is cut off is shown as `…`.
    package static func cut(_ text: String, to width: Int) -> String {
        guard columns(text) > width else { return text }
        var out = ""
        var used = 1
        for character in text {
            used += columns(String(character))
            if used > width { break }
            out.append(character)
        }
        return out + "…"
    }

    package static func counted(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }

    /// Points of the score, `+4.3`; empty where closing the gap wins nothing that can be shown.
    package static func points(_ gain: Double) -> String {
        let tenths = Int((min(gain, 100) * 10).rounded())
        return tenths > 0 ? "+\(tenths / 10).\(tenths % 10)" : ""
    }
}
