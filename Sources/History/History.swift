package import Reporting

/// A history: what changed at each commit, the lives of the gaps, and both in numbers. The values behind every format, and the JSON of docs/history.md.
package struct History: Codable, Sendable {
    package var schema = "gapmatrix/history/1"
    package var tool: Report.Tool
    /// Names the program, the analyzers and the catalogue that judged every commit alike.
    package var method: String
    /// The last commit.
    package var repository: Report.Repository
    /// How many commits were judged, without the one that the history begins after.
    package var commits: Int
    /// The state that the history begins with; null where it begins with the repository's first commit.
    @Nullable package var baseline: HistoryCommit?
    /// Whether the clone lacks what came before.
    package var isCut: Bool
    /// In the order of the commits.
    package var transitions: [Transition]
    /// Weaknesses that came, went and moved, whether the state of their cell changed or not.
    package var weaknesses: [WeaknessTransition]
    package var gaps: [GapLife]
    package var statistics: Statistics
    /// Each commit in numbers.
    package var states: [CommitState]?
    /// What the other method says otherwise.
    package var methodComparison: MethodComparison?
    /// Whether commits between the chosen ones were left out: each is compared with the one chosen before it.
    package var isSampled = false
    /// The runs of each cell, by place among `states`; what the JSON tells as transitions.
    package private(set) var timelines: [CellTimeline] = []

    enum CodingKeys: String, CodingKey {
        case schema, tool, method, repository, commits, baseline, transitions, weaknesses, gaps, statistics, states
        case isCut = "is_cut"
        case isPartial = "is_partial"
        case methodComparison = "method_comparison"
    }

    /// One cell that changed at one commit.
    package struct Transition: Codable, Sendable, Equatable {
        package var commit: String
        package var committedAt: String
        package var author: String
        package var subject: String
        package var control: String
        package var component: String
        /// Null where the component is new.
        @Nullable package var from: String?
        /// Null where the component is gone.
        @Nullable package var to: String?
        package var evidence: [Report.Evidence]
        package var evidenceBefore: [Report.Evidence]
        @Nullable package var cause: String?

        enum CodingKeys: String, CodingKey {
            case commit, author, subject, control, component, from, to, evidence, cause
            case committedAt = "committed_at"
            case evidenceBefore = "evidence_before"
        }

        init(_ change: CellChange, at commit: HistoryCommit) {
            self.commit = commit.commit
            committedAt = commit.committedAt
            author = commit.author
            subject = commit.subject
            control = change.control
            component = change.component
            self._from = Nullable(wrappedValue: change.from)
            self._to = Nullable(wrappedValue: change.to)
            evidence = change.after
            evidenceBefore = change.before
            self._cause = Nullable(wrappedValue: change.cause)
        }
    }

    /// One weakness that came, went or moved at one commit.
    package struct WeaknessTransition: Codable, Sendable, Equatable {
        package var kind: FindingChange.Kind
        package var commit: String
        package var committedAt: String
        package var author: String
        package var subject: String
        package var control: String
        package var evidence: Report.Evidence
        @Nullable package var previous: Report.Evidence?

        enum CodingKeys: String, CodingKey {
            case kind, commit, author, subject, control, evidence, previous
            case committedAt = "committed_at"
        }

        init(_ change: FindingChange, at commit: HistoryCommit) {
            kind = change.kind
            self.commit = commit.commit
            committedAt = commit.committedAt
            author = commit.author
            subject = commit.subject
            control = change.control
            evidence = change.evidence
            self._previous = Nullable(wrappedValue: change.previous)
        }
    }

    /// One commit in numbers.
    package struct CommitState: Codable, Sendable {
        package var commit: String
        package var committedAt: String
        package var author: String?
        package var subject: String?
        package var summary: Report.Summary

        enum CodingKeys: String, CodingKey {
            case commit, author, subject, summary
            case committedAt = "committed_at"
        }
    }

    /// - Parameters:
    ///   - other: what another method says of the same steps.
    package init(
        repository: Report.Repository, version: String, method: String, steps: [HistoryStep], controls: [ControlFacts],
        isCut: Bool, otherMethod: String? = nil, other: [Delta]? = nil
    ) {
        tool = Report.Tool(name: "gapmatrix", version: version)
        self.method = method
        self.repository = repository
        self.isCut = isCut
        let shown = steps.filter { !$0.isBaseline }
        commits = shown.count
        self._baseline = Nullable(wrappedValue: steps.first { $0.isBaseline }?.commit)
        // What a first commit brings is no change of anything.
        let changing = shown.filter { $0.commit != steps.first?.commit }
        transitions = changing.flatMap { step in step.delta.cells.map { Transition($0, at: step.commit) } }
        weaknesses = shown.flatMap { step in step.delta.findings.map { WeaknessTransition($0, at: step.commit) } }
        timelines = CellTimeline.all(of: steps)
        isPartial = steps.contains { !$0.delta.failedAnalyzers.isEmpty }
        gaps = Lifecycles.of(steps, controls: controls)
        statistics = Statistics(gaps)
        states = steps.map {
            CommitState(
                commit: $0.commit.commit, committedAt: $0.commit.committedAt, author: $0.commit.author,
                subject: $0.commit.subject, summary: $0.delta.summary)
        }
        if let otherMethod, let other {
            methodComparison = MethodComparison(steps, other: other, method: otherMethod)
        }
    }

    /// Whether an analyzer failed over a commit, so that some cells of it are unknown for that reason.
    package let isPartial: Bool

    /// The score at each commit that has one, along the history.
    package var scores: [Int] { (states ?? []).compactMap(\.summary.score) }
}
