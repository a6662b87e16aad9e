import Models

/// Variables of the environment: what configuration files set, and what the code reads.
struct EnvironmentJoin: Sendable {
    /// The signal of code that reads variables whose names it computes.
    private static let dynamicRead = "environment.read-any"

    private var unread: [EnvironmentSetting] = []
    private var required: [JoinFacts.Read] = []
    private let readPlaces: Set<Wire.Place>
    private let setPlaces: [String: Set<Wire.Place>]
    private let nodes: [String: Bool]
    private let names: Set<String>
    private let fields: Set<String>
    private let isUnderstood: Bool
    private let isForeign: @Sendable (String) -> Bool

    init(
        _ program: Program, code: ProductionCode, models: CompiledModels, variables: [EnvironmentSetting],
        paths: [String]
    ) {
        let facts = program.joins
        readPlaces = Set(facts.reads.map(\.place))
        let variables = variables + Self.deployed(program)
        setPlaces = Dictionary(grouping: variables, by: \.variable).mapValues { Set($0.map(\.place)) }
        var starts: [String: Bool] = [:]
        names = Set(facts.reads.map(\.variable)).union(Self.named(program))
        let isDynamic =
            program.signalsByKind[Self.dynamicRead, default: []].contains { !program.signals[$0].isTest }
            || paths.contains(where: FileRole.bindsLoosely)
        fields = Set(facts.settings.map { $0.name.uppercased() } + facts.settings.map { $0.key.uppercased() })
        isForeign = { models.isForeignVariable($0) }
        // Without any reader that an analyzer knows, nothing is known of what the program reads.
        isUnderstood = !isDynamic && !names.isEmpty
        if isUnderstood {
            var seen: Set<String> = []
            for setting in variables where !models.isForeignVariable(setting.variable) {
                guard !Self.isRead(setting.variable, names), !Self.isRead(setting.variable.uppercased(), fields),
                    seen.insert(setting.variable).inserted, unread.count < Joins.maximumCandidates
                else { continue }
                unread.append(setting)
            }
        }
        var seen: Set<String> = []
        for read in facts.reads where read.isRequired && !read.isTest && code.contains(read.node) {
            guard !models.isForeignVariable(read.variable), setPlaces[read.variable] == nil,
                !facts.written.contains(read.variable), seen.insert(read.variable).inserted,
                required.count < Joins.maximumCandidates
            else { continue }
            // A variable with a default elsewhere is still one that this place needs.
            required.append(read)
            starts[read.variable] = program.nodes[Int(read.node)].kind == "module"
        }
        nodes = starts
    }

    /// Whether no code that is understood reads the variable, so that only a mention of its name could tell of a reader.
    func mayBeUnread(_ variable: String) -> Bool {
        isUnderstood && !isForeign(variable) && !Self.isRead(variable, names)
            && !Self.isRead(variable.uppercased(), fields)
    }

    var queries: [MentionQuery] {
        unread.flatMap { [MentionQuery($0.variable)] + Self.nested($0.variable) }
            + required.map { MentionQuery($0.variable) }
    }

    /// The field of a nested setting, as the code calls it: `API__DOCS_URL` is `docs_url` of `api`.
    private static func nested(_ variable: String) -> [MentionQuery] {
        let parts = variable.split(separator: "__", omittingEmptySubsequences: true)
        guard parts.count > 1, let last = parts.last else { return [] }
        return [MentionQuery(last.lowercased())]
    }

    func finish(_ program: Program, mentions: Mentions, _ found: inout Joins.Found) {
        for setting in unread {
            let own = setPlaces[setting.variable] ?? []
            let isMentioned = mentions.places(MentionQuery(setting.variable)).contains {
                !own.contains($0) && !FileRole.isDocument($0.path)
            }
            let isField = Self.nested(setting.variable).flatMap(mentions.places).contains {
                FileRole.isCode($0.path) && !FileRole.isTest($0.path)
            }
            guard !isMentioned, !isField else { continue }
            found.wires.append(
                Wire(
                    join: .environment, from: setting.place, name: setting.variable,
                    why: "set here, and nothing in the repository reads it", severity: .low))
            found.signals.append(
                SignalSite(
                    kind: "environment.unread", path: setting.place.path, line: setting.place.line,
                    endLine: setting.place.line, object: setting.object, attributes: ["name": setting.variable],
                    isTest: false))
        }
        for read in required {
            let isDocumented = mentions.places(MentionQuery(read.variable)).contains {
                !readPlaces.contains($0) && !FileRole.isTest($0.path)
            }
            guard !isDocumented else { continue }
            let holder = program.nodes[Int(read.node)]
            let what = nodes[read.variable] == true ? "loading \(holder.path)" : holder.name
            found.wires.append(
                Wire(
                    join: .environment, from: read.place, name: read.variable,
                    why: "\(what) fails without it, and no file sets it or tells of it", severity: .low))
        }
    }

    /// What manifests set for containers that run code of the repository.
    private static func deployed(_ program: Program) -> [EnvironmentSetting] {
        var runsCode: [NodeID: Bool] = [:]
        return program.joins.deployed.compactMap { setting in
            let container = program.nodes[Int(setting.container)]
            guard !container.isTest, !SidePaths.isBeside(setting.place.path) else { return nil }
            let isCode = runsCode[setting.container] ?? program.runsCode(setting.container)
            runsCode[setting.container] = isCode
            guard isCode else { return nil }
            return EnvironmentSetting(
                variable: setting.variable, path: setting.place.path, line: setting.place.line,
                object: container.object)
        }
    }

    /// A name that is read, or that ends in one: libraries put a prefix before the names of fields.
    private static func isRead(_ name: String, _ names: Set<String>) -> Bool {
        if names.contains(name) { return true }
        return name.indices.contains { name[$0] == "_" && names.contains(String(name[name.index(after: $0)...])) }
    }

    /// Variables that models find by the argument of a library's call.
    private static func named(_ program: Program) -> Set<String> {
        Set(
            program.signalsByKind["environment.read", default: []].compactMap { program.signals[$0].attributes["name"] }
        )
    }
}
