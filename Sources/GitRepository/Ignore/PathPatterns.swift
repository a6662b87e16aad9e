/// Patterns for paths in the form of a `.gitignore`: the last one that matches decides, and nothing below a folder that is left out
/// comes back.
///
/// Which of them ever matched is kept, so that one without effect can be named.
package struct PathPatterns: Sendable {
    /// Nil where a pattern can match nothing.
    private let patterns: [IgnorePattern?]
    /// By folder, so that each is looked at once for all files in it.
    private var folders: [[UInt8]: Bool] = [:]
    /// Whether each pattern has matched anything so far.
    package private(set) var hasMatched: [Bool]

    package init(_ texts: [String]) {
        patterns = texts.map { IgnorePattern(line: Array($0.utf8)[...]) }
        hasMatched = Array(repeating: false, count: texts.count)
    }

    package var isEmpty: Bool { patterns.isEmpty }

    /// Whether a pattern can match anything at all: no comment, no unclosed bracket.
    package static func isPattern(_ text: String) -> Bool { IgnorePattern(line: Array(text.utf8)[...]) != nil }

    /// Whether the patterns name a file, or a folder above it.
    package mutating func contains(_ path: String) -> Bool { contains(GitPath(path)) }

    package mutating func contains(_ path: GitPath) -> Bool {
        guard !patterns.isEmpty else { return false }
        return isWithin(path.parent) || verdict(path, isFolder: false)
    }

    private mutating func isWithin(_ folder: GitPath?) -> Bool {
        guard let folder else { return false }
        if let known = folders[folder.bytes] { return known }
        let answer = isWithin(folder.parent) || verdict(folder, isFolder: true)
        folders[folder.bytes] = answer
        return answer
    }

    private mutating func verdict(_ path: GitPath, isFolder: Bool) -> Bool {
        var answer = false
        for (index, pattern) in patterns.enumerated() {
            guard let pattern, pattern.matches(path.bytes[...], name: path.name, isFolder: isFolder) else { continue }
            hasMatched[index] = true
            answer = !pattern.isNegated
        }
        return answer
    }
}

extension GitPath {
    /// The folder around it; nil at the root.
    fileprivate var parent: GitPath? {
        guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return nil }
        return GitPath(bytes: Array(bytes[..<slash]))
    }
}
