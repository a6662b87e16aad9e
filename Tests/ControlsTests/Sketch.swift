import AnalyzerProtocol
import Controls
import Models
import Wiring

/// A small program, written as functions, calls and signals.
struct Sketch {
    private var files: [String: Facts] = [:]
    private var ids: [String: (path: String, id: Int)] = [:]
    private var fileSignals: [FileSignal] = []
    private var analyzers: [String: String] = [:]

    static let vocabulary = SignalVocabulary(words: [
        "call.out": "calls another service", "breaker.define": "implements a breaker",
        "breaker.guard": "guards a call with {target}",
        "breaker.dependency": "depends on a breaker library", "http.route": "registers the route {method} {path}",
        "auth.check": "checks who asks",
        "handler.constant": "always gives the same answer", "test.unit": "is a unit test",
        "pipeline.file": "defines a pipeline", "service.worker": "works", "service.http-server": "serves",
        "task.define": "is a task",
        "secret.token": "contains a token", "alert.file": "defines alerts",
        "tls.off": "turns off verification in {name}",
    ])

    static let models = try! CompiledModels(
        ModelSet(
            files: [
                (
                    "models.yml",
                    """
                    - signal: http.route
                      match: { call: lib.Route }
                      attributes: { path: { argument: 0 } }
                      subject: { argument: 1 }
                      example: a
                      counterexample: b
                    - signal: breaker.dependency
                      match: { dependency: { ecosystem: go, name: breaker } }
                      example: a
                      counterexample: b
                    """
                )
            ], vocabulary: vocabulary))

    /// Defines a function at a line of a file of the package `app`.
    mutating func function(
        _ name: String, _ path: String = "app/a.go", line: Int = 1, analyzer: String = "go", kind: String = "function"
    ) {
        var facts = files[path] ?? Facts()
        let directory = path.split(separator: "/").dropLast().joined(separator: "/")
        facts.namespace = Namespace(
            kind: "go-package", name: directory, variant: path.hasSuffix("_test.go") ? "test" : nil)
        facts.symbols.append(Symbol(id: facts.symbols.count + 1, name: name, kind: kind, line: line, endLine: line + 2))
        ids[name] = (path, facts.symbols.count)
        analyzers[path] = analyzer
        files[path] = facts
    }

    private func directory(_ path: String) -> String { path.split(separator: "/").dropLast().joined(separator: "/") }

    private mutating func ref(to name: String, in path: String) -> RefIndex {
        let target = ids[name]!.path
        files[path]!.refs.append(.namespaced(namespace: directory(target), name: name))
        return RefIndex(files[path]!.refs.count - 1)
    }

    mutating func call(_ from: String, _ to: String, line: Int = 2) {
        let (path, id) = ids[from]!
        let ref = ref(to: to, in: path)
        files[path]!.references.append(Reference(from: id, to: ref, kind: .call, line: line))
    }

    /// `lib.Route(path, handler)`; without a handler, an argument that nothing is known of.
    mutating func route(_ from: String, _ route: String, _ handler: String?, line: Int = 3) {
        let (path, id) = ids[from]!
        files[path]!.refs.append(.external("lib.Route"))
        var reference = Reference(from: id, to: RefIndex(files[path]!.refs.count - 1), kind: .call, line: line)
        reference.arguments = [Argument(position: 0, value: .string(route))]
        if let handler { reference.arguments.append(Argument(position: 1, ref: ref(to: handler, in: path))) }
        files[path]!.references.append(reference)
    }

    /// The top level of a function's file loads the package of another.
    mutating func load(_ from: String, _ to: String) {
        let path = ids[from]!.path
        files[path]!.refs.append(.namespaced(namespace: directory(ids[to]!.path), name: nil))
        let ref = RefIndex(files[path]!.refs.count - 1)
        files[path]!.references.append(Reference(from: 0, to: ref, kind: .include, line: 1))
    }

