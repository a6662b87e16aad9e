internal import Controls
package import Reporting

/// What differs between two revisions: the values behind `diff` and `gate`.
package struct Comparison: Codable, Sendable {
    package struct Difference: Codable, Sendable, Equatable {
        package enum Kind: String, Codable, Sendable, CaseIterable {
            case opened
            /// Still a gap, in another state.
            case changed
            case closed
            /// Its component, or the file of a weakness, has another name.
            case moved
            /// Its component is gone.
            case removed
            /// It cannot be judged any more.
            case unjudged
            /// A gap that could not be judged before: nobody knows whether it is new.
            case revealed
            /// No gap before nor after.
            case other
        }

        package var kind: Kind
        package var fingerprint: String
        package var control: String
        package var component: String
        package var area: String
        package var severity: String
        package var title: String
        @Nullable package var from: String?
        @Nullable package var to: String?
        package var required: String
        /// Of a weakness: what it is.
        @Nullable package var weakness: String?
        /// Of a cell: the weaknesses that made it what it is now, or whose end did. They are no differences of their own.
        package var weaknesses: [Weakness] = []
        package var evidence: [Report.Evidence]
        package var evidenceBefore: [Report.Evidence]
        @Nullable package var cause: String?
        /// Who accepts the gap at the later revision, and why; it then fails no gate.
        package var waived: Report.Waiver?
        /// True where the baseline of the later revision knows the gap.
        package var inBaseline: Bool?

        enum CodingKeys: String, CodingKey {
            case kind, fingerprint, control, component, area, severity, title, from, to, required, weakness, evidence
            case weaknesses, cause, waived
            case inBaseline = "in_baseline"
            case evidenceBefore = "evidence_before"
        }

        /// Whether what it tells of its weaknesses is that they came.
        package var isOpen: Bool { direction < 0 }

        /// Whether the later revision is worse for it, and nobody accepted that.
        package var isWorse: Bool {
            // A baseline knows the cell, and not what came into it.
            guard waived == nil, inBaseline != true || !weaknesses.isEmpty else { return false }
            return switch kind {
            case .opened: true
            case .changed:
                (from.flatMap(State.init(rawValue:)) ?? .unknown) > (to.flatMap(State.init(rawValue:)) ?? .unknown)
            default: false
            }
        }
    }

    /// A weakness that came or went with the state of its cell.
    package struct Weakness: Codable, Sendable, Equatable {
        package var fingerprint: String
        package var evidence: Report.Evidence
    }

    package var schema = "gapmatrix/diff/1"
    package var tool: Report.Tool
    package var method: String
    package var before: Report.Repository
    package var after: Report.Repository
    @Nullable package var scoreAfter: Int?
    /// New id of a component by its old one.
    package var renamedComponents: [String: String]
    /// Opened first; of a kind the worst first.
    package var differences: [Difference]
    /// Whether an analyzer failed over one of the two.
    package var isPartial: Bool
    /// What was in force, for both: the configuration of the later revision.
    package var configuration: Report.InForce?
    /// What the change does to the configuration, the waivers and the baseline, in sentences; not escaped.
    package var configurationChanges: [String] = []
    /// What the configuration of the later revision says without effect, and waivers that do not count.
    package var configurationWarnings: [Report.Diagnostic] = []

    enum CodingKeys: String, CodingKey {
        case schema, tool, method, before, after, differences, configuration
        case configurationChanges = "configuration_changes"
        case configurationWarnings = "configuration_warnings"
        case scoreAfter = "score_after"
        case renamedComponents = "renamed_components"
        case isPartial = "is_partial"
    }

    package init(
        before: Report.Repository, after: Report.Repository, version: String, method: String, delta: Delta,
        controls: [ControlFacts]
    ) {
        tool = Report.Tool(name: "gapmatrix", version: version)
        self.method = method
        self.before = before
        self.after = after
        self._scoreAfter = Nullable(wrappedValue: delta.summary.score)
        renamedComponents = delta.renamed
        isPartial = !delta.failedAnalyzers.isEmpty
        let facts = Dictionary(uniqueKeysWithValues: controls.map { ($0.id, $0) })
        var all = delta.cells.compactMap { change in facts[change.control].map { Difference(change, $0) } }
        all += delta.findings.compactMap { change in facts[change.control].map { Difference(change, $0) } }
        differences = Self.sorted(all)
    }

    private static func sorted(_ all: [Difference]) -> [Difference] {
        let order = Dictionary(uniqueKeysWithValues: Difference.Kind.allCases.enumerated().map { ($1, $0) })
        return all.enumerated().sorted { left, right in
            let (one, other) = (left.element, right.element)
            return (order[one.kind]!, Ladder.rank(severity: one.severity), one.control, left.offset)
                < (order[other.kind]!, Ladder.rank(severity: other.severity), other.control, right.offset)
        }.map(\.element)
    }

    /// Marks what the later revision's report accepts.
    package mutating func accept(_ report: Report) {
        configuration = report.configuration
        configurationWarnings = report.diagnostics.filter(\.isOfConfiguration)
        let byFingerprint = Dictionary(report.gaps.map { ($0.fingerprint, $0) }) { first, _ in first }
        let byControl = Dictionary(grouping: report.gaps, by: \.control)
        for index in differences.indices {
            let difference = differences[index]
            guard difference.weakness != nil else {
                guard let gap = byFingerprint[difference.fingerprint] else { continue }
                differences[index].waived = gap.waived
                differences[index].inBaseline = gap.inBaseline
                continue
            }
            // A weakness is waived with the gap that it makes. What a baseline knows may be another one in the same cell.
            let gaps = (byControl[difference.control] ?? []).filter {
                difference.component.isEmpty || $0.component == difference.component
            }
            if gaps.allSatisfy({ $0.waived != nil }) { differences[index].waived = gaps.first?.waived }
        }
        fold()
    }

    /// One thing is one entry: a weakness that came with the gap that it makes, or went with it, stands under the cell's.
    ///
    /// What is waived stands under what is waived only, so that no waiver speaks for more than it names.
    private mutating func fold() {
        var cells: [String: [Int]] = [:]
        for index in differences.indices where differences[index].weakness == nil && differences[index].direction != 0 {
            cells[differences[index].control, default: []].append(index)
        }
        var folded: Set<Int> = []
        for (index, difference) in differences.enumerated() {
            guard let first = (difference.evidence + difference.evidenceBefore).first, difference.weakness != nil,
                difference.direction != 0
            else { continue }
            let homes = (cells[difference.control] ?? []).filter { place in
                let cell = differences[place]
                return (difference.component.isEmpty || cell.component == difference.component)
                    && cell.direction == difference.direction && (cell.waived == nil) == (difference.waived == nil)
            }
            guard !homes.isEmpty else { continue }
            folded.insert(index)
            for home in homes {
                differences[home].weaknesses.append(Weakness(fingerprint: difference.fingerprint, evidence: first))
                // Nobody could judge the cell before, and this is seen to be new in it.
                if differences[home].kind == .revealed { differences[home].kind = .opened }
            }
        }
        differences = Self.sorted(differences.enumerated().filter { !folded.contains($0.offset) }.map(\.element))
    }

    /// What is worse at the later revision, of a severity or a worse one.
    package func worse(atOrAbove severity: String) -> [Difference] {
        differences.filter { $0.isWorse && Ladder.rank(severity: $0.severity) <= Ladder.rank(severity: severity) }
    }
}

