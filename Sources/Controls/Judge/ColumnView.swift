import Wiring

/// The signals as one column sees them. What it reaches is listed once; the rest of the program, which may have hundreds of
/// other columns, is looked at only where a question asks for it.
final class ColumnView {
    let column: Column
    let code: ReachedCode
    unowned let workspace: Workspace
    let table: SignalTable
    /// Nobody else is there whose own signals could be meant.
    private let isAlone: Bool
    /// Signals that it reaches and does not run.
    private let hidden: SignalTable.Flags
    private var production: [ObjectIdentifier: [Int]] = [:]
    private var isOfOthers: [Int32: Bool] = [:]
    private var unread: [String: [String]] = [:]
    private var followings: [Set<NodeID>: Following] = [:]
    private var ledTo: [NodeID: Set<Int>] = [:]
    private var avoiding: [[NodeID]: Reach] = [:]

    init(_ column: Column, _ workspace: Workspace) {
        self.column = column
        self.workspace = workspace
        table = workspace.table
        code = workspace.reaches.of(column.roots, without: column.idle)
        isAlone = column.kind == "repository" || workspace.columns.count <= 1
        var hidden: SignalTable.Flags = workspace.isByDefault ? .isGated : []
        if column.idle.isWeb { hidden.insert(.isWeb) }
        if column.idle.isWork { hidden.insert(.isWork) }
        self.hidden = hidden
    }

    var reach: Reach { code.reach }

    // MARK: Production

    /// What it reaches and runs, and what no symbol holds and is not for others only.
    func production(_ plan: Plan) -> [Int] {
        // The workspace keeps a plan as long as its views.
        let key = ObjectIdentifier(plan)
        if let known = production[key] { return known }
        var found: [Int] = []
        for kind in plan.kinds {
            let reached = code.signals[kind]
            workspace.count(reached.count)
            for site in reached where isOwn(site) && plan.accepts(site) { found.append(Int(site)) }
        }
        addFiles(of: plan, to: &found) { !workspace.isByDefault || !table.flags[Int($0)].contains(.isGated) }
        found.sort()
        production[key] = found
        return found
    }

    func isInProduction(_ site: Int32) -> Bool {
        let flags = table.flags[Int(site)]
        if table.nodes[Int(site)] >= 0 { return code.isReached(site) && flags.isDisjoint(with: hidden) }
        if flags.contains(.isTest) || (workspace.isByDefault && flags.contains(.isGated)) { return false }
        return isUsable(site)
    }

    /// Every signal that a symbol holds, and the column reaches and runs.
    func forEachOwn(_ body: (Int32) -> Void) {
        for kind in 0..<Int32(table.kindNames.count) {
            let reached = code.signals[kind]
            workspace.count(reached.count)
            for site in reached where isOwn(site) { body(site) }
        }
    }

    private func isOwn(_ site: Int32) -> Bool { table.flags[Int(site)].isDisjoint(with: hidden) }

    /// Adds what no symbol holds, no test, and what is not declared for projects in which no file of the column lies.
    private func addFiles(of plan: Plan, to found: inout [Int], where isMeant: (Int32) -> Bool) {
        workspace.count(plan.ofFiles.count)
        for site in plan.ofFiles where isMeant(site) { found.append(Int(site)) }
        guard !plan.ofManifests.isEmpty else { return }
        guard let usable = usableManifests else {
            workspace.count(plan.ofManifests.count)
            for site in plan.ofManifests where isMeant(site) { found.append(Int(site)) }
            return
        }
        for manifest in usable {
            let declared = table.byManifest[manifest]
            workspace.count(declared.count)
            for site in declared
            where plan.asksFor(site) && !table.flags[Int(site)].contains(.isTest) && isMeant(site) {
                found.append(Int(site))
            }
        }
    }

    /// The files that declare dependencies of projects in which files of the column lie; nil where each may be one that it is
    /// installed with.
    private lazy var usableManifests: Set<Int32>? = {
        guard table.manifests.count > 1, column.kind != "repository", column.kind != "library" else { return nil }
        var found: Set<Int32> = []
        var folder: Int32 = -1
        for file in code.files where workspace.files.files[Int(file)].folder != folder {
            folder = workspace.files.files[Int(file)].folder
            found.formUnion(workspace.manifests(usableIn: folder))
        }
        // Where nothing is known of its files, each may be one.
        return found.isEmpty ? nil : found
    }()

    private func isUsable(_ site: Int32) -> Bool {
        let manifest = table.manifestOf[Int(site)]
        return manifest < 0 || usableManifests?.contains(manifest) ?? true
    }

    // MARK: Anywhere

