import AnalyzerProtocol
import Models
import Wiring

/// Facts of one file, written by hand: REFs are made by the methods below, symbols and references are added by name.
struct FileBuilder {
    let path: String
    private(set) var facts = Facts()
    private var ids: [String: Int] = [:]

    init(_ path: String, _ namespace: Namespace?) {
        self.path = path
        facts.namespace = namespace
    }

    /// A Go file; its package is its directory.
    static func go(_ path: String, variant: String? = nil) -> FileBuilder {
        FileBuilder(path, Namespace(kind: "go-package", name: directory(path), separator: "/", variant: variant))
    }

    /// A Python file, whose imports are looked up in `search` and beside it.
    static func python(_ path: String, search: [String]? = nil) -> FileBuilder {
        var name = String(path.dropLast(3))
        if name.hasSuffix("/__init__") { name = String(name.dropLast(9)) }
        return FileBuilder(
            path, Namespace(kind: "python-module", name: name, separator: ".", search: search ?? ["", directory(path)]))
    }

    private static func directory(_ path: String) -> String {
        path.split(separator: "/").dropLast().joined(separator: "/")
    }

    var source: SourceFacts {
        SourceFacts(path: path, object: "object of " + path, facts: facts, analyzer: "test", lineCount: 100)
    }

    // MARK: REFs

    private mutating func ref(_ ref: Ref) -> RefIndex {
        facts.refs.append(ref)
        return RefIndex(facts.refs.count - 1)
    }

    mutating func name(_ name: String) -> RefIndex { ref(.name(name)) }
    mutating func imported(_ module: String, _ name: String? = nil) -> RefIndex {
        ref(.imported(module: module, name: name))
    }
    mutating func namespaced(_ path: String, _ name: String? = nil) -> RefIndex {
        ref(.namespaced(namespace: path, name: name))
    }
    mutating func external(_ name: String) -> RefIndex { ref(.external(name)) }
    mutating func member(_ name: String, _ of: RefIndex?) -> RefIndex { ref(.member(name, of: of)) }
    mutating func result(_ of: RefIndex, _ index: Int = 0) -> RefIndex { ref(.result(of, index: index)) }
    mutating func element(_ of: RefIndex) -> RefIndex { ref(.element(of)) }
    mutating func container(_ of: RefIndex) -> RefIndex { ref(.container(of)) }
    mutating func base(_ of: RefIndex) -> RefIndex { ref(.base(of)) }
    mutating func any(_ all: [RefIndex]) -> RefIndex { ref(.any(all)) }
    mutating func path(_ path: String) -> RefIndex { ref(.path(path)) }
    mutating func environment(_ name: String) -> RefIndex { ref(.environment(name)) }
    mutating func command(_ words: [String], _ directory: String?) -> RefIndex {
        ref(.command(words, directory: directory))
    }
    mutating func contained(
        _ words: [String], _ image: RefIndex, _ context: String? = nil, workdir: String? = nil, follows: Bool = false
    ) -> RefIndex {
        ref(.contained(ContainedCommand(words, context: context, image: image, workdir: workdir, follows: follows)))
    }
    mutating func image(_ name: String) -> RefIndex { ref(.image(name)) }
    mutating func selector(_ labels: [String]) -> RefIndex { ref(.selector(labels)) }

    mutating func setting(_ name: String, _ value: Literal? = nil) -> RefIndex { ref(.setting(name, default: value)) }
    mutating func parameter(_ name: String, _ index: Int, of: RefIndex, _ value: Literal? = nil) -> RefIndex {
        ref(.parameter(name, index: index, of: of, default: value))
    }
    mutating func holds(_ conditions: Int32...) -> RefIndex { ref(.holds(conditions)) }

    // MARK: Conditions

    mutating func condition(
        _ ref: RefIndex, _ test: ConfiguredCondition.Test, _ values: [Literal] = [], constants: [RefIndex] = [],
        line: Int = 50
    ) -> Int32 {
        var condition = ConfiguredCondition(ref: ref, test: test, values: values, line: line)
        condition.constants = constants
        facts.conditions.append(condition)
        return Int32(facts.conditions.count - 1)
    }

    /// A call under conditions.
    mutating func call(_ from: String?, _ to: RefIndex, line: Int, when: [Int32], _ arguments: [Argument] = []) {
        refer(from, .call, to, line: line, arguments: arguments)
        gateLast(when)
    }

    /// Puts the last reference under conditions.
    mutating func gateLast(_ when: [Int32]) { facts.references[facts.references.count - 1].when = when }

    /// Says of a symbol which configured value it holds or gives.
    mutating func give(_ symbol: String, _ ref: RefIndex) {
        guard let id = ids[symbol] else { return }
        facts.symbols[id - 1].given = ref
    }

    // MARK: Symbols

    @discardableResult
    mutating func symbol(
        _ name: String, _ kind: String, line: Int, owner: String? = nil, type: RefIndex? = nil,
        results: [RefIndex] = [],
        value: Literal? = nil, _ attributes: Set<String> = [], text: [String: String] = [:]
    ) -> Int {
        var symbol = Symbol(id: facts.symbols.count + 1, name: name, kind: kind, line: line, endLine: line)
        if let owner { symbol.owner = self.name(owner) }
        symbol.type = type
        symbol.results = results
        symbol.value = value
        for attribute in attributes { symbol.attributes[attribute] = .bool(true) }
        for (name, value) in text { symbol.attributes[name] = .string(value) }
        facts.symbols.append(symbol)
        if ids[name] == nil { ids[name] = symbol.id }
        return symbol.id
    }

