import CLibgit2

/// A path whose content, kind or being there differs between two trees.
package struct TreeChange: Sendable, Hashable {
    package let path: GitPath
    package let before: TreeEntry?
    package let after: TreeEntry?
}

extension Repository {
    /// What differs between two trees, sorted by path. Folders with the same id are not opened.
    ///
    /// - Parameter before: nil for the empty tree.
    /// - Throws: where one of the two trees is missing. What lies in a missing folder below is taken as unchanged.
    package func changes(
        from before: ObjectID?, to after: ObjectID, limits: SnapshotLimits = SnapshotLimits()
    ) throws(GitError) -> [TreeChange] {
        var comparison = TreeComparison(repository: try RepositoryHandle(gitDirectory: gitDirectory), limits: limits)
        return try comparison.changes(from: before, to: after)
    }
}

extension Snapshot {
    /// What differs from this one to another, sorted by path.
    package func changes(to after: Snapshot) -> [TreeChange] {
        var old = Dictionary(uniqueKeysWithValues: entries.map { ($0.path, $0) })
        var changes: [TreeChange] = []
        for entry in after.entries {
            let before = old.removeValue(forKey: entry.path)
            if before != entry { changes.append(TreeChange(path: entry.path, before: before, after: entry)) }
        }
        changes += old.map { TreeChange(path: $0.key, before: $0.value, after: nil) }
        return changes.sorted { $0.path < $1.path }
    }
}

/// Merges the entries of two trees by name. libgit2's own diff opens unchanged folders, too, which costs a whole walk for each commit.
private struct TreeComparison {
    let repository: RepositoryHandle
    let limits: SnapshotLimits
    private var changes: [TreeChange] = []
    /// Names seen so far: a small tree can unfold to billions of paths.
    private var visited = 0

    init(repository: RepositoryHandle, limits: SnapshotLimits) {
        self.repository = repository
        self.limits = limits
    }

    mutating func changes(from before: ObjectID?, to after: ObjectID) throws(GitError) -> [TreeChange] {
        guard before != after else { return [] }
        let old = try before.map { id throws(GitError) in try entries(id, .root) } ?? [:]
        compare(old, try entries(after, .root), at: .root, depth: 0)
        changes.sort { $0.path < $1.path }
        return changes
    }

    private mutating func compare(
        _ old: [[UInt8]: RawTreeEntry], _ new: [[UInt8]: RawTreeEntry], at path: GitPath, depth: Int
    ) {
        for (name, before) in old {
            let after = new[name]
            if let after, after.id == before.id, after.mode == before.mode { continue }
            pair(before, after, at: path.appending(name), depth: depth)
        }
        for (name, after) in new where old[name] == nil { pair(nil, after, at: path.appending(name), depth: depth) }
    }

    private mutating func pair(_ old: RawTreeEntry?, _ new: RawTreeEntry?, at path: GitPath, depth: Int) {
        visited += 1
        guard visited <= limits.entries, depth < limits.depth, path.bytes.count <= limits.pathBytes else { return }
        let (before, after) = (file(old, path), file(new, path))
        if before != nil || after != nil { changes.append(TreeChange(path: path, before: before, after: after)) }
        let oldFolder = old.flatMap { $0.isTree ? $0.id : nil }
        let newFolder = new.flatMap { $0.isTree ? $0.id : nil }
        guard oldFolder != nil || newFolder != nil else { return }
        // A folder that this clone lacks: nobody knows what changed in it, and the listing of the commit tells of it.
        guard let left = listing(oldFolder, path), let right = listing(newFolder, path) else { return }
        compare(left, right, at: path, depth: depth + 1)
    }

    private func listing(_ id: ObjectID?, _ path: GitPath) -> [[UInt8]: RawTreeEntry]? {
        guard let id else { return [:] }
        return try? entries(id, path)
    }

    private func file(_ entry: RawTreeEntry?, _ path: GitPath) -> TreeEntry? {
        entry.flatMap { $0.isTree ? nil : TreeEntry(path: path, kind: $0.kind, id: $0.id) }
    }

    private func entries(_ id: ObjectID, _ path: GitPath) throws(GitError) -> [[UInt8]: RawTreeEntry] {
        let tree = try repository.tree(id, at: path)
        var entries: [[UInt8]: RawTreeEntry] = [:]
        for index in 0..<git_tree_entrycount(tree.raw) {
            guard let raw = git_tree_entry_byindex(tree.raw, index) else { continue }
            let entry = RawTreeEntry(raw)
            if entry.hasSafeName, entries[entry.name] == nil { entries[entry.name] = entry }
        }
        return entries
    }
}
