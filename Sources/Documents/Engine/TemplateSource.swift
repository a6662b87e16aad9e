internal import Foundation

/// A template's text, ready for the engine.
struct TemplateSource {
    /// Larger ones are no templates.
    static let largest = 256 * 1024

    let name: String
    let text: String

    /// - Throws: ``TemplateError`` where it is too large or no UTF-8.
    init(name: String, bytes: Data) throws(TemplateError) {
        guard bytes.count <= Self.largest else {
            throw TemplateError(file: name, reason: "larger than \(Self.largest / 1024) KiB")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw TemplateError(file: name, reason: "not UTF-8")
        }
        self.name = name
        self.text = Self.withoutTagLines(text)
    }

    /// A line that holds only tags leaves no line behind: its line break is moved into its last tag, which keeps the numbers of lines.
    private static func withoutTagLines(_ text: String) -> String {
        let lines = text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
        var out = ""
        for (index, line) in lines.enumerated() {
            let isLast = index == lines.count - 1
            let tags = line.trimming { $0 == " " || $0 == "\t" }
            guard holdsOnlyTags(tags) else {
                out += line + (isLast ? "" : "\n")
                continue
            }
            // `-%}` trims what follows, and stays together.
            let end = tags.hasSuffix("-%}") || tags.hasSuffix("+%}") ? 3 : 2
            out += tags.dropLast(end) + (isLast ? "" : "\n") + tags.suffix(end)
        }
        return out
    }

    private static func holdsOnlyTags(_ line: Substring) -> Bool {
        var rest = line
        guard !rest.isEmpty else { return false }
        while !rest.isEmpty {
            guard let end = rest.hasPrefix("{%") ? "%}" : rest.hasPrefix("{#") ? "#}" : nil,
                let range = rest.dropFirst(2).firstRange(of: end)
            else { return false }
            rest = rest[range.upperBound...].drop { $0 == " " || $0 == "\t" }
        }
        return true
    }
}

extension Substring {
    fileprivate func trimming(_ isSpace: (Character) -> Bool) -> Substring {
        var text = drop(while: isSpace)
        while let last = text.last, isSpace(last) { text.removeLast() }
        return text
    }
}
