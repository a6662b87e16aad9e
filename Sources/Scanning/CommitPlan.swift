internal import GitRepository

/// The commits of a history, each with the one it is compared with.
struct CommitPlan: Sendable {
    struct Step: Sendable {
        let commit: Commit
        /// Nil at the beginning.
        let base: Commit?
        /// What the history begins with: it was so before.
        var isBaseline = false
        var isOnLine = true
    }

    /// Each after the one it is compared with.
    private(set) var steps: [Step] = []
    /// Whether the clone lacks what came before.
    let isCut: Bool

    init(_ options: HistoryOptions, _ repository: Repository, last: Commit) throws(GitError) {
        let start = try options.from.map { name throws(GitError) in try repository.resolve(name) }
        let line = try repository.line(to: last, after: start, allParents: options.allParents)
        isCut = line.isCut
        var commits = line.commits
        if let since = options.since {
            // Clocks go backwards: what stands after a commit that is new enough belongs to it.
            let first = commits.firstIndex { $0.committedSeconds >= since } ?? commits.count
            commits.removeFirst(first)
        }
        if let maximum = options.maximum { commits = Array(commits.suffix(maximum)) }
        let firstParents = Set(try repository.line(to: last, after: start).commits.map(\.id))
        let tagged = options.onlyTagged ? try repository.taggedCommits() : []
        if options.onlyTagged { commits = commits.filter { tagged.contains($0.id) || $0.id == last.id } }
        if options.every > 1 {
            commits = commits.enumerated()
                .filter { (commits.count - 1 - $0.offset) % options.every == 0 }.map(\.element)
        }
        let isSampled = options.onlyTagged || options.every > 1
        var known: [ObjectID: Commit] = [:]
        for commit in commits {
            let base: Commit?
            if isSampled {
                base = steps.last?.commit
            } else {
                base = try commit.parents.first.flatMap { parent throws(GitError) in
                    if let base = known[parent] { return base }
                    return try repository.parent(parent)
                }
            }
            if let base, known[base.id] == nil {
                // What it was before is judged, too, and is no change.
                let isFirst = steps.isEmpty
                known[base.id] = base
                if isFirst { steps.append(Step(commit: base, base: nil, isBaseline: true)) }
            }
            known[commit.id] = commit
            // Something came before, and is not in the clone or not among the samples.
            let isBaseline = base == nil && !commit.parents.isEmpty
            steps.append(
                Step(commit: commit, base: base, isBaseline: isBaseline, isOnLine: firstParents.contains(commit.id)))
        }
    }
}

extension Repository {
    /// A commit by its id; nil where the clone lacks it.
    fileprivate func parent(_ id: ObjectID) throws(GitError) -> Commit? {
        do throws(GitError) {
            return try resolve(id.description)
        } catch  where error.code == .missingObject || error.code == .unknownRevision {
            return nil
        }
    }
}
