/// How far a control has come, for one component or the whole repository. See docs/controls.md.
package enum State: String, Sendable, Hashable, CaseIterable, Comparable {
    case missing, declared, defined, partial, wired
    case notApplicable = "n/a"
    case unknown

    /// The states of the ladder, lowest first.
    package static let ladder: [State] = [.missing, .declared, .defined, .partial, .wired]

    /// The rung; nil where there is none to stand on.
    package var rung: Int? { Self.ladder.firstIndex(of: self) }

    /// By rung; what is not on the ladder comes first.
    package static func < (left: State, right: State) -> Bool { left.order < right.order }

    private var order: Int { rung ?? (self == .notApplicable ? -1 : -2) }
}

/// How much a gap matters, worst first.
package enum Severity: String, Sendable, Hashable, CaseIterable, Comparable {
    case blocker, high, medium, low

    package static func < (left: Severity, right: Severity) -> Bool {
        allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
    }

    /// What a control of this severity weighs in the score of its area.
    package var weight: Double {
        switch self {
        case .blocker: 8
        case .high: 4
        case .medium: 2
        case .low: 1
        }
    }
}

/// The areas of the catalogue.
package enum Area {
    /// In the order of the documentation.
    package static let all = [
        "lifecycle", "kubernetes", "resilience", "security", "configuration", "observability", "data", "testing",
        "delivery",
        "documents", "usability", "web",
    ]

    /// What each area weighs in the score of the repository; an area that is not named weighs nothing.
    package static let weights: [String: Double] = [
        "security": 15, "lifecycle": 12, "resilience": 12, "observability": 12, "delivery": 12, "kubernetes": 10,
        "testing": 10,
        "configuration": 8, "data": 5, "documents": 4,
    ]
}
