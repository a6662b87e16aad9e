internal import History
internal import Reporting

/// A history as a page shows it: each commit once, and everything else by its place among them.
struct PageHistory: Encodable {
    /// Oldest first.
    var commits: [Commit]
    /// By area: from which commit on which score it had; -1 for none.
    var areas: [String: [[Int]]]
    /// By control: from which commit on how many of its gaps were open.
    var controls: [Open]
    /// Cells that changed, oldest first.
    var changes: [Change]
    /// By fingerprint of a gap.
    var lives: [String: [Event]]
    /// Whether the first commit is the state that the history begins with.
    var hasBaseline: Bool
    var isCut: Bool

    struct Commit: Encodable {
        var id: String
        var date: String
        var author: String
        var subject: String
        var score: Int?
        /// Open gaps, worst severity first.
        var gaps: [Int]
    }

    struct Open: Encodable {
        var control: Int
        var runs: [[Int]]
    }

    struct Change: Encodable {
        var commit: Int
        var control: Int
        /// Place of its name among the texts.
        var component: Int
        /// Letters of states; empty where the component was not there.
        var from: String
        var to: String
        var file: Int
    }

    struct Event: Encodable {
        var kind: String
        /// -1 for what was so before the history begins.
        var commit: Int
        var from: String
        var to: String
    }
}

extension PageBuilder {
    mutating func add(_ history: History) {
        let all = history.states ?? []
        guard !all.isEmpty else { return }
        let dropped = max(0, all.count - limits.commits)
        let states = all.dropFirst(dropped)
        let places = Dictionary(
            states.enumerated().map { ($0.element.commit, $0.offset) }, uniquingKeysWith: { first, _ in first })
        let changes = history.transitions.filter { places[$0.commit] != nil && controlPlaces[$0.control] != nil }
        let shownChanges = changes.suffix(limits.changes).map { change in
            PageHistory.Change(
                commit: places[change.commit] ?? 0, control: controlPlaces[change.control] ?? 0,
                component: place(ofText: change.component),
                from: change.from.map { String(PageData.letter($0)) } ?? "",
                to: change.to.map { String(PageData.letter($0)) } ?? "",
                file: change.cause.map { place(ofFile: $0) } ?? -1)
        }
        let result = PageHistory(
            commits: states.map { state in
                PageHistory.Commit(
                    id: state.commit, date: state.committedAt, author: shown(state.author ?? ""),
                    subject: shown(state.subject ?? ""), score: state.summary.score,
                    gaps: Ladder.severities.map { state.summary.bySeverity[$0] ?? 0 })
            },
            areas: areaRuns(states.map(\.summary)), controls: openRuns(history.gaps, places), changes: shownChanges,
            lives: lives(history.gaps, places), hasBaseline: history.baseline != nil && dropped == 0,
            isCut: history.isCut)
        set(result, omitted: (dropped, changes.count - shownChanges.count))
    }

    private func areaRuns(_ summaries: [Report.Summary]) -> [String: [[Int]]] {
        var runs: [String: [[Int]]] = [:]
        for area in Set(summaries.flatMap { $0.byArea.keys }) {
            for (place, summary) in summaries.enumerated() {
                let score = summary.byArea[area]?.score ?? -1
                if runs[area]?.last?[1] != score { runs[area, default: []].append([place, score]) }
            }
        }
        return runs
    }

    /// How many gaps of each control were open from which commit on.
    private func openRuns(_ gaps: [GapLife], _ places: [String: Int]) -> [PageHistory.Open] {
        var steps: [Int: [Int: Int]] = [:]
        for life in gaps where life.kind == .cell {
            guard let control = controlPlaces[life.control] else { continue }
            // What was open when the history began has no event that says so.
            var isOpen = ![.opened, .reopened].contains(life.events.first?.kind)
            if isOpen { steps[control, default: [:]][0, default: 0] += 1 }
            for event in life.events {
                let opens = [GapLife.Event.Kind.opened, .reopened].contains(event.kind)
                let ends = [GapLife.Event.Kind.closed, .removed].contains(event.kind)
                guard opens && !isOpen || ends && isOpen else { continue }
                isOpen = opens
                steps[control, default: [:]][places[event.commit.commit] ?? 0, default: 0] += opens ? 1 : -1
            }
        }
        return steps.keys.sorted().map { control in
            var count = 0
            var runs: [[Int]] = []
            for (place, step) in (steps[control] ?? [:]).sorted(by: { $0.key < $1.key }) where step != 0 {
                count += step
                runs.append([place, count])
            }
            return PageHistory.Open(control: control, runs: runs)
        }
    }

    private func lives(_ gaps: [GapLife], _ places: [String: Int]) -> [String: [PageHistory.Event]] {
        var lives: [String: [PageHistory.Event]] = [:]
        let open = Set(data.gaps.map(\.fingerprint))
        for life in gaps where life.kind == .cell && open.contains(life.fingerprint) {
            var events = life.events.suffix(20).map { event in
                PageHistory.Event(
                    kind: event.kind.rawValue, commit: places[event.commit.commit] ?? -1, from: shown(event.from ?? ""),
                    to: shown(event.to ?? ""))
            }
            if life.events.count <= 20, ![.opened, .reopened].contains(life.events.first?.kind) {
                events.insert(PageHistory.Event(kind: "open", commit: -1, from: "", to: ""), at: 0)
            }
            lives[life.fingerprint] = events
        }
        return lives
    }
}