    /// Any code but tests and other columns' own. Code beside the product, in examples say, implements nothing of it, unless
    /// the product uses it.
    ///
    /// - Parameter leavesUsed: without what others use and this column does not, although it is nobody's own.
    func anywhere(_ plan: Plan, leavesUsed: Bool) -> [Int] {
        var found: [Int] = []
        if isAlone {
            workspace.count(plan.sites.count)
            for site in plan.sites where isAnywhere(site) { found.append(Int(site)) }
            return found
        }
        let users = workspace.users
        for kind in plan.kinds {
            let reached = code.signals[kind]
            workspace.count(reached.count)
            for site in reached where plan.accepts(site) && !table.flags[Int(site)].contains(.isTest) {
                let users = users.classOf[Int(site)]
                if users < 0 || isOwn(site) || (!leavesUsed && openClasses.contains(users)) { found.append(Int(site)) }
            }
            guard !leavesUsed else { continue }
            for users in openClasses {
                let used = workspace.users.sites(users, kind)
                workspace.count(used.count)
                for site in used where !code.isReached(site) && plan.accepts(site) && isNear(site) {
                    found.append(Int(site))
                }
            }
        }
        let unused = plan.unused(users)
        workspace.count(unused.count)
        for site in unused where !code.isReached(site) && !concernsOthers(site) && !isBesideOthers(site) {
            found.append(Int(site))
        }
        addFiles(of: plan, to: &found) { !isDeclaredForOthers($0) }
        found.sort()
        return found
    }

    func isAnywhere(_ site: Int32) -> Bool {
        let flags = table.flags[Int(site)]
        if flags.contains(.isTest) { return false }
        guard table.nodes[Int(site)] >= 0 else { return isUsable(site) && !isDeclaredForOthers(site) }
        if !code.isReached(site), flags.contains(.isBeside) || concernsOthers(site) { return false }
        if isAlone || (code.isReached(site) && isOwn(site)) { return true }
        let users = workspace.users.classOf[Int(site)]
        return users < 0 ? !isBesideOthers(site) : openClasses.contains(users) && isNear(site)
    }

    /// Whether the column reaches anything of the folder that a signal of code stands in. What others use of a folder that
    /// it has nothing to do with is no part of it that lacks a wire.
    private func isNear(_ site: Int32) -> Bool {
        if column.roots.isEmpty { return true }
        let file = workspace.files.fileOf[Int(table.nodes[Int(site)])]
        return reachedFolders.contains(workspace.files.files[Int(file)].folder)
    }

    /// Whether code that nobody reaches stands in a folder that others use, and this column reaches nothing of: it is theirs.
    private func isBesideOthers(_ site: Int32) -> Bool {
        if column.roots.isEmpty || column.kind == "library" { return false }
        let folder = workspace.files.files[Int(workspace.files.fileOf[Int(table.nodes[Int(site)])])].folder
        if workspace.usedFolders.contains(folder) { return !reachedFolders.contains(folder) }
        return workspace.program.nodes[Int(table.nodes[Int(site)])].analyzer == Self.analyzerOfPages
            && isPageOfOthers(site)
    }

    /// Whether the innermost folder above a page that somebody reaches code of is none that this column does: the page is
    /// theirs.
    private func isPageOfOthers(_ site: Int32) -> Bool {
        var path = workspace.program.signals[Int(site)].path[...]
        while let slash = path.lastIndex(of: "/") {
            path = path[..<slash]
            if let folder = workspace.files.folder(String(path)), workspace.usedFolders.contains(folder) {
                return !reachedFolders.contains(folder)
            }
        }
        return false
    }

    private static let analyzerOfPages = "web"

    private(set) lazy var reachedFolders = Set(code.files.map { workspace.files.files[Int($0)].folder })

    /// Whether another column reaches and runs it, and this one does not.
    func isUsedByOthersOnly(_ site: Int32) -> Bool {
        guard !isAlone, workspace.users.classOf[Int(site)] >= 0 else { return false }
        return !(code.isReached(site) && isOwn(site))
    }

    /// Whether it is there with other values alone, and would concern others then.
    private func concernsOthers(_ site: Int32) -> Bool {
        let attributes = workspace.program.signals[Int(site)].attributes
        guard attributes["within"] != nil || attributes["for"] != nil else { return false }
        return concerns.excludes(attributes)
    }

    private lazy var concerns = Concerns(column, reach, of: workspace.program)

    private lazy var openClasses: Set<Int32> = workspace.users.open(
        to: column.folder, analyzer: column.roots.first.map { workspace.program.nodes[Int($0)].analyzer })

    /// Whether a dependency is declared for a folder of code that the component is not in and reaches nothing of; or what
    /// browsers get lies in the midst of such code.
    private func isDeclaredForOthers(_ site: Int32) -> Bool {
        let folder = table.folderOf[Int(site)]
        guard folder >= 0, column.kind != "repository", column.analyzer != nil else { return false }
        if let known = isOfOthers[folder] { return known }
        var name = table.folders[Int(folder)]
        if name.hasPrefix(SignalTable.served) {
            name = String(name.dropFirst(SignalTable.served.count))
            while !name.isEmpty, !workspace.isRun(name, by: column.analyzer) {
                name = name.lastIndex(of: "/").map { String(name[..<$0]) } ?? ""
            }
        }
        var isOther = false
        // A manifest alone is no code.
        if !name.isEmpty, !column.path.hasPrefix(name + "/"), let id = workspace.files.folder(name),
            workspace.files.hasCode(below: id)
        {
            isOther = !code.codeFolders.contains(id)
        }
        isOfOthers[folder] = isOther
        return isOther
    }

