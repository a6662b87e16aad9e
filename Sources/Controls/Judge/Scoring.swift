/// Counts a judgement. See docs/controls.md, Score.
enum Scoring {
    static func summarize(_ controls: [ControlResult], gaps: [Gap]) -> Summary {
        var byArea: [String: AreaSummary] = [:]
        var total = 0.0
        var totalWeight = 0.0
        for (area, results) in Dictionary(grouping: controls, by: \.control.area) {
            var reached = 0.0
            var possible = 0.0
            for result in results {
                guard let value = value(result.state) else { continue }
                reached += value * result.control.severity.weight
                possible += result.control.severity.weight
            }
            byArea[area] = AreaSummary(
                score: possible > 0 ? percent(reached / possible) : nil, judged: results.count { $0.state.rung != nil },
                unknown: results.count { $0.state == .unknown },
                notApplicable: results.count { $0.state == .notApplicable })
        }
        // Areas in a fixed order: sums of floating point numbers depend on it.
        for area in Area.all {
            let results = controls.filter { $0.control.area == area && $0.state.rung != nil }
            guard let weight = Area.weights[area], !results.isEmpty else { continue }
            let possible = results.reduce(0) { $0 + $1.control.severity.weight }
            let reached = results.reduce(0) { $0 + $1.control.severity.weight * (value($1.state) ?? 0) }
            total += weight * reached / possible
            totalWeight += weight
        }
        var bySeverity = Dictionary(uniqueKeysWithValues: Severity.allCases.map { ($0, 0) })
        for gap in gaps { bySeverity[gap.severity, default: 0] += 1 }
        var byState = Dictionary(uniqueKeysWithValues: State.allCases.map { ($0, 0) })
        for result in controls { byState[result.state, default: 0] += 1 }
        return Summary(
            score: totalWeight > 0 ? percent(total / totalWeight) : nil, byArea: byArea, bySeverity: bySeverity,
            byState: byState)
    }

    /// What a state counts of one; nil where it counts on neither side.
    private static func value(_ state: State) -> Double? {
        switch state {
        case .wired: 1
        case .partial: 0.5
        case .defined: 0.25
        case .declared: 0.1
        case .missing: 0
        case .notApplicable, .unknown: nil
        }
    }

    private static func percent(_ share: Double) -> Int { Int((share * 100).rounded()) }
}
