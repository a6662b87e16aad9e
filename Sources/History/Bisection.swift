package import Reporting

/// The commit at which a control came to the state that it has at the end.
package struct Bisection: Codable, Sendable {
    package var schema = "gapmatrix/bisect/1"
    package var control: String
    @Nullable package var component: String?
    package var commit: HistoryCommit
    /// Null where the component was not there.
    @Nullable package var from: String?
    package var to: String
    package var evidence: [Report.Evidence]
    package var evidenceBefore: [Report.Evidence]
    /// How many commits were judged, of how many.
    package var judged: Int
    package var commits: Int

    enum CodingKeys: String, CodingKey {
        case schema, control, component, commit, from, to, evidence, judged, commits
        case evidenceBefore = "evidence_before"
    }

    package init(
        control: String, component: String?, commit: HistoryCommit, before: Report, after: Report, judged: Int,
        commits: Int
    ) {
        self.control = control
        self._component = Nullable(wrappedValue: component)
        self.commit = commit
        self._from = Nullable(wrappedValue: before.state(of: control, component: component))
        to = after.state(of: control, component: component) ?? ""
        evidence = after.evidence(of: control, component: component)
        evidenceBefore = before.evidence(of: control, component: component)
        self.judged = judged
        self.commits = commits
    }

    package func terminal(color: Bool, width: Int) -> String {
        var out = TerminalOutput(color: color, width: max(60, width))
        let what = component.map { "\(control) of \(Escaping.line($0))" } ?? control
        out.line(
            out.cyan(commit.shortID) + " \(commit.day) \(Escaping.line(commit.author)): "
                + out.bold(Escaping.line(commit.subject)))
        let from = from ?? "no such component"
        out.line("  \(what)  \(out.paint(from, state: from)) → " + out.paint("\(Ladder.mark(to)) \(to)", state: to))
        for (heading, evidence) in [("before", evidenceBefore), ("since", evidence)] where !evidence.isEmpty {
            out.line("  " + out.dim(heading))
            for item in evidence.prefix(5) {
                out.wrapped("\(Escaping.line(item.path)):\(item.line) \(Escaping.line(item.message))", indent: 4)
            }
        }
        out.line(out.dim("  \(judged) of \(commits) commits judged"))
        return out.text
    }
}

extension Report {
    /// Nil where there is no such control or component; without a component, that of the repository as a whole.
    package func state(of control: String, component: String?) -> String? {
        guard let found = controls.first(where: { $0.id == control }) else { return nil }
        guard let component else { return found.state }
        return found.cells.first { $0.component == component }?.state
    }

    fileprivate func evidence(of control: String, component: String?) -> [Evidence] {
        let all = controls.first { $0.id == control }?.evidence ?? []
        return Array(all.filter { component == nil || $0.component == nil || $0.component == component }.prefix(10))
    }
}
