import Wiring

/// What is judged on its own: a component, the library that a repository without components is, or the whole repository.
struct Column {
    var id: String
    var kind: String
    var path: String
    var line: Int
    var roots: [NodeID]
    var kinds: [String] = []
    /// The analyzer of its roots; nil where it is not one component's.
    var analyzer: String?
    /// What it loads and does not run, see ``Served``.
    var idle = Idle()
    /// The workloads and images that start it.
    var workloads: [String] = []
    /// Whether it is a workload or an image, see ``Component/isDeployment``.
    var isDeployment = false

    /// The columns of a program, sorted by id.
    static func all(of program: Program, _ reaches: Reaches) -> [Column] {
        let services = services(of: program, reaches)
        // What only shows how to call a library is not the product: the library is.
        let judged =
            services.isEmpty
            ? program.components.filter { $0.role != "example" && !SidePaths.isBeside($0.path) } : services
        var columns = judged.map {
            Column(
                id: $0.id, kind: $0.kind, path: $0.path, line: $0.line, roots: $0.roots, kinds: $0.kinds,
                analyzer: $0.analyzer, workloads: $0.workloads, isDeployment: $0.isDeployment)
        }
        // Databases that a compose file starts beside a library do not make it a service.
        if columns.allSatisfy(\.isDeployment) {
            let library = library(program)
            if columns.isEmpty || !library.roots.isEmpty { columns.insert(library, at: 0) }
        } else if services.isEmpty {
            // Nor do scripts of those who develop it.
            let library = library(program)
            let folders = Set(columns.map { FileTable.parent($0.path) })
            if library.roots.contains(where: { !folders.contains(FileTable.parent(program.nodes[Int($0)].path)) }) {
                columns = [library]
            }
        }
        return Served(program, reaches).withIdle(columns)
    }

    /// Components of no role or that of a service, and the tools that prove to be services: they serve, consume or work
    /// where no service does. What serves for tests, for examples and for developers is none.
    private static func services(of program: Program, _ reaches: Reaches) -> [Component] {
        let product = program.components.filter { $0.role != "example" && !SidePaths.isBeside($0.path) }
        let plain = Starts.distinct(product.filter { $0.role != "tool" }, of: program, reaches)
        let tools = product.filter { $0.role == "tool" && !SidePaths.isForDevelopers($0.path) }
        let kinds = program.signalsByKind.filter { $0.key.hasPrefix("service.") }
        let sites = Set(
            kinds.values.joined().filter { !program.signals[$0].isTest }.compactMap { program.signals[$0].node })
        guard !tools.isEmpty, !sites.isEmpty else { return plain }
        let known = program.reach(from: plain.flatMap(\.roots))
        let open = sites.filter { !known.contains($0) }
        guard !open.isEmpty else { return plain }
        let serving = tools.filter { tool in
            let reach = reaches.of(tool.roots).reach
            return open.contains { reach.contains($0) }
        }
        return (plain + serving).sorted { $0.id < $1.id }
    }

    /// The one column of controls for the repository as a whole.
    static func repository(of columns: [Column]) -> Column {
        let first = columns.first
        return Column(
            id: "(repository)", kind: "repository", path: first?.path ?? "", line: first?.line ?? 1,
            roots: Array(Set(columns.flatMap(\.roots))).sorted())
    }

    /// Kinds of symbols that tell of files which are no code.
    private static let codeKinds: Set<String> = [
        "function", "method", "type", "variable", "constant", "alias", "field",
    ]
    private static let artifactKinds: Set<String> = [
        "workload", "container", "resource", "image", "job", "step", "document", "section", "template", "value",
    ]

    /// The analyzers that read code. Files of artifacts are nothing that others call; but a build file that lists targets may be
    /// one of a language (`rebar.config`), which has more than functions, unlike a shell.
    static func readersOfCode(_ program: Program) -> Set<String> {
        var kinds: [String: Set<String>] = [:]
        for node in program.nodes { kinds[node.analyzer, default: []].insert(node.kind) }
        return Set(
            kinds.filter { _, kinds in
                !kinds.isDisjoint(with: codeKinds)
                    && (kinds.isDisjoint(with: artifactKinds.union(["target"])) || kinds.contains("method")
                        || kinds.contains("type"))
            }.keys)
    }

    /// A library is reached by what others can call: its roots are all public definitions outside of tests and examples.
    private static func library(_ program: Program) -> Column {
        let kinds: Set<String> = ["function", "method", "type", "module"]
        let coders = readersOfCode(program)
        let roots = program.nodes.filter { node in
            kinds.contains(node.kind) && (node.kind != "module" || coders.contains(node.analyzer)) && !node.isTest
                && !SidePaths.isBeside(node.path) && isPublic(node)
        }
        let first = roots.first
        return Column(id: ".", kind: "library", path: first?.path ?? "", line: first?.line ?? 1, roots: roots.map(\.id))
    }

    private static func isPublic(_ node: Node) -> Bool {
        // The top level of a file runs when anybody loads it, whatever its name.
        if node.kind == "module" { return true }
        guard let name = node.name.split(separator: ".").last, let first = name.unicodeScalars.first, first != "_"
        else { return false }
        // Go exports by a capital letter.
        return node.analyzer != "go" || first.properties.isUppercase
    }
}
