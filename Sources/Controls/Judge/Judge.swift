import AnalyzerProtocol
package import Models
package import Wiring

/// Judges a program by the controls: cells, gaps and the matrix in numbers.
package enum Judge {
    /// - Parameters:
    ///   - unread: files that were not handed to any analyzer although one claims them, and why; also folders that could
    ///     not be listed, whose paths end in `/`.
    ///   - fileSignals: the signals that models find in paths and contents only, which are known whatever analyzers ran
    ///     (``ModelSet/fileSignals``).
    ///   - workers: how many controls may be judged at the same time; the judgement is the same.
    package static func judge(
        _ program: Program, controls: [Control], analyzers: [AnalyzerStatus], vocabulary: SignalVocabulary,
        unread: [(path: String, reason: String)] = [], fileSignals: Set<String> = [], workers: Int = 1
    ) -> Judgement {
        let files = FileTable(program)
        let signals = SignalTable(program)
        let reaches = Reaches(program, files, signals)
        let columns = Column.all(of: program, reaches)
        let availabilities = availabilities(of: controls, analyzers, program, unread)
        let bench = JudgesBench(
            program: program, files: files, signals: signals, columns: columns, vocabulary: vocabulary,
            fileSignals: fileSignals)
        let judged =
            columns.count < fewColumns || workers < 2
            ? bench.judge(controls, availabilities, reaches) : bench.judge(controls, availabilities, reaches, workers)
        var gaps: [Gap] = []
        var results: [ControlResult] = []
        for (control, judged) in zip(controls, judged.controls) {
            let files = Dictionary(grouping: judged.evidence, by: \.component).mapValues { Set($0.map(\.path)) }
            let own = judged.cells.compactMap { gap(control, $0, files) }
            gaps += own
            let worst = own.min { ($0.state, $0.component) < ($1.state, $1.component) }
            results.append(
                ControlResult(
                    control: control, state: state(of: judged.cells, decisive: judged.decisive),
                    required: control.required, tested: tested(judged.cells), cells: judged.cells,
                    evidence: judged.evidence, gap: worst?.fingerprint))
        }
        gaps.sort { ($0.severity, $0.control, $0.component) < ($1.severity, $1.control, $1.component) }
        return Judgement(
            components: columns.filter { $0.kind != "library" || !$0.path.isEmpty }.map {
                JudgedComponent(id: $0.id, kind: $0.kind, path: $0.path, line: max(1, $0.line), workloads: $0.workloads)
            },
            controls: results, gaps: gaps, summary: Scoring.summarize(results, gaps: gaps), looks: judged.looks)
    }

    /// What several workers would each find out first costs more than so few columns.
    private static let fewColumns = 8

    /// By control.
    private static func availabilities(
        of controls: [Control], _ analyzers: [AnalyzerStatus], _ program: Program,
        _ unread: [(path: String, reason: String)]
    ) -> [Availability] {
        let table = AvailabilityTable(analyzers, program: program, unread: unread)
        var known: [[String]: Availability] = [:]
        return controls.map { control in
            let looks =
                control.root == .pipeline && control.scope == .repository
                || Availability.readersOfArtifacts.isSuperset(of: control.judgedBy)
            let key = control.judgedBy + (looks ? ["+"] : [])
            let availability = known[key] ?? table.availability(of: control.judgedBy, ofFiles: looks)
            known[key] = availability
            return availability
        }
    }

    /// The state of the repository as a whole: the highest that is true of it, where what is not wired everywhere is partial.
    ///
    /// What is not known cannot make it better: known cells decide, unless all of them are wired and others are unknown.
    package static func state(of cells: [Cell]) -> State {
        let applicable = cells.map(\.state).filter { $0 != .notApplicable }
        let known = applicable.filter { $0 != .unknown }
        guard let lowest = known.min() else { return applicable.isEmpty ? .notApplicable : .unknown }
        if lowest == .wired { return known.count == applicable.count ? .wired : .unknown }
        let highest = known.max() ?? lowest
        return highest >= .partial ? .partial : highest
    }

    /// Likewise, where of some components nobody could read what they run: those that were read decide, if there are any
    /// that the control applies to.
    private static func state(of cells: [Cell], decisive: [Cell]) -> State {
        let state = state(of: decisive)
        return state == .notApplicable ? self.state(of: cells) : state
    }

    private static func tested(_ cells: [Cell]) -> Bool? {
        let answers = cells.compactMap(\.tested)
        return answers.isEmpty ? nil : answers.contains(true)
    }

    /// - Parameter files: those of the evidence, by its component.
    private static func gap(_ control: Control, _ cell: Cell, _ files: [String?: Set<String>]) -> Gap? {
        guard cell.state.rung != nil, cell.state < control.required else { return nil }
        let own = (files[nil] ?? []).union(files[cell.component] ?? [])
        return Gap(
            fingerprint: GapFingerprint.of(control: control.id, component: cell.component), control: control.id,
            component: cell.component,
            state: cell.state, required: control.required, severity: control.severity, title: control.title,
            why: control.why ?? control.states[cell.state]?.words ?? control.title, remedy: control.remedy,
            acceptance: control.acceptance,
            files: Array(own.sorted().prefix(10)))
    }
}
