internal import Controls
package import Reporting

/// What a change of rules alone did: cells that two methods judge otherwise at the same commit.
package struct MethodComparison: Codable, Sendable, Equatable {
    package struct Row: Codable, Sendable, Equatable {
        package var control: String
        package var component: String
        /// By the other method; null where it has no such cell.
        @Nullable package var other: String?
        /// By this run's.
        @Nullable package var this: String?
        /// The commits at which they differ in this way: the first and the last of them, and how many.
        package var first: HistoryCommit
        package var last: HistoryCommit
        package var commits: Int
    }

    package var method: String
    package var rows: [Row]

    private struct Cell: Hashable {
        let control: String
        let component: String
    }

    init(_ steps: [HistoryStep], other: [Delta], method: String) {
        self.method = method
        var rows: [[String]: Row] = [:]
        var mine: [Cell: String] = [:], theirs: [Cell: String] = [:]
        for (step, delta) in zip(steps, other) where step.isOnLine {
            Self.apply(step.delta, to: &mine)
            Self.apply(delta, to: &theirs)
            for cell in Set(mine.keys).union(theirs.keys) where mine[cell] != theirs[cell] && !step.isBaseline {
                let key = [cell.control, cell.component, theirs[cell] ?? "", mine[cell] ?? ""]
                var row =
                    rows[key]
                    ?? Row(
                        control: cell.control, component: cell.component, other: theirs[cell], this: mine[cell],
                        first: step.commit, last: step.commit, commits: 0)
                row.last = step.commit
                row.commits += 1
                rows[key] = row
            }
        }
        self.rows = rows.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
    }

    private static func apply(_ delta: Delta, to states: inout [Cell: String]) {
        if !delta.renamed.isEmpty {
            states = Dictionary(
                states.map {
                    (
                        Cell(control: $0.key.control, component: delta.renamed[$0.key.component] ?? $0.key.component),
                        $0.value
                    )
                },
                uniquingKeysWith: { first, _ in first })
        }
        for change in delta.cells {
            states[Cell(control: change.control, component: change.component)] = change.to
        }
    }
}
