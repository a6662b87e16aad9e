internal import Dispatch
internal import Synchronization
import Models
import Wiring

/// Judges the columns of a program by one control after another, or by several at the same time.
///
/// Whoever judges keeps what it finds out in a workspace of its own; what all of them look things up in does not change.
struct JudgesBench: Sendable {
    let program: Program
    let files: FileTable
    let signals: SignalTable
    let columns: [Column]
    let vocabulary: SignalVocabulary
    let fileSignals: Set<String>

    /// One control: its cells, those that decide about the repository, and the evidence.
    struct Judged: Sendable {
        var cells: [Cell] = []
        var decisive: [Cell] = []
        var evidence: [Evidence] = []
    }

    /// All controls, in their order.
    struct Result: Sendable {
        var controls: [Judged]
        /// See ``Judgement/looks``.
        var looks = 0
    }

    func judge(_ controls: [Control], _ availabilities: [Availability], _ reaches: Reaches) -> Result {
        let place = place(reaches)
        let judged = zip(controls, availabilities).map { place.judge($0, $1) }
        return Result(controls: judged, looks: place.workspace.looks)
    }

    /// The same by some workers: whichever is free takes the next control.
    func judge(
        _ controls: [Control], _ availabilities: [Availability], _ reaches: Reaches, _ workers: Int
    ) -> Result {
        for column in columns { _ = reaches.of(column.roots, without: column.idle) }
        let walked = reaches.walked
        let next = Atomic(0)
        let result = Mutex(Result(controls: Array(repeating: Judged(), count: controls.count)))
        let work: @Sendable (Int) -> Void = { _ in
            let place = place(Reaches(program, files, signals, walked: walked))
            while true {
                let index = next.add(1, ordering: .relaxed).oldValue
                guard index < controls.count else { break }
                let judged = place.judge(controls[index], availabilities[index])
                result.withLock { $0.controls[index] = judged }
            }
            result.withLock { $0.looks += place.workspace.looks }
        }
        DispatchQueue.concurrentPerform(iterations: min(workers, controls.count), execute: work)
        return result.withLock { $0 }
    }

    private func place(_ reaches: Reaches) -> Place {
        let workspace = Workspace(program, columns: columns, table: signals, files: files, reaches: reaches)
        return Place(
            workspace: workspace, whole: workspace.view(Column.repository(of: columns)),
            views: columns.map(workspace.view), words: Words(vocabulary: vocabulary, program: program),
            fileSignals: fileSignals)
    }

    /// Where one control after another is judged.
    private struct Place {
        let workspace: Workspace
        let whole: ColumnView
        let views: [ColumnView]
        let words: Words
        let fileSignals: Set<String>

        func judge(_ control: Control, _ availability: Availability) -> Judged {
            var result = Judged()
            if let off = control.off {
                let asked = control.scope == .repository ? [whole] : views
                result.cells = asked.map { Cell(component: $0.column.id, state: .notApplicable, reason: off) }
                result.decisive = result.cells
                return result
            }
            // One of each for all views: a control takes long to copy.
            var judge = CellJudge(control: control, view: whole, availability: availability, fileSignals: fileSignals)
            var writer = EvidenceWriter(control: control, view: whole, words: words)
            var evidence: [Evidence] = []
            for view in control.scope == .repository ? [whole] : views {
                judge.view = view
                writer.view = view
                let finding = judge.judge()
                let cell = Cell(
                    component: view.column.id, state: finding.state, tested: writer.tested(finding),
                    reason: finding.reason)
                result.cells.append(cell)
                if !finding.isWithoutCode { result.decisive.append(cell) }
                evidence += writer.write(finding)
            }
            result.evidence = JudgesBench.arranged(evidence)
            return result
        }
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
}
