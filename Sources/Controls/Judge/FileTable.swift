import Wiring

/// The files of a program and the folders around them.
struct FileTable: Sendable {
    struct File: Sendable {
        var path: String
        var nodes: Range<NodeID>
        /// The first that read it.
        var analyzer: String
        /// The folder it stands in.
        var folder: Int32
    }

    private(set) var files: [File] = []
    /// By node.
    private(set) var fileOf: [Int32] = []
    private(set) var isModule: [Bool] = []
    /// By node, in ``analyzers``: several may read one file.
    private(set) var analyzerOf: [Int32] = []
    private(set) var analyzers: [String] = []
    /// All folders with a file below them; the first is the root of the repository.
    private(set) var folderNames = [""]
    private var parents: [Int32] = [-1]
    private var folderIDs: [String: Int32] = ["": 0]
    /// Whether there is more below a folder than that a file is there.
    private var hasCode: [Bool] = [false]

    init(_ program: Program) {
        fileOf.reserveCapacity(program.nodes.count)
        isModule.reserveCapacity(program.nodes.count)
        var analyzerIDs: [String: Int32] = [:]
        // The nodes of a file lie side by side.
        for index in program.nodes.indices {
            let id = program.nodes[index].id
            if let last = files.last, last.path == program.nodes[index].path {
                files[files.count - 1].nodes = last.nodes.lowerBound..<(id + 1)
            } else {
                let path = program.nodes[index].path
                files.append(
                    File(
                        path: path, nodes: id..<(id + 1), analyzer: program.nodes[index].analyzer,
                        folder: addFolder(Self.parent(path)[...])))
            }
            fileOf.append(Int32(files.count - 1))
            let analyzer = program.nodes[index].analyzer
            if let last = analyzerOf.last, analyzers[Int(last)] == analyzer {
                analyzerOf.append(last)
            } else {
                let id = analyzerIDs[analyzer] ?? Int32(analyzers.count)
                if Int(id) == analyzers.count {
                    analyzerIDs[analyzer] = id
                    analyzers.append(analyzer)
                }
                analyzerOf.append(id)
            }
            let isModule = program.nodes[index].kind == "module"
            self.isModule.append(isModule)
            if isModule { continue }
            var folder = files[files.count - 1].folder
            while folder >= 0, !hasCode[Int(folder)] {
                hasCode[Int(folder)] = true
                folder = parents[Int(folder)]
            }
        }
    }

    private mutating func addFolder(_ name: Substring) -> Int32 {
        if let known = folderIDs[String(name)] { return known }
        let parent = addFolder(name.lastIndex(of: "/").map { name[..<$0] } ?? "")
        let id = Int32(folderNames.count)
        folderIDs[String(name)] = id
        folderNames.append(String(name))
        parents.append(parent)
        hasCode.append(false)
        return id
    }

    /// A folder with a file below it.
    func folder(_ name: String) -> Int32? { folderIDs[name] }

    func hasCode(below folder: Int32) -> Bool { hasCode[Int(folder)] }

    /// The folders that these files stand in, and all above them.
    func folders(around files: [Int32]) -> BitSet {
        var found = BitSet(capacity: folderNames.count)
        for file in files {
            var folder = self.files[Int(file)].folder
            while folder >= 0, found.insert(folder) { folder = parents[Int(folder)] }
        }
        return found
    }

    /// The innermost folder around a path that holds known files; nil if that is the whole repository.
    func folder(around path: String) -> Int32? {
        var name = Self.parent(path)
        while !name.isEmpty {
            if let known = folderIDs[name] { return known }
            name = Self.parent(name)
        }
        return nil
    }

    static func parent(_ path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    }

    static func ending(_ path: String) -> String? {
        let name = path.split(separator: "/").last ?? ""
        return name.lastIndex(of: ".").map { String(name[$0...]) }
    }
}
