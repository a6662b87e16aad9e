package import GitRepository

/// A file to be read: its path as text, the id of its content, and where it stands in the source's list.
package struct SourceFile: Sendable, Hashable {
    package let index: Int
    package let path: String
    /// Hex id of the content.
    package let object: String

    package init(index: Int, path: String, object: String) {
        self.index = index
        self.path = path
        self.object = object
    }
}

/// Reads contents for one task; not shared between tasks.
package protocol ContentReader {
    func read(_ file: SourceFile, limit: Int) throws(GitError) -> [UInt8]
}

/// What is scanned: files of a commit, or of the disk.
package struct Source: Sendable {
    package let files: [SourceFile]
    /// What could not be listed, is not read, or is read under another name, with the reason; sorted by path.
    package let unread: [Unread]
    package let makeReader: @Sendable () throws(GitError) -> any ContentReader
    /// How many files patterns have left out, and which patterns have none.
    package private(set) var excluded = 0
    package private(set) var idlePatterns: [Int] = []

    /// Something of the tree that no analyzer gets to see as it is.
    package struct Unread: Sendable, Hashable {
        /// Whether the repository's copy lacks it (a missing object), or it simply is no text (a symlink).
        package enum Loss: Sendable, Hashable { case none, file, folder }

        package let path: String
        package let reason: String
        package let loss: Loss
    }

    package init(
        files: [SourceFile], unread: [Unread] = [],
        makeReader: @escaping @Sendable () throws(GitError) -> any ContentReader
    ) {
        self.files = files
        self.unread = unread
        self.makeReader = makeReader
    }
}

/// The repository of a scan, and the commit that was asked for.
package struct OpenedRepository: Sendable {
    package let repository: Repository
    /// Nil for the working tree.
    package let commit: Commit?
    package let branch: String?

    package init(_ options: ScanOptions) throws(ScanError) {
        do throws(GitError) {
            repository = try Repository(path: options.path)
            commit = options.workingTree ? nil : try repository.resolve(options.revision)
        } catch {
            throw ScanError(.repository, error.description)
        }
        // Another revision may lie on any number of branches; HEAD is on the one that is checked out.
        branch = options.workingTree || options.revision == "HEAD" ? repository.currentBranch() : nil
    }

    init(repository: Repository, commit: Commit?, branch: String?) {
        self.repository = repository
        self.commit = commit
        self.branch = branch
    }

    /// The files of the commit, or those of the disk.
    func source(leavingOut patterns: [String] = []) throws(ScanError) -> Source {
        do throws(GitError) {
            let snapshot =
                if let commit {
                    try repository.snapshot(of: commit)
                } else {
                    try repository.workingTreeSnapshot()
                }
            return Source(snapshot: snapshot, repository: repository, leavingOut: patterns)
        } catch {
            throw ScanError(.repository, error.description)
        }
    }
}

extension Source {
    /// The regular files of a snapshot. Symlinks and submodules are named as not read; paths that are not UTF-8 appear
    /// in their escaped form.
    package init(snapshot: Snapshot, repository: Repository, leavingOut texts: [String] = []) {
        var patterns = PathPatterns(texts)
        var excluded = 0
        var files: [SourceFile] = []
        var entries: [TreeEntry] = []
        let listed = Set(snapshot.entries.lazy.map(\.path))
        var unread = snapshot.problems.map { problem in
            // What could not be listed and is no entry is a folder, with nobody knows what in it.
            Unread(
                path: problem.path.text, reason: problem.message, loss: listed.contains(problem.path) ? .file : .folder)
        }
        for entry in snapshot.entries {
            let path = entry.path.text
            if patterns.contains(entry.path) {
                excluded += 1
                continue
            }
            switch entry.kind {
            case .file, .executable:
                files.append(SourceFile(index: files.count, path: path, object: entry.id.description))
                entries.append(entry)
                if entry.path.string == nil {
                    unread.append(
                        Unread(path: path, reason: "the path is not UTF-8; it is read under this name", loss: .none))
                }
            case .symlink:
                unread.append(Unread(path: path, reason: "symlink, not followed", loss: .none))
            case .submodule:
                unread.append(Unread(path: path, reason: "submodule, not scanned", loss: .none))
            }
        }
        if !texts.isEmpty { unread.removeAll { patterns.contains($0.path) } }
        unread.sort { ($0.path, $0.reason) < ($1.path, $1.reason) }
        let readable = entries
        self.init(files: files, unread: unread) { () throws(GitError) in
            SnapshotReader(reader: try repository.reader(), entries: readable)
        }
        self.excluded = excluded
        idlePatterns = patterns.hasMatched.indices.filter { !patterns.hasMatched[$0] }
    }
}

extension GitPath {
    /// The path itself, or its escaped form where it is not UTF-8.
    fileprivate var text: String { string ?? display }
}

private struct SnapshotReader: ContentReader {
    let reader: ObjectReader
    let entries: [TreeEntry]

    func read(_ file: SourceFile, limit: Int) throws(GitError) -> [UInt8] {
        try reader.read(entries[file.index], limit: limit)
    }
}
