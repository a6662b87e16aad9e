/// How many cells of a control are in each state: what the state of the repository as a whole follows from.
struct StateTally {
    private var counts = [Int](repeating: 0, count: State.allCases.count)

    init(_ cells: [Cell]) {
        for cell in cells { counts[cell.state.index] += 1 }
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

    /// As it would be if every cell below the state had reached it.
    func raised(to required: State) -> StateTally {
        State.ladder.prefix { $0 < required }.reduce(self) { tally, state in
            tally.moving(tally.counts[state.index], from: state, to: required)
        }
    }
}

/// What a control's cells say of the repository: those that nobody could read decide nothing, as long as others apply.
struct Verdict {
    private let all: StateTally
    private let decisive: StateTally

    /// - Parameter decisive: those of the cells whose component's code somebody read.
    init(_ cells: [Cell], decisive: [Cell]) {
        all = StateTally(cells)
        self.decisive = StateTally(decisive)
    }

    private init(all: StateTally, decisive: StateTally) {
        self.all = all
        self.decisive = decisive
    }

    var state: State { decisive.state == .notApplicable ? all.state : decisive.state }

    /// The verdict if one decisive cell of a state reached what is required.
    func closing(_ state: State, required: State) -> State {
        Verdict(all: all.moving(from: state, to: required), decisive: decisive.moving(from: state, to: required)).state
    }

    /// The verdict if every cell reached what is required.
    func closingAll(required: State) -> State {
        Verdict(all: all.raised(to: required), decisive: decisive.raised(to: required)).state
    }
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
