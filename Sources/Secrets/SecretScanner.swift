internal import Foundation

/// Finds the secrets of one content after another. It may be handed from task to task, and never serves two at once.
package final class SecretScanner: @unchecked Sendable {
    /// A secret with its place.
    struct Place {
        let rule: Int
        let secret: Range<Int>
        /// Where the whole match ends: a connection goes on behind its password.
        let match: Range<Int>
    }

    /// What one pass over a content finds.
    struct Found {
        var secrets: [FoundSecret] = []
        var settings: [SettingLine] = []
    }

    let search: SecretSearch
    private let scanner: PatternScanner
    private var expressions: [NSRegularExpression?]

    /// More findings of one content say nothing new.
    static let mostFindings = 256
    /// Windows judged for one content, so that one of nothing but candidates cannot take for ever.
    private static let mostWindows = 4_096

    init(_ search: SecretSearch) throws(SecretError) {
        self.search = search
        scanner = try PatternScanner(search.database)
        expressions = [NSRegularExpression?](repeating: nil, count: search.rules.count)
    }

    func search(_ bytes: UnsafeRawBufferPointer) throws(SecretError) -> Found {
        let hits = try scanner.scan(bytes).hits
        guard !hits.isEmpty else { return Found() }
        var found = Found()
        var lines = LineCounter(bytes)
        for place in try places(hits.filter { $0.pattern < search.rules.count }, bytes) {
            let rule = search.rules[place.rule]
            found.secrets.append(
                FoundSecret(
                    rule: place.rule, line: lines.line(at: place.match.lowerBound),
                    masked: rule.kind == .privateKey ? "" : Masking.masked(bytes[place.secret]),
                    note: rule.kind == .connection
                        ? Self.connectionNote(bytes, place) : rule.id == Self.pageKey ? Self.pageNote(bytes, place) : ""
                ))
        }
        lines = LineCounter(bytes)
        var last = -1
        for hit in hits where hit.pattern == search.rules.count && hit.first > last {
            guard found.settings.count < Self.mostFindings else { break }
            if let setting = SettingLine(bytes, around: hit.first - 1, lines: &lines) { found.settings.append(setting) }
            last = lines.end(after: hit.first)
        }
        return found
    }

    /// Where the text holds secrets, samples aside; sorted, without overlaps.
    func places(_ bytes: UnsafeRawBufferPointer) throws(SecretError) -> [Place] {
        try places(try scanner.scan(bytes).hits.filter { $0.pattern < search.rules.count }, bytes)
    }

    private func places(_ hits: [PatternHit], _ bytes: UnsafeRawBufferPointer) throws(SecretError) -> [Place] {
        var places: [Place] = []
        /// By rule: up to where its expression was asked.
        var asked: [Int: Int] = [:]
        var windows = 0
        for hit in hits where windows < Self.mostWindows && places.count < 4 * Self.mostFindings {
            let end = min(bytes.count, max(hit.last, hit.first) + PatternDatabase.longestMatch)
            let start = max(asked[hit.pattern] ?? 0, hit.first - PatternDatabase.longestMatch, 0)
            guard start < min(hit.last, bytes.count) else { continue }
            windows += 1
            let matches = try confirm(hit.pattern, bytes, start..<end)
            places += matches
            asked[hit.pattern] = max(hit.last, matches.last?.match.upperBound ?? 0)
        }
        places.sort {
            ($0.secret.lowerBound, -$0.secret.upperBound, $0.rule) < (
                $1.secret.lowerBound, -$1.secret.upperBound, $1.rule
            )
        }
        var result: [Place] = []
        for place in places where result.count < Self.mostFindings {
            if let last = result.last, last.secret.upperBound > place.secret.lowerBound { continue }
            result.append(place)
        }
        return result
    }

    /// The engine says where an expression may end. Its start, its group and its neighbours are found here, in a window.
    private func confirm(
        _ index: Int, _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>
    ) throws(SecretError) -> [Place] {
        let rule = search.rules[index]
        let expression = try expression(index)
        let before = min(8, range.lowerBound)
        let window = bytes[(range.lowerBound - before)..<range.upperBound]
        // One character for one byte, whatever the encoding: places in the text are places in the bytes.
        let text = String(String.UnicodeScalarView(window.map { Unicode.Scalar($0) }))
        let offset = range.lowerBound - before
        var places: [Place] = []
        let whole = NSRange(location: before, length: range.count)
        for match in expression.matches(in: text, options: [.withTransparentBounds], range: whole) {
            let group = match.numberOfRanges > 1 && match.range(at: 1).location != NSNotFound ? 1 : 0
            guard let place = Range(match.range(at: group)), let all = Range(match.range) else { continue }
            let secret = (place.lowerBound + offset)..<(place.upperBound + offset)
            let content = Array(bytes[secret])[...]
            if rule.kind != .privateKey, rule.kind != .connection, Placeholder.isSample(content) { continue }
            if rule.kind == .connection {
                let start = all.lowerBound + offset
                let user =
                    Array(bytes[start..<secret.lowerBound]).dropLast().split(separator: UInt8(ascii: "/")).last ?? []
                let host = Self.host(bytes, after: secret.upperBound)
                if Placeholder.isCommonPassword(content) || Placeholder.isDerived(content, from: user) { continue }
                if let host, Placeholder.isSampleHost(host) { continue }
            }
            if let check = rule.check {
                let rest = Array(bytes[secret.upperBound..<min(bytes.count, secret.upperBound + 4_096)])[...]
                guard check.accepts(content, rest: rest) else { continue }
            }
            places.append(
                Place(rule: index, secret: secret, match: (all.lowerBound + offset)..<(all.upperBound + offset)))
        }
        return places
    }

    private func expression(_ index: Int) throws(SecretError) -> NSRegularExpression {
        if let known = expressions[index] { return known }
        let rule = search.rules[index]
        // A letter before is none of the text where an escape puts it there: `\nghp_…`, `%3Dghp_…`.
        let (before, after) =
            switch rule.boundary {
            case .word: (#"(?:(?<![A-Za-z0-9])|(?<=\\[nrtbf])|(?<=%[0-9A-Fa-f]{2}))"#, "(?![A-Za-z0-9_-])")
            case .base64: ("(?<![A-Za-z0-9+/])", "(?![A-Za-z0-9+/=])")
            case .none: ("", "")
            }
        do {
            let made = try NSRegularExpression(pattern: "\(before)(?:\(rule.pattern))\(after)")
            expressions[index] = made
            return made
        } catch {
            throw SecretError(description: "\(rule.id): \(error.localizedDescription)", index: index)
        }
    }

    /// The host behind `@`, or in `@tcp(…)`; nil where none follows.
    private static func host(_ bytes: UnsafeRawBufferPointer, after end: Int) -> String? {
        let tail = bytes[end..<min(bytes.count, end + 96)]
        var text = String(decoding: tail, as: UTF8.self)[...]
        guard text.first == "@" else { return nil }
        text = text.dropFirst()
        if let open = text.range(of: "("), ["@tcp", "tcp", "unix"].contains(String(text[..<open.lowerBound])) {
            text = text[open.upperBound...]
        }
        return String(text.prefix { !"/:?\"'` \n\r\\,)}>|;&".contains($0) })
    }

    /// The format of keys that also name a project to browsers and phones.
    private static let pageKey = "google-api-key"
    private static let pageMarks = ["authDomain", "messagingSenderId", "mobilesdk_app_id", "firebaseapp.com"].map {
        Array($0.utf8)
    }

    /// The key in a configuration that is sent to every browser or phone: it names a project, and opens nothing by itself.
    private static func pageNote(_ bytes: UnsafeRawBufferPointer, _ place: Place) -> String {
        let start = max(0, place.match.lowerBound - 1_024)
        let around = Array(bytes[start..<min(bytes.count, place.match.upperBound + 1_024)])
        return pageMarks.contains { around.firstRange(of: $0) != nil } ? "which pages show to everybody" : ""
    }

    /// A password for the machine itself, or the same as the user's name, opens nothing for others.
    private static func connectionNote(_ bytes: UnsafeRawBufferPointer, _ place: Place) -> String {
        guard let host = host(bytes, after: place.secret.upperBound)?.lowercased() else { return "" }
        let local = ["localhost", "127.0.0.1", "[", "0.0.0.0", "host.docker.internal"]
        if host.isEmpty || local.contains(where: host.hasPrefix) { return "for this machine alone" }
        // A host without a dot is one of a compose file or a cluster.
        return host.contains(".") && !host.hasSuffix(".local") && !host.hasSuffix(".internal")
            && !host.hasSuffix(".test") && !host.hasSuffix(".localhost") ? "" : "for a host of a private network"
    }
}

/// Counts lines up to places that come in order.
struct LineCounter {
    private let bytes: UnsafeRawBufferPointer
    private var counted = 0
    private var line = 1

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    mutating func line(at offset: Int) -> Int {
        if offset < counted { (counted, line) = (0, 1) }
        for byte in UnsafeRawBufferPointer(rebasing: bytes[counted..<offset]) where byte == 0x0A { line += 1 }
        counted = offset
        return line
    }

    /// The end of the line that holds the offset.
    func end(after offset: Int) -> Int {
        var end = offset
        while end < bytes.count, bytes[end] != 0x0A, end - offset < 4_096 { end += 1 }
        return end
    }
}

/// How a secret is shown.
package enum Masking {
    /// The first characters, at most four and a quarter of all, and the length.
    package static func masked(_ bytes: some Collection<UInt8>) -> String {
        let shown = bytes.prefix(min(4, bytes.count / 4)).map {
            (33...126).contains($0) && $0 != 0x22 && $0 != 0x5C ? $0 : 0x3F
        }
        return String(decoding: shown, as: UTF8.self) + "…\(bytes.count)"
    }
}
