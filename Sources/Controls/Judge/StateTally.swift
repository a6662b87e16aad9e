/// How many cells of a control are in each state: what the state of the repository as a whole follows from.
struct StateTally {
    private var counts = [Int](repeating: 0, count: State.allCases.count)

    /// - Parameter met: cells that reached this state count as wired, so that the state is what the control counts as in a score.
    init(_ cells: [Cell], met: State = .wired) {
        for cell in cells { counts[(cell.state >= met ? State.wired : cell.state).index] += 1 }
    }

    /// The state of the repository as a whole: the highest that is true of it, where what is not wired everywhere is partial.
    ///
    /// What is not known cannot make it better: known cells decide, unless all of them are wired and others are unknown.
    var state: State {
        let known = State.ladder.filter { counts[$0.index] > 0 }
        let unknown = counts[State.unknown.index]
        guard let lowest = known.first, let highest = known.last else { return unknown > 0 ? .unknown : .notApplicable }
        if lowest == .wired { return unknown > 0 ? .unknown : .wired }
        return highest >= .partial ? .partial : highest
    }

    /// As it would be if cells of a state were in another one.
    func moving(_ number: Int = 1, from state: State, to other: State) -> StateTally {
        var tally = self
        tally.counts[state.index] -= number
        tally.counts[other.index] += number
        return tally
    }

    /// As it would be if every cell on the ladder were wired.
    var raised: StateTally {
        State.ladder.reduce(self) { tally, state in
            tally.moving(tally.counts[state.index], from: state, to: .wired)
        }
    }
}

/// What a control's cells say of the repository: those that nobody could read decide nothing, as long as others apply.
struct Verdict {
    private let all: StateTally
    private let decisive: StateTally

    /// - Parameters:
    ///   - decisive: those of the cells whose component's code somebody read.
    ///   - met: see ``StateTally/init(_:met:)``.
    init(_ cells: [Cell], decisive: [Cell], met: State = .wired) {
        all = StateTally(cells, met: met)
        self.decisive = StateTally(decisive, met: met)
    }

    private init(all: StateTally, decisive: StateTally) {
        self.all = all
        self.decisive = decisive
    }

    var state: State { decisive.state == .notApplicable ? all.state : decisive.state }

    /// The verdict if one decisive cell of a state met what is required.
    func closing(_ state: State) -> State {
        Verdict(all: all.moving(from: state, to: .wired), decisive: decisive.moving(from: state, to: .wired)).state
    }

    /// The verdict if every cell met what is required.
    var closingAll: State { Verdict(all: all.raised, decisive: decisive.raised).state }
}

extension State {
    fileprivate var index: Int {
        switch self {
        case .missing: 0
        case .declared: 1
        case .defined: 2
        case .partial: 3
        case .wired: 4
        case .notApplicable: 5
        case .unknown: 6
        }
    }
}
