/// An expression as the steps of a non-deterministic automaton (Thompson, 1968).
struct Program: Sendable {
    enum Step: Sendable {
        case set(ASCIISet)
        case split(Int, Int)
        case jump(Int)
        case textStart, textEnd
        case wordBorder(Bool)
        case match
    }

    private(set) var steps: [Step] = []
    private(set) var asksForWords = false
    /// Repetitions of repetitions grow like powers; expressions beyond this are left to Foundation.
    private static let maximumSteps = 4000

    /// - Returns: nil for an expression that gives too many steps.
    init?(_ expression: Expression) {
        if !expression.isAnchored {
            // Any start will do: skip a character, or begin here.
            steps = [.split(3, 1), .set(ASCIISet().inverted), .jump(0)]
        }
        guard add(expression) else { return nil }
        steps.append(.match)
    }

    private mutating func add(_ expression: Expression) -> Bool {
        guard steps.count < Self.maximumSteps else { return false }
        switch expression {
        case .empty: return true
        case .set(let set): steps.append(.set(set))
        case .textStart: steps.append(.textStart)
        case .textEnd: steps.append(.textEnd)
        case .wordBorder(let isBorder):
            asksForWords = true
            steps.append(.wordBorder(isBorder))
        case .sequence(let parts):
            for part in parts where !add(part) { return false }
        case .choice(let branches): return add(choice: branches)
        case .repetition(let part, let least, let most): return add(part, least, most)
        }
        return true
    }

    private mutating func add(choice branches: [Expression]) -> Bool {
        var jumps: [Int] = []
        for (index, branch) in branches.enumerated() {
            let isLast = index == branches.count - 1
            let split = steps.count
            if !isLast { steps.append(.split(split + 1, 0)) }
            guard add(branch) else { return false }
            if !isLast {
                jumps.append(steps.count)
                steps.append(.jump(0))
                steps[split] = .split(split + 1, steps.count)
            }
        }
        for jump in jumps { steps[jump] = .jump(steps.count) }
        return true
    }

    private mutating func add(_ part: Expression, _ least: Int, _ most: Int?) -> Bool {
        for _ in 0..<least where !add(part) { return false }
        guard let most else {
            let split = steps.count
            steps.append(.split(split + 1, 0))
            guard add(part) else { return false }
            steps.append(.jump(split))
            steps[split] = .split(split + 1, steps.count)
            return true
        }
        var splits: [Int] = []
        for _ in least..<most {
            splits.append(steps.count)
            steps.append(.split(steps.count + 1, 0))
            guard add(part) else { return false }
        }
        for split in splits { steps[split] = .split(split + 1, steps.count) }
        return true
    }
}
