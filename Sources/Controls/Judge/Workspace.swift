import Models
import Wiring

/// What conditions ask again and again of one program: computed once, kept for the whole judgement.
final class Workspace {
    let program: Program
    /// Every column that is judged on its own.
    let columns: [Column]
    let test: Reach
    private var production: [String: Reach] = [:]
    /// Components that start at the same places reach the same.
    private var reaches: [ReachKey: Reach] = [:]
    private var pipelineReach: Reach?
    private lazy var enforced = program.enforcedReach(from: program.pipelineRoots)
    private var members: [MemberKey: [Bool]] = [:]
    private var foreignUse: [String: [Bool]] = [:]
    private var matched: [String: [String: Bool]] = [:]
    private var avoiding: [AvoidingKey: Reach] = [:]
    private var unread: [String: Set<String>] = [:]
    private var analyzersOf: [String: Set<String>] = [:]
    private var forward: [ForwardKey: Set<Int>] = [:]
    private var followings: [FollowingKey: Following] = [:]
    private var unreadOf: [UnreadKey: [String]] = [:]
    private lazy var neighbours = Neighbours(program)
    private lazy var follower = Follower(program)
    private lazy var users = Users(program, columns: columns) { members(of: .production, $0) ?? [] }
    /// Signals by the symbol that holds them, and by the symbol they are about.
    private let heldBy: [NodeID: [Int]]
    private let about: [NodeID: [Int]]
    /// Whether only what runs where nobody configures anything counts.
    let isByDefault: Bool
    private var usualWorkspace: Workspace?

    private struct UnreadKey: Hashable {
        let column: String
        let paths: [String]
    }

    private struct ReachKey: Hashable {
        let roots: [NodeID]
        let idle: Set<NodeID>
    }

    private struct MemberKey: Hashable {
        let scope: SignalScope
        let column: String
    }

    private struct AvoidingKey: Hashable {
        let column: String
        let isPipeline: Bool
        let nodes: [NodeID]
    }

    private struct ForwardKey: Hashable {
        let column: String
        let node: NodeID
    }

    private struct FollowingKey: Hashable {
        let column: String
        let nodes: Set<NodeID>
    }

    init(_ program: Program, columns: [Column], isByDefault: Bool = false) {
        self.program = program
        self.isByDefault = isByDefault
        self.columns = columns
        test = program.reach(from: program.testRoots)
        var heldBy: [NodeID: [Int]] = [:]
        var about: [NodeID: [Int]] = [:]
        for (index, signal) in program.signals.enumerated() where !isByDefault || signal.gate == 0 {
            if let node = signal.node { heldBy[node, default: []].append(index) }
            if let subject = signal.subject { about[subject, default: []].append(index) }
        }
        self.heldBy = heldBy
        self.about = about
    }

    func production(_ column: Column) -> Reach {
        if let known = production[column.key] { return known }
        let key = ReachKey(roots: column.roots, idle: column.idle.nodes)
        let reach = reaches[key] ?? program.reach(from: column.roots, avoiding: column.idle.nodes)
        reaches[key] = reach
        production[column.key] = reach
        return reach
    }

    var pipeline: Reach {
        if let pipelineReach { return pipelineReach }
        let reach = program.reach(from: program.pipelineRoots)
        pipelineReach = reach
        return reach
    }

    /// For each signal, whether code beside the product holds it.
    private lazy var beside: [Bool] = program.signals.map { $0.node != nil && SidePaths.isBeside($0.path) }

