import Wiring

/// What columns reach, each walked once: columns that start at the same places and leave the same out reach the same.
final class Reaches {
    private let program: Program
    private var known: [Key: ReachedCode] = [:]
    private let files: FileTable
    private let table: SignalTable

    struct Key: Hashable, Sendable {
        let roots: [NodeID]
        let isWeb: Bool
        let isWork: Bool
    }

    /// - Parameter walked: what is known already.
    init(_ program: Program, _ files: FileTable, _ table: SignalTable, walked: [Key: Reach] = [:]) {
        self.program = program
        self.files = files
        self.table = table
        known = walked.mapValues { ReachedCode($0, files, table) }
    }

    /// What was walked so far, for others to begin with.
    var walked: [Key: Reach] { known.mapValues(\.reach) }

    func of(_ roots: [NodeID], without idle: Idle = Idle()) -> ReachedCode {
        let key = Key(roots: roots, isWeb: idle.isWeb, isWork: idle.isWork)
        if let found = known[key] { return found }
        let found = ReachedCode(program.reach(from: roots, avoiding: idle.nodes), files, table)
        known[key] = found
        return found
    }
}

/// What some roots reach, and what lies there.
final class ReachedCode {
    let reach: Reach
    private let fileTable: FileTable
    private let table: SignalTable

    init(_ reach: Reach, _ fileTable: FileTable, _ table: SignalTable) {
        self.reach = reach
        self.fileTable = fileTable
        self.table = table
    }

    /// The signals that its symbols hold, by kind.
    lazy var signals: Buckets = {
        var sites: [Int32] = []
        for node in reach.nodes { sites += table.heldBy[node] }
        sites.sort()
        return Buckets(keyCount: table.kindNames.count, items: sites, keys: sites.map { table.kinds[Int($0)] })
    }()

    /// The files it reaches something of, in order.
    lazy var files: [Int32] = {
        var found: [Int32] = []
        for node in reach.nodes {
            let file = fileTable.fileOf[Int(node)]
            if found.last != file { found.append(file) }
        }
        return found
    }()

    /// The folders below which it reaches something.
    lazy var folders: BitSet = fileTable.folders(around: files)

    /// The folders below which it reaches code, more than that a file is there.
    lazy var codeFolders: BitSet = fileTable.folders(around: codeFiles)

    private var codeFiles: [Int32] {
        var found: [Int32] = []
        for node in reach.nodes where !fileTable.isModule[Int(node)] {
            let file = fileTable.fileOf[Int(node)]
            if found.last != file { found.append(file) }
        }
        return found
    }

    /// The analyzers of what it reaches.
    lazy var analyzers: Set<String> = {
        var found: Set<Int32> = []
        var last: Int32 = -1
        for node in reach.nodes where fileTable.analyzerOf[Int(node)] != last {
            last = fileTable.analyzerOf[Int(node)]
            found.insert(last)
        }
        return Set(found.map { fileTable.analyzers[Int($0)] })
    }()

    func isReached(_ site: Int32) -> Bool { reach.contains(table.nodes[Int(site)]) }
}
