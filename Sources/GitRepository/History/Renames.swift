import CLibgit2

extension Repository {
    /// Which files that are gone live on under another name: new path by old path.
    ///
    /// Equal contents first, then the most similar ones, by the signatures with which libgit2 itself finds renames; at least half of a file must be the same, as
    /// for git.
    package func renames(among changes: [TreeChange]) throws(GitError) -> [GitPath: GitPath] {
        var gone = changes.filter { $0.after == nil && $0.before?.kind.isRegular == true }
        var new = changes.filter { $0.before == nil && $0.after?.kind.isRegular == true }
        guard !gone.isEmpty, !new.isEmpty else { return [:] }
        var renames: [GitPath: GitPath] = [:]

        var byID: [ObjectID: [GitPath]] = [:]
        // Empty files are equal and say nothing; `popLast` takes the first by path.
        for change in new.reversed() { byID[change.after!.id, default: []].append(change.path) }
        var taken: Set<GitPath> = []
        for change in gone where change.before!.id != ObjectID.emptyFile {
            // The same name in another folder is likelier than another name.
            guard var paths = byID[change.before!.id], !paths.isEmpty else { continue }
            let index = paths.lastIndex { $0.name == change.path.name } ?? paths.count - 1
            let path = paths.remove(at: index)
            byID[change.before!.id] = paths
            renames[change.path] = path
            taken.insert(path)
        }
        gone.removeAll { renames[$0.path] != nil }
        new.removeAll { taken.contains($0.path) }
        guard gone.count * new.count <= Self.largestComparison else { return renames }

        let reader = try reader()
        let old = gone.map { ContentSignature(reader, $0.before!) }
        let candidates = new.map { ContentSignature(reader, $0.after!) }
        var pairs: [(score: Int32, old: Int, new: Int)] = []
        for (left, first) in old.enumerated() {
            guard let first else { continue }
            for (right, second) in candidates.enumerated() {
                guard let second else { continue }
                let score = first.similarity(to: second)
                if score >= Self.leastSimilarity { pairs.append((score, left, right)) }
            }
        }
        pairs.sort { ($1.score, $0.old, $0.new) < ($0.score, $1.old, $1.new) }
        var usedOld: Set<Int> = [], usedNew: Set<Int> = []
        for pair in pairs where !usedOld.contains(pair.old) && !usedNew.contains(pair.new) {
            usedOld.insert(pair.old)
            usedNew.insert(pair.new)
            renames[gone[pair.old].path] = new[pair.new].path
        }
        return renames
    }

    /// Git's own default.
    private static let leastSimilarity: Int32 = 50
    /// A commit that moves more files than these, all of them edited, is not followed; git has a similar limit.
    private static let largestComparison = 40_000
}

extension ObjectID {
    fileprivate static let emptyFile = ObjectID("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391")!
}

/// What libgit2 compares to tell how similar two contents are.
private final class ContentSignature {
    private let raw: OpaquePointer

    /// Nil for what cannot be read, is huge, or too small to be compared.
    init?(_ reader: ObjectReader, _ entry: TreeEntry) {
        guard let content = try? reader.read(entry, limit: 1 << 20) else { return nil }
        var signature: OpaquePointer?
        let status = content.withUnsafeBytes { bytes in
            git_hashsig_create(
                &signature, bytes.bindMemory(to: CChar.self).baseAddress, bytes.count, GIT_HASHSIG_SMART_WHITESPACE)
        }
        guard status == 0, let signature else { return nil }
        raw = signature
    }

    deinit { git_hashsig_free(raw) }

    /// 0 to 100.
    func similarity(to other: ContentSignature) -> Int32 { git_hashsig_compare(raw, other.raw) }
}