    /// For each signal, whether it is in the scope; nil where all are. Ask once for all signals of a question.
    func members(of scope: SignalScope, _ column: Column) -> [Bool]? {
        if scope == .all { return nil }
        // Only these two depend on the column.
        let key = MemberKey(scope: scope, column: scope == .production || scope == .anywhere ? column.key : "")
        if let known = members[key] { return known }
        let flags: [Bool]
        switch scope {
        case .all: return nil
        case .anywhere:
            let foreign = foreign(column)
            let reached = production(column)
            let unusable = unusableManifests(column)
            flags = program.signals.indices.map { index in
                let signal = program.signals[index]
                if signal.isTest || foreign[index] { return false }
                if signal.node == nil, unusable.contains(signal.path) { return false }
                // Code beside the product, in examples say, implements nothing of it, unless the product uses it.
                guard beside[index], let node = signal.node else { return true }
                return reached.contains(node)
            }
        case .production:
            let unusable = unusableManifests(column)
            flags = zip(reached(by: production(column), without: column.idle), program.signals).map {
                $0 && !($1.node == nil && unusable.contains($1.path))
            }
        case .pipeline: flags = reached(by: pipeline, without: Idle())
        case .enforced:
            flags = zip(reached(by: enforced, without: Idle()), program.signals).map { $0 && !$1.isIgnored }
        case .test:
            // A signal of a test file's path, content or code is in a test whether a root reaches it or not.
            flags = program.signals.map { signal in
                if let node = signal.node, test.contains(node) { true } else { signal.isTest }
            }
        }
        members[key] = flags
        return flags
    }

    private func reached(by reach: Reach, without idle: Idle) -> [Bool] {
        program.signals.map { signal in
            if isByDefault, signal.gate != 0 { return false }
            guard let node = signal.node else { return !signal.isTest }
            return reach.contains(node) && !idle.covers(signal)
        }
    }

    /// The files that declare dependencies of projects in which no file of the column lies: it is not installed with them.
    private func unusableManifests(_ column: Column) -> Set<String> {
        let all = program.manifests.allFiles
        guard all.count > 1, column.kind != "repository", column.kind != "library" else { return [] }
        var paths: Set<String> = []
        for node in production(column).nodes { paths.insert(program.nodes[Int(node)].path) }
        let usable = program.manifests.files(usableFrom: paths)
        // Where nothing is known of its files, each may be one that it is installed with.
        return usable.isEmpty ? [] : all.subtracting(usable)
    }

    /// For each signal, whether another component reaches it, and this one does not.
    func usedByOthersOnly(_ column: Column) -> [Bool] {
        if let known = foreignUse[column.key] { return known }
        var flags = [Bool](repeating: false, count: program.signals.count)
        if column.kind != "repository", columns.count > 1, let own = members(of: .production, column) {
            for index in flags.indices where !own[index] { flags[index] = users.hasUser[index] }
        }
        foreignUse[column.key] = flags
        return flags
    }

    /// For each signal, whether it is another component's own: it stands in that one's folder or in another language, and
    /// that one uses it. Nobody could wire it here.
    private func foreign(_ column: Column) -> [Bool] {
        let used = usedByOthersOnly(column)
        let analyzer = column.roots.first.map { program.nodes[Int($0)].analyzer }
        return program.signals.indices.map { index in
            guard let node = program.signals[index].node else {
                return isOfAnotherProject(program.signals[index], column)
            }
            guard used[index] else { return false }
            if let analyzer, analyzer != program.nodes[Int(node)].analyzer { return true }
            return users.homes[index].contains { !column.folder.hasPrefix($0) }
        }
    }

    /// Whether a dependency is declared for a folder of code that the component is not in and reaches nothing of.
    private func isOfAnotherProject(_ signal: SignalSite, _ column: Column) -> Bool {
        guard column.kind != "repository", column.analyzer != nil, signal.kind.hasSuffix(".dependency") else {
            return false
        }
        var folder = signal.path.split(separator: "/").dropLast()
        if folder.last == "requirements" { folder = folder.dropLast() }
        let name = folder.joined(separator: "/")
        guard !name.isEmpty, !column.path.hasPrefix(name + "/") else { return false }
        // A manifest alone is no code.
        let nodes = neighbours.nodes(below: name).filter { program.nodes[Int($0)].kind != "module" }
        let reach = production(column)
        return !nodes.isEmpty && !nodes.contains { reach.contains($0) }
    }

