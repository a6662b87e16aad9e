internal import AnalyzerProtocol

/// A path pattern: `*` and `?` stay within a segment, `**` crosses segments (none, too), `[a-z]` and `{a,b}` as in a shell.
package struct Glob: Sendable, Equatable {
    package let source: String
    /// What is left after braces are spelled out: each is a list of segments.
    private let alternatives: [[Segment]]

    private enum Segment: Sendable, Equatable {
        case any
        case literal([UInt8])
        /// `*suffix`: by far the most common.
        case suffix([UInt8])
        case pattern([Token])

        var isAny: Bool {
            if case .any = self { true } else { false }
        }
    }

    private enum Token: Sendable, Equatable {
        case byte(UInt8)
        case one
        case many
        case oneOf([ClosedRange<UInt8>], negated: Bool)
    }

    /// - Returns: nil where the pattern is empty, begins with `/`, or has a bracket or brace that does not close.
    package init?(_ source: String) {
        guard !source.isEmpty, !source.hasPrefix("/"), let spelled = BraceAlternatives.spelledOut(Array(source.utf8))
        else {
            return nil
        }
        var alternatives: [[Segment]] = []
        for text in spelled {
            var segments: [Segment] = []
            for part in text.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
                guard let segment = Self.segment(part) else { return nil }
                if segment == .any, segments.last == .any { continue }
                segments.append(segment)
            }
            alternatives.append(segments)
        }
        self.source = source
        self.alternatives = alternatives
    }

    package func matches(_ path: String) -> Bool {
        var path = path
        return path.withUTF8 { matches($0) }
    }

    func matches(_ path: UnsafeBufferPointer<UInt8>) -> Bool {
        alternatives.contains { Self.match($0, at: 0, path, from: 0) }
    }

    /// The literal last segments, or the suffixes of last segments, of which a path must have one, and whether it may then lie in any
    /// folder; nil where the last segment can be any.
    var lastSegments: [(text: [UInt8], isSuffix: Bool, isAnywhere: Bool)]? {
        var result: [(text: [UInt8], isSuffix: Bool, isAnywhere: Bool)] = []
        for segments in alternatives {
            let isAnywhere = segments.count == 2 && segments[0] == .any
            switch segments.last {
            case .literal(let text): result.append((text, false, isAnywhere))
            case .suffix(let text): result.append((text, true, isAnywhere))
            default: return nil
            }
        }
        return result
    }

    /// Whether the segments from a place on match the path from a byte on.
    private static func match(
        _ segments: [Segment], at index: Int, _ path: UnsafeBufferPointer<UInt8>, from start: Int
    ) -> Bool {
        guard index < segments.count else { return false }
        let isLast = index + 1 == segments.count
        if segments[index].isAny {
            // At the end, `**` is anything below: at least one segment.
            if isLast { return start < path.count }
            if let place = onlyPlace(of: segments, after: index, path) {
                return place >= start && match(segments, at: index + 1, path, from: place)
            }
            var position = start
            while true {
                if match(segments, at: index + 1, path, from: position) { return true }
                guard let slash = nextSlash(path, from: position) else { return false }
                position = slash + 1
            }
        }
        let slash = nextSlash(path, from: start)
        guard matchSegment(segments[index], path, start, slash ?? path.count) else { return false }
        if isLast { return slash == nil }
        guard let slash else { return false }
        return match(segments, at: index + 1, path, from: slash + 1)
    }

    /// Where in the path the segments after a `**` stand, if no other `**` follows: as many as they are, at its end. Nil where they
    /// may stand in several places; -1 where the path has fewer.
    private static func onlyPlace(
        of segments: [Segment], after index: Int, _ path: UnsafeBufferPointer<UInt8>
    ) -> Int? {
        for later in (index + 1)..<segments.count where segments[later].isAny { return nil }
        var wanted = segments.count - index - 1
        var position = path.count
        while position > 0 {
            if path[position - 1] == UInt8(ascii: "/") {
                wanted -= 1
                if wanted == 0 { return position }
            }
            position -= 1
        }
        return wanted == 1 ? 0 : -1
    }

    private static func nextSlash(_ path: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var index = start
        while index < path.count {
            if path[index] == UInt8(ascii: "/") { return index }
            index += 1
        }
        return nil
    }

    private static func matchSegment(_ segment: Segment, _ path: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int)
        -> Bool
    {
        switch segment {
        case .any: true
        case .literal(let text): equal(text, path, start, end)
        case .suffix(let text): end - start >= text.count && equal(text, path, end - text.count, end)
        case .pattern(let tokens): matchTokens(tokens, path, start, end)
        }
    }

    private static func equal(_ text: [UInt8], _ path: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
        guard end - start == text.count else { return false }
        for offset in 0..<text.count where path[start + offset] != text[offset] { return false }
        return true
    }

    /// The usual two-pointer match: on a mismatch the last `*` takes one byte more. Quadratic at worst, never exponential.
    private static func matchTokens(_ tokens: [Token], _ path: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int)
        -> Bool
    {
        var token = 0
        var position = start
        var star = -1
        var resume = start
        while position < end {
            if token < tokens.count, tokens[token] == .many {
                star = token
                resume = position
                token += 1
            } else if token < tokens.count, accepts(tokens[token], path[position]) {
                token += 1
                position += 1
            } else if star >= 0 {
                resume += 1
                position = resume
                token = star + 1
            } else {
                return false
            }
        }
        while token < tokens.count, tokens[token] == .many { token += 1 }
        return token == tokens.count
    }

    private static func accepts(_ token: Token, _ byte: UInt8) -> Bool {
        switch token {
        case .byte(let wanted): byte == wanted
        case .one: true
        case .many: false
        case .oneOf(let ranges, let negated): ranges.contains { $0.contains(byte) } != negated
        }
    }

    private static func segment(_ part: ArraySlice<UInt8>) -> Segment? {
        if part.isEmpty { return nil }
        if part.elementsEqual("**".utf8) { return .any }
        guard let tokens = tokens(part) else { return nil }
        func bytes(_ tokens: ArraySlice<Token>) -> [UInt8]? {
            var result: [UInt8] = []
            for token in tokens {
                guard case .byte(let byte) = token else { return nil }
                result.append(byte)
            }
            return result
        }
        if let text = bytes(tokens[...]) { return .literal(text) }
        if tokens.first == .many, let text = bytes(tokens.dropFirst()) { return .suffix(text) }
        return .pattern(tokens)
    }

    private static func tokens(_ part: ArraySlice<UInt8>) -> [Token]? {
        var result: [Token] = []
        var index = part.startIndex
        while index < part.endIndex {
            switch part[index] {
            case UInt8(ascii: "*"):
                // `a**` within a segment is the same as `a*`.
                if result.last != .many { result.append(.many) }
            case UInt8(ascii: "?"):
                result.append(.one)
            case UInt8(ascii: "["):
                guard let close = part[(index + 1)...].firstIndex(of: UInt8(ascii: "]")), close > index + 1 else {
                    return nil
                }
                var inner = part[(index + 1)..<close]
                let negated = inner.first == UInt8(ascii: "!") || inner.first == UInt8(ascii: "^")
                if negated { inner = inner.dropFirst() }
                var ranges: [ClosedRange<UInt8>] = []
                while let low = inner.first {
                    inner = inner.dropFirst()
                    if inner.first == UInt8(ascii: "-"), let high = inner.dropFirst().first {
                        guard low <= high else { return nil }
                        ranges.append(low...high)
                        inner = inner.dropFirst(2)
                    } else {
                        ranges.append(low...low)
                    }
                }
                guard !ranges.isEmpty else { return nil }
                result.append(.oneOf(ranges, negated: negated))
                index = close
            case let byte:
                result.append(.byte(byte))
            }
            index += 1
        }
        return result
    }
}

/// Globs of which one must match.
package struct GlobSet: Sendable {
    package let globs: [Glob]

    package init(_ globs: [Glob]) { self.globs = globs }

    package func matches(_ path: String) -> Bool {
        var path = path
        return path.withUTF8 { bytes in globs.contains { $0.matches(bytes) } }
    }
}
