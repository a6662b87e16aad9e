internal import Stencil

/// The lines on which the tokens of a template stand. The engine's own are wrong where a line occurs twice.
struct TokenLines {
    private let file: String
    private var lines: [ObjectIdentifier: Int] = [:]
    private let tokens: [Token]

    /// - Throws: ``TemplateError`` where a tag is never closed: the engine would leave out the rest of the template in silence.
    init(_ tokens: [Token], of source: TemplateSource) throws(TemplateError) {
        file = source.name
        self.tokens = tokens
        var rest = source.text.unicodeScalars[...]
        var line = 1
        var loops: [Int] = []
        for token in tokens {
            let start = line
            let length = token.kind == .text ? token.contents.unicodeScalars.count : Self.lengthOfTag(rest)
            for scalar in rest.prefix(length) where scalar == "\n" { line += 1 }
            rest = rest.dropFirst(length)
            // The engine says of a loop that fails that its end failed.
            switch token.kind == .block ? token.contents.split(separator: " ").first : nil {
            case "for": loops.append(start)
            case "endfor": lines[ObjectIdentifier(token)] = loops.popLast() ?? start
            case "empty": lines[ObjectIdentifier(token)] = loops.last ?? start
            default: break
            }
            if lines[ObjectIdentifier(token)] == nil { lines[ObjectIdentifier(token)] = start }
        }
        guard rest.isEmpty else {
            throw TemplateError(file: file, line: line, reason: "'\(String(rest.prefix(2)))' is never closed")
        }
    }

    /// What the engine says, with the right line.
    func error(_ error: TemplateSyntaxError) -> TemplateError? {
        guard let token = error.token else { return nil }
        if let line = lines[ObjectIdentifier(token)] {
            return TemplateError(file: file, line: line, reason: error.reason)
        }
        // The engine made a token of a part of one. It reads from the beginning, so the first one with this part is meant.
        guard token.sourceMap.filename == file,
            let whole = tokens.first(where: { $0.contents.contains(token.contents) })
        else { return nil }
        return TemplateError(file: file, line: lines[ObjectIdentifier(whole)], reason: error.reason)
    }

    func line(of token: Token) -> Int? { lines[ObjectIdentifier(token)] }

    private static func lengthOfTag(_ text: Substring.UnicodeScalarView) -> Int {
        let end: Unicode.Scalar? =
            switch text.dropFirst().first {
            case "{": "}"
            case "%": "%"
            case "#": "#"
            default: nil
            }
        guard let end else { return 0 }
        var isFound = false
        for (index, scalar) in text.enumerated() {
            if isFound && scalar == "}" { return index + 1 }
            isFound = scalar == end
        }
        return 0
    }
}
