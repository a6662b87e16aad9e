internal import History
internal import Reporting

/// A history as a page shows it: each commit once, states as runs from commit to commit, and everything else by its place among them.
struct PageHistory: Encodable {
    /// Oldest first.
    var commits: [Commit]
    /// By area: from which commit on which score it had; -1 for none.
    var areas: [String: [[Int]]]
    /// The states of the cells.
    var cells: [Cells]
    /// The first commit at which `cells` are told: there was no room for what came before.
    var cellsFrom: Int
    /// Cells that changed, oldest first.
    var changes: [Change]
    /// Weaknesses that came, went and moved, oldest first.
    var weaknesses: [Weakness]
    /// Role, file, line, symbol, message, and the root that leads there or -1, by their places: what changes name as evidence.
    var proof: [[Int]]
    /// By fingerprint of a gap.
    var lives: [String: [Event]]
    /// Whether the first commit is the state that the history begins with.
    var hasBaseline: Bool
    var isCut: Bool
    /// Whether each commit stands for those left out before it, too.
    var isSampled: Bool

    struct Commit: Encodable {
        var id: String
        var date: String
        var author: String
        var subject: String
        var score: Int?
        /// Open gaps, worst severity first.
        var gaps: [Int]
    }

    /// Components in which a control had the same states from beginning to end.
    struct Cells: Encodable, Equatable {
        var control: Int
        /// `3m12w40.`: missing from the commit 3 on, wired from 12 on, not there from 40 on.
        var runs: String
        /// Places of names among the texts.
        var components: [Int]
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
        /// Places in `proof`.
        var before: [Int]
        var after: [Int]

        /// As a list: a history has many of them.
        func encode(to encoder: any Encoder) throws {
            var list = encoder.unkeyedContainer()
            try list.encode(commit)
            try list.encode(control)
            try list.encode(component)
            try list.encode(from)
            try list.encode(to)
            try list.encode(file)
            try list.encode(before)
            try list.encode(after)
        }
    }

    struct Weakness: Encodable {
        var commit: Int
        var kind: String
        var control: Int
        var proof: Int
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
        let (cells, cellsFrom, omittedCells) = cells(history.timelines, dropped: dropped)
        let changes = history.transitions.filter { places[$0.commit] != nil && controlPlaces[$0.control] != nil }
        let weaknesses = history.weaknesses.filter { places[$0.commit] != nil && controlPlaces[$0.control] != nil }
        var proof = PastProof(limits)
        // The newest first: of what has no room the oldest is missed least.
        let shownChanges = changes.suffix(limits.changes).reversed().map { change in
            let (before, after) = PastProof.telling(
                change.evidenceBefore, change.evidence, most: limits.evidencePerChange)
            return PageHistory.Change(
                commit: places[change.commit] ?? 0, control: controlPlaces[change.control] ?? 0,
                component: place(ofText: change.component),
                from: change.from.map { String(PageData.letter($0)) } ?? "",
                to: change.to.map { String(PageData.letter($0)) } ?? "",
                file: change.cause.map { place(ofFile: $0) } ?? -1,
                before: before.compactMap { proof.place(of: $0, in: &self) },
                after: after.compactMap { proof.place(of: $0, in: &self) })
        }
        let shownWeaknesses = weaknesses.suffix(limits.changes).reversed().compactMap { item in
            proof.place(of: item.evidence, in: &self).map {
                PageHistory.Weakness(
                    commit: places[item.commit] ?? 0, kind: item.kind.rawValue,
                    control: controlPlaces[item.control] ?? 0, proof: $0)
            }
        }
        let result = PageHistory(
            commits: states.map { state in
                PageHistory.Commit(
                    id: state.commit, date: state.committedAt, author: shown(state.author ?? ""),
                    subject: shown(state.subject ?? ""), score: state.summary.score,
                    gaps: Ladder.severities.map { state.summary.bySeverity[$0] ?? 0 })
            },
            areas: areaRuns(states.map(\.summary)), cells: cells, cellsFrom: cellsFrom,
            changes: shownChanges.reversed(), weaknesses: shownWeaknesses.reversed(), proof: proof.entries,
            lives: lives(history.gaps, places), hasBaseline: history.baseline != nil && dropped == 0,
            isCut: history.isCut, isSampled: history.isSampled)
        set(
            result, commits: dropped, cells: omittedCells,
            changes: changes.count - shownChanges.count + weaknesses.count - shownWeaknesses.count)
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

    /// The runs of the cells, from which commit on there was room for them, and how many cells there was no room for.
    private mutating func cells(
        _ timelines: [CellTimeline], dropped: Int
    ) -> (cells: [PageHistory.Cells], from: Int, omitted: Int) {
        // What is there now comes before what is gone.
        let known = timelines.filter { controlPlaces[$0.control] != nil && !$0.runs.isEmpty }
        let kept = Array(
            (known.filter { $0.runs.last?.state != nil } + known.filter { $0.runs.last?.state == nil })
                .prefix(limits.pastCells))
        let newest = kept.flatMap { $0.runs.map(\.from) }.sorted(by: >)
        let from = max(dropped, newest.count > limits.pastRuns ? newest[limits.pastRuns] + 1 : 0)
        var places: [String: Int] = [:]
        var cells: [PageHistory.Cells] = []
        for timeline in kept {
            let past = timeline.runs.prefix { $0.from <= from }.last.map {
                CellTimeline.Run(from: from, state: $0.state)
            }
            let runs = ([past].compactMap { $0 } + timeline.runs.filter { $0.from > from })
                .drop { $0.state == nil }
            guard !runs.isEmpty, let control = controlPlaces[timeline.control] else { continue }
            let text = runs.map { "\($0.from - dropped)\($0.state.map(PageData.letter) ?? ".")" }.joined()
            let component = place(ofText: timeline.component)
            if let known = places["\(control) \(text)"] {
                cells[known].components.append(component)
            } else {
                places["\(control) \(text)"] = cells.count
                cells.append(PageHistory.Cells(control: control, runs: text, components: [component]))
            }
        }
        return (cells, from - dropped, known.count - kept.count)
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
