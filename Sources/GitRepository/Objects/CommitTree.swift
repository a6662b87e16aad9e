import CLibgit2

/// Lists the files of a commit's tree.
struct CommitTreeWalk {
    private let repository: RepositoryHandle
    private let limits: SnapshotLimits
    private var entries: [TreeEntry] = []
    private var problems: [Snapshot.Problem] = []
    /// Names seen so far, folders and broken ones included: even empty folders could keep a walk busy for ever.
    private var visited = 0

    init(repository: RepositoryHandle, limits: SnapshotLimits) {
        self.repository = repository
        self.limits = limits
    }

    /// Everything in `folder` of the commit. A missing or damaged subtree is a problem and not an error.
    mutating func snapshot(of commit: Commit, under folder: GitPath) throws(GitError) -> Snapshot {
        if folder.bytes.isEmpty {
            try list(tree: commit.tree, at: .root, depth: 0, required: true)
        } else {
            let found = try entry(at: folder, from: commit)
            if found.isTree {
                try list(tree: found.id, at: folder, depth: 0, required: true)
            } else {
                entries.append(TreeEntry(path: folder, kind: found.kind, id: found.id))
            }
        }
        return Snapshot(unsorted: entries, problems: problems, commit: commit)
    }

    private mutating func list(tree id: ObjectID, at path: GitPath, depth: Int, required: Bool) throws(GitError) {
        let tree: ObjectHandle
        do throws(GitError) {
            tree = try repository.tree(id, at: path)
        } catch {
            if required { throw error }
            report(path, error.messageWithCause)
            return
        }
        for index in 0..<git_tree_entrycount(tree.raw) {
            guard visited <= limits.entries, let raw = git_tree_entry_byindex(tree.raw, index) else { return }
            visited += 1
            let found = RawTreeEntry(raw)
            let child = path.appending(found.name)
            if visited > limits.entries {
                report(child, "over \(limits.entries) files and folders; the rest is left out")
            } else if !found.hasSafeName {
                report(child, "no file can have this name; left out")
            } else if child.bytes.count > limits.pathBytes {
                report(path, "a path of over \(limits.pathBytes) bytes; left out")
            } else if !found.isTree {
                entries.append(TreeEntry(path: child, kind: found.kind, id: found.id))
            } else if depth < limits.depth {
                try list(tree: found.id, at: child, depth: depth + 1, required: false)
            } else {
                report(child, "over \(limits.depth) folders deep; left out")
            }
        }
    }

    private mutating func report(_ path: GitPath, _ message: String) {
        problems.append(Snapshot.Problem(path: path, message: message))
    }

    private func entry(at path: GitPath, from commit: Commit) throws(GitError) -> RawTreeEntry {
        var current = commit.tree
        var walked = GitPath.root
        var found: RawTreeEntry?
        for segment in path.bytes.split(separator: UInt8(ascii: "/")) {
            let tree = try repository.tree(current, at: walked)
            walked = walked.appending(segment)
            let next = (0..<git_tree_entrycount(tree.raw)).lazy
                .compactMap { git_tree_entry_byindex(tree.raw, $0) }
                .map { RawTreeEntry($0) }
                .first { $0.name.elementsEqual(segment) }
            guard let next, next.isTree || walked == path else {
                throw GitError(
                    code: .pathNotFound, message: "no such path in commit \(commit.id)", location: path.display)
            }
            found = next
            current = next.id
        }
        guard let found else {
            throw GitError(code: .pathNotFound, message: "an empty path", location: path.display)
        }
        return found
    }
}

extension RepositoryHandle {
    /// The tree object of a folder.
    func tree(_ id: ObjectID, at path: GitPath) throws(GitError) -> ObjectHandle {
        var tree: OpaquePointer?
        var oid = id.oid
        let status = git_object_lookup(&tree, raw, &oid, GIT_OBJECT_TREE)
        if status == 0, let tree { return ObjectHandle(owning: tree, of: self) }
        let location = path.bytes.isEmpty ? nil : path.display
        // ENOTFOUND also says "there is such an object, and it is no tree".
        var oidAgain = oid
        if status == GIT_ENOTFOUND.rawValue, git_odb_exists(objects, &oidAgain) == 0 {
            throw GitError(
                .missingObject, "the folder's tree \(id) is missing from the repository", at: location, status: status)
        }
        throw GitError(.unreadable, "the folder's tree \(id) cannot be read", at: location, status: status)
    }
}

/// One line of a tree object, copied.
struct RawTreeEntry {
    let name: [UInt8]
    let id: ObjectID
    let mode: git_filemode_t

    init(_ raw: OpaquePointer) {
        name = git_tree_entry_name(raw).map(bytes(of:)) ?? []
        id = git_tree_entry_id(raw).map { ObjectID($0.pointee) } ?? .zero
        mode = git_tree_entry_filemode(raw)
    }

    var isTree: Bool { mode == GIT_FILEMODE_TREE }

    var kind: TreeEntry.Kind {
        switch mode {
        case GIT_FILEMODE_BLOB_EXECUTABLE: .executable
        case GIT_FILEMODE_LINK: .symlink
        case GIT_FILEMODE_COMMIT: .submodule
        default: .file
        }
    }

    /// Git itself never writes such names; a hostile tree object may, to lead a careless reader outside.
    var hasSafeName: Bool {
        isOrdinaryName(name[...]) && !name.contains(UInt8(ascii: "/")) && !isDotGit(name)
    }
}
