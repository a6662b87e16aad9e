import Models
import Wiring

/// What conditions ask again and again of one program: computed once, kept for the whole judgement.
final class Workspace {
    let program: Program
    /// Every column that is judged on its own.
    let columns: [Column]
    let table: SignalTable
    let files: FileTable
    let reaches: Reaches
    /// Whether only what runs where nobody configures anything counts.
    let isByDefault: Bool
    private(set) lazy var test = program.reach(from: program.testRoots)
    private(set) lazy var pipeline = program.reach(from: program.pipelineRoots)
    private lazy var enforced = program.enforcedReach(from: program.pipelineRoots)
    private(set) lazy var neighbours = Neighbours(program, files)
    private(set) lazy var readersOfCode = Column.readersOfCode(program)
    private(set) lazy var follower = Follower(program)
    private(set) lazy var elsewhere = Elsewhere(program, files, readers: readersOfCode)
    private(set) lazy var users = Users(program, table, views: columns.map(view))
    /// The folders that a column reaches something of.
    private(set) lazy var usedFolders = columns.reduce(into: Set<Int32>()) { $0.formUnion(view($1).reachedFolders) }
    private var runFolders: [String: Bool] = [:]
    private var views: [String: ColumnView] = [:]
    private var plans: [String: Plan] = [:]
    private var matched: [String: [String: Bool]] = [:]
    private var unread: [String: Set<String>] = [:]
    private var manifestsOfFolder: [Int32: Set<Int32>] = [:]
    private var pipelineAvoiding: [Set<NodeID>: Reach] = [:]
    private var usualWorkspace: Workspace?
    /// How many signals were looked at, all in all.
    private(set) var looks = 0

    /// Whether a component of an analyzer's language runs code in or below a folder.
    func isRun(_ folder: String, by analyzer: String?) -> Bool {
        guard let id = files.folder(folder) else { return false }
        let key = (analyzer ?? "") + " " + folder
        if let known = runFolders[key] { return known }
        let isRun = columns.contains { $0.analyzer == analyzer && view($0).code.codeFolders.contains(id) }
        runFolders[key] = isRun
        return isRun
    }

    init(
        _ program: Program, columns: [Column], table: SignalTable, files: FileTable, reaches: Reaches,
        isByDefault: Bool = false
    ) {
        self.program = program
        self.columns = columns
        self.table = table
        self.files = files
        self.reaches = reaches
        self.isByDefault = isByDefault
    }

    func count(_ signals: Int) { looks += signals }

    func view(_ column: Column) -> ColumnView {
        if let known = views[column.key] { return known }
        let view = ColumnView(column, self)
        views[column.key] = view
        return view
    }

    func plan(_ query: SignalQuery) -> Plan {
        if let known = plans[query.key] { return known }
        let plan = Plan(query, table) { site in
            if !query.without.isEmpty, holds(query.without, besides: site) { return false }
            guard !query.attributes.isEmpty else { return true }
            let attributes = program.signals[site].attributes
            return query.attributes.allSatisfy { matches($0.pattern, attributes[$0.name] ?? "") }
        }
        plans[query.key] = plan
        return plan
    }

    /// Where what is asked for is, in a scope that is the same for all columns.
    func sites(_ plan: Plan, in scope: SignalScope) -> [Int] {
        if let known = plan.sitesOfScope[scope] { return known }
        let found = plan.sites.lazy.filter { self.contains($0, in: scope) }.map(Int.init)
        let sites = Array(found)
        count(plan.sites.count)
        plan.sitesOfScope[scope] = sites
        return sites
    }

    /// Whether a signal is in a scope that is the same for all columns.
    func contains(_ site: Int32, in scope: SignalScope) -> Bool {
        let node = table.nodes[Int(site)]
        let flags = table.flags[Int(site)]
        // A signal of a test file's path, content or code is in a test whether a root reaches it or not.
        if scope == .test { return test.contains(node) || flags.contains(.isTest) }
        guard scope == .pipeline || scope == .enforced else { return true }
        if isByDefault, flags.contains(.isGated) { return false }
        if scope == .enforced, flags.contains(.isIgnored) { return false }
        if node < 0 { return !flags.contains(.isTest) }
        return scope == .pipeline ? pipeline.contains(node) : enforced.contains(node)
    }

    /// What pipelines reach without entering the nodes.
    func pipeline(avoiding nodes: Set<NodeID>) -> Reach {
        let nodes = nodes.filter(pipeline.contains)
        if nodes.isEmpty { return pipeline }
        if let known = pipelineAvoiding[nodes] { return known }
        let found = program.reach(from: program.pipelineRoots, avoiding: nodes)
        pipelineAvoiding[nodes] = found
        return found
    }

