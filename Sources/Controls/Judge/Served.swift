import Wiring

/// What a component loads and does not run: a script that imports a web application does not serve it, a web server that
/// imports tasks leaves them to the worker.
struct Idle {
    /// Not entered on the component's behalf.
    var nodes: BitSet?
    var isWeb = false
    var isWork = false
}

/// Which components run the applications and the workers that are objects of the program, and which only load them.
///
/// A component runs such an object if it is started as one, or if it reaches a call that runs it. One that does neither only
/// loads it, provided that somebody else is there to run it: where nobody is, whoever reaches it is taken for its server.
struct Served {
    /// The attribute of a signal that tells that an object was made, not run.
    static let object = "object"
    static let web: Set<String> = ["service.http-server"]
    static let work: Set<String> = ["service.worker", "service.scheduler"]

    private static let applicationKinds: Set<String> = ["python-app"]
    private static let workerKinds: Set<String> = ["worker"]
    /// Kinds of starts that say what they are; any other may be a server's command.
    private static let plainKinds: Set<String> = [
        "python-script", "console-script", "entry-point", "worker", "serverless-function", "scheduled-job",
    ]

    private let program: Program
    private let reaches: Reaches

    init(_ program: Program, _ reaches: Reaches) {
        self.program = program
        self.reaches = reaches
    }

    /// The columns with what they load and do not run.
    func withIdle(_ columns: [Column]) -> [Column] {
        let web = Objects(program, Self.web)
        let work = Objects(program, Self.work)
        guard !web.isEmpty || !work.isEmpty else { return columns }
        let reached = columns.map { reaches.of($0.roots).reach }
        let runsWeb = columns.indices.map { runs(web, columns[$0], reached[$0], Self.applicationKinds) }
        let runsWork = columns.indices.map { runs(work, columns[$0], reached[$0], Self.workerKinds) }
        lazy var pages = set(pages(web))
        lazy var tasks = set(subjects(of: ["task.define"]))
        lazy var both = set(pages.members + tasks.members)
        return columns.enumerated().map { index, column in
            var column = column
            if !web.isEmpty, runsWeb.contains(true), !runsWeb[index],
                column.kinds.allSatisfy(Self.plainKinds.contains)
            {
                column.idle.isWeb = true
            }
            // A worker without tasks, that nobody runs, only sends to those of others.
            if !work.isEmpty, !runsWork[index], runsWork.contains(true) || program.signalsByKind["task.define"] == nil {
                column.idle.isWork = true
            }
            // The same set for all of them, as long as nobody starts at one of its nodes.
            switch (column.idle.isWeb, column.idle.isWork) {
            case (true, true): column.idle.nodes = both
            case (true, false): column.idle.nodes = pages
            case (false, true): column.idle.nodes = tasks
            case (false, false): break
            }
            for root in column.roots { column.idle.nodes?.remove(root) }
            return column
        }
    }

    private func set(_ nodes: some Sequence<NodeID>) -> BitSet {
        var result = BitSet(capacity: program.nodes.count)
        for node in nodes { result.insert(node) }
        return result
    }

    private func runs(_ objects: Objects, _ column: Column, _ reach: Reach, _ kinds: Set<String>) -> Bool {
        column.kinds.contains(where: kinds.contains) || objects.runs.contains(where: reach.contains)
    }

    /// What only a server runs: handlers, middleware, and the files whose top level makes an application or lists routes.
    private func pages(_ web: Objects) -> Set<NodeID> {
        var result = subjects(of: ["http.route", "http.middleware", "http.listed-middleware"])
        let routes = (program.signalsByKind["http.route"] ?? []).compactMap { program.signals[$0].node }
        for node in web.made + routes where program.nodes[Int(node)].kind == "module" { result.insert(node) }
        return result
    }

    /// What signals of these kinds are about, unless somebody calls it by itself.
    private func subjects(of kinds: [String]) -> Set<NodeID> {
        let found = Set(kinds.flatMap { program.signalsByKind[$0] ?? [] }.compactMap { program.signals[$0].subject })
        return found.filter { node in
            !program.callers(of: node).contains { $0.kind == "call" && !program.nodes[Int($0.node)].isTest }
        }
    }

    /// Where objects are made, and where they are run.
    private struct Objects {
        var made: [NodeID] = []
        var runs: [NodeID] = []
        var isEmpty: Bool { made.isEmpty }

        init(_ program: Program, _ kinds: Set<String>) {
            for kind in kinds.sorted() {
                for site in program.signalsByKind[kind] ?? [] {
                    let signal = program.signals[site]
                    guard let node = signal.node, !signal.isTest else { continue }
                    if signal.attributes[Served.object] != nil { made.append(node) } else { runs.append(node) }
                }
            }
        }
    }
}
