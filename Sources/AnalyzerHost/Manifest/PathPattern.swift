internal import AnalyzerProtocol

/// A pattern over `/`-separated paths, in bytes, compiled once and matched tens of thousands of times.
///
/// `**` as a whole segment stands for any number of segments (at the end for at least one), `*` for any bytes of
/// one segment, `?` for one character that is not `/`. All else stands for itself. A pattern matches the whole path.
/// What manifests list may have alternatives besides, see ``expanded(_:)``.
package struct PathPattern: Sendable, Equatable {
    private enum Shape: Sendable, Equatable {
        /// `**`
        case everything
        /// `**/*.go`: paths with this ending. The ending holds no `/`.
        case suffix([UInt8])
        /// `**/go.mod`: paths whose last segment is this.
        case lastSegment([UInt8])
        case segments([Segment])
    }

    private enum Segment: Sendable, Equatable {
        case anyNumber
        case literal([UInt8])
        case wildcard([UInt8])
    }

    private let shape: Shape

    /// As written in the manifest.
    package let text: String

    package init(_ pattern: String) {
        text = pattern
        let parts = Array(pattern.utf8).split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: true)
            .map { Array($0) }
        let segments = parts.map { part -> Segment in
            if part == [UInt8(ascii: "*"), UInt8(ascii: "*")] { return .anyNumber }
            let isWild = part.contains(UInt8(ascii: "*")) || part.contains(UInt8(ascii: "?"))
            return isWild ? .wildcard(part) : .literal(part)
        }
        switch segments.count {
        case 1 where segments[0] == .anyNumber:
            shape = .everything
        case 2 where segments[0] == .anyNumber:
            shape = PathPattern.lastSegmentShape(segments)
        default:
            shape = .segments(segments)
        }
    }

    /// The patterns that one with alternatives stands for: `*.{yml,yaml}` is `*.yml` and `*.yaml`. Braces that are none stand for
    /// themselves.
    package static func expanded(_ pattern: String) -> [PathPattern] {
        guard let texts = BraceAlternatives.spelledOut(Array(pattern.utf8)) else { return [PathPattern(pattern)] }
        return texts.map { PathPattern(String(decoding: $0, as: UTF8.self)) }
    }

    private static func lastSegmentShape(_ segments: [Segment]) -> Shape {
        switch segments[1] {
        case .literal(let name):
            return .lastSegment(name)
        case .wildcard(let text):
            let rest = text.dropFirst()
            if text.first == UInt8(ascii: "*"), !rest.contains(UInt8(ascii: "*")), !rest.contains(UInt8(ascii: "?")) {
                return .suffix(Array(rest))
            }
            return .segments(segments)
        case .anyNumber:
            return .everything
        }
    }

    package func matches(_ path: String) -> Bool {
        var path = path
        return path.withUTF8(matches)
    }

    package func matches(_ path: UnsafeBufferPointer<UInt8>) -> Bool {
        switch shape {
        case .everything:
            return !path.isEmpty
        case .suffix(let suffix):
            return path.count >= suffix.count && path.suffix(suffix.count).elementsEqual(suffix)
        case .lastSegment(let name):
            guard path.count >= name.count, path.suffix(name.count).elementsEqual(name) else { return false }
            return path.count == name.count || path[path.count - name.count - 1] == UInt8(ascii: "/")
        case .segments(let segments):
            return PathPattern.match(segments, path.split(separator: UInt8(ascii: "/")))
        }
    }

    /// Whether it is one path.
    var isLiteral: Bool { !text.utf8.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") } }

    /// The last segment that a path must have, or how it must end from its last dot on; nil where it can be any.
    var lastSegment: (text: [UInt8], isEnding: Bool)? {
        switch shape {
        case .everything: return nil
        case .suffix(let suffix): return PathPattern.ending(of: suffix[...])
        case .lastSegment(let name): return (name, false)
        case .segments(let segments):
            switch segments.last {
            case .literal(let name): return (name, false)
            case .wildcard(let text):
                let isOpen = { (byte: UInt8) in byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?") }
                return PathPattern.ending(of: text[((text.lastIndex(where: isOpen) ?? -1) + 1)...])
            default: return nil
            }
        }
    }

    private static func ending(of suffix: ArraySlice<UInt8>) -> (text: [UInt8], isEnding: Bool)? {
        suffix.lastIndex(of: UInt8(ascii: ".")).map { (Array(suffix[$0...]), true) }
    }

    /// Whether a path below this directory can match.
    package func reaches(below directory: String) -> Bool {
        guard case .segments(let segments) = shape else { return true }
        var directory = directory
        return directory.withUTF8 { bytes in
            var segment = 0
            for part in bytes.split(separator: UInt8(ascii: "/")) {
                guard segment < segments.count else { return false }
                if segments[segment] == .anyNumber { return true }
                guard PathPattern.matches(segments[segment], part) else { return false }
                segment += 1
            }
            return segment < segments.count
        }
    }

    /// Going back to the last `**` only is enough, as for `*` in a string: linear in pattern times path.
    private static func match(_ segments: [Segment], _ path: [Slice<UnsafeBufferPointer<UInt8>>]) -> Bool {
        var segment = 0
        var part = 0
        var retry: (segment: Int, part: Int)?
        while part < path.count {
            if segment < segments.count, segments[segment] == .anyNumber {
                if segment == segments.count - 1 { return true }
                retry = (segment + 1, part)
                segment += 1
            } else if segment < segments.count, matches(segments[segment], path[part]) {
                segment += 1
                part += 1
            } else if let last = retry {
                retry = (last.segment, last.part + 1)
                segment = last.segment
                part = last.part + 1
            } else {
                return false
            }
        }
        return segment == segments.count
    }

    private static func matches(_ segment: Segment, _ part: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        switch segment {
        case .anyNumber: false
        case .literal(let text): part.elementsEqual(text)
        case .wildcard(let pattern): wildcard(pattern, part)
        }
    }

    private static func wildcard(_ pattern: [UInt8], _ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        var next = 0
        var position = text.startIndex
        var retry: (next: Int, position: Int)?
        while position < text.endIndex {
            if next < pattern.count, pattern[next] == UInt8(ascii: "*") {
                retry = (next + 1, position)
                next += 1
            } else if next < pattern.count, pattern[next] == UInt8(ascii: "?") {
                next += 1
                position += 1
                // The rest of a character in UTF-8.
                while position < text.endIndex, text[position] & 0xC0 == 0x80 { position += 1 }
            } else if next < pattern.count, pattern[next] == text[position] {
                next += 1
                position += 1
            } else if let last = retry {
                retry = (last.next, last.position + 1)
                next = last.next
                position = last.position + 1
            } else {
                return false
            }
        }
        while next < pattern.count, pattern[next] == UInt8(ascii: "*") { next += 1 }
        return next == pattern.count
    }
}