    /// Whether a signal does not run in this workspace, though what holds it does.
    func isOff(_ site: Int32) -> Bool { isByDefault && table.flags[Int(site)].contains(.isGated) }

    /// Of some signals those that this program runs.
    func signals(_ sites: ArraySlice<Int32>) -> [Int] {
        sites.lazy.filter { !self.isOff($0) }.map(Int.init)
    }

    /// Signals that no symbol holds.
    private(set) lazy var ofNoSymbol: [Int32] = (0..<Int32(table.count)).filter { table.nodes[Int($0)] < 0 }

    /// The first column that reaches a symbol.
    func firstColumn(reaching node: NodeID) -> Column? {
        let place = firstColumns[Int(node)]
        return place < 0 ? nil : columns[Int(place)]
    }

    private lazy var firstColumns: [Int32] = {
        var result = [Int32](repeating: -1, count: program.nodes.count)
        for (place, column) in columns.enumerated() {
            for node in view(column).reach.nodes where result[Int(node)] < 0 { result[Int(node)] = Int32(place) }
        }
        return result
    }()

    /// The files that declare what code of a folder can use, by their places in the table.
    func manifests(usableIn folder: Int32) -> Set<Int32> {
        if let known = manifestsOfFolder[folder] { return known }
        let found = program.manifests.files(usableIn: files.folderNames[Int(folder)])
        let ids = Set(found.compactMap { manifestIDs[$0] })
        manifestsOfFolder[folder] = ids
        return ids
    }

    private lazy var manifestIDs = Dictionary(
        uniqueKeysWithValues: table.manifests.enumerated().map { ($1, Int32($0)) })

    /// Few values come again and again, for every column and every condition that asks.
    private func matches(_ pattern: Pattern, _ value: String) -> Bool {
        if let known = matched[pattern.source]?[value] { return known }
        let isMatch = pattern.matches(value)
        matched[pattern.source, default: [:]][value] = isMatch
        return isMatch
    }

    /// Whether the symbol that holds a signal holds one of these kinds, too.
    private func holds(_ kinds: [String], besides site: Int) -> Bool {
        let held = signals(table.heldBy[table.nodes[site]])
        return held.contains { kinds.contains(table.kindNames[Int(table.kinds[$0])]) }
    }

    /// The files of these signals of which no analyzer knows a symbol: none at all, or none of these.
    func unreadFiles(of kinds: [String], by readers: [String] = []) -> [String] {
        var found: Set<String> = []
        for kind in kinds {
            let key = "\(kind) \(readers)"
            if unread[key] == nil {
                let paths = Set((program.signalsByKind[kind] ?? []).map { program.signals[$0].path })
                unread[key] = paths.isEmpty ? paths : paths.subtracting(readPaths(readers))
            }
            found.formUnion(unread[key] ?? [])
        }
        return found.sorted()
    }

    private func readPaths(_ readers: [String]) -> Set<String> {
        guard !readers.isEmpty else { return Set(files.files.map(\.path)) }
        // A configuration in YAML is asked for by many, and understood by who reads pipelines.
        return Set(program.nodes.lazy.filter { readers.contains($0.analyzer) }.map(\.path))
    }

    /// A symbol of a file, the first.
    func firstNode(of path: String) -> Node? {
        firstNodes[path].map { program.nodes[Int($0)] }
    }

    private lazy var firstNodes = Dictionary(
        files.files.map { ($0.path, $0.nodes.lowerBound) }, uniquingKeysWith: { first, _ in first })

    /// The images that this repository builds; none that it only configures.
    private(set) lazy var images: [NodeID] = {
        let configured = Set((program.signalsByKind["image.configured"] ?? []).map { program.signals[$0].path })
        return program.nodes.lazy.filter { $0.kind == "image" && !configured.contains($0.path) }.map(\.id)
    }()

    /// By method, the type on whose instances it is called.
    lazy var typeOfMethod = program.typesOfMethods()

    /// The workspace of the program that nobody configures.
    func usual() -> Workspace? {
        if isByDefault { return nil }
        if usualWorkspace == nil {
            let usual = program.byDefault()
            usualWorkspace = Workspace(
                usual, columns: columns, table: table, files: files, reaches: Reaches(usual, files, table),
                isByDefault: true)
        }
        return usualWorkspace
    }
}

extension Column {
    /// A component may have the id of the repository's own column.
    var key: String { kind == "repository" ? "\u{0}" : id }

    /// The folder that its entry stands in, with a `/` at the end; empty for the repository's root.
    var folder: String {
        path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }
}
