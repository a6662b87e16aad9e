internal import Controls
internal import Reporting

/// The states of one cell along the line of first parents, as runs: one entry for each change, whatever the number of commits.
package struct CellTimeline: Sendable, Equatable {
    package struct Run: Sendable, Equatable {
        /// Place among the steps of the history of the first one of which it is true. It holds until the next run.
        package var from: Int
        /// Nil where the cell is not there.
        package var state: String?

        package init(from: Int, state: String?) {
            self.from = from
            self.state = state
        }
    }

    package var control: String
    /// As it is called last.
    package var component: String
    package var runs: [Run]

    /// The runs of all cells that were ever judged, by control, then in the order in which they came.
    static func all(of steps: [HistoryStep]) -> [CellTimeline] {
        var fold = TimelineFold()
        for (place, step) in steps.enumerated() where step.isOnLine { fold.add(step, at: place) }
        return fold.timelines.enumerated()
            .sorted { ($0.element.control, $0.offset) < ($1.element.control, $1.offset) }.map(\.element)
    }
}

/// Folds the changes of a line of commits into the runs of its cells.
private struct TimelineFold {
    private struct Cell: Hashable {
        let control: String
        let component: String
    }

    private(set) var timelines: [CellTimeline] = []
    /// The timeline of each cell, by its present name.
    private var places: [Cell: Int] = [:]
    /// Since which step each component that is there was known to be there.
    private var arrivals: [String: Int] = [:]

    mutating func add(_ step: HistoryStep, at place: Int) {
        rename(step.delta.renamed)
        var shrunk: Set<String> = []
        for change in step.delta.cells where change.from == nil && arrivals[change.component] == nil {
            arrivals[change.component] = place
        }
        for change in step.delta.cells {
            add(change, at: place)
            if change.to == nil { shrunk.insert(change.component) }
        }
        if !shrunk.isEmpty { end(shrunk, at: place) }
    }

    private mutating func rename(_ renamed: [String: String]) {
        guard !renamed.isEmpty else { return }
        for (old, arrival) in arrivals.filter({ renamed[$0.key] != nil }) {
            arrivals[old] = nil
            renamed[old].map { arrivals[$0] = arrival }
        }
        var moved: [Cell: Int] = [:]
        var rest: [Cell: Int] = [:]
        for (cell, index) in places {
            guard let name = renamed[cell.component] else {
                rest[cell] = index
                continue
            }
            moved[Cell(control: cell.control, component: name)] = index
            timelines[index].component = name
        }
        // Where something of that name was there before and is gone, its runs stay a row of their own.
        places = moved.merging(rest) { renamed, _ in renamed }
    }

    private mutating func add(_ change: CellChange, at place: Int) {
        let cell = Cell(control: change.control, component: change.component)
        let index: Int
        if let known = places[cell] {
            index = known
        } else {
            index = timelines.count
            places[cell] = index
            var timeline = CellTimeline(control: change.control, component: change.component, runs: [])
            // What does not apply or is unknown came unseen, with its component.
            if let state = change.from, let arrival = arrivals[change.component], arrival < place {
                timeline.runs.append(CellTimeline.Run(from: arrival, state: state))
            }
            timelines.append(timeline)
        }
        timelines[index].append(change.to, at: place)
    }

    /// What does not apply or is unknown goes unseen as well: with the last cell of its component that was judged.
    private mutating func end(_ components: Set<String>, at place: Int) {
        let cells = places.filter { components.contains($0.key.component) }
        let alive = Set(cells.filter { isJudged(timelines[$0.value].runs.last?.state) }.map(\.key.component))
        for (cell, index) in cells where !alive.contains(cell.component) {
            timelines[index].append(nil, at: place)
            arrivals[cell.component] = nil
        }
    }

    private func isJudged(_ state: String?) -> Bool { state.flatMap(State.init(rawValue:))?.rung != nil }
}

extension CellTimeline {
    fileprivate mutating func append(_ state: String?, at place: Int) {
        if runs.last?.from == place { runs.removeLast() }
        if (runs.last?.state ?? nil) != state { runs.append(Run(from: place, state: state)) }
    }
}