    // MARK: By default

    /// The same where nobody configures anything; nil where that makes no difference to the component, or turns it off as a
    /// whole: then it is meant to be configured.
    lazy var byDefault: ColumnView? = {
        guard workspace.program.isGated, let usual = workspace.usual()?.view(column), !runsTheSame(as: usual) else {
            return nil
        }
        let services = (0..<Int32(table.kindNames.count)).filter {
            table.kindNames[Int($0)].hasPrefix("service.")
        }
        func serves(_ view: ColumnView) -> Bool {
            services.contains { kind in
                view.code.signals[kind].contains(where: view.isOwn)
                    || table.byKind[kind].contains { table.nodes[Int($0)] < 0 && view.isInProduction($0) }
            }
        }
        return !serves(self) || serves(usual) ? usual : nil
    }()

    private func runsTheSame(as other: ColumnView) -> Bool {
        var sites: [Int32] = []
        forEachOwn { sites.append($0) }
        var others: [Int32] = []
        other.forEachOwn { others.append($0) }
        guard sites == others else { return false }
        return workspace.ofNoSymbol.allSatisfy { isInProduction($0) == other.isInProduction($0) }
    }

    // MARK: Ways

    /// What the column reaches without entering the nodes.
    func reach(avoiding nodes: Set<NodeID>) -> Reach {
        // What is not entered anyway need not be avoided.
        let nodes = nodes.filter(reach.contains).sorted()
        if nodes.isEmpty { return reach }
        if let known = avoiding[nodes] { return known }
        var avoided = column.idle.nodes ?? BitSet(capacity: workspace.program.nodes.count)
        for node in nodes { avoided.insert(node) }
        let found = workspace.program.reach(from: column.roots, avoiding: avoided)
        avoiding[nodes] = found
        return found
    }

    /// What the symbols lead to, all in one walk.
    func following(_ nodes: Set<NodeID>) -> Following {
        if let known = followings[nodes] { return known }
        let found = workspace.follower.follow(nodes, given: reach)
        followings[nodes] = found
        return found
    }

    /// The signals on a symbol, about it, and on what it leads to.
    func signals(ledToBy node: NodeID) -> Set<Int> {
        if let known = ledTo[node] { return known }
        // What a symbol leads to is little beside all signals, and every route asks: looked up, not searched.
        var found = Set(workspace.signals(table.about[node]))
        for reached in workspace.program.forward(from: node, given: reach).nodes {
            found.formUnion(workspace.signals(table.heldBy[reached]))
        }
        ledTo[node] = found
        return found
    }

    /// What has to be configured before production reaches a signal, in the order of its witness.
    func gates(of site: Int) -> [Gate] {
        let program = workspace.program
        var seen: Set<NodeID> = []
        var found = gates(onTheWayTo: table.nodes[site], &seen)
        if let gate = program.gate(program.signals[site].gate) { found.append(gate) }
        return found
    }

    /// Those on the way to a node; where there is none, those on the way to an instance of what its methods are called on.
    private func gates(onTheWayTo node: NodeID, _ seen: inout Set<NodeID>) -> [Gate] {
        guard seen.insert(node).inserted, seen.count <= Self.maximumTypes else { return [] }
        let steps = reach.witness(to: node)
        let found = zip(steps, steps.dropFirst()).compactMap {
            workspace.program.gate(from: $0.node, to: $1.node)
        }
        guard found.isEmpty else { return found }
        for step in steps.reversed() {
            guard let type = workspace.typeOfMethod[step.node] else { continue }
            let made = gates(onTheWayTo: type, &seen)
            if !made.isEmpty { return made }
        }
        return []
    }

    /// More types than this are not asked for what makes them.
    private static let maximumTypes = 16

    /// Those of the files that no analyzer read which the column's code may use.
    func unread(_ files: UnreadFiles) -> [String] {
        if files.paths.isEmpty { return [] }
        if let known = unread[files.key] { return known }
        let found = files.concerning(column, workspace.neighbours, code)
        unread[files.key] = found
        return found
    }

    /// Whether the column runs a server of files and no program of its own.
    private(set) lazy var servesFilesOnly: Bool =
        (workspace.program.signalsByKind["image.static-site"] ?? []).contains { code.isReached(Int32($0)) }

    /// The Dockerfile of an image that the column runs and this repository builds; none of images that it only configures.
    private(set) lazy var ownImage: String? = workspace.images.filter(reach.contains)
        .map { workspace.program.nodes[Int($0)].path }.min()
}
