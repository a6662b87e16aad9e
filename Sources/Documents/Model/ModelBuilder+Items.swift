internal import Foundation
internal import History
internal import Reporting

/// What is almost closed comes first: a wire is missing, not the work.
private let nearness = ["defined": 0, "partial": 1, "declared": 2, "missing": 3]

/// A control with open gaps: what a backlog has one entry of. Its id is the control's, which never means anything else.
struct Item {
    let control: Report.Control
    let gaps: [Report.Gap]
    let files: [String]
    let fields: Fields
}

extension ModelBuilder {
    /// Worst first, and of one severity what is almost closed first.
    func items(_ controls: [Report.Control]) -> [Item] {
        func rank(_ item: Item) -> (Int, Int, String) {
            (Ladder.rank(severity: item.control.severity), nearness[item.control.state] ?? 4, item.control.id)
        }
        return controls.compactMap { control in
            let open = (gaps[control.id] ?? []).filter(\.isOpen)
            return open.isEmpty ? nil : item(control, open)
        }.sorted { rank($0) < rank($1) }
    }

    func item(_ control: Report.Control, _ gaps: [Report.Gap]) -> Item {
        // A test that reaches what is there is nothing to change.
        let tests = Set(control.evidence.filter { $0.role == "test" }.map(\.path))
            .subtracting(control.evidence.filter { $0.role != "test" }.map(\.path))
        let files = Set(gaps.flatMap(\.files)).subtracting(tests).sorted()
        let components = Set(gaps.map(\.component))
        let own = control.evidence.filter { $0.role != "test" && ($0.component.map(components.contains) ?? true) }
        // What weakens or is not wired explains a gap better than what works.
        let order = ["definition": 0, "counter": 1, "declaration": 2, "wiring": 3]
        func rank(_ evidence: Report.Evidence) -> Int { evidence.isAgainst ? -1 : order[evidence.role] ?? 9 }
        let sorted = own.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }
        let evidence = Self.onePerPlace(sorted.map(\.element))
        func pieces(_ isWanted: (Report.Evidence) -> Bool) -> List {
            list(evidence.filter(isWanted).map(self.evidence))
        }
        let isOlder = gaps.contains(where: isOlder)
        let oldest = gaps.compactMap { lives[$0.fingerprint]?.opened }.min { $0.seconds < $1.seconds }
        let first = gaps[0]
        let states = Set(gaps.map(\.state)).sorted { (nearness[$0] ?? 4) < (nearness[$1] ?? 4) }
        let fields = Fields(
            "item",
            [
                "id": word(control.id), "area": word(control.area), "title": text(control.title),
                "severity": word(control.severity), "need": Need(severity: control.severity).rawValue,
                "state": word(states.count == 1 ? first.state : control.state),
                "asked": text(words.asked(of: control.id, state: control.required)),
                "applies": text(words.need(of: control.id)),
                "states": list(states.map { state in self.state(state, gaps.filter { $0.state == state }, own) }),
                "against": pieces(\.isAgainst), "needed": pieces(\.isNeed),
                "present": pieces { $0.role != "counter" },
                "mark": Ladder.mark(control.state),
                "required": word(control.required), "gain": points(control.gain), "why": text(first.why),
                "remedy": text(first.remedy), "acceptance": texts(first.acceptance), "gaps": list(gaps.map(gap)),
                "components": texts(gaps.map(\.component).filter { $0 != "(repository)" }), "files": texts(files),
                "evidence": list(evidence.map(self.evidence)), "where": texts(Self.places(evidence)),
                "wires": list(wires(of: control.id).map(wire)), "since": isOlder ? nil : oldest.map(commit),
                "older": isOlder,
            ])
        return Item(control: control, gaps: gaps, files: files, fields: fields)
    }

    private func state(_ state: String, _ gaps: [Report.Gap], _ evidence: [Report.Evidence]) -> Fields {
        Fields(
            "state",
            [
                "reason": text(reason(state, gaps, evidence)),
                "id": word(state), "mark": Ladder.mark(state), "count": gaps.count,
                "components": texts(gaps.map(\.component).filter { $0 != "(repository)" }),
            ])
    }

    /// Why all of them are in this state; nil where that differs.
    private func reason(_ state: String, _ gaps: [Report.Gap], _ evidence: [Report.Evidence]) -> String? {
        let reasons = Set(
            gaps.map { gap in
                let own = evidence.filter { $0.component == nil || $0.component == gap.component }
                return words.reason(of: gap.control, state: state, evidence: own)
            })
        return reasons.count == 1 ? reasons.first ?? nil : nil
    }

    func severities(_ items: [Item]) -> [Fields] {
        Ladder.severities.map { severity in
            let own = items.filter { $0.control.severity == severity }
            return Fields(
                "severity",
                [
                    "id": severity, "need": Need(severity: severity).rawValue, "items": list(own.map(\.fields)),
                    "gaps": own.reduce(0) { $0 + $1.gaps.count },
                ])
        }
    }

    /// Every file that an open gap names, with the items that name it.
    func files(_ items: [Item]) -> [Fields] {
        var byFile: [String: [Item]] = [:]
        for item in items { for file in item.files { byFile[file, default: []].append(item) } }
        return byFile.sorted { $0.key < $1.key }.map { file, items in
            Fields(
                "file",
                [
                    "path": text(file), "items": list(items.map(\.fields)),
                    "controls": list(items.map { word($0.control.id) }),
                ])
        }
    }
}
