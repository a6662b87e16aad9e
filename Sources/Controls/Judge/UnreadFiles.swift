import Wiring

/// Files that an analyzer did not read, and whom that concerns: the components whose code may use them.
struct UnreadFiles {
    /// Sorted.
    let paths: [String]

    /// The files that a column may use. One that starts in another language does not; one that reaches nothing of the folders
    /// that a file lies in does not either, unless it lacks something of the file's name. Of a file without known neighbours,
    /// or at the root of the repository, nobody can tell.
    func concerning(_ column: Column, _ neighbours: Neighbours, _ reach: Reach) -> [String] {
        guard column.kind != "repository", let analyzer = column.analyzer else { return paths }
        return paths.filter { path in
            if path.hasSuffix("/") { return true }
            guard neighbours.reader(of: path) == analyzer else { return false }
            guard let folder = neighbours.folder(of: path) else { return true }
            return neighbours.nodes(below: folder).contains { reach.contains($0) }
                || neighbours.lackers(of: path).contains { reach.contains($0) }
        }
    }
}

/// What is known around files that were not read.
final class Neighbours {
    private let program: Program
    /// The first and the last node of each file, and its analyzer, by path in order.
    private let files: [(path: String, nodes: Range<NodeID>, analyzer: String)]
    private var readers: [String: String] = [:]
    private var folders: [String: [NodeID]] = [:]
    private lazy var folderNames: Set<String> = {
        var result: Set<String> = []
        for file in files {
            var folder = Self.parent(file.path)
            while !folder.isEmpty, result.insert(folder).inserted { folder = Self.parent(folder) }
        }
        return result
    }()
    private lazy var lacking: [String: [NodeID]] = {
        var tops: [String: NodeID] = [:]
        for file in files { tops[file.path] = file.nodes.lowerBound }
        var result: [String: [NodeID]] = [:]
        for wire in program.brokenWires where wire.run == nil {
            guard let top = tops[wire.path] else { continue }
            for word in wire.name.split(whereSeparator: { $0 == "." || $0 == "/" }) {
                result[String(word), default: []].append(top)
            }
        }
        return result
    }()

    init(_ program: Program) {
        self.program = program
        var files: [(path: String, nodes: Range<NodeID>, analyzer: String)] = []
        // The nodes of a file lie side by side.
        for node in program.nodes {
            if files.last?.path == node.path {
                files[files.count - 1].nodes = files[files.count - 1].nodes.lowerBound..<(node.id + 1)
            } else {
                files.append((node.path, node.id..<(node.id + 1), node.analyzer))
            }
        }
        self.files = files
        for file in files { if let ending = Self.ending(file.path) { readers[ending] = file.analyzer } }
    }

    /// The analyzer of other files with the path's ending.
    func reader(of path: String) -> String? { Self.ending(path).flatMap { readers[$0] } }

    /// The innermost folder around a path that holds known files; nil if that is the whole repository.
    func folder(of path: String) -> String? {
        var folder = Self.parent(path)
        while !folder.isEmpty {
            if folderNames.contains(folder) { return folder }
            folder = Self.parent(folder)
        }
        return nil
    }

    func nodes(below folder: String) -> [NodeID] {
        if let known = folders[folder] { return known }
        let prefix = folder + "/"
        let found = files.filter { $0.path.hasPrefix(prefix) }.flatMap { Array($0.nodes) }
        folders[folder] = found
        return found
    }

    /// Files that name something of the repository that is not there, and has the path's name.
    func lackers(of path: String) -> [NodeID] {
        // A package is named by its folder.
        let names = path.split(separator: "/").suffix(2).compactMap { $0.split(separator: ".").first }
        return names.flatMap { lacking[String($0)] ?? [] }
    }

    private static func parent(_ path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    }

    static func ending(_ path: String) -> String? {
        let name = path.split(separator: "/").last ?? ""
        return name.lastIndex(of: ".").map { String(name[$0...]) }
    }
}