extension Comparison.Difference {
    /// Whether it says that something became worse (-1) or better (1); 0 where it says neither, or nobody knows.
    fileprivate var direction: Int {
        switch kind {
        case .opened, .revealed: return -1
        case .closed: return 1
        // What cannot be judged any more is not seen any more: its weaknesses did not go.
        case .unjudged: return 1
        case .changed:
            let states = [from, to].map { $0.flatMap(State.init(rawValue:)) ?? .unknown }
            return states[0] > states[1] ? -1 : 1
        case .moved, .removed, .other: return 0
        }
    }

    init(_ change: CellChange, _ control: ControlFacts) {
        kind =
            switch (control.isGap(change.from), control.isGap(change.to)) {
            case (false, true): change.from == "unknown" ? .revealed : .opened
            case (true, true): .changed
            case (false, false): .other
            case (true, false): change.to == nil ? .removed : change.to == "unknown" ? .unjudged : .closed
            }
        fingerprint = GapFingerprint.of(control: control.id, component: change.component)
        self.control = control.id
        component = change.component
        area = control.area
        severity = control.severity
        title = control.title
        required = control.required
        evidence = change.after
        evidenceBefore = change.before
        self._from = Nullable(wrappedValue: change.from)
        self._to = Nullable(wrappedValue: change.to)
        self._weakness = Nullable(wrappedValue: nil)
        self._cause = Nullable(wrappedValue: change.cause)
    }

    init(_ change: FindingChange, _ control: ControlFacts) {
        kind =
            switch change.kind {
            case .opened: .opened
            case .closed: .closed
            case .moved: .moved
            }
        fingerprint = change.identity
        self.control = control.id
        component = change.component
        area = control.area
        severity = control.severity
        title = control.title
        required = control.required
        evidence = change.kind == .closed ? [] : [change.evidence]
        evidenceBefore = change.kind == .closed ? [change.evidence] : change.previous.map { [$0] } ?? []
        self._from = Nullable(wrappedValue: nil)
        self._to = Nullable(wrappedValue: nil)
        self._weakness = Nullable(wrappedValue: change.evidence.message)
        self._cause = Nullable(wrappedValue: change.evidence.path)
    }
}
