/// A route as a router has it, and whether it answers a path.
struct RoutePattern {
    enum Answer { case yes, perhaps, no }

    private let segments: [Substring]
    private let isOpen: Bool
    /// A regular expression, which nobody tries here.
    private let isExpression: Bool

    init(_ text: String) {
        // Go's mux takes a method and a host before the path; a route that ends in `/` may be that of a whole tree.
        var path = text[...]
        if let space = path.lastIndex(of: " ") { path = path[path.index(after: space)...] }
        isExpression = path.hasPrefix("^") || path.contains("(?") || (path.hasSuffix("$") && path.count > 1)
        isOpen = path.hasSuffix("/")
        var parts = path.split(separator: "/", omittingEmptySubsequences: true)
        if !path.hasPrefix("/"), parts.count > 1, parts[0].contains(".") { parts.removeFirst() }
        // The mux's mark of a tree's root alone.
        if parts.last == "{$}" { parts.removeLast() }
        segments = parts
    }

    /// - Parameter path: as a probe calls it.
    func answers(_ path: String) -> Answer {
        if isExpression { return .perhaps }
        let asked = path.prefix { $0 != "?" && $0 != "#" }.split(separator: "/", omittingEmptySubsequences: true)
        if segments == asked { return .yes }
        if Self.matches(segments, asked) { return .perhaps }
        // Below a tree, or below the place where the router is mounted.
        if isOpen, Self.matches(segments, asked.prefix(segments.count)) { return .perhaps }
        return !segments.isEmpty && asked.count > segments.count && Self.matches(segments, asked.suffix(segments.count))
            ? .perhaps : .no
    }

    private static func matches(_ segments: [Substring], _ asked: some Collection<Substring>) -> Bool {
        for (place, pair) in zip(segments, asked).enumerated() {
            if isTail(pair.0) { return true }
            if pair.0 != pair.1, !isParameter(pair.0), !(place == segments.count - 1 && pair.0 == pair.1 + "$") {
                return false
            }
        }
        return segments.count == asked.count || segments.last.map(isTail) == true && segments.count <= asked.count + 1
    }

    /// `{id}`, `:id`, `<int:id>`, `*`, a regular expression, a name that nobody knows.
    private static func isParameter(_ segment: Substring) -> Bool {
        segment.hasPrefix(":") || segment.contains { "{<*([+?\\^$%".contains($0) }
    }

    private static func isTail(_ segment: Substring) -> Bool {
        segment.hasPrefix("*") || segment.hasSuffix("*") || segment.contains("...") || segment.contains(":path")
            || segment.contains("<path:") || segment.contains(".*") || segment.contains(".+")
    }
}
