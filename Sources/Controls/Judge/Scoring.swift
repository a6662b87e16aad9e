/// Counts a judgement. See docs/controls.md, Score.
enum Scoring {
    static func summarize(
        _ controls: [ControlResult], gaps: [Gap], weights: [String: Double] = Area.weights
    ) -> Summary {
        var byArea: [String: AreaSummary] = [:]
        let sums = ScoreSums(controls, weights: weights)
        for (area, results) in Dictionary(grouping: controls, by: \.control.area) {
            byArea[area] = AreaSummary(
                score: sums.share(of: area).map { Int(($0 * 100).rounded()) },
                judged: results.count { $0.counted.rung != nil },
                unknown: results.count { $0.counted == .unknown },
                notApplicable: results.count { $0.counted == .notApplicable },
                weight: weights[area] ?? 0)
        }
        var bySeverity = Dictionary(uniqueKeysWithValues: Severity.allCases.map { ($0, 0) })
        for gap in gaps { bySeverity[gap.severity, default: 0] += 1 }
        var byState = Dictionary(uniqueKeysWithValues: State.allCases.map { ($0, 0) })
        for result in controls { byState[result.state, default: 0] += 1 }
        return Summary(
            score: sums.score.map { Int($0.rounded()) }, byArea: byArea, bySeverity: bySeverity, byState: byState)
    }
}

/// The sums that a score is made of, so that it can be asked what another state of one control would change.
struct ScoreSums {
    private struct Share {
        var reached = 0.0
        var possible = 0.0

        mutating func count(_ state: State, _ severity: Severity, _ sign: Double = 1) {
            guard let value = state.value else { return }
            reached += sign * value * severity.weight
            possible += sign * severity.weight
        }
    }

    private var areas: [String: Share] = [:]
    private let weights: [String: Double]

    init(_ controls: [ControlResult], weights: [String: Double] = Area.weights) {
        self.weights = weights
        for result in controls {
            areas[result.control.area, default: Share()].count(result.counted, result.control.severity)
        }
    }

    /// What an area's controls reach of what they weigh; nil where none counts.
    func share(of area: String) -> Double? {
        areas[area].flatMap { $0.possible > 0 ? $0.reached / $0.possible : nil }
    }

    /// 0 to 100, not rounded; nil where nothing counts.
    var score: Double? {
        var total = 0.0
        var weight = 0.0
        // Areas in a fixed order: sums of floating point numbers depend on it.
        for area in Area.all {
            guard let own = weights[area], let share = share(of: area) else { continue }
            total += own * share
            weight += own
        }
        return weight > 0 ? total / weight * 100 : nil
    }

    /// How many points the score would win if a control counted as another state, everything else being as it is.
    func gain(of control: Control, from state: State, to other: State) -> Double {
        guard state != other else { return 0 }
        var changed = self
        changed.areas[control.area, default: Share()].count(state, control.severity, -1)
        changed.areas[control.area, default: Share()].count(other, control.severity)
        return ((changed.score ?? 0) - (score ?? 0)).rounded(toPlaces: 2)
    }
}

extension State {
    /// What it counts of one in a score; nil where it counts on neither side.
    package var value: Double? {
        switch self {
        case .wired: 1
        case .partial: 0.5
        case .defined: 0.25
        case .declared: 0.1
        case .missing: 0
        case .notApplicable, .unknown: nil
        }
    }
}

extension Double {
    /// Rounded so that the sums of a report read well and are the same on every machine.
    fileprivate func rounded(toPlaces places: Int) -> Double {
        let factor = (0..<places).reduce(1.0) { product, _ in product * 10 }
        // No minus before a zero.
        return (self * factor).rounded() / factor + 0
    }
}
