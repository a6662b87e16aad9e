internal import Controls
internal import Reporting

/// Folds the changes of a line of commits into the lives of its gaps.
package struct Lifecycles {
    private struct Cell: Hashable {
        let control: String
        let component: String
    }

    private let controls: [String: ControlFacts]
    private var lives: [GapLife] = []
    /// The life of each cell that ever was a gap, by its present name.
    private var cells: [Cell: Int] = [:]
    /// Open weaknesses by identity: the same line may stand twice in one file.
    private var weaknesses: [String: [Int]] = [:]
    /// Weaknesses that ended, by identity, so that one that comes back is known.
    private var ended: [String: [Int]] = [:]
    private var last: HistoryCommit?

    package init(_ controls: [ControlFacts]) {
        self.controls = Dictionary(uniqueKeysWithValues: controls.map { ($0.id, $0) })
    }

    /// The lives along the line of first parents, by severity, then by the commit that opened them.
    package static func of(_ steps: [HistoryStep], controls: [ControlFacts]) -> [GapLife] {
        var lifecycles = Lifecycles(controls)
        for step in steps where step.isOnLine { lifecycles.add(step) }
        return lifecycles.finished()
    }

    private mutating func add(_ step: HistoryStep) {
        rename(step)
        for change in step.delta.cells { add(change, step) }
        for change in step.delta.findings { add(change, step) }
        last = step.commit
    }

    private mutating func rename(_ step: HistoryStep) {
        guard !step.delta.renamed.isEmpty else { return }
        var moved: [Cell: Int] = [:]
        for (cell, index) in cells {
            guard let name = step.delta.renamed[cell.component] else {
                moved[cell] = index
                continue
            }
            moved[Cell(control: cell.control, component: name)] = index
            lives[index].formerComponents.append(cell.component)
            lives[index].component = name
            lives[index].fingerprint = GapFingerprint.of(control: cell.control, component: name)
            if lives[index].isStillOpen {
                lives[index].events.append(.init(.moved, step.commit, from: cell.component, to: name))
            }
        }
        cells = moved
    }

    private mutating func add(_ change: CellChange, _ step: HistoryStep) {
        guard let control = controls[change.control] else { return }
        let cell = Cell(control: change.control, component: change.component)
        let isGap = control.isGap(change.to)
        func event(_ kind: GapLife.Event.Kind) -> GapLife.Event {
            GapLife.Event(kind, step.commit, from: change.from, to: change.to, cause: change.cause)
        }
        guard let index = cells[cell] else {
            guard isGap, let state = change.to else { return }
            var life = GapLife(
                kind: .cell, fingerprint: GapFingerprint.of(control: cell.control, component: cell.component),
                control: control, component: cell.component, state: state)
            life.open(step.isBaseline ? nil : step.commit, as: step.isBaseline ? nil : event(.opened))
            cells[cell] = lives.count
            lives.append(life)
            return
        }
        if let state = change.to, state != "unknown" { lives[index].state = state }
        let wasOpen = lives[index].isStillOpen
        switch (wasOpen, isGap) {
        case (false, true): lives[index].open(step.commit, as: event(.reopened))
        case (true, true):
            let wasUnjudged = lives[index].status == .unjudged
            lives[index].status = .open
            lives[index].events.append(event(wasUnjudged ? .judged : .changed))
        case (true, false):
            switch change.to {
            case nil: lives[index].end(.removed, event(.removed))
            case "unknown":
                lives[index].status = .unjudged
                lives[index].events.append(event(.unjudged))
            default: lives[index].end(.closed, event(.closed))
            }
        case (false, false): break
        }
    }

    private mutating func add(_ change: FindingChange, _ step: HistoryStep) {
        guard let control = controls[change.control] else { return }
        let place = "\(change.evidence.path):\(change.evidence.line)"
        let cause = change.evidence.path
        switch change.kind {
        case .opened:
            if let index = ended[change.identity]?.popLast() {
                lives[index].open(step.commit, as: .init(.reopened, step.commit, to: place, cause: cause))
                lives[index].place = place
                weaknesses[change.identity, default: []].append(index)
                return
            }
            var life = GapLife(
                kind: .weakness, fingerprint: GapFingerprint.of([change.identity, step.commit.commit, place]),
                control: control,
                component: change.component, state: "open", place: place, message: change.evidence.message)
            life.open(step.commit, as: .init(.opened, step.commit, to: place, cause: cause))
            weaknesses[change.identity, default: []].append(lives.count)
            lives.append(life)
        case .closed:
            // One that was there before the history begins has no life here: its cell has.
            guard let index = weaknesses[change.identity]?.popLast() else { return }
            lives[index].state = "closed"
            lives[index].end(.closed, .init(.closed, step.commit, from: place, cause: cause))
            ended[change.identity, default: []].append(index)
        case .moved:
            guard let index = weaknesses[change.identity]?.popLast() else { return }
            weaknesses[change.newIdentity ?? change.identity, default: []].append(index)
            let before = lives[index].place
            lives[index].place = place
            if change.previous?.path != change.evidence.path {
                lives[index].events.append(.init(.moved, step.commit, from: before, to: place, cause: cause))
            }
        }
    }

    private func finished() -> [GapLife] {
        var finished = lives
        for index in finished.indices {
            let end = finished[index].closed ?? last
            if let opened = finished[index].opened, let end {
                // Clocks go backwards; a gap is never closed before it was opened.
                finished[index].ageDays = (Double(max(0, end.seconds - opened.seconds)) / 8640).rounded() / 10
            }
        }
        return finished.enumerated().sorted { left, right in
            let (one, other) = (left.element, right.element)
            return (Ladder.rank(severity: one.severity), one.control, left.offset)
                < (Ladder.rank(severity: other.severity), other.control, right.offset)
        }.map(\.element)
    }
}
