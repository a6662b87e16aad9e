package import Models

/// Finds the wires between artifacts that are broken: first by what analyzers said, then by what the texts of all files say.
///
/// Silence is better than a false wire: whatever may connect two ends without being understood ends the question.
package struct Joins: Sendable {
    private let dependencies: DependencyJoin
    private let environment: EnvironmentJoin
    private let settings: SettingJoin
    private let probes: ProbeJoin
    private let selectors: SelectorJoin
    private let ports: PortJoin
    private let scrapes: ScrapeJoin
    private let mounts: MountJoin
    private let graces: GraceJoin
    private let documents: DocumentJoin
    private let metrics: MetricJoin
    private let listed: ListedVariableJoin
    private let commands: CommandJoin
    private let images: ImageJoin
    private let includes: IncludeJoin
    private let chartValues: [MentionQuery]
    private let paths: [String]

    /// - Parameters:
    ///   - variables: what configuration files set, see ``EnvironmentSetting``.
    ///   - unread: paths at which or below which it is not known what lies: symlinks, submodules.
    package init(
        _ program: Program, models: CompiledModels, variables: [EnvironmentSetting], paths: [String],
        unread: [String] = []
    ) {
        let code = ProductionCode(program)
        dependencies = DependencyJoin(program, code: code, models: models)
        environment = EnvironmentJoin(program, code: code, models: models, variables: variables, paths: paths)
        settings = SettingJoin(program, code: code)
        let pods = PodTable(program)
        probes = ProbeJoin(program, pods: pods)
        selectors = SelectorJoin(program)
        ports = PortJoin(program, pods: pods)
        scrapes = ScrapeJoin(program, pods: pods)
        mounts = MountJoin(program, paths: paths)
        graces = GraceJoin(program, pods: pods)
        documents = DocumentJoin(paths: paths)
        metrics = MetricJoin(program)
        listed = ListedVariableJoin(program, environment: environment)
        commands = CommandJoin(program, paths: paths)
        images = ImageJoin(program, paths: paths)
        includes = IncludeJoin(program, paths: paths, unread: unread)
        chartValues = ChartJoin.queries(program)
        self.paths = paths
    }

    /// What has to be looked for in the texts; sorted, bounded.
    package var queries: [MentionQuery] {
        let all = Set(
            dependencies.queries + environment.queries + settings.queries + metrics.queries + listed.queries
                + commands.queries + images.queries + probes.queries + includes.queries
                + ports.queries + scrapes.queries + mounts.queries + chartValues)
        return Array(all.sorted { ($0.text, $0.isPackage ? 1 : 0) < ($1.text, $1.isPackage ? 1 : 0) })
    }

    /// Adds the broken wires to the program, with their signals.
    package func finish(_ program: inout Program, mentions: Mentions) {
        var found = Found()
        dependencies.finish(program, mentions: mentions, &found)
        environment.finish(program, mentions: mentions, &found)
        settings.finish(program, mentions: mentions, &found)
        ChartJoin.finish(program, mentions: mentions, &found)
        SwallowedJoin.finish(program, &found)
        probes.finish(mentions: mentions, &found)
        selectors.finish(&found)
        ports.finish(mentions: mentions, &found)
        scrapes.finish(mentions: mentions, &found)
        mounts.finish(mentions: mentions, &found)
        graces.finish(&found)
        documents.finish(program, &found)
        metrics.finish(program, mentions: mentions, &found)
        listed.finish(program, mentions: mentions, &found)
        OperationJoin().finish(program, &found)
        images.finish(program, mentions: mentions, &found)
        commands.finish(mentions: mentions, &found)
        includes.finish(mentions: mentions, &found)
        GoTestJoin.finish(program, paths: paths, &found)
        PytestJoin.finish(program, paths: paths, &found)
        program.add(wires: found.wires, signals: found.signals)
    }

    /// What joins find.
    struct Found {
        var wires: [Wire] = []
        var signals: [SignalSite] = []
    }

    /// Candidates of one join beyond this number are left out: a repository that has so many is not understood.
    static let maximumCandidates = 500
}

/// What runs in production: what its components reach, or where none is known everything but tests and what stands beside.
struct ProductionCode: Sendable {
    private let program: Program
    private let reach: Reach?

    init(_ program: Program) {
        self.program = program
        let roots = program.components.filter {
            $0.role != "tool" && $0.role != "example" && !SidePaths.isBeside($0.path)
        }.flatMap(\.roots)
        reach = roots.isEmpty ? nil : program.reach(from: Set(roots).sorted())
    }

    /// Whether nothing starts on its own, so that only users of the library know what they load.
    var isLibrary: Bool { reach == nil }

    func contains(_ node: NodeID) -> Bool {
        let holder = program.nodes[Int(node)]
        guard !holder.isTest, !SidePaths.isBeside(holder.path) else { return false }
        return reach?.contains(node) ?? true
    }
}
