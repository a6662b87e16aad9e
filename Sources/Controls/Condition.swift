package import Models

/// What has to be found. See docs/controls.md, Conditions.
package indirect enum Condition: Sendable {
    case signals(SignalQuery)
    case any([Condition])
    case all([Condition])
    case not(Condition)
    case each(of: Condition, reaches: Condition)
    case some(of: Condition, reaches: Condition)
    case bypass(of: Condition, guardedBy: Condition)
    case sameSymbol([Condition])
    case more(of: Condition, than: Condition)

    /// Every signal that is named anywhere in the condition.
    package var signals: Set<String> {
        switch self {
        case .signals(let query): Set(query.kinds)
        case .any(let inner), .all(let inner), .sameSymbol(let inner):
            inner.reduce(into: []) { $0.formUnion($1.signals) }
        case .not(let inner): inner.signals
        case .each(let of, let other), .some(let of, let other), .bypass(let of, let other), .more(let of, let other):
            of.signals.union(other.signals)
        }
    }
}

/// Signals of some kinds, whose attributes match, within a scope.
package struct SignalQuery: Sendable {
    /// Sorted, globs expanded.
    package let kinds: [String]
    /// An attribute that a signal does not have counts as an empty text.
    package let attributes: [(name: String, pattern: Pattern)]
    /// Nil for the default of the place where the condition stands.
    package var reach: SignalScope?
    /// Signals that the symbol must not hold, too; sorted.
    package let without: [String]

    /// Equal for questions that differ in nothing but their scope.
    package let key: String

    package init(
        kinds: [String], attributes: [(name: String, pattern: Pattern)], reach: SignalScope?, without: [String] = []
    ) {
        self.kinds = kinds
        self.attributes = attributes
        self.reach = reach
        self.without = without
        let patterns = attributes.flatMap { [$0.name, $0.pattern.source] }
        key = [kinds, patterns, without].map { $0.joined(separator: "\u{1}") }.joined(separator: "\u{2}")
    }
}

/// What a signal must be reached by to count.
package enum SignalScope: String, Sendable, Hashable, CaseIterable {
    /// A production root of the judged component.
    case production
    /// Any code but tests.
    case anywhere
    /// A test root.
    case test
    /// Any code, tests too.
    case all
    /// A pipeline root: the default of `partial` and `wired` where the control says `root: pipeline`.
    case pipeline
    /// A pipeline root, on a way where a failure fails the pipeline: the default of `wired` there.
    case enforced
}
