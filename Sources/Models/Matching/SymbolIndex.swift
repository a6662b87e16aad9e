/// Symbol rules by kind, refused by a byte search before their regular expressions are tried.
struct SymbolIndex: Sendable {
    private struct Group: Sendable {
        var rules: [SymbolRule] = []
        /// The rules that need no literal in the name.
        var always: [Int] = []
        var literals = LiteralIndex()
    }

    private var groups: [String: Group] = [:]

    mutating func insert(_ rule: SymbolRule, kind: String) {
        var group = groups[kind] ?? Group()
        let index = group.rules.count
        group.rules.append(rule)
        if let literals = rule.conditions.name?.requiredLiterals {
            for literal in literals { group.literals.insert(literal, id: index) }
        } else {
            group.always.append(index)
        }
        groups[kind] = group
    }

    mutating func finish() {
        for kind in Array(groups.keys) { groups[kind]?.literals.build() }
    }

    /// The external names that conditions on calls name.
    var calledNames: [NamePattern] {
        groups.values.flatMap { $0.rules.flatMap { $0.conditions.calls.flatMap(\.patterns) } }
    }

    func rules(kind: String) -> [SymbolRule] { groups[kind]?.rules ?? [] }

    func candidates(kind: String, name: String) -> [SymbolRule] {
        guard let group = groups[kind] else { return [] }
        let hits = group.literals.ids(in: name)
        if hits.isEmpty, group.always.isEmpty { return [] }
        let indexes = hits.isEmpty ? group.always : Set(hits).union(group.always).sorted()
        return indexes.map { group.rules[$0] }
    }
}

/// Rules about calls by the names of functions and their owners, refused by a byte search of one of the two.
struct CallNameIndex: Sendable {
    private var rules: [(owner: Pattern?, name: Pattern?, rule: ReferenceRule)] = []
    private var always: [Int] = []
    private var byName = LiteralIndex()
    private var byOwner = LiteralIndex()

    mutating func insert(owner: Pattern?, name: Pattern?, _ rule: ReferenceRule) {
        let index = rules.count
        rules.append((owner, name, rule))
        if let literals = owner?.requiredLiterals {
            for literal in literals { byOwner.insert(literal, id: index) }
        } else if let literals = name?.requiredLiterals {
            for literal in literals { byName.insert(literal, id: index) }
        } else {
            always.append(index)
        }
    }

    mutating func finish() {
        byName.build()
        byOwner.build()
    }

    var isEmpty: Bool { rules.isEmpty }

    /// In the order of their entries.
    func matches(owner: String?, name: String) -> [ReferenceRule] {
        let hits = byName.ids(in: name) + (owner.map(byOwner.ids) ?? [])
        if hits.isEmpty, always.isEmpty { return [] }
        return Set(hits).union(always).sorted().compactMap { index in
            let candidate = rules[index]
            if let pattern = candidate.name, !pattern.matches(name) { return nil }
            if let pattern = candidate.owner, !(owner.map(pattern.matches) ?? false) { return nil }
            return candidate.rule
        }
    }
}
