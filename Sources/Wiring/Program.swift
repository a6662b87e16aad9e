package import AnalyzerProtocol

/// A symbol, or a file's top level, by its place in ``Program/nodes``.
package typealias NodeID = Int32

/// A symbol of the repository, or the top level of a file.
package struct Node: Sendable, Equatable {
    package let id: NodeID
    private let firstLine: Int32
    private let lastLine: Int32
    /// For people: `internal/api.Server.Start`, `src.app.main.handler`.
    package let name: String
    package let kind: String
    private let file: NodeFile
    package let attributes: [String: Literal]

    init(
        id: NodeID, name: String, kind: String, line: Int, endLine: Int, file: NodeFile,
        attributes: [String: Literal] = [:]
    ) {
        self.id = id
        self.name = name
        self.kind = kind
        self.file = file
        self.attributes = attributes
        firstLine = Int32(clamping: line)
        lastLine = Int32(clamping: endLine)
    }

    package var path: String { file.path }
    package var line: Int { Int(firstLine) }
    package var endLine: Int { Int(lastLine) }
    package var object: String { file.object }
    /// Whether it stands in a file of tests.
    package var isTest: Bool { file.isTest }
    package var analyzer: String { file.analyzer }
}

/// What all nodes of a file have in common, once for all of them.
final class NodeFile: Sendable, Equatable {
    let path: String
    let object: String
    let isTest: Bool
    let analyzer: String

    init(path: String, object: String, isTest: Bool, analyzer: String) {
        self.path = path
        self.object = object
        self.isTest = isTest
        self.analyzer = analyzer
    }

    static func == (one: NodeFile, other: NodeFile) -> Bool {
        one === other
            || (one.path == other.path && one.object == other.object && one.isTest == other.isTest
                && one.analyzer == other.analyzer)
    }
}

/// What runs on its own in production.
package struct Component: Sendable, Hashable {
    package var id: String
    package var kind: String
    package var path: String
    package var line: Int
    /// `service`, `tool`, `example`, or nil where nothing tells.
    package var role: String?
    /// Sorted.
    package var roots: [NodeID]
    package var analyzer: String
    /// The kinds of all its roots, sorted.
    package var kinds: [String]
    /// The ids of workloads and images that start this component's code, and so are a part of it; sorted.
    package var workloads: [String] = []
    /// Whether it is a workload or an image: what it runs is code of the repository only where it leads there.
    package var isDeployment = false

    package init(
        id: String, kind: String, path: String, line: Int, role: String?, roots: [NodeID], analyzer: String,
        kinds: [String]
    ) {
        self.id = id
        self.kind = kind
        self.path = path
        self.line = line
        self.role = role
        self.roots = roots
        self.analyzer = analyzer
        self.kinds = kinds
    }
}

/// The path that groups of a router put before a route's own; nil where it is computed.
package struct RouteGroup: Sendable, Equatable {
    package var path: String?
}

/// A signal and the place that gives it.
package struct SignalSite: Sendable, Equatable {
    package var kind: String
    /// The symbol that holds it; nil for signals of dependency files, paths and contents.
    package var node: NodeID?
    /// The symbol it is about, such as a route's handler.
    package var subject: NodeID?
    package var path: String
    package var line: Int
    package var endLine: Int
    package var object: String
    package var attributes: [String: String]
    /// What is called or mentioned.
    package var target: String?
    package var isTest: Bool
    /// What has to be configured before its reference runs.
    package var gate: GateID = 0
    /// Whether it is a command whose failure nobody notices.
    package var isIgnored = false
    /// Of a route: what runs before its handler, by the call that registers it.
    package var guards: [NodeID] = []
    /// Of a route, and of what is mounted: the router that it is registered on, where that is a variable or field.
    package var router: NodeID?
    /// Of a route: the paths of the groups that it is registered in.
    package var below: RouteGroup?

    package init(
        kind: String, node: NodeID? = nil, subject: NodeID? = nil, path: String, line: Int, endLine: Int,
        object: String,
        attributes: [String: String] = [:], target: String? = nil, isTest: Bool
    ) {
        self.kind = kind
        self.node = node
        self.subject = subject
        self.path = path
        self.line = line
        self.endLine = endLine
        self.object = object
        self.attributes = attributes
        self.target = target
        self.isTest = isTest
    }
}

/// A reference to something that the repository should have and has not.
package struct BrokenWire: Sendable, Hashable {
    package var path: String
    package var line: Int
    package var name: String
    /// Who runs it, where it is a command.
    package var run: Run?

    package struct Run: Sendable, Hashable {
        package var node: NodeID
        /// Whether nobody notices that it fails.
        package var isIgnored: Bool
    }

    package init(path: String, line: Int, name: String, run: Run? = nil) {
        self.path = path
        self.line = line
        self.name = name
        self.run = run
    }
}

/// What an analyzer wants the user to know of a file.
package struct FileDiagnostic: Sendable, Hashable {
    package var path: String
    package var diagnostic: Diagnostic
}

