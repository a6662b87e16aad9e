internal import Controls
internal import FactStore
internal import Foundation
internal import GitRepository
internal import History
internal import Reporting
internal import Secrets

/// Makes what changed between pairs of commits: from the store where it was made before, else by judging both.
struct DeltaMaker: Sendable {
    /// A judged commit, or the work tree.
    struct Judged: Sendable {
        let commit: Commit?
        let report: Report
    }

    let start: ScanStart
    let equipment: Equipment
    let progress: @Sendable (HistoryProgress) -> Void
    private let memory = ExtractionMemory()

    init(start: ScanStart, equipment: Equipment, progress: @escaping @Sendable (HistoryProgress) -> Void) {
        self.start = start
        self.equipment = equipment
        self.progress = progress
    }

    /// In the order of the pairs, each of which stands after the one whose commit it begins with.
    func deltas(of pairs: [(base: Commit?, commit: Commit)]) async throws -> [Delta] {
        let keys = pairs.map { start.deltaKey($0.base, $0.commit) }
        var deltas = start.deltas(keys)
        let missing = deltas.indices.filter { deltas[$0] == nil }
        guard !missing.isEmpty else { return deltas.compactMap { $0 } }

        // Each commit once, as many pairs as it is in.
        var uses: [ObjectID: Int] = [:]
        var commits: [Commit] = []
        for index in missing {
            for commit in [pairs[index].base, pairs[index].commit].compactMap({ $0 }) {
                if uses[commit.id] == nil { commits.append(commit) }
                uses[commit.id, default: 0] += 1
            }
        }
        try await ContentsReader(start: start, equipment: equipment, memory: memory, progress: progress).read(commits)

        var known: [ObjectID: Judged] = [:]
        var waiting = missing[...]
        var done = 0
        let width = max(1, min(start.options.workers, 4))
        progress(.judging(done: 0, total: commits.count))
        while done < commits.count {
            try Task.checkCancellation()
            let batch = commits[done..<min(done + width, commits.count)]
            for judged in try await judged(Array(batch)) { known[judged.commit!.id] = judged }
            memory.forgetUnused()
            done += batch.count
            while let index = waiting.first, let after = known[pairs[index].commit.id] {
                let base = pairs[index].base
                guard base.map({ known[$0.id] != nil }) ?? true else { break }
                let before = base.flatMap { known[$0.id] }
                let delta = try delta(from: before, to: after)
                deltas[index] = delta
                if delta.failedAnalyzers.isEmpty { start.save(delta, at: keys[index]) }
                for commit in [base, after.commit].compactMap({ $0 }) {
                    uses[commit.id, default: 1] -= 1
                    if uses[commit.id] == 0 { known[commit.id] = nil }
                }
                waiting.removeFirst()
            }
            progress(.judging(done: done, total: commits.count))
        }
        return deltas.compactMap { $0 }
    }

    /// What differs between a commit and what the start names, and the report of that.
    func comparison(from before: Commit) async throws -> (Delta, ScanResult) {
        let key = start.opened.commit.flatMap { start.deltaKey(before, $0) }
        if let known = start.deltas([key])[0], let report = start.storedReport() { return (known, report) }
        if let after = start.opened.commit {
            try await ContentsReader(start: start, equipment: equipment, memory: memory, progress: progress)
                .read([before, after])
        }
        async let earlier = judged(before)
        var linked = try await Scanner.link(start, equipment, memory: memory)
        let (report, waivers) = try Scanner.judge(&linked, start.options)
        let result = start.store(
            ScanResult(report: report, isPartial: linked.isPartial, statistics: linked.statistics, waivers: waivers),
            of: linked)
        let delta = try delta(from: try await earlier, to: Judged(commit: start.opened.commit, report: report))
        if delta.failedAnalyzers.isEmpty { start.save(delta, at: key) }
        return (delta, result)
    }

    private func judged(_ commits: [Commit]) async throws -> [Judged] {
        if commits.count == 1 { return [try await judged(commits[0])] }
        return try await withThrowingTaskGroup(of: Judged.self) { group in
            for commit in commits { group.addTask { try await judged(commit) } }
            var all: [Judged] = []
            for try await judged in group { all.append(judged) }
            return all
        }
    }

    /// Nil for the work tree.
    func judged(_ commit: Commit?) async throws -> Judged {
        let start = commit.map { self.start.at($0) } ?? self.start
        var linked = try await Scanner.link(start, equipment, memory: memory)
        let (report, _) = try Scanner.judge(&linked, start.options)
        return Judged(commit: commit, report: report)
    }

    func delta(from before: Judged?, to after: Judged) throws(ScanError) -> Delta {
        do throws(GitError) {
            let files = try FileChanges(start.opened.repository, from: before?.commit, to: after.commit)
            return Delta(
                from: before?.report, to: after.report, files: files,
                weaknesses: Weaknesses(equipment.catalogue.controls, secretSignals: SecretSearch.literals))
        } catch {
            throw ScanError(.repository, error.description)
        }
    }
}
