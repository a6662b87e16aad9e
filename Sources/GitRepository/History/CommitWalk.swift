import CLibgit2

/// Some commits of a history, oldest first.
package struct CommitLine: Sendable {
    package let commits: [Commit]
    /// Whether ancestors are missing from this clone (shallow, partial), so that the line begins later than the history.
    package let isCut: Bool
}

extension Repository {
    /// The commits that lead to `end`, oldest first.
    ///
    /// - Parameters:
    ///   - start: commits that it has are left out, and itself.
    ///   - allParents: every ancestor, each after its parents, instead of first parents alone.
    package func line(
        to end: Commit, after start: Commit? = nil, allParents: Bool = false
    ) throws(GitError) -> CommitLine {
        let walk = CommitWalk(repository: try RepositoryHandle(gitDirectory: gitDirectory))
        let excluded = try start.map { start throws(GitError) in try walk.ancestors(of: start) } ?? []
        return try allParents ? walk.all(to: end, without: excluded) : walk.firstParents(to: end, without: excluded)
    }

    /// The best common ancestor of two commits; nil where they have none.
    package func mergeBase(_ one: Commit, _ other: Commit) throws(GitError) -> Commit? {
        let handle = try RepositoryHandle(gitDirectory: gitDirectory)
        var found = git_oid(), left = one.id.oid, right = other.id.oid
        let status = git_merge_base(&found, handle.raw, &left, &right)
        if status == GIT_ENOTFOUND.rawValue { return nil }
        guard status == 0 else {
            throw GitError(
                .missingObject, "the common ancestor of \(one.id) and \(other.id) cannot be found in this clone",
                at: nil, status: status)
        }
        return try CommitWalk(repository: handle).commit(ObjectID(found))
    }

    /// The commits that tags lead to.
    package func taggedCommits() throws(GitError) -> Set<ObjectID> {
        let handle = try RepositoryHandle(gitDirectory: gitDirectory)
        var names = git_strarray()
        let status = git_tag_list(&names, handle.raw)
        guard status == 0 else {
            throw GitError(.unreadable, "the tags cannot be listed", at: nil, status: status)
        }
        defer { git_strarray_dispose(&names) }
        var commits: Set<ObjectID> = []
        let resolver = RevisionResolver(repository: handle, isShallow: isShallow)
        for index in 0..<names.count {
            guard let name = names.strings[index] else { continue }
            // A tag may name a file or a tree, or what a shallow clone lacks: no commit of this history.
            guard let commit = try? resolver.commit(named: "refs/tags/" + String(cString: name)) else { continue }
            commits.insert(commit.id)
        }
        return commits
    }
}

/// Follows parents. By hand: a sorted walk of libgit2 reads all of a history before it gives its first commit.
struct CommitWalk {
    let repository: RepositoryHandle

    func commit(_ id: ObjectID) throws(GitError) -> Commit {
        guard let commit = try find(id) else {
            throw GitError(code: .missingObject, message: "commit \(id) is missing from the repository", location: nil)
        }
        return commit
    }

    /// Nil where the clone lacks it.
    private func find(_ id: ObjectID) throws(GitError) -> Commit? {
        var object: OpaquePointer?
        var oid = id.oid
        let status = git_object_lookup(&object, repository.raw, &oid, GIT_OBJECT_COMMIT)
        if status == 0, let object { return Commit(ObjectHandle(owning: object, of: repository)) }
        if status == GIT_ENOTFOUND.rawValue, git_odb_exists(repository.objects, &oid) == 0 { return nil }
        throw GitError(.unreadable, "commit \(id) cannot be read", at: nil, status: status)
    }

    func firstParents(to end: Commit, without excluded: Set<ObjectID>) throws(GitError) -> CommitLine {
        var commits: [Commit] = []
        var next: Commit? = end
        var isCut = false
        while let commit = next, !excluded.contains(commit.id) {
            commits.append(commit)
            next = try commit.parents.first.flatMap { parent throws(GitError) in try find(parent) }
            if next == nil, !commit.parents.isEmpty { isCut = true }
        }
        return CommitLine(commits: commits.reversed(), isCut: isCut)
    }

    /// Each after its parents, in the order of a visit that follows first parents first.
    func all(to end: Commit, without excluded: Set<ObjectID>) throws(GitError) -> CommitLine {
        var commits: [Commit] = []
        var seen: Set<ObjectID> = excluded.union([end.id])
        var isCut = false
        var stack: [(commit: Commit, nextParent: Int)] = excluded.contains(end.id) ? [] : [(end, 0)]
        while let top = stack.last {
            guard top.nextParent < top.commit.parents.count else {
                commits.append(top.commit)
                stack.removeLast()
                continue
            }
            stack[stack.count - 1].nextParent += 1
            let parent = top.commit.parents[top.nextParent]
            guard seen.insert(parent).inserted else { continue }
            if let found = try find(parent) { stack.append((found, 0)) } else { isCut = true }
        }
        return CommitLine(commits: commits, isCut: isCut)
    }

    /// A commit and all that it comes from.
    func ancestors(of start: Commit) throws(GitError) -> Set<ObjectID> {
        Set(try all(to: start, without: []).commits.map(\.id))
    }
}
