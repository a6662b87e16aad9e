internal import Foundation
internal import History
internal import Reporting

/// What to do, in which order, and what it brings.
extension ModelBuilder {
    /// Every control that is mandatory and applies: a release waits for those that are open.
    func gate(_ fields: [String: Fields]) -> Fields {
        let asked = report.controls.filter { Need(severity: $0.severity) == .mandatory && $0.state != "n/a" }
        func isOpen(_ control: Report.Control) -> Bool { (gaps[control.id] ?? []).contains { $0.waived == nil } }
        let blocking = asked.count(where: isOpen)
        let unknown = asked.count { $0.state == "unknown" }
        return Fields(
            "gate",
            [
                "controls": list(asked.compactMap { fields[$0.id] }), "blocking": blocking, "unknown": unknown,
                "count": asked.count,
                "done": asked.count { Status(of: $0) == .done }, "passed": blocking == 0,
            ])
    }

    /// What each control that has gaps would bring, the most first, and the score after it and those before it.
    func roadmap(_ fields: [String: Fields]) -> Fields {
        var outlook = ScoreOutlook(report)
        let open = report.controls.filter { $0.gap != nil }.sorted {
            (-$0.gain, Ladder.rank(severity: $0.severity), $0.id) < (
                -$1.gain, Ladder.rank(severity: $1.severity), $1.id
            )
        }
        let steps = open.enumerated().map { index, control in
            outlook.close(control)
            return Fields(
                "step",
                [
                    "number": index + 1, "control": fields[control.id], "gain": points(control.gain),
                    "score": outlook.score.map { Int($0.rounded()) },
                ])
        }
        return Fields("roadmap", ["steps": list(steps), "score": outlook.score.map { Int($0.rounded()) }])
    }

    /// One for each need: what has to be there first, next and last.
    func stages(_ fields: [String: Fields]) -> [Fields] {
        Need.allCases.enumerated().map { index, need in
            let own = report.controls.filter { Need(severity: $0.severity) == need && $0.state != "n/a" }
            return Fields(
                "stage",
                [
                    "number": index + 1, "need": need.rawValue,
                    "severities": list(Ladder.severities.filter { Need(severity: $0) == need }),
                    "controls": list(own.compactMap { fields[$0.id] }), "done": own.count { Status(of: $0) == .done },
                    "unknown": own.count { $0.state == "unknown" }, "count": own.count,
                ])
        }
    }

    func fields(of history: History) -> Fields {
        let closed = history.gaps.filter { $0.status == .closed }.sorted {
            ($1.closed?.seconds ?? 0, $0.fingerprint) < ($0.closed?.seconds ?? 0, $1.fingerprint)
        }
        // What no longer applies is not done, and what weakens something may be gone with the whole of it.
        let ended = closed.filter { $0.kind == .cell }
        let ladder = ["missing", "declared", "defined", "partial", "wired"]
        let done = ended.filter { (ladder.firstIndex(of: $0.state) ?? -1) >= (ladder.firstIndex(of: $0.required) ?? 0) }
        let scores = history.scores
        return Fields(
            "history",
            [
                "commits": history.commits, "cut": history.isCut, "after": history.baseline.map(commit),
                "first_score": scores.first, "last_score": scores.last, "completed": list(done.compactMap(completed)),
                "gone": list(closed.filter { $0.kind == .weakness }.compactMap(completed)),
                "dropped": ended.count - done.count, "transitions": history.transitions.count,
            ])
    }

    private func completed(_ gap: GapLife) -> Fields? {
        guard let closed = gap.closed else { return nil }
        return Fields(
            "completed gap",
            [
                "id": String(gap.fingerprint.prefix(8)), "fingerprint": word(gap.fingerprint),
                "control": word(gap.control), "component": component(named: gap.component), "area": word(gap.area),
                "severity": word(gap.severity), "what": text(gap.message ?? gap.title), "place": text(gap.place),
                "kind": gap.kind.rawValue, "state": word(gap.state), "commit": commit(closed),
                "since": gap.opened.map(commit), "days": gap.ageDays,
            ])
    }

    func commit(_ commit: HistoryCommit) -> Fields {
        Fields(
            "commit",
            [
                "id": text(commit.commit), "short": text(commit.shortID), "date": text(commit.day),
                "author": text(commit.author), "subject": text(commit.subject),
            ])
    }
}