/// A dependency and the file that declares it.
package struct DeclaredDependency: Sendable, Hashable {
    package var path: String
    package var dependency: Dependency
}

/// A whole repository at one commit, linked.
package struct Program: Sendable {
    /// By id.
    package internal(set) var nodes: [Node] = []
    /// Sorted by id.
    package var components: [Component] = []
    /// Sorted by path, line and kind.
    package internal(set) var signals: [SignalSite] = []
    /// Indexes into `signals`.
    package internal(set) var signalsByKind: [String: [Int]] = [:]
    /// Sorted by path and line.
    package internal(set) var dependencies: [DeclaredDependency] = []
    package internal(set) var diagnostics: [FileDiagnostic] = []
    package internal(set) var brokenWires: [BrokenWire] = []
    /// Wires between artifacts that are broken, worst first.
    package internal(set) var wires: [Wire] = []
    /// What joins need, see ``Joins``.
    package internal(set) var joins = JoinFacts()
    /// Sorted.
    package internal(set) var testRoots: [NodeID] = []
    package internal(set) var pipelineRoots: [NodeID] = []
    /// What has to be configured before some of it runs.
    package internal(set) var gates: [Gate] = []
    var graph = Graph()
}

extension Program {
    /// The files that declare what code needs, and for which code.
    package var manifests: ManifestTable { joins.manifests }

    /// Adds what the joins found.
    mutating func add(wires found: [Wire], signals sites: [SignalSite]) {
        wires = Array(Set(found)).sorted(by: Wire.precedes)
        if !sites.isEmpty { setSignals(signals + sites) }
    }

    /// Everything that runs when these roots run, by rapid type analysis: a method is reached through a base type, an interface
    /// or an unknown receiver only if its own type is instantiated by something reached.
    ///
    /// - Parameter avoiding: nodes that are not entered; what is instantiated behind them is not instantiated.
    package func reach(from roots: [NodeID], avoiding: Set<NodeID>) -> Reach {
        var avoided = BitSet(capacity: nodes.count)
        for node in avoiding where nodes.indices.contains(Int(node)) { avoided.insert(node) }
        return reach(from: roots, avoiding: avoided)
    }

    /// As ``reach(from:avoiding:)``, with a set that many share.
    package func reach(from roots: [NodeID], avoiding: BitSet? = nil) -> Reach {
        var walker = Walker(graph, avoiding: avoiding)
        return walker.run(from: roots)
    }

    /// What these roots run and can be failed by: not what runs where failures are ignored.
    package func enforcedReach(from roots: [NodeID]) -> Reach {
        var walker = Walker(graph.withoutIgnored(), avoiding: nil)
        return walker.run(from: roots)
    }

    /// Whether some of it runs only if somebody configures it.
    package var isGated: Bool { !gates.isEmpty }

    /// The program as it runs where nobody configures anything: the same nodes and signals, without what is off by default.
    ///
    /// A method of a type that only what is off instantiates does not run either, however sure its caller is of the type.
    package func byDefault() -> Program {
        var copy = self
        copy.graph = graph.withoutGated()
        let roots = components.flatMap(\.roots)
        let made = reach(from: roots).alive
        let usual = copy.reach(from: roots).alive
        copy.graph = copy.graph.withholding(made.members.filter { !usual.contains($0) })
        return copy
    }

    /// By method, the type on whose instances it is called.
    package func typesOfMethods() -> [NodeID: NodeID] {
        var result: [NodeID: NodeID] = [:]
        for type in nodes.indices {
            for method in graph.type(NodeID(type))?.ownMethods ?? [] { result[method] = NodeID(type) }
        }
        return result
    }

    /// The functions and methods of the repository that a symbol hands over as values on a line, as arguments of a call.
    package func handedOver(by node: NodeID, at line: Int) -> [NodeID] {
        graph.edges(of: node).compactMap { edge in
            guard Int(edge.line) == line, edge.target >= 0, edge.target < nodes.count,
                graph.kinds[Int(edge.kind)] == ReferenceKind.use.rawValue
            else { return nil }
            let kind = nodes[Int(edge.target)].kind
            return kind == "function" || kind == "method" ? edge.target : nil
        }
    }

    /// What has to be configured before the second of two steps of a witness follows the first.
    package func gate(from node: NodeID, to next: NodeID) -> Gate? { gate(graph.gate(from: node, to: next)) }

    package func gate(_ id: GateID) -> Gate? { id == 0 || Int(id) > gates.count ? nil : gates[Int(id) - 1] }

    /// Everything that a node leads to, where the types that `given` found instantiated are instantiated already.
    ///
    /// Not what runs before it because its module is loaded: a handler would lead to all handlers that its module registers.
    package func forward(from node: NodeID, given: Reach? = nil) -> Reach {
        var walker = Walker(graph, avoiding: nil, given: given, loadsModules: false)
        return walker.run(from: [node])
    }

    /// Who refers to a node, sorted by node, line and kind; virtual calls through a base or interface come from its method.
    package func callers(of node: NodeID) -> [(node: NodeID, line: Int, kind: String)] { graph.callers(of: node) }
}
