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
    /// What could not be listed or is not read, with the reason; sorted by path.
    package let unread: [Unread]
    package let makeReader: @Sendable () throws(GitError) -> any ContentReader

    /// Something of the tree that no analyzer gets to see.
    package struct Unread: Sendable, Hashable {
        package let path: String
        package let reason: String
        /// Whether it is a defect of the repository's copy (a missing object), and not simply no text (a symlink).
        package let isLoss: Bool
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

/// The repository of a scan, opened, and the commit or working tree that was asked for.
package struct OpenedRepository: Sendable {
    package let repository: Repository
    /// Nil for the working tree.
    package let commit: Commit?
    package let branch: String?
    package let source: Source

    package init(_ options: ScanOptions) throws(ScanError) {
        do throws(GitError) {
            let repository = try Repository(path: options.path)
            let snapshot: Snapshot
            if options.workingTree {
                snapshot = try repository.workingTreeSnapshot()
                commit = nil
            } else {
                let commit = try repository.resolve(options.revision)
                snapshot = try repository.snapshot(of: commit)
                self.commit = commit
            }
            self.repository = repository
            // Another revision may lie on any number of branches; HEAD is on the one that is checked out.
            branch = options.workingTree || options.revision == "HEAD" ? repository.currentBranch() : nil
            source = Source(snapshot: snapshot, repository: repository)
        } catch {
            throw ScanError(.repository, error.description)
        }
    }
}

extension Source {
    /// The regular files of a snapshot. Symlinks and submodules are named as not read; paths that are not UTF-8 appear in their escaped form.
    package init(snapshot: Snapshot, repository: Repository) {
        var files: [SourceFile] = []
        var entries: [TreeEntry] = []
        var unread = snapshot.problems.map { Unread(path: $0.path.display, reason: $0.message, isLoss: true) }
        for entry in snapshot.entries {
            switch entry.kind {
            case .file, .executable:
                files.append(
                    SourceFile(
                        index: files.count, path: entry.path.string ?? entry.path.display, object: entry.id.description)
                )
                entries.append(entry)
            case .symlink:
                unread.append(Unread(path: entry.path.display, reason: "symlink, not followed", isLoss: false))
            case .submodule:
                unread.append(Unread(path: entry.path.display, reason: "submodule, not scanned", isLoss: false))
            }
        }
        unread.sort { ($0.path, $0.reason) < ($1.path, $1.reason) }
        let listed = entries
        self.init(files: files, unread: unread) { () throws(GitError) in
            SnapshotReader(reader: try repository.reader(), entries: listed)
        }
    }
}

private struct SnapshotReader: ContentReader {
    let reader: ObjectReader
    let entries: [TreeEntry]

    func read(_ file: SourceFile, limit: Int) throws(GitError) -> [UInt8] {
        try reader.read(entries[file.index], limit: limit)
    }
}
