#if canImport(Glibc)
    private import Glibc
#elseif canImport(Musl)
    private import Musl
#elseif canImport(Darwin)
    private import Darwin
#endif

extension CompiledModels {
    /// A line longer than this is matched by its first bytes only: minified files are one line of megabytes.
    private static let maximumLine = 4096

    /// The signals of a file by its path alone.
    package func fileMatches(path: String) -> [SignalMatch] { paths.matches(path) }

    /// The signals of a text file's lines, sorted by line. Each rule matches a line once.
    package func contentMatches(path: String, bytes: UnsafeRawBufferPointer) -> [ContentMatch] {
        guard let base = bytes.baseAddress, !bytes.isEmpty else { return [] }
        var found: [(line: Int, rule: Int)] = []
        // Most rules are about few files, which the path tells; the others' literals are searched for all at once.
        for index in contentLiterals.ids(in: bytes).union(contentPaths.ids(matching: path)) {
            let rule = contentRules[index]
            guard var hit = rule.literal.find(in: bytes, from: 0), rule.conditions.acceptsPath(path) else { continue }
            var line = 1
            var counted = 0
            while true {
                var start = hit
                while start > counted, bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
                line += Self.countNewlines(base + counted, hit - counted)
                counted = hit
                let end =
                    memchr(base + hit, Int32(UInt8(ascii: "\n")), bytes.count - hit).map { UnsafeRawPointer($0) - base }
                    ?? bytes.count
                // A hit of the same line as the one before has been judged: searching goes on after the line's end.
                let lineStart = start
                let cut = min(end, lineStart + Self.maximumLine)
                let text = String(
                    decoding: UnsafeRawBufferPointer(start: base + lineStart, count: cut - lineStart), as: UTF8.self)
                if rule.pattern.matches(text) { found.append((line, index)) }
                guard end < bytes.count, let next = rule.literal.find(in: bytes, from: end) else { break }
                hit = next
            }
        }
        found.sort { ($0.line, $0.rule) < ($1.line, $1.rule) }
        return found.map {
            ContentMatch(
                signal: contentRules[$0.rule].signal, line: $0.line, attributes: contentRules[$0.rule].attributes)
        }
    }

    private static func countNewlines(_ start: UnsafeRawPointer, _ count: Int) -> Int {
        UnsafeRawBufferPointer(start: start, count: count).reduce(into: 0) { $0 += $1 == UInt8(ascii: "\n") ? 1 : 0 }
    }
}
