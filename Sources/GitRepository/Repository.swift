/// A git repository on disk, as a value: where it is, and how to ask it.
///
/// Nothing of it is ever executed (hooks, filters, configured commands), nothing is written, and no network is
/// used: objects that a partial clone lacks are missing. The configuration of the user and of the machine plays
/// no part. SHA-1 repositories only: libgit2 reads no others yet.
package struct Repository: Sendable {
    /// As given by the caller.
    package let path: String
    /// The folder that holds the files, absolute, without symlinks and without a trailing `/`; nil when bare.
    package let workTree: String?
    /// The git directory: of the linked work tree, where it is one.
    package let gitDirectory: String
    package let isBare: Bool
    /// Whether the history was cut when cloning, so that ancestors are missing.
    package let isShallow: Bool
    /// Where below the work tree the given path lies; the root when it is the work tree itself, or bare.
    package let prefixPath: GitPath

    /// ``prefixPath`` as text, empty at the root. Bytes that are not UTF-8 are replaced.
    package var prefix: String { String(decoding: prefixPath.bytes, as: UTF8.self) }

    /// Finds the repository of `path`: a work tree or a folder or file within, a linked work tree, a git
    /// directory or a bare repository.
    package init(path: String) throws(GitError) {
        let place = try RepositoryPlace.find(from: path)
        let handle = try RepositoryHandle(gitDirectory: place.gitDirectory)
        self.path = path
        gitDirectory = place.gitDirectory
        workTree = place.workTree
        isBare = place.workTree == nil
        prefixPath = place.prefix
        // Linked work trees share the list of cut commits, which libgit2 looks for in their own directory.
        isShallow = (fileStatus(handle.commonDirectory + "/shallow")?.size ?? 0) > 0
    }

    /// A reader of contents, for use by one task.
    package func reader() throws(GitError) -> ObjectReader {
        ObjectReader(repository: try handle(), workTree: workTree.map { WorkTreeFiles(root: $0) })
    }

    /// The commit that a revision names: `HEAD`, a branch, a tag, an id or its beginning, `HEAD~3`, `main@{1}`.
    package func resolve(_ revision: String) throws(GitError) -> Commit {
        try RevisionResolver(repository: try handle(), isShallow: isShallow).commit(named: revision)
    }

    /// The branch that is checked out, even before its first commit; nil when HEAD is detached or unreadable.
    package func currentBranch() -> String? {
        guard let handle = try? handle() else { return nil }
        return headBranch(of: handle)
    }

    /// The files of a commit: all, or those in `folder`, which may also be one file.
    ///
    /// Throws when the commit's own tree is missing, and `pathNotFound` when it has no such folder.
    package func snapshot(
        of commit: Commit, under folder: GitPath = .root, limits: SnapshotLimits = SnapshotLimits()
    ) throws(GitError) -> Snapshot {
        var walk = CommitTreeWalk(repository: try handle(), limits: limits)
        return try walk.snapshot(of: commit, under: folder)
    }

    /// The files on disk, tracked or not, without the ignored ones: all, or those in `folder`.
    ///
    /// Ignored is what the repository's own rules ignore (`.gitignore` at every level, `info/exclude`) and is not
    /// tracked; the user's global `core.excludesFile` is not read. Contents are as they lie on disk, with no
    /// filter applied. Symlinks are never followed. Another repository inside is one submodule entry.
    package func workingTreeSnapshot(
        under folder: GitPath = .root, limits: SnapshotLimits = SnapshotLimits()
    ) throws(GitError) -> Snapshot {
        guard let workTree else {
            throw GitError(
                code: .noWorkTree, message: "a bare repository has no files on disk",
                location: escapedForTerminal(path.utf8))
        }
        let handle = try handle()
        var tracked = TrackedPaths()
        var problems: [Snapshot.Problem] = []
        do throws(GitError) {
            tracked = try TrackedPaths(repository: handle)
        } catch {
            // Formats of the index that libgit2 does not know. Most of the answer does not depend on it.
            problems.append(
                Snapshot.Problem(
                    path: .root, message: "\(error.messageWithCause); tracked files that the rules ignore are left out")
            )
        }
        var walk = WorkTreeWalk(
            root: workTree, tracked: tracked, excludes: localExcludes(of: handle), problems: problems, limits: limits)
        return try walk.snapshot(under: folder)
    }

    private func handle() throws(GitError) -> RepositoryHandle {
        try RepositoryHandle(gitDirectory: gitDirectory)
    }
}
