internal import Controls
internal import FactStore
internal import Foundation
internal import GitRepository
package import History
internal import Reporting
internal import Secrets

/// A history as one library call: the walk, what is not known yet of it, and what changed at each commit.
package enum HistoryScanner {
    /// - Throws: ``ScanError`` where there is nothing to report. What was finished before it was stopped is kept, and the next run goes on from there.
    package static func history(_ options: HistoryOptions, installation: Installation) async throws -> History {
        guard !options.scan.workingTree else {
            throw ScanError(.request, "a history is that of commits; --working-tree has none")
        }
        let start = try ScanStart(options.scan, installation: installation)
        options.progress(.walking)
        let plan: CommitPlan
        do throws(GitError) {
            guard let last = start.opened.commit else { throw start.opened.noCommit }
            plan = try CommitPlan(options, start.opened.repository, last: last)
        } catch {
            throw ScanError(.repository, error.description)
        }
        let equipment = try Equipment(start)
        let deltas = try await DeltaMaker(start: start, equipment: equipment, progress: options.progress)
            .deltas(of: plan.steps.map { ($0.base, $0.commit) })
        var other: [Delta]?
        if let method = options.otherMethod {
            other = try start.knownDeltas(plan, method: method)
        }
        let steps = zip(plan.steps, deltas).map { step, delta in
            HistoryStep(
                commit: HistoryCommit(step.commit, masked: equipment.secrets.masked), delta: delta,
                isBaseline: step.isBaseline, isOnLine: step.isOnLine)
        }
        start.cache.finish()
        var history = History(
            repository: Report.Repository(start.opened, options: options.scan), version: Scanner.version,
            method: start.method ?? "none", steps: steps, controls: equipment.controlFacts, isCut: plan.isCut,
            otherMethod: options.otherMethod, other: other)
        history.isSampled = options.onlyTagged || options.every > 1
        return history
    }

    /// What differs between two revisions, or between one and the work tree.
    ///
    /// - Parameter base: the earlier one; the other is that of the options.
    package static func comparison(
        _ options: ScanOptions, base: String, fromMergeBase: Bool = false, installation: Installation
    ) async throws -> Comparison {
        let start = try ScanStart(options, installation: installation)
        let repository = start.opened.repository
        var before: Commit
        do throws(GitError) {
            before = try repository.resolve(base)
            if fromMergeBase {
                let head = if let commit = start.opened.commit { commit } else { try repository.resolve("HEAD") }
                guard let common = try repository.mergeBase(before, head) else {
                    throw GitError(
                        code: .unknownRevision, message: "\(base) and this commit have no common ancestor",
                        location: nil)
                }
                before = common
            }
        } catch {
            throw ScanError(.repository, error.description)
        }
        let equipment = try Equipment(start)
        let maker = DeltaMaker(start: start, equipment: equipment, progress: { _ in })
        let (delta, after) = try await maker.comparison(from: before)
        var result = Comparison(
            before: Report.Repository(start.at(before).opened, options: options),
            after: Report.Repository(start.opened, options: options), version: Scanner.version,
            method: start.method ?? "none", delta: delta, controls: equipment.controlFacts)
        result.accept(try start.accepting(after).report)
        result.configurationChanges = try start.changes(since: before).map(equipment.secrets.masked)
        start.cache.finish()
        return result
    }
}

extension HistoryCommit {
    /// - Parameter masked: hides secrets that the message or a name repeats.
    init(_ commit: Commit, masked: (String) -> String) {
        self.init(
            commit: commit.id.description, committedAt: commit.committed, author: masked(commit.authorName),
            subject: masked(commit.subject), seconds: commit.committedSeconds)
    }
}

extension OpenedRepository {
    fileprivate var noCommit: GitError {
        GitError(code: .noCommits, message: "no commit to begin with", location: nil)
    }
}

extension Equipment {
    /// What a history needs to know of the controls.
    var controlFacts: [ControlFacts] {
        catalogue.controls.map {
            ControlFacts(
                id: $0.id, area: $0.area, severity: $0.severity.rawValue, title: $0.title,
                required: $0.required.rawValue)
        }
    }
}
