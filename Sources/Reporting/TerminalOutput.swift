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
        var current = ""
        let room = width - indent
        func flushed(_ line: String) -> String { String(repeating: " ", count: indent) + (dim ? self.dim(line) : line) }
        for word in content.split(separator: " ") {
            if !current.isEmpty && current.count + 1 + word.count > room {
                line(flushed(current))
                current = ""
            }
            current += (current.isEmpty ? "" : " ") + word
        }
        if !current.isEmpty { line(flushed(current)) }
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

    private func sgr(_ code: String, _ text: String) -> String {
        color ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }

    package static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    package static func counted(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
}
