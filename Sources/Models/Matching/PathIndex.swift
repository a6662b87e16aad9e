/// A model entry about files that exist.
struct PathRule: Sendable {
    let match: SignalMatch
    let globs: [Glob]
    let notPath: GlobSet?
}

/// Path rules, found by the globs that match a path.
struct PathIndex: Sendable {
    private let rules: [PathRule]
    private var globs = GlobIndex()

    init(_ rules: [PathRule]) {
        self.rules = rules
        for (index, rule) in rules.enumerated() {
            for glob in rule.globs { globs.insert(glob, id: index) }
        }
    }

    func matches(_ path: String) -> [SignalMatch] {
        var result: [SignalMatch] = []
        for id in globs.ids(matching: path).sorted() {
            let rule = rules[id]
            if rule.notPath?.matches(path) != true, !result.contains(rule.match) { result.append(rule.match) }
        }
        return result
    }
}