    mutating func signal(_ kind: String, _ on: String, line: Int = 2, _ attributes: [String: String] = [:]) {
        let (path, id) = ids[on]!
        var signal = AnalyzerSignal(kind: kind, symbol: id, line: line)
        signal.attributes = attributes.mapValues { .string($0) }
        files[path]!.signals.append(signal)
    }

    mutating func root(
        _ name: String, _ rootClass: RootClass = .production, component: String? = nil, role: String? = nil,
        kind: String = "go-main"
    ) {
        let (path, id) = ids[name]!
        var root = Root(rootClass: rootClass, why: "test")
        root.symbol = id
        root.component = rootClass == .production ? component ?? directory(path) : nil
        root.kind = kind
        root.role = role
        files[path]!.roots.append(root)
    }

    mutating func dependency(_ name: String, path: String = "go.mod") {
        var facts = files[path] ?? Facts()
        facts.dependencies.append(Dependency(ecosystem: "go", name: name, line: 3))
        analyzers[path] = "go"
        files[path] = facts
    }

    mutating func file(_ kind: String, _ path: String, line: Int = 1) {
        fileSignals.append(FileSignal(kind: kind, path: path, line: line, object: "o"))
    }

    var program: Program {
        let sources = files.sorted { $0.key < $1.key }.map {
            SourceFacts(
                path: $0.key, object: "object", facts: $0.value, analyzer: analyzers[$0.key] ?? "go", lineCount: 100)
        }
        return Linker.link(sources, models: Self.models, fileSignals: fileSignals)
    }
}

let goodGo = AnalyzerStatus(name: "go", version: "1", status: .ok, files: 3, failures: 0)

/// Judges a sketch by controls written in YAML.
func judge(
    _ controls: String..., analyzers: [AnalyzerStatus] = [goodGo], unread: [(path: String, reason: String)] = [],
    fileSignals: Set<String> = [], _ draw: (inout Sketch) -> Void
) throws -> Judgement {
    try judge(controls, analyzers: analyzers, unread: unread, fileSignals: fileSignals, draw)
}

func judge(
    _ controls: [String], analyzers: [AnalyzerStatus] = [goodGo], unread: [(path: String, reason: String)] = [],
    fileSignals: Set<String> = [], workers: Int = 1, _ draw: (inout Sketch) -> Void
) throws -> Judgement {
    var sketch = Sketch()
    draw(&sketch)
    return Judge.judge(
        sketch.program, controls: try catalogue(controls), analyzers: analyzers, vocabulary: Sketch.vocabulary,
        unread: unread,
        fileSignals: fileSignals, workers: workers)
}

func catalogue(_ controls: [String]) throws -> [Control] {
    try ControlCatalog.load(
        files: controls.map { text in
            func value(_ key: String) -> String {
                text.split(separator: "\n").first { $0.hasPrefix(key + ": ") }.map {
                    String($0.dropFirst(key.count + 2))
                } ?? "none"
            }
            return ("controls/\(value("area"))/\(value("id")).yml", text)
        }, vocabulary: Sketch.vocabulary)
}

/// A control from its changing parts.
func control(
    _ id: String = "breaker", area: String = "resilience", severity: String = "high", scope: String = "component",
    judgedBy: String = "go",
    applies: String? = nil, states: String, more: String = ""
) -> String {
    """
    id: \(id)
    area: \(area)
    title: Calls pass through a breaker
    severity: \(severity)
    scope: \(scope)
    judged-by: [\(judgedBy)]
    applies-when:
      words: The component calls.
    \(applies.map { "  when: \($0)" } ?? "")
    states:
    \(states.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n"))
    remedy: Use a breaker.
    acceptance: [It opens.]
    \(more)
    """
}

let breaker = control(
    applies: "call.out",
    states: """
        declared: { words: only a dependency, when: breaker.dependency }
        defined: { words: implemented, when: { any: [breaker.define, breaker.guard] } }
        wired: { words: calls pass it, when: breaker.guard }
        """,
    more: """
        counter-evidence:
          - words: A call goes round it.
            when: { bypass: { of: call.out, guard: breaker.guard } }
            caps: partial
        """)
