internal import Controls

/// What the score of a report becomes when gaps are closed, one control after another, everything else being as it is.
package struct ScoreOutlook {
    private struct Share {
        var reached = 0.0
        var possible = 0.0
        let weight: Double
    }

    private var areas: [String: Share] = [:]

    package init(_ report: Report) {
        for (area, summary) in report.summary.byArea { areas[area] = Share(weight: summary.weight) }
        for control in report.controls { count(control, Self.counted(control), 1) }
    }

    /// 0 to 100, not rounded; nil where nothing counts.
    package var score: Double? {
        var total = 0.0
        var weight = 0.0
        // In a fixed order: sums of floating point numbers depend on it.
        for (_, area) in areas.sorted(by: { $0.key < $1.key }) where area.possible > 0 {
            total += area.weight * area.reached / area.possible
            weight += area.weight
        }
        return weight > 0 ? total / weight * 100 : nil
    }

    /// Closes all gaps of a control.
    package mutating func close(_ control: Report.Control) {
        let closed = closedState(of: control)
        count(control, Self.counted(control), -1)
        count(control, closed, 1)
    }

    /// The state with all gaps closed. Where unknown cells are left, only the control's own gain tells whether they decide
    /// anything: those whose code nobody could read do not.
    private func closedState(of control: Report.Control) -> State {
        let states = control.cells.compactMap { State(rawValue: $0.state) }
            .map { $0.rung != nil ? .wired : $0 }
        let whole = Self.merged(states)
        guard whole == .unknown else { return whole }
        let known = Self.merged(states.filter { $0 != .unknown })
        let distance = { (state: State) in abs(gain(control, state) - control.gain) }
        return distance(known) < distance(.unknown) ? known : .unknown
    }

    private func gain(_ control: Report.Control, _ state: State) -> Double {
        var changed = self
        changed.count(control, Self.counted(control), -1)
        changed.count(control, state, 1)
        return (changed.score ?? 0) - (score ?? 0)
    }

    private mutating func count(_ control: Report.Control, _ state: State?, _ sign: Double) {
        guard let value = state?.value, let weight = Severity(rawValue: control.severity)?.weight else { return }
        areas[control.area]?.reached += sign * value * weight
        areas[control.area]?.possible += sign * weight
    }

    private static func counted(_ control: Report.Control) -> State? {
        State(rawValue: control.countsAs ?? control.state)
    }

    private static func merged(_ states: [State]) -> State {
        Judge.state(of: states.map { Cell(component: "", state: $0) })
    }
}