    /// Few values come again and again, for every column and every condition that asks.
    func matches(_ pattern: Pattern, _ value: String) -> Bool {
        if let known = matched[pattern.source]?[value] { return known }
        let isMatch = pattern.matches(value)
        matched[pattern.source, default: [:]][value] = isMatch
        return isMatch
    }

    /// Those of the files that no analyzer read which the column's code may use.
    func unread(_ files: UnreadFiles, _ column: Column) -> [String] {
        if files.paths.isEmpty { return [] }
        let key = UnreadKey(column: column.key, paths: files.paths)
        if let known = unreadOf[key] { return known }
        let found = files.concerning(column, neighbours, production(column))
        unreadOf[key] = found
        return found
    }

    /// Whether the symbol that holds a signal holds one of these kinds, too.
    func holds(_ kinds: [String], besides site: Int) -> Bool {
        guard let node = program.signals[site].node else { return false }
        return heldBy[node, default: []].contains { kinds.contains(program.signals[$0].kind) }
    }

    /// The analyzers of what the column reaches.
    func analyzers(reachedBy column: Column) -> Set<String> {
        if let known = analyzersOf[column.key] { return known }
        let found = Set(production(column).nodes.lazy.map { [program] in program.nodes[Int($0)].analyzer })
        analyzersOf[column.key] = found
        return found
    }

    /// Whether the column runs an image that this repository builds.
    func buildsImage(_ column: Column) -> Bool {
        production(column).nodes.contains { program.nodes[Int($0)].kind == "image" }
    }

    /// The files of these signals of which no analyzer knows a symbol.
    func unreadFiles(of kinds: [String]) -> [String] {
        var files: Set<String> = []
        for kind in kinds {
            if unread[kind] == nil {
                let found = Set((program.signalsByKind[kind] ?? []).map { program.signals[$0].path })
                unread[kind] = found.isEmpty ? found : found.subtracting(program.nodes.map(\.path))
            }
            files.formUnion(unread[kind] ?? [])
        }
        return files.sorted()
    }

    /// The workspace of the program that nobody configures.
    func usual() -> Workspace? {
        if isByDefault { return nil }
        if usualWorkspace == nil {
            usualWorkspace = Workspace(program.byDefault(), columns: columns, isByDefault: true)
        }
        return usualWorkspace
    }

    /// What the roots reach without entering the nodes.
    func reach(_ column: Column, isPipeline: Bool, avoiding nodes: Set<NodeID>) -> Reach {
        // What is not entered anyway need not be avoided.
        let whole = isPipeline ? pipeline : production(column)
        let nodes = nodes.filter(whole.contains)
        if nodes.isEmpty { return whole }
        let key = AvoidingKey(column: column.key, isPipeline: isPipeline, nodes: nodes.sorted())
        if let known = avoiding[key] { return known }
        let reach = program.reach(
            from: isPipeline ? program.pipelineRoots : column.roots,
            avoiding: isPipeline ? nodes : nodes.union(column.idle.nodes))
        avoiding[key] = reach
        return reach
    }

    /// What the symbols lead to, all in one walk.
    func following(_ nodes: Set<NodeID>, _ column: Column) -> Following {
        let key = FollowingKey(column: column.key, nodes: nodes)
        if let known = followings[key] { return known }
        let following = follower.follow(nodes, given: production(column))
        followings[key] = following
        return following
    }

    /// The signals on a symbol, about it, and on what it leads to.
    func signals(ledToBy node: NodeID, _ column: Column) -> Set<Int> {
        let key = ForwardKey(column: column.key, node: node)
        if let known = forward[key] { return known }
        // What a symbol leads to is little beside all signals, and every route asks: looked up, not searched.
        var found = Set(about[node] ?? [])
        for reached in program.forward(from: node, given: production(column)).nodes {
            if let held = heldBy[reached] { found.formUnion(held) }
        }
        forward[key] = found
        return found
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
