internal import Foundation
internal import History
internal import Reporting

/// What to do, in which order, and what it brings.
extension ModelBuilder {
    /// Every control that is mandatory and applies: a release waits for those that are open.
    func gate(_ fields: [String: Fields]) -> Fields {
        let asked = report.controls.filter { Need(severity: $0.severity) == .mandatory && $0.state != "n/a" }
        // Of what a team lives with, nothing is in the way of a release; it is counted apart.
        func has(_ control: Report.Control, _ status: String) -> Bool {
            (gaps[control.id] ?? []).contains { $0.status == status }
        }
        let blocking = asked.count { has($0, "open") }
        let known = asked.count { !has($0, "open") && has($0, "baseline") }
        let waived = asked.count { !has($0, "open") && !has($0, "baseline") && has($0, "waived") }
        let unknown = asked.count { $0.state == "unknown" }
        return Fields(
            "gate",
            [
                "controls": list(asked.compactMap { fields[$0.id] }), "blocking": blocking, "unknown": unknown,
                "known": known, "waived": waived, "count": asked.count,
                "done": asked.count { Status(of: $0) == .done }, "passed": blocking == 0,
            ])
    }

    /// What is mandatory first, then what is recommended, then the rest; of each, what wins most first, and the score after it and those before it.
    func roadmap(_ fields: [String: Fields]) -> Fields {
        var outlook = ScoreOutlook(report)
        var number = 0
        var steps: [Fields] = []
        let phases = Need.allCases.compactMap { need -> Fields? in
            let own = report.controls.filter { $0.gap != nil && Need(severity: $0.severity) == need }.sorted {
                (-$0.gain, Ladder.rank(severity: $0.severity), $0.id) < (
                    -$1.gain, Ladder.rank(severity: $1.severity), $1.id
                )
            }
            guard !own.isEmpty else { return nil }
            let before = Self.rounded(outlook.score)
            let parts = own.map { control in
                outlook.close(control)
                number += 1
                return Fields(
                    "step",
                    [
                        "number": number, "control": fields[control.id], "gain": points(control.gain),
                        "score": Self.rounded(outlook.score),
                    ])
            }
            steps += parts
            return Fields(
                "phase",
                [
                    "need": need.rawValue, "steps": list(parts), "from": before, "score": Self.rounded(outlook.score),
                ])
        }
        return Fields(
            "roadmap", ["steps": list(steps), "phases": list(phases), "score": Self.rounded(outlook.score)])
    }

    private static func rounded(_ score: Double?) -> Int? { score.map { Int($0.rounded()) } }

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
        // What it became when it was closed, not what it is today: what did not apply then may be there since.
        let done = ended.filter { gap in
            let state = gap.events.last { $0.kind == .closed }?.to ?? gap.state
            return (ladder.firstIndex(of: state) ?? -1) >= (ladder.firstIndex(of: gap.required) ?? 0)
        }
        // What stands at the same place today is not gone: it went with its component, and came back with another.
        let gone = closed.filter { $0.kind == .weakness && !isThere($0) }
        let scores = history.scores
        return Fields(
            "history",
            [
                "commits": history.commits, "cut": history.isCut, "after": history.baseline.map(commit),
                "first_score": scores.first, "last_score": scores.last, "completed": list(done.compactMap(completed)),
                "gone": list(gone.compactMap(completed)),
                "dropped": ended.count - done.count, "transitions": history.transitions.count,
            ])
    }

    /// Whether something speaks against the same control in the same file.
    private func isThere(_ weakness: GapLife) -> Bool {
        guard let place = weakness.place, let end = place.lastIndex(of: ":") else { return false }
        return against.contains(Place(control: weakness.control, path: String(place[..<end])))
    }

    private func completed(_ gap: GapLife) -> Fields? {
        guard let closed = gap.closed else { return nil }
        let isThere =
            gap.component.isEmpty || gap.component == "(repository)"
            || report.components.contains { $0.id == gap.component }
        return Fields(
            "completed gap",
            [
                "id": String(gap.fingerprint.prefix(8)), "fingerprint": word(gap.fingerprint),
                "control": word(gap.control), "component": component(named: gap.component), "area": word(gap.area),
                "severity": word(gap.severity), "what": text(gap.message ?? gap.title), "place": text(gap.place),
                "kind": gap.kind.rawValue, "state": word(gap.state), "commit": commit(closed),
                "since": gap.opened.map(commit), "days": gap.ageDays, "exists": isThere,
                "cause": text(gap.events.last { $0.kind == .closed }?.cause),
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
