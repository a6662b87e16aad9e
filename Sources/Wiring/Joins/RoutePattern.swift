/// A route as a router has it, and whether it answers a path.
struct RoutePattern {
    enum Answer { case yes, perhaps, no }

    /// What is known of the place where the route's router is mounted.
    enum Outer: Equatable {
        /// Below this path, and nowhere else.
        case below(String)
        /// Nowhere, as far as is known, but it might be.
        case open
        /// Below a path that nobody knows.
        case unknown
    }

    private let segments: [Substring]
    private let outer: Outer
    /// Whether everything below it is answered too.
    private let isTree: Bool
    /// A regular expression, which nobody tries here.
    private let isExpression: Bool

    /// - Parameter isTree: whether a route that ends in `/` is that of a whole tree, as Go's own mux has it.
    init(_ text: String, isTree: Bool, outer: Outer = .open) {
        // Go's mux takes a method and a host before the path.
        var path = text[...]
        if let space = path.lastIndex(of: " ") { path = path[path.index(after: space)...] }
        isExpression = path.hasPrefix("^") || path.contains("(?") || (path.hasSuffix("$") && path.count > 1)
        var parts = path.split(separator: "/", omittingEmptySubsequences: true)
        if !path.hasPrefix("/"), parts.count > 1, parts[0].contains(".") { parts.removeFirst() }
        // The mux's mark of a tree's root alone.
        if parts.last == "{$}" { parts.removeLast() }
        if case .below(let prefix) = outer { parts = Self.segments(prefix) + parts }
        segments = parts
        self.outer = outer
        self.isTree = isTree && (path.hasSuffix("/") || path.isEmpty)
    }

    private static func segments(_ path: String) -> [Substring] {
        path.split(separator: "/", omittingEmptySubsequences: true)
    }

    /// - Parameters:
    ///   - path: as a probe calls it.
    ///   - mounts: where routers are mounted whose routes are not told apart; nil where one is mounted below an unknown path.
    func answers(_ path: String, mounts: [String]? = nil) -> Answer {
        if isExpression { return .perhaps }
        let asked = Self.segments(String(path.prefix { $0 != "?" && $0 != "#" }))
        let isSure = outer != .unknown
        if segments == asked { return isSure ? .yes : .perhaps }
        if Self.matches(segments, asked) { return .perhaps }
        if isTree, Self.matches(segments, asked.prefix(segments.count)) { return .perhaps }
        if case .below = outer { return .no }
        guard asked.count > segments.count, Self.matches(segments, asked.suffix(segments.count)) else { return .no }
        let before = asked.dropLast(segments.count)
        guard outer == .open, let mounts else { return .perhaps }
        return Self.isComposed(Array(before), of: mounts.map(Self.segments)) ? .perhaps : .no
    }

    /// Whether a path is that of one mounted router, or of some in each other.
    private static func isComposed(_ path: [Substring], of mounts: [[Substring]]) -> Bool {
        var ends: Set<Int> = [0]
        for start in 0..<path.count where ends.contains(start) {
            for mount in mounts where !mount.isEmpty && start + mount.count <= path.count {
                if matches(mount, path[start..<(start + mount.count)]) { ends.insert(start + mount.count) }
            }
        }
        return ends.contains(path.count)
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
