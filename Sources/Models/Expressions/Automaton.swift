/// A program made deterministic while it runs: each state is found once, and then a byte costs one look-up.
///
/// The time is linear in the text, whatever the expression. It answers for printable ASCII and tabs only.
struct Automaton: Sendable {
    private let program: Program
    /// The column of each character: those that no step tells apart share one. The last column is the end of the text.
    private var column = [UInt8](repeating: 0, count: 128)
    /// A character of each column.
    private var examples: [UInt8] = []
    private var width: Int { examples.count + 1 }

    /// One row for each state.
    private var next: [Int32] = []
    private var states: [State] = []
    private var numbers: [State: Int32] = [:]

    private struct State: Hashable {
        /// Sorted.
        var steps: [Int32]
        var before: Before
    }

    /// What stands before the place under way.
    private enum Before: UInt8, Hashable { case start, word, other }

    private static let unknown: Int32 = -1
    private static let accepted: Int32 = -2
    private static let refused: Int32 = -3
    /// States are kept for the length of a scan: beyond this they are all forgotten.
    private static let maximumStates = 2000

    init(_ program: Program) {
        self.program = program
        makeColumns()
        reset()
    }

    private mutating func makeColumns() {
        var sets: Set<ASCIISet> = program.asksForWords ? [.words] : []
        for case .set(let set) in program.steps { sets.insert(set) }
        // Each set splits every column that it holds a part of.
        var count: UInt8 = 1
        for set in sets {
            var parts = [UInt8?](repeating: nil, count: Int(count))
            var sizes = [Int](repeating: 0, count: Int(count))
            for byte in 0..<128 { sizes[Int(column[byte])] += 1 }
            for byte in UInt8(0)..<128 where set.contains(byte) { sizes[Int(column[Int(byte)])] -= 1 }
            for byte in UInt8(0)..<128 where set.contains(byte) && sizes[Int(column[Int(byte)])] > 0 {
                let old = Int(column[Int(byte)])
                if parts[old] == nil {
                    parts[old] = count
                    count += 1
                    sizes.append(0)
                }
                column[Int(byte)] = parts[old] ?? 0
            }
        }
        examples = [UInt8](repeating: 0, count: Int(count))
        for byte in UInt8(0)..<128 { examples[Int(column[Int(byte)])] = byte }
    }

    private mutating func reset() {
        next = []
        states = []
        numbers = [:]
        _ = number(of: State(steps: [0], before: .start))
    }

    private mutating func number(of state: State) -> Int32 {
        if let known = numbers[state] { return known }
        let number = Int32(states.count)
        states.append(state)
        numbers[state] = number
        next += repeatElement(Self.unknown, count: width)
        return number
    }

    /// - Returns: nil where the text holds something else than printable ASCII that might matter.
    mutating func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool? {
        var state: Int32 = 0
        for byte in text {
            guard byte < 127, byte >= 32 || byte == 9 else { return nil }
            let place = Int(column[Int(byte)])
            var following = next[Int(state) * width + place]
            if following == Self.unknown { following = explore(&state, place) }
            if following < 0 { return following == Self.accepted }
            state = following
        }
        let end = width - 1
        var following = next[Int(state) * width + end]
        if following == Self.unknown { following = explore(&state, end) }
        return following == Self.accepted
    }

    /// Where a state leads with a column's characters, or with the text's end.
    private mutating func explore(_ number: inout Int32, _ place: Int) -> Int32 {
        let state = states[Int(number)]
        if states.count >= Self.maximumStates {
            reset()
            number = self.number(of: state)
        }
        let byte: UInt8? = place < examples.count ? examples[place] : nil
        let isWord = byte.map(ASCIISet.words.contains) ?? false
        var onwards: Set<Int32> = []
        var seen = Set(state.steps)
        var pending = state.steps
        var following = Self.refused
        func visit(_ step: Int) {
            if seen.insert(Int32(step)).inserted { pending.append(Int32(step)) }
        }
        search: while let index = pending.popLast().map(Int.init) {
            switch program.steps[index] {
            case .set(let set): if let byte, set.contains(byte) { onwards.insert(Int32(index + 1)) }
            case .split(let first, let second):
                visit(first)
                visit(second)
            case .jump(let target): visit(target)
            case .textStart: if state.before == .start { visit(index + 1) }
            case .textEnd: if byte == nil { visit(index + 1) }
            case .wordBorder(let isBorder):
                if ((state.before == .word) != isWord) == isBorder { visit(index + 1) }
            case .match:
                following = Self.accepted
                break search
            }
        }
        if following != Self.accepted, byte != nil, !onwards.isEmpty {
            let before: Before = program.asksForWords && isWord ? .word : .other
            following = self.number(of: State(steps: onwards.sorted(), before: before))
        }
        next[Int(number) * width + place] = following
        return following
    }
}
