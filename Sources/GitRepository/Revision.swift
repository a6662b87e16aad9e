import CLibgit2

/// Finds the commit that a revision names, and says clearly why there is none.
struct RevisionResolver {
    let repository: RepositoryHandle
    let isShallow: Bool

    func commit(named revision: String) throws(GitError) -> Commit {
        let location = escapedForTerminal(revision.utf8)
        guard !revision.isEmpty, !revision.utf8.contains(0) else {
            throw GitError(code: .unknownRevision, message: "not a revision", location: location)
        }
        var found: OpaquePointer?
        let status = git_revparse_single(&found, repository.raw, revision)
        guard status == 0, let found else { throw lookupError(for: revision, at: location, status: status) }
        let object = ObjectHandle(owning: found, of: repository)

        var peeled: OpaquePointer?
        let peelStatus = git_object_peel(&peeled, object.raw, GIT_OBJECT_COMMIT)
        guard peelStatus == 0, let peeled else {
            if peelStatus == GIT_ENOTFOUND.rawValue {
                throw GitError(
                    .missingObject, "the commit is missing from the repository", at: location, status: peelStatus)
            }
            throw GitError(.notACommit, "this leads to no commit", at: location, status: peelStatus)
        }
        return Commit(ObjectHandle(owning: peeled, of: repository))
    }

    private func lookupError(for revision: String, at location: String, status: Int32) -> GitError {
        switch status {
        case GIT_EAMBIGUOUS.rawValue:
            return GitError(.ambiguousRevision, "several objects begin like this", at: location, status: status)
        case GIT_EINVALIDSPEC.rawValue:
            return GitError(.unknownRevision, "not a revision", at: location, status: status)
        case GIT_ENOTFOUND.rawValue, GIT_EUNBORNBRANCH.rawValue:
            break
        default:
            return GitError(.unreadable, "the revision cannot be read", at: location, status: status)
        }
        // The cause before anything else: the calls below overwrite it.
        let unknown = GitError(.unknownRevision, "unknown revision", at: location, status: status)
        if namesHead(revision), git_repository_head_unborn(repository.raw) == 1 {
            let branch = headBranch(of: repository).map { "branch \(escapedForTerminal($0.utf8))" } ?? "HEAD"
            return GitError(
                code: .noCommits,
                message: hasReferences ? "\(branch) has no commits yet" : "the repository has no commits yet",
                location: location)
        }
        if let target = target(of: revision) {
            return GitError(
                code: .missingObject, message: "object \(target) is missing from the repository" + shallowHint,
                location: location, cause: unknown.cause)
        }
        if !hasReferences {
            return GitError(code: .noCommits, message: "the repository has no commits yet", location: location)
        }
        return GitError(
            code: .unknownRevision, message: unknown.message + shallowHint, location: location, cause: unknown.cause)
    }

    private var shallowHint: String {
        isShallow ? "; the clone is shallow, and older commits are not in it" : ""
    }

    private func namesHead(_ revision: String) -> Bool {
        let suffixes: [Character] = ["~", "^", "@", ":"]
        if revision.hasPrefix("@") { return true }
        guard revision.hasPrefix("HEAD") else { return false }
        return revision.dropFirst(4).first.map(suffixes.contains) ?? true
    }

    private var hasReferences: Bool {
        var names = git_strarray()
        guard git_reference_list(&names, repository.raw) == 0 else { return false }
        defer { git_strarray_dispose(&names) }
        return names.count > 0
    }

    /// What the reference at the beginning of the revision points to, where that object is missing.
    private func target(of revision: String) -> ObjectID? {
        let name = revision.prefix { !"~^:@".contains($0) }
        var found: OpaquePointer?
        guard git_reference_dwim(&found, repository.raw, name.isEmpty ? "HEAD" : String(name)) == 0, let found else {
            return nil
        }
        let reference = ReferenceHandle(owning: found, of: repository)
        var resolved: OpaquePointer?
        guard git_reference_resolve(&resolved, reference.raw) == 0, let resolved else { return nil }
        let direct = ReferenceHandle(owning: resolved, of: repository)
        guard let target = git_reference_target(direct.raw), git_odb_exists(repository.objects, target) == 0 else {
            return nil
        }
        return ObjectID(target.pointee)
    }
}

/// The branch that HEAD names; nil when HEAD is detached or unreadable.
func headBranch(of repository: RepositoryHandle) -> String? {
    var found: OpaquePointer?
    guard git_reference_lookup(&found, repository.raw, "HEAD") == 0, let found else { return nil }
    let head = ReferenceHandle(owning: found, of: repository)
    guard let target = git_reference_symbolic_target(head.raw) else { return nil }
    let name = String(cString: target), folder = "refs/heads/"
    return name.hasPrefix(folder) ? String(name.dropFirst(folder.count)) : name
}

extension Commit {
    init(_ object: ObjectHandle) {
        let commit = object.raw
        id = ObjectID(git_commit_id(commit).pointee)
        tree = ObjectID(git_commit_tree_id(commit).pointee)
        parents = (0..<git_commit_parentcount(commit)).map { ObjectID(git_commit_parent_id(commit, $0).pointee) }
        let author = git_commit_author(commit)
        authorName = author?.pointee.name.map { String(cString: $0) } ?? ""
        authorEmail = author?.pointee.email.map { String(cString: $0) } ?? ""
        committedSeconds = git_commit_time(commit)
        committed = rfc3339(seconds: committedSeconds, offsetMinutes: Int(git_commit_time_offset(commit)))
        subject = git_commit_summary(commit).map { String(cString: $0) } ?? ""
    }
}
