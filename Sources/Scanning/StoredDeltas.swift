internal import FactStore
internal import Foundation
internal import GitRepository
internal import History

/// What changed between two commits, as it lies in the cache: under the method that judged them and the ids of both, so that a history that is written anew
/// finds what is still true of it, and nothing else.
extension ScanStart {
    /// Nil where nothing is kept.
    func deltaKey(_ base: Commit?, _ commit: Commit, method: String? = nil) -> FactKey? {
        guard let method = method ?? self.method else { return nil }
        return FactKey(
            analyzer: "history-1-" + method, path: [], object: "\(base?.id.description ?? "")..\(commit.id)")
    }

    /// In the order of the keys; nil for what is not known.
    func deltas(_ keys: [FactKey?]) -> [Delta?] {
        let stored = cache.load(keys.compactMap { $0 })
        let decoder = JSONDecoder()
        return keys.map { key in
            // What cannot be decoded is as good as absent: it is made again, and replaced.
            key.flatMap { stored[$0] }.flatMap { try? decoder.decode(Delta.self, from: Data($0)) }
        }
    }

    func save(_ delta: Delta, at key: FactKey?) {
        guard let key, let data = try? JSONEncoder().encode(delta) else { return }
        cache.save([(key, Array(data))])
    }

    /// What another method said of the same commits.
    func knownDeltas(_ plan: CommitPlan, method: String) throws(ScanError) -> [Delta] {
        let deltas = deltas(plan.steps.map { deltaKey($0.base, $0.commit, method: method) })
        let known = deltas.compactMap { $0 }
        guard known.count == deltas.count else {
            throw ScanError(
                .request,
                "method \(method) has judged \(known.count) of these \(deltas.count) commits; run `gapmatrix history` with that version over the same commits and the same cache first"
            )
        }
        return known
    }
}
