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
    package static func judge(
        _ program: Program, controls: [Control], analyzers: [AnalyzerStatus], vocabulary: SignalVocabulary,
        unread: [(path: String, reason: String)] = [], fileSignals: Set<String> = []
    ) -> Judgement {
        let files = FileTable(program)
        let signals = SignalTable(program)
        let reaches = Reaches(program, files, signals)
        let columns = Column.all(of: program, reaches)
        let workspace = Workspace(program, columns: columns, table: signals, files: files, reaches: reaches)
        let words = Words(vocabulary: vocabulary, program: program)
        let whole = workspace.view(Column.repository(of: columns))
        let views = columns.map(workspace.view)
        let table = AvailabilityTable(analyzers, program: program, unread: unread)
        var availabilities: [[String]: Availability] = [:]
        var results: [ControlResult] = []
        var gaps: [Gap] = []
        for control in controls {
            let looks =
                control.root == .pipeline && control.scope == .repository
                || Availability.readersOfArtifacts.isSuperset(of: control.judgedBy)
            let key = control.judgedBy + (looks ? ["+"] : [])
            let availability = availabilities[key] ?? table.availability(of: control.judgedBy, ofFiles: looks)
            availabilities[key] = availability
            var cells: [Cell] = []
            var evidence: [Evidence] = []
            var decisive: [Cell] = []
            // One of each for all views: a control takes long to copy.
            var judge = CellJudge(control: control, view: whole, availability: availability, fileSignals: fileSignals)
            var writer = EvidenceWriter(control: control, view: whole, words: words)
            for view in control.scope == .repository ? [whole] : views {
                judge.view = view
                writer.view = view
                let finding = judge.judge()
                cells.append(
                    Cell(
                        component: view.column.id, state: finding.state, tested: writer.tested(finding),
                        reason: finding.reason))
                if !finding.isWithoutCode { decisive.append(cells[cells.count - 1]) }
                evidence += writer.write(finding)
            }
            evidence = arranged(evidence)
            let files = Dictionary(grouping: evidence, by: \.component).mapValues { Set($0.map(\.path)) }
            let own = cells.compactMap { gap(control, $0, files) }
            gaps += own
            let worst = own.min { ($0.state, $0.component) < ($1.state, $1.component) }
            results.append(
                ControlResult(
                    control: control, state: state(of: cells, decisive: decisive), required: control.required,
                    tested: tested(cells),
                    cells: cells,
                    evidence: evidence, gap: worst?.fingerprint))
        }
        gaps.sort { ($0.severity, $0.control, $0.component) < ($1.severity, $1.control, $1.component) }
        return Judgement(
            components: columns.filter { $0.kind != "library" || !$0.path.isEmpty }.map {
                JudgedComponent(id: $0.id, kind: $0.kind, path: $0.path, line: max(1, $0.line), workloads: $0.workloads)
            },
            controls: results, gaps: gaps, summary: Scoring.summarize(results, gaps: gaps),
            looks: workspace.looks)
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

    /// What speaks of several components in the same words is said once, for none in particular.
    private static func arranged(_ evidence: [Evidence]) -> [Evidence] {
        var result: [Evidence] = []
        struct Place: Hashable {
            let role: Evidence.Role
            let path: String
            let line: Int
            let symbol: String
        }
        var places: [Place: [Int]] = [:]
        for item in evidence {
            let key = Place(role: item.role, path: item.path, line: item.line, symbol: item.symbol)
            let same = places[key]?.first { result[$0].message == item.message && result[$0].witness == item.witness }
            if let same {
                if result[same].component != item.component { result[same].component = nil }
                continue
            }
            places[key, default: []].append(result.count)
            result.append(item)
        }
        let order = Dictionary(uniqueKeysWithValues: Evidence.Role.allCases.enumerated().map { ($1, $0) })
        return result.enumerated()
            .sorted { (order[$0.element.role]!, $0.offset) < (order[$1.element.role]!, $1.offset) }
            .map(\.element)
    }

    /// - Parameter files: those of the evidence, by its component.
    private static func gap(_ control: Control, _ cell: Cell, _ files: [String?: Set<String>]) -> Gap? {
        guard cell.state.rung != nil, cell.state < control.required else { return nil }
        let own = (files[nil] ?? []).union(files[cell.component] ?? [])
        return Gap(
            fingerprint: Fingerprint.of(control: control.id, component: cell.component), control: control.id,
            component: cell.component,
            state: cell.state, required: control.required, severity: control.severity, title: control.title,
            why: control.why ?? control.states[cell.state]?.words ?? control.title, remedy: control.remedy,
            acceptance: control.acceptance,
            files: Array(own.sorted().prefix(10)), waived: nil)
    }
}
