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

    func rules(kind: String) -> [SymbolRule] { groups[kind]?.rules ?? [] }

    func candidates(kind: String, name: String) -> [SymbolRule] {
        guard let group = groups[kind] else { return [] }
        let hits = group.literals.ids(in: name)
        if hits.isEmpty, group.always.isEmpty { return [] }
        let indexes = hits.isEmpty ? group.always : Set(hits).union(group.always).sorted()
        return indexes.compactMap { group.rules[$0].acceptsName(name) ? group.rules[$0] : nil }
    }
}

/// Rules about calls of the repository's own functions, refused by a byte search of the owner's or the function's name.
struct OwnCallIndex: Sendable {
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

/// Finds which of many literals a text contains, in one pass (Aho and Corasick, 1975). ASCII letters are compared without case.
struct LiteralIndex: Sendable {
    private struct State: Sendable {
        var next: [UInt8: Int32] = [:]
        var fail: Int32 = 0
        var ids: [Int] = []
    }

    private var states = [State()]

    /// - Parameter literal: lower case.
    mutating func insert(_ literal: [UInt8], id: Int) {
        var state = 0
        for byte in literal {
            if let next = states[state].next[byte] {
                state = Int(next)
            } else {
                states.append(State())
                states[state].next[byte] = Int32(states.count - 1)
                state = states.count - 1
            }
        }
        states[state].ids.append(id)
    }

    /// Links every state to the longest other one that is its suffix. Call once, after the last insert.
    mutating func build() {
        var queue = states[0].next.values.map(Int.init)
        var head = 0
        while head < queue.count {
            let state = queue[head]
            head += 1
            for (byte, next) in states[state].next {
                var fail = states[state].fail
                while fail != 0, states[Int(fail)].next[byte] == nil { fail = states[Int(fail)].fail }
                let target = states[Int(fail)].next[byte] ?? 0
                states[Int(next)].fail = target
                states[Int(next)].ids += states[Int(target)].ids
                queue.append(Int(next))
            }
        }
    }

    func ids(in text: String) -> [Int] {
        guard states.count > 1 else { return [] }
        var found: [Int] = []
        var state: Int32 = 0
        for byte in text.utf8 {
            let byte = byte.asciiLowercased
            while state != 0, states[Int(state)].next[byte] == nil { state = states[Int(state)].fail }
            state = states[Int(state)].next[byte] ?? 0
            found += states[Int(state)].ids
        }
        return found
    }
}
