import Wiring

/// Files that an analyzer did not read, and whom that concerns: the components whose code may use them.
struct UnreadFiles {
    /// Sorted.
    let paths: [String]
    /// The same for the same paths.
    var key = ""

    /// The files that a column may use. One that starts in another language does not; one that reaches nothing of the folders
    /// that a file lies in does not either, unless it lacks something of the file's name. Of a file without known neighbours,
    /// or at the root of the repository, nobody can tell.
    func concerning(_ column: Column, _ neighbours: Neighbours, _ reached: ReachedCode) -> [String] {
        guard column.kind != "repository", let analyzer = column.analyzer else { return paths }
        return paths.filter { path in
            if path.hasSuffix("/") { return true }
            guard neighbours.reader(of: path) == analyzer else { return false }
            guard let folder = neighbours.files.folder(around: path) else { return true }
            return reached.folders.contains(folder)
                || neighbours.lackers(of: path).contains { reached.reach.contains($0) }
        }
    }
}

/// What is known around files that were not read.
final class Neighbours {
    let files: FileTable
    private let program: Program
    private var readers: [String: String] = [:]
    private lazy var lacking: [String: [NodeID]] = {
        var tops: [String: NodeID] = [:]
        for file in files.files { tops[file.path] = file.nodes.lowerBound }
        var result: [String: [NodeID]] = [:]
        for wire in program.brokenWires where wire.run == nil {
            guard let top = tops[wire.path] else { continue }
            for word in wire.name.split(whereSeparator: { $0 == "." || $0 == "/" }) {
                result[String(word), default: []].append(top)
            }
        }
        return result
    }()

    init(_ program: Program, _ files: FileTable) {
        self.program = program
        self.files = files
        for file in files.files { if let ending = FileTable.ending(file.path) { readers[ending] = file.analyzer } }
    }

    /// The analyzer of other files with the path's ending.
    func reader(of path: String) -> String? { FileTable.ending(path).flatMap { readers[$0] } }

    /// Files that name something of the repository that is not there, and has the path's name.
    func lackers(of path: String) -> [NodeID] {
        // A package is named by its folder.
        let names = path.split(separator: "/").suffix(2).compactMap { $0.split(separator: ".").first }
        return names.flatMap { lacking[String($0)] ?? [] }
    }
}
