/// One thing of a tree that is not a folder.
package struct TreeEntry: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable {
        case file, executable, symlink
        /// Another repository mounted here; it has no content of its own.
        case submodule

        /// Whether it has the content of a regular file.
        package var isRegular: Bool { self == .file || self == .executable }
    }

    /// Where a reader finds the content.
    package enum Origin: Sendable, Hashable {
        case objects, disk
    }

    package let path: GitPath
    package let kind: Kind
    /// The id of the content: of the text for a file, of the target for a symlink, of the commit for a submodule.
    /// ``ObjectID/zero`` where it was not computed: huge files on disk, and submodules that no commit names.
    package let id: ObjectID
    package let origin: Origin

    package init(path: GitPath, kind: Kind, id: ObjectID, origin: Origin = .objects) {
        self.path = path
        self.kind = kind
        self.id = id
        self.origin = origin
    }

    // The same content is the same entry wherever it is read from.

    package static func == (left: TreeEntry, right: TreeEntry) -> Bool {
        left.id == right.id && left.kind == right.kind && left.path == right.path
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(path)
        hasher.combine(kind)
        hasher.combine(id)
    }
}

/// Something in a snapshot that could not be listed. The rest of the snapshot stands.
package struct SnapshotProblem: Sendable, Hashable {
    package let path: GitPath
    /// A plain sentence without a final stop.
    package let message: String

    package init(path: GitPath, message: String) {
        self.path = path
        self.message = message
    }
}

/// The files of one commit, or of the work tree on disk.
package struct Snapshot: Sendable {
    package typealias Problem = SnapshotProblem

    /// Sorted by the bytes of their paths; no path occurs twice.
    package let entries: [TreeEntry]
    /// Sorted by path, then message.
    package let problems: [Problem]
    /// The commit whose tree this is; nil for the work tree on disk.
    package let commit: Commit?

    package init(entries: [TreeEntry], problems: [Problem] = [], commit: Commit? = nil) {
        self.entries = entries
        self.problems = problems
        self.commit = commit
    }

    /// Sorts, and keeps one entry for each path: the first listed. Only a malformed tree has two.
    init(unsorted: [TreeEntry], problems: [Problem], commit: Commit?) {
        var sorted = unsorted
        if !zip(sorted, sorted.dropFirst()).allSatisfy({ $0.path < $1.path }) {
            sorted = sorted.enumerated()
                .sorted { ($0.element.path, $0.offset) < ($1.element.path, $1.offset) }
                .map(\.element)
        }
        var unique: [TreeEntry] = []
        unique.reserveCapacity(sorted.count)
        var problems = problems
        for entry in sorted {
            if unique.last?.path == entry.path {
                problems.append(Problem(path: entry.path, message: "the tree lists this path twice"))
            } else {
                unique.append(entry)
            }
        }
        problems.sort { ($0.path, $0.message) < ($1.path, $1.message) }
        self.init(entries: unique, problems: problems, commit: commit)
    }
}

/// Bounds on what a snapshot lists, so that no repository can exhaust the machine. A tree of a few kilobytes can
/// unfold to billions of paths by naming the same subtree again and again.
package struct SnapshotLimits: Sendable {
    package var entries = 2_000_000
    /// Folders inside folders.
    package var depth = 200
    /// Bytes of one path; the usual limit of operating systems.
    package var pathBytes = 4_096
    /// Files on disk above this size are listed without the id of their content.
    package var hashedBytes = 64 << 20

    package init() {}
}
