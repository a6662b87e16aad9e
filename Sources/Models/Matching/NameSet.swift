/// A name of a model, taken apart: an exact name, any one member (`.*`), or anything below (`.**`).
package enum NamePattern: Sendable, Hashable {
    case exact(String)
    case member(of: String)
    case below(String)
    /// `.attribute`: the last segment, whatever it belongs to. For `write` only.
    case last(String)

    /// - Returns: nil where the text is none of these.
    package init?(_ text: String) {
        let stem: Substring
        if text.hasSuffix(".**") {
            stem = text.dropLast(3)
            self = .below(String(stem))
        } else if text.hasSuffix(".*") {
            stem = text.dropLast(2)
            self = .member(of: String(stem))
        } else if text.hasPrefix(".") {
            stem = text.dropFirst()
            guard !stem.contains(".") else { return nil }
            self = .last(String(stem))
        } else {
            stem = text[...]
            self = .exact(text)
        }
        guard !stem.isEmpty, !stem.utf8.contains(where: { $0 == UInt8(ascii: "*") || $0 <= 32 }),
            stem.utf8.last != UInt8(ascii: ".")
        else { return nil }
    }

    /// The same pattern with its name rewritten.
    func map(_ transform: (String) -> String) -> NamePattern {
        switch self {
        case .exact(let name): .exact(transform(name))
        case .member(let parent): .member(of: transform(parent))
        case .below(let ancestor): .below(transform(ancestor))
        case .last: self
        }
    }
}

/// Values by name pattern; a lookup costs one hash for each segment of the name at most.
struct NameTable<Value: Sendable>: Sendable {
    private var exact: [String: [Value]] = [:]
    private var members: [String: [Value]] = [:]
    private var below: [String: [Value]] = [:]
    private var last: [String: [Value]] = [:]
    /// How long the names in `below` are: prefixes of other lengths need no lookup.
    private var belowLengths: Set<Int> = []

    mutating func insert(_ pattern: NamePattern, _ value: Value) {
        switch pattern {
        case .exact(let name): exact[name, default: []].append(value)
        case .member(let parent): members[parent, default: []].append(value)
        case .below(let ancestor):
            below[ancestor, default: []].append(value)
            belowLengths.insert(ancestor.utf8.count)
        case .last(let segment): last[segment, default: []].append(value)
        }
    }

    var isEmpty: Bool { exact.isEmpty && members.isEmpty && below.isEmpty && last.isEmpty }

    func forEach(matching name: String, _ body: (Value) -> Void) {
        if !exact.isEmpty { exact[name]?.forEach(body) }
        if !members.isEmpty || !last.isEmpty, let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) {
            if !members.isEmpty { members[String(name[..<dot])]?.forEach(body) }
            if !last.isEmpty { last[String(name[name.utf8.index(after: dot)...])]?.forEach(body) }
        } else if !last.isEmpty {
            last[name]?.forEach(body)
        }
        guard !below.isEmpty else { return }
        for end in name.segmentBorders
        where belowLengths.contains(name.utf8.distance(from: name.utf8.startIndex, to: end)) {
            below[String(name[..<end])]?.forEach(body)
        }
    }
}

/// A set of name patterns.
package struct NameSet: Sendable {
    package private(set) var patterns: [NamePattern]
    private var table = NameTable<Bool>()

    init(_ patterns: [NamePattern]) {
        self.patterns = patterns
        for pattern in patterns { table.insert(pattern, true) }
    }

    package func contains(_ name: String) -> Bool {
        var found = false
        table.forEach(matching: name) { _ in found = true }
        return found
    }

    /// Whether one of the names is in the set.
    package func containsAny(of names: Set<String>) -> Bool {
        names.contains(where: contains)
    }

    func map(_ transform: (String) -> String) -> NameSet {
        NameSet(patterns.map { $0.map(transform) })
    }
}

extension String {
    /// Where the segments of a name end, but for the last: before each `.`, `/`, `(` and `[`.
    var segmentBorders: [String.Index] {
        var result: [String.Index] = []
        let bytes = utf8
        var index = bytes.startIndex
        while index < bytes.endIndex {
            if bytes[index].isSegmentBorder { result.append(index) }
            index = bytes.index(after: index)
        }
        return result
    }
}

extension UInt8 {
    var isSegmentBorder: Bool {
        self == UInt8(ascii: ".") || self == UInt8(ascii: "/") || self == UInt8(ascii: "(") || self == UInt8(ascii: "[")
    }
}
