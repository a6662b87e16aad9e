/// Which methods answer a call whose receiver is known only in part.
///
/// A selector is such a question: "this method, or an override", "a member of this name in a subtype", "a method of this name,
/// whoever has it". An answer counts once its type is instantiated.
struct Dispatch: Sendable {
    struct Answer: Sendable {
        var type: NodeID
        var method: NodeID
        var isGuess: Bool
    }

    struct Question: Sendable {
        var selector: Int32
        var method: NodeID
        var isGuess: Bool
    }

    private var selectorOfNode: [Int32] = []
    private var overridden: Set<NodeID> = []
    /// Whether the answering type itself must be instantiated, rather than a subtype of it.
    private var byInstance: [Bool] = []
    private var answerOffsets: [Int32] = [0]
    private var answerList: [Answer] = []
    private var instanceOffsets: [Int32] = [0]
    private var instanceQuestions: [Question] = []
    private var answeredOffsets: [Int32] = [0]
    private var answeredSelectors: [Int32] = []
    private var kindOffsets: [Int32] = [0]
    private var kindQuestions: [Question] = []

    init() {}

    init(
        nodeCount: Int, selectorOfNode: [Int32], byInstance: [Bool], answers: [(selector: Int32, answer: Answer)],
        overridden: Set<NodeID> = []
    ) {
        self.selectorOfNode = selectorOfNode
        self.overridden = overridden
        self.byInstance = byInstance
        (answerOffsets, answerList) = Graph.buckets(answers, count: byInstance.count, key: \.selector, value: \.answer)
        (answeredOffsets, answeredSelectors) = Graph.buckets(
            answers, count: nodeCount, key: \.answer.method, value: \.selector)
        func question(_ item: (selector: Int32, answer: Answer)) -> Question {
            Question(selector: item.selector, method: item.answer.method, isGuess: item.answer.isGuess)
        }
        let instances = answers.filter { byInstance[Int($0.selector)] }
        let kinds = answers.filter { !byInstance[Int($0.selector)] }
        (instanceOffsets, instanceQuestions) = Graph.buckets(
            instances, count: nodeCount, key: \.answer.type, value: question)
        (kindOffsets, kindQuestions) = Graph.buckets(kinds, count: nodeCount, key: \.answer.type, value: question)
    }

    /// The edge, led to what instances have in the place of a method that is overridden.
    func dispatched(_ edge: Edge) -> Edge {
        guard edge.flags.contains(.dispatched) else { return edge }
        var edge = edge
        edge.flags.remove(.dispatched)
        guard overridden.contains(edge.target) else { return edge }
        edge.target = ~selectorOfNode[Int(edge.target)]
        edge.flags = []
        return edge
    }

    var selectorCount: Int { byInstance.count }

    /// The selector of a method that may be overridden, or -1.
    func selector(of node: NodeID) -> Int32 { selectorOfNode.isEmpty ? -1 : selectorOfNode[Int(node)] }

    /// The selectors that a method is an answer to, each once.
    func selectors(answeredBy method: NodeID) -> [Int32] {
        guard answeredOffsets.count > 1 else { return [] }
        return Set(answeredSelectors[Int(answeredOffsets[Int(method)])..<Int(answeredOffsets[Int(method) + 1])])
            .sorted()
    }

    func needsInstance(_ selector: Int32) -> Bool { byInstance[Int(selector)] }

    func answers(to selector: Int32) -> ArraySlice<Answer> {
        answerList[Int(answerOffsets[Int(selector)])..<Int(answerOffsets[Int(selector) + 1])]
    }

    /// What may be asked of an instance of exactly this type.
    func questions(toInstancesOf type: NodeID) -> ArraySlice<Question> {
        instanceQuestions[Int(instanceOffsets[Int(type)])..<Int(instanceOffsets[Int(type) + 1])]
    }

    /// What may be asked of an instance of this type or of a subtype.
    func questions(toKindOf type: NodeID) -> ArraySlice<Question> {
        kindQuestions[Int(kindOffsets[Int(type)])..<Int(kindOffsets[Int(type) + 1])]
    }
}