    mutating func function(
        _ name: String, line: Int, results: [RefIndex] = [], parameters: [RefIndex] = [], _ attributes: Set<String> = []
    ) {
        let id = symbol(name, "function", line: line, results: results, attributes)
        facts.symbols[id - 1].parameters = parameters
    }

    mutating func type(_ name: String, line: Int, _ attributes: Set<String> = []) {
        symbol(name, "type", line: line, attributes)
    }

    /// A method by its full name, `Type.method`.
    mutating func method(_ name: String, line: Int, results: [RefIndex] = [], _ attributes: Set<String> = []) {
        symbol(
            name, "method", line: line, owner: String(name[..<name.lastIndex(of: ".")!]), results: results, attributes)
    }

    mutating func field(_ name: String, line: Int, type: RefIndex?, _ attributes: Set<String> = []) {
        symbol(name, "field", line: line, owner: String(name[..<name.lastIndex(of: ".")!]), type: type, attributes)
    }

    mutating func alias(_ name: String, line: Int, of type: RefIndex) { symbol(name, "alias", line: line, type: type) }

    // MARK: References

    /// A reference from a symbol, or from the top level where `from` is nil.
    mutating func refer(
        _ from: String?, _ kind: ReferenceKind, _ to: RefIndex, line: Int, arguments: [Argument] = [],
        subject: String? = nil,
        context: ReferenceContext = []
    ) {
        var reference = Reference(from: from.map { ids[$0]! } ?? 0, to: to, kind: kind, line: line)
        reference.arguments = arguments
        reference.subject = subject.map { ids[$0]! }
        reference.context = context
        facts.references.append(reference)
    }

    mutating func call(_ from: String?, _ to: RefIndex, line: Int, _ arguments: [Argument] = []) {
        refer(from, .call, to, line: line, arguments: arguments)
    }

    mutating func inherit(_ type: String, _ base: RefIndex, line: Int = 1) { refer(type, .inherit, base, line: line) }
    mutating func include(_ ref: RefIndex, line: Int = 1) { refer(nil, .include, ref, line: line) }

    mutating func root(
        _ symbol: String?, _ rootClass: RootClass = .production, component: String? = "app", kind: String? = nil,
        role: String? = nil, standalone: Bool = false
    ) {
        var root = Root(rootClass: rootClass, why: "test")
        root.isStandalone = standalone
        root.symbol = symbol.map { ids[$0]! } ?? 0
        root.component = rootClass == .production ? component : nil
        root.kind = kind
        root.role = role
        facts.roots.append(root)
    }

    mutating func root(to ref: RefIndex, component: String = "app", kind: String? = nil) {
        var root = Root(rootClass: .production, why: "test")
        root.to = ref
        root.component = component
        root.kind = kind
        facts.roots.append(root)
    }

    mutating func binding(_ prefix: String, _ directory: String) {
        facts.bindings.append(ImportBinding(importPrefix: prefix, directory: directory))
    }

    mutating func dependency(
        _ name: String, ecosystem: String = "python", line: Int = 1, scope: String = "runtime"
    ) {
        facts.dependencies.append(Dependency(ecosystem: ecosystem, name: name, line: line, scope: scope))
    }

    mutating func manifest(_ ecosystem: String) { facts.manifest = Manifest(ecosystem: ecosystem) }

    mutating func signal(_ kind: String, _ symbol: String, line: Int) {
        facts.signals.append(AnalyzerSignal(kind: kind, symbol: ids[symbol]!, line: line))
    }
}

extension FileBuilder {
    /// A file of those facts.
    static func build(_ file: FileBuilder, _ body: (inout FileBuilder) -> Void) -> SourceFacts {
        var copy = file
        body(&copy)
        return copy.source
    }
}

/// Models of a YAML list without their examples; the signals are taken as the vocabulary.
func models(_ yaml: String = "[]") throws -> CompiledModels {
    var words: [String: String] = [:]
    var text = ""
    for line in yaml.split(separator: "\n") {
        text += line + "\n"
        guard line.hasPrefix("- signal: ") else { continue }
        words[String(line.dropFirst(10))] = "words"
        text += "  example: a\n  counterexample: b\n"
    }
    return try CompiledModels(ModelSet(files: [("models.yml", text)], vocabulary: SignalVocabulary(words: words)))
}

/// A linked program with its nodes at hand by name.
struct Linked {
    let program: Program
    private let ids: [String: NodeID]

    init(_ files: [SourceFacts], _ yaml: String = "[]", fileSignals: [FileSignal] = []) throws {
        program = Linker.link(files, models: try models(yaml), fileSignals: fileSignals)
        ids = Dictionary(program.nodes.map { ($0.name, $0.id) }, uniquingKeysWith: { first, _ in first })
    }

    func node(_ name: String) -> NodeID { ids[name] ?? -1 }

    func reach(_ roots: String...) -> Reach { program.reach(from: roots.map(node)) }

    /// What the one component reaches.
    var production: Reach { program.reach(from: program.components.flatMap(\.roots)) }

    /// Names of the symbols reached by production, without top levels.
    var wired: Set<String> { names(production) }

    func names(_ reach: Reach) -> Set<String> {
        Set(reach.nodes.map { program.nodes[Int($0)] }.filter { $0.kind != "module" }.map(\.name))
    }

    /// The witness as `name:line`, with `?` where a step is a guess.
    func witness(_ name: String) -> [String] {
        production.witness(to: node(name)).map {
            "\(program.nodes[Int($0.node)].name):\($0.line)\($0.guess ? "?" : "")"
        }
    }

    func signals(_ kind: String) -> [SignalSite] { (program.signalsByKind[kind] ?? []).map { program.signals[$0] } }

    func holders(_ kind: String) -> [String] {
        signals(kind).map { $0.node.map { program.nodes[Int($0)].name } ?? $0.path }
    }
}
