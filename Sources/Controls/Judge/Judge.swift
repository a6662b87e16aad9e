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
    ///   - weights: what each area weighs in the score.
    ///   - workers: how many controls may be judged at the same time; the judgement is the same.
    package static func judge(
        _ program: Program, controls: [Control], analyzers: [AnalyzerStatus], vocabulary: SignalVocabulary,
        unread: [(path: String, reason: String)] = [], fileSignals: Set<String> = [],
        weights: [String: Double] = Area.weights, workers: Int = 1
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
        // As they are, and as they count where less than wired is required.
        let verdicts = zip(controls, judged.controls).map {
            Verdict($1.cells, decisive: $1.decisive, met: $0.required)
        }
        var results = zip(controls, zip(judged.controls, verdicts)).map { control, pair in
            let (found, counted) = pair
            let state =
                control.required == .wired
                ? counted.state : Verdict(found.cells, decisive: found.decisive).state
            return ControlResult(
                control: control, state: state, counted: counted.state, required: control.required,
                tested: tested(found.cells), cells: found.cells, evidence: found.evidence, gap: nil)
        }
        // What closing a gap is worth depends on the states of all controls.
        let sums = ScoreSums(results, weights: weights)
        var gaps: [Gap] = []
        for index in results.indices {
            let own = self.gaps(of: results[index], verdict: verdicts[index], sums)
            guard let worst = own.min(by: { ($0.state, $0.component) < ($1.state, $1.component) }) else { continue }
            results[index].gap = worst.fingerprint
            let control = results[index].control
            results[index].gain = sums.gain(
                of: control, from: results[index].counted, to: verdicts[index].closingAll)
            gaps += own
        }
        gaps.sort { ($0.severity, $0.control, $0.component) < ($1.severity, $1.control, $1.component) }
        return Judgement(
            components: columns.filter { $0.kind != "library" || !$0.path.isEmpty }.map {
                JudgedComponent(id: $0.id, kind: $0.kind, path: $0.path, line: max(1, $0.line), workloads: $0.workloads)
            },
            controls: results, gaps: gaps, summary: Scoring.summarize(results, gaps: gaps, weights: weights),
            looks: judged.looks)
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

    /// The state of the repository as a whole.
    package static func state(of cells: [Cell]) -> State { StateTally(cells).state }

    private static func tested(_ cells: [Cell]) -> Bool? {
        let answers = cells.compactMap(\.tested)
        return answers.isEmpty ? nil : answers.contains(true)
    }

    private static func gaps(of result: ControlResult, verdict: Verdict, _ sums: ScoreSums) -> [Gap] {
        let control = result.control
        let open = result.cells.filter { $0.state.rung != nil && $0.state < control.required }
        guard !open.isEmpty else { return [] }
        // What a repository lacks as a whole is not mended where the code stands that needs it; what its pipelines lack, in these.
        let isBeside = control.scope == .repository && control.judgedBy != ["pipelines"]
        let affected = result.evidence.filter { $0.role != .test && !(isBeside && $0.isNeed) }
        let files = Dictionary(grouping: affected, by: \.component).mapValues { Set($0.map(\.path)) }
        var gains: [State: Double] = [:]
        return open.map { cell in
            let own = (files[nil] ?? []).union(files[cell.component] ?? [])
            let gain =
                gains[cell.state]
                ?? sums.gain(of: control, from: result.counted, to: verdict.closing(cell.state))
            gains[cell.state] = gain
            return Gap(
                fingerprint: GapFingerprint.of(control: control.id, component: cell.component), control: control.id,
                component: cell.component, state: cell.state, required: control.required, severity: control.severity,
                title: control.title, why: control.why ?? control.states[cell.state]?.words ?? control.title,
                remedy: control.remedy, acceptance: control.acceptance, files: Array(own.sorted().prefix(10)),
                gain: gain)
        }
    }
}
