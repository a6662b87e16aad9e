/// How states look and in what order they stand, the same in every human format.
package enum Ladder {
    /// A mark a reader takes in at a glance; the word always stands beside it or in the legend.
    package static func mark(_ state: String) -> String {
        switch state {
        case "wired": "✓"
        case "partial": "◐"
        case "defined": "○"
        case "declared": "·"
        case "missing": "✗"
        case "unknown": "?"
        default: "-"
        }
    }

    package static let legend =
        "✓ wired  ◐ partial  ○ defined, not wired  · declared only  ✗ missing  ? unknown  - n/a"

    /// How high a state stands; 0 for missing and for what is not on the ladder.
    package static func rung(_ state: String) -> Int {
        ["missing", "declared", "defined", "partial", "wired"].firstIndex(of: state) ?? 0
    }

    package static let severities = ["blocker", "high", "medium", "low"]

    /// 0 for the worst; unknown words last.
    package static func rank(severity: String) -> Int {
        severities.firstIndex(of: severity) ?? severities.count
    }

    /// Areas in the order of the catalogue's documentation, then any other by name.
    package static let areas = [
        "lifecycle", "kubernetes", "resilience", "security", "configuration", "observability", "data", "testing",
        "delivery", "documents", "usability", "web",
    ]

    package static func rank(area: String) -> Int {
        areas.firstIndex(of: area) ?? areas.count
    }

    package static func rank(role: String) -> Int {
        ["wiring", "definition", "counter", "declaration", "test"].firstIndex(of: role) ?? 9
    }
}
