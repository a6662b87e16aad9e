/// Walks the graph breadth first, by rapid type analysis.
///
/// Everything sure is walked to its end before the first guess is followed, so that a path with a guess is shown only where
/// there is none without. On each level references come before what the language does by itself (loading modules).
struct Walker {
    /// Something to take up: a node or a selector, with the step that leads to it.
    private struct Event {
        var target: Int32
        var flags: Edge.Flags
        var parent: NodeID
        var line: Int32
    }

    private let graph: Graph
    private let avoided: BitSet
    /// Whether what runs by itself beside a symbol, its module above all, counts.
    private let loadsModules: Bool
    private var reached: BitSet
    private var guessed: BitSet
    private var instantiated: BitSet
    private var alive: BitSet
    private var steps: [Reach.Step] = []
    /// By selector, where its call lies in `calls`.
    private var callOfSelector: SparseNumbers
    private var calls: [(parent: NodeID, line: Int32)] = []
    private var escaped: BitSet
    private var opened: BitSet
    private var next: [NodeID] = []
    private var events: [Event] = []
    private var guesses: [Event] = []
    private var isGuessing = false
    /// Calls of methods that wait for an instance of their type.
    private var waiting: [NodeID: [Event]] = [:]

    init(_ graph: Graph, avoiding: BitSet?, given: Reach? = nil, loadsModules: Bool = true) {
        self.graph = graph
        self.loadsModules = loadsModules
        let none = BitSet(capacity: graph.nodeCount)
        avoided = avoiding ?? none
        reached = none
        guessed = none
        instantiated = given?.instantiated ?? none
        alive = given?.alive ?? none
        callOfSelector = SparseNumbers(capacity: graph.dispatch.selectorCount)
        escaped = none
        opened = none
    }

    mutating func run(from roots: [NodeID]) -> Reach {
        for root in roots.sorted() where root >= 0 && Int(root) < graph.nodeCount {
            // Where nothing is loaded the start is any node, and no root of the program.
            let flags = loadsModules ? graph.startFlags(root) : graph.rootFlags(root)
            take(Event(target: root, flags: flags, parent: -1, line: 0))
        }
        drain()
        while true {
            walkLevels()
            guard !guesses.isEmpty else { break }
            let batch = guesses
            guesses.removeAll(keepingCapacity: true)
            isGuessing = true
            for guess in batch { take(guess) }
            // What follows from a guess with certainty is no further guess.
            isGuessing = false
            drain()
        }
        return Reach(
            reached: reached, guessed: guessed, instantiated: instantiated, alive: alive, steps: steps,
            ownLines: graph.ownLines)
    }

    private mutating func walkLevels() {
        while !next.isEmpty {
            let level = next.sorted()
            next.removeAll(keepingCapacity: true)
            for node in level {
                for edge in graph.edges(of: node) {
                    if edge.flags.contains(.guess) {
                        guesses.append(Event(target: edge.target, flags: edge.flags, parent: node, line: edge.line))
                    } else {
                        take(Event(target: edge.target, flags: edge.flags, parent: node, line: edge.line))
                    }
                }
                drain()
            }
            guard loadsModules else { continue }
            for node in level {
                for target in graph.implied(by: node) { take(Event(target: target, flags: [], parent: node, line: 0)) }
            }
        }
    }

    private mutating func drain() {
        while let event = events.popLast() { take(event) }
    }

    private mutating func take(_ event: Event) {
        guard event.target >= 0 else {
            call(selector: ~event.target, parent: event.parent, line: event.line)
            return
        }
        let node = event.target
        guard !avoided.contains(node) else { return }
        if event.parent >= 0, let type = graph.withheld[node], !alive.contains(type) {
            waiting[type, default: []].append(event)
            return
        }
        if reached.insert(node) {
            steps.append(Reach.Step(node: node, parent: event.parent, line: event.line))
            if isGuessing { guessed.insert(node) }
            next.append(node)
            // A module that is loaded answers for what it registers.
            if !graph.isType(node), !graph.dispatch.questions(toKindOf: node).isEmpty { enliven(node) }
        }
        guard !event.flags.isEmpty else { return }
        if event.flags.contains(.virtual) {
            let selector = graph.dispatch.selector(of: node)
            if selector >= 0 { call(selector: selector, parent: node, line: 0) }
        }
        if event.flags.contains(.instantiates) { instantiate(node) }
        if event.flags.contains(.escapes) { escape(node) }
    }

    /// A method is called on something whose type is not known: every instantiated type that it may be answers.
    private mutating func call(selector: Int32, parent: NodeID, line: Int32) {
        guard !isCalled(selector) else { return }
        callOfSelector[selector] = Int32(calls.count)
        calls.append((parent, line))
        let needsInstance = graph.dispatch.needsInstance(selector)
        for entry in graph.dispatch.answers(to: selector)
        where needsInstance ? instantiated.contains(entry.type) : alive.contains(entry.type) {
            answer(selector, entry.method, isGuess: entry.isGuess)
        }
    }

    private func isCalled(_ selector: Int32) -> Bool { callOfSelector[selector] >= 0 }

    private mutating func answer(_ selector: Int32, _ method: NodeID, isGuess: Bool) {
        let step = calls[Int(callOfSelector[selector])]
        let event = Event(target: method, flags: graph.rootFlags(method), parent: step.parent, line: step.line)
        if isGuess { guesses.append(event) } else { events.append(event) }
    }

    private mutating func instantiate(_ type: NodeID) {
        guard instantiated.insert(type), let info = graph.type(type) else { return }
        for question in graph.dispatch.questions(toInstancesOf: type) where isCalled(question.selector) {
            answer(question.selector, question.method, isGuess: question.isGuess)
        }
        enliven(type)
        for ancestor in info.ancestors { enliven(ancestor) }
        for method in info.implicitMethods {
            events.append(Event(target: method, flags: .virtual, parent: type, line: 0))
        }
        for part in info.parts { events.append(Event(target: part, flags: .instantiates, parent: type, line: 0)) }
        if info.escapesByBase { escape(type) }
    }

    private mutating func enliven(_ type: NodeID) {
        guard alive.insert(type) else { return }
        if let held = waiting.removeValue(forKey: type) { events += held }
        for question in graph.dispatch.questions(toKindOf: type) where isCalled(question.selector) {
            answer(question.selector, question.method, isGuess: question.isGuess)
        }
        if escaped.contains(type) { open(type) }
    }

    /// An instance is handed to code from outside.
    private mutating func escape(_ type: NodeID) {
        guard escaped.insert(type) else { return }
        if alive.contains(type) || graph.type(type)?.isInterface == true { open(type) }
    }

    /// Code from outside may call every public method.
    private mutating func open(_ type: NodeID) {
        guard opened.insert(type) else { return }
        guess(graph.type(type)?.publicMethods ?? [], of: type)
    }

    private mutating func guess(_ methods: [NodeID], of type: NodeID) {
        for method in methods { guesses.append(Event(target: method, flags: .virtual, parent: type, line: 0)) }
    }
}
