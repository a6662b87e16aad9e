/// The rules of one `.gitignore`, as https://git-scm.com/docs/gitignore describes them.
struct IgnoreRules: Sendable {
    private let patterns: [IgnorePattern]
    /// How many bytes of a path come before what the rules look at: their own folder and its `/`.
    private let baseLength: Int

    /// Nil when the text has no rules.
    init?(text: [UInt8], folder: GitPath) {
        let text = text.starts(with: [0xEF, 0xBB, 0xBF]) ? text.dropFirst(3) : text[...]
        // The last rule that matches decides.
        patterns = text.split(separator: UInt8(ascii: "\n")).compactMap { IgnorePattern(line: $0) }.reversed()
        baseLength = folder.bytes.isEmpty ? 0 : folder.bytes.count + 1
        if patterns.isEmpty { return nil }
    }

    /// Whether the rules ignore the path or ask to keep it; nil when they say nothing.
    func verdict(_ path: GitPath, isFolder: Bool) -> Bool? {
        let relative = path.bytes[baseLength...]
        return patterns.first { $0.matches(relative, name: path.name, isFolder: isFolder) }.map { !$0.isNegated }
    }
}

/// One line of a `.gitignore`.
struct IgnorePattern: Sendable {
    private enum Segment: Sendable {
        case name(GlobSegment)
        /// `**`: any number of folders, none included.
        case anyDepth
    }

    let isNegated: Bool
    private let isFolderOnly: Bool
    /// Without a `/` the pattern is for names at any depth.
    private let isForNames: Bool
    private let segments: [Segment]

    /// Nil for blank lines, comments, and patterns that can match nothing.
    init?(line: ArraySlice<UInt8>) {
        var rest = line
        if rest.last == UInt8(ascii: "\r") { rest.removeLast() }
        if rest.first == UInt8(ascii: "#") { return nil }
        rest = Self.withoutTrailingSpaces(rest)
        isNegated = rest.first == UInt8(ascii: "!")
        if isNegated { rest.removeFirst() }
        isFolderOnly = rest.last == UInt8(ascii: "/")
        if isFolderOnly { rest.removeLast() }
        isForNames = !rest.contains(UInt8(ascii: "/"))
        if rest.first == UInt8(ascii: "/") { rest.removeFirst() }
        if rest.isEmpty { return nil }

        var segments: [Segment] = []
        let parts = rest.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            let isDouble = !isForNames && part.count >= 2 && part.allSatisfy { $0 == UInt8(ascii: "*") }
            if !isDouble || index == parts.count - 1 {
                // A `**` at the end means everything inside, and not the folder itself.
                guard !part.isEmpty, let name = GlobSegment(part) else { return nil }
                segments.append(.name(name))
            }
            if isDouble { segments.append(.anyDepth) }
        }
        self.segments = segments
    }

    func matches(_ path: ArraySlice<UInt8>, name: ArraySlice<UInt8>, isFolder: Bool) -> Bool {
        if isFolderOnly, !isFolder { return false }
        if isForNames, case .name(let glob) = segments[0] { return glob.matches(name) }

        let names = path.split(separator: UInt8(ascii: "/"))
        var segment = 0
        var position = 0
        var retry: (segment: Int, position: Int)?
        while position < names.count {
            if segment < segments.count {
                switch segments[segment] {
                case .anyDepth:
                    segment += 1
                    retry = (segment, position)
                    continue
                case .name(let glob) where glob.matches(names[position]):
                    segment += 1
                    position += 1
                    continue
                case .name: break
                }
            }
            guard let last = retry else { return false }
            retry = (last.segment, last.position + 1)
            segment = last.segment
            position = last.position + 1
        }
        return segments[segment...].allSatisfy { if case .anyDepth = $0 { true } else { false } }
    }

    /// Spaces at the end do not count, unless a backslash stands before the first of them that does.
    private static func withoutTrailingSpaces(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var end = line.startIndex
        var index = line.startIndex
        while index < line.endIndex {
            if line[index] == UInt8(ascii: "\\"), index + 1 < line.endIndex {
                index += 1
            } else if line[index] == UInt8(ascii: " ") {
                index += 1
                continue
            }
            index += 1
            end = index
        }
        return line[..<end]
    }
}
