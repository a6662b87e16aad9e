internal import Controls
internal import GitRepository
package import History
internal import Reporting
internal import Secrets

extension HistoryScanner {
    /// Finds a commit at which the state became what it is at the end, along first parents.
    ///
    /// - Parameter from: a revision at which it was another one; by default the first commit.
    package static func bisection(
        _ options: HistoryOptions, from: String?, control: String, component: String?, installation: Installation
    ) async throws -> Bisection {
        let start = try ScanStart(options.scan, installation: installation)
        let equipment = try Equipment(start)
        guard equipment.catalogue.controls.contains(where: { $0.id == control }) else {
            throw ScanError(.request, "no control \(control); `gapmatrix controls list` names them all")
        }
        var commits: [Commit]
        do throws(GitError) {
            guard let last = start.opened.commit else {
                throw GitError(code: .noCommits, message: "--working-tree has no history", location: nil)
            }
            commits = try start.opened.repository.line(to: last).commits
            if let from {
                let first = try start.opened.repository.resolve(from)
                guard let index = commits.firstIndex(where: { $0.id == first.id }) else {
                    throw GitError(
                        code: .unknownRevision, message: "not among the first parents of \(last.id)", location: from)
                }
                commits.removeFirst(index)
            }
        } catch {
            throw ScanError(.repository, error.description)
        }
        let maker = DeltaMaker(start: start, equipment: equipment, progress: options.progress)
        var judged = 0
        func report(_ index: Int) async throws -> Report {
            try Task.checkCancellation()
            judged += 1
            options.progress(
                .judging(done: judged - 1, total: commits.count.bitWidth - commits.count.leadingZeroBitCount + 2))
            return try await maker.judged(commits[index]).report
        }
        var low = 0, high = commits.count - 1
        var after = try await report(high)
        guard let wanted = after.state(of: control, component: component) else {
            throw ScanError(.request, "no component \(component ?? "") at \(commits[high].id)")
        }
        var before = try await report(low)
        guard low < high, before.state(of: control, component: component) != wanted else {
            throw ScanError(
                .request,
                "\(control) is \(wanted) at both \(commits[low].id) and \(commits[high].id); name a revision with --from at which it was not"
            )
        }
        while high - low > 1 {
            let middle = (low + high) / 2
            let between = try await report(middle)
            if between.state(of: control, component: component) == wanted {
                (high, after) = (middle, between)
            } else {
                (low, before) = (middle, between)
            }
        }
        let result = Bisection(
            control: control, component: component,
            commit: HistoryCommit(commits[high], masked: equipment.secrets.masked),
            before: before, after: after, judged: judged, commits: commits.count)
        start.cache.finish()
        return result
    }
}
