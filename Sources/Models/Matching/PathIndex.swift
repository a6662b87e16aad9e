/// A model entry about files that exist.
struct PathRule: Sendable {
    let match: SignalMatch
    let globs: [Glob]
    let notPath: GlobSet?
}

/// Path rules by the last segment that a path must have: most paths are refused by a hash or two.
struct PathIndex: Sendable {
    private let rules: [PathRule]
    private var byName: [String: [(rule: Int, glob: Glob)]] = [:]
    /// By the suffix after the last dot, where the glob's suffix has one.
    private var byExtension: [String: [(rule: Int, glob: Glob)]] = [:]
    private var others: [(rule: Int, glob: Glob)] = []

    init(_ rules: [PathRule]) {
        self.rules = rules
        for (index, rule) in rules.enumerated() {
            for glob in rule.globs { insert(index, glob) }
        }
    }

    private mutating func insert(_ rule: Int, _ glob: Glob) {
        guard let last = glob.lastSegments else {
            others.append((rule, glob))
            return
        }
        for (text, isSuffix) in last {
            if !isSuffix {
                byName[String(decoding: text, as: UTF8.self), default: []].append((rule, glob))
            } else if let dot = text.lastIndex(of: UInt8(ascii: ".")) {
                byExtension[String(decoding: text[dot...], as: UTF8.self), default: []].append((rule, glob))
            } else {
                others.append((rule, glob))
            }
        }
    }

    func matches(_ path: String) -> [SignalMatch] {
        var found: Set<Int> = []
        func test(_ candidates: [(rule: Int, glob: Glob)]?) {
            guard let candidates else { return }
            for (rule, glob) in candidates where !found.contains(rule) && glob.matches(path) {
                if let notPath = rules[rule].notPath, notPath.matches(path) { continue }
                found.insert(rule)
            }
        }
        let name = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path[path.utf8.index(after: $0)...] } ?? path[...]
        test(byName[String(name)])
        if let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) { test(byExtension[String(name[dot...])]) }
        test(others)
        var result: [SignalMatch] = []
        for rule in found.sorted() where !result.contains(rules[rule].match) { result.append(rules[rule].match) }
        return result
    }
}
