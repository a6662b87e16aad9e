/// A path inside a repository: bytes, `/` between segments, no leading or trailing `/`. The root is empty.
///
/// Git does not say what encoding a path is in, so bytes are the truth and a string is a view.
package struct GitPath: Sendable, Hashable, Comparable, CustomStringConvertible, ExpressibleByStringLiteral {
    package let bytes: [UInt8]

    package static let root = GitPath(bytes: [])

    package init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    package init(_ string: String) {
        bytes = Array(string.utf8)
    }

    package init(stringLiteral value: String) {
        self.init(value)
    }

    /// The path as text, with nothing lost; nil when its bytes are not UTF-8.
    package var string: String? {
        String(validating: bytes, as: UTF8.self)
    }

    /// The path made safe for a terminal: control characters, invisible ones that reorder text, and bytes that
    /// are not UTF-8 are written as escapes. Different paths look different.
    package var display: String {
        escapedForTerminal(bytes)
    }

    package var description: String { display }

    /// The bytes after the last `/`.
    package var name: ArraySlice<UInt8> {
        guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return bytes[...] }
        return bytes[(slash + 1)...]
    }

    /// Whether the path is `folder` or lies below it. Everything lies below the root.
    package func isWithin(_ folder: GitPath) -> Bool {
        if folder.bytes.isEmpty { return true }
        guard bytes.starts(with: folder.bytes) else { return false }
        return bytes.count == folder.bytes.count || bytes[folder.bytes.count] == UInt8(ascii: "/")
    }

    func appending(_ name: some Collection<UInt8>) -> GitPath {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + 1 + name.count)
        result += bytes
        if !result.isEmpty { result.append(UInt8(ascii: "/")) }
        result += name
        return GitPath(bytes: result)
    }

    package static func < (left: GitPath, right: GitPath) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}
