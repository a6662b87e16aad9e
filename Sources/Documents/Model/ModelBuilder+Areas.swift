internal import Foundation
internal import Reporting

extension ModelBuilder {
    /// Areas in the catalogue's order, numbered; those that do not apply have no number.
    func areas(_ controls: [String: [(Report.Control, Fields)]], _ items: [Item]) -> [Fields] {
        let counted = report.summary.byArea.values.filter { $0.score != nil }.reduce(0) { $0 + $1.weight }
        var number = 0
        return controls.sorted { (Ladder.rank(area: $0.key), $0.key) < (Ladder.rank(area: $1.key), $1.key) }
            .map { area, own in
                let statuses = own.map { Status(of: $0.0) }
                let isShown = statuses.contains { $0 != .notApplicable }
                if isShown { number += 1 }
                return self.area(
                    area, own, statuses, items.filter { $0.control.area == area }, number: isShown ? number : nil,
                    counted: counted)
            }
    }

    private func area(
        _ id: String, _ controls: [(Report.Control, Fields)], _ statuses: [Status], _ items: [Item], number: Int?,
        counted: Double
    ) -> Fields {
        let summary = report.summary.byArea[id]
        func of(_ wanted: Status...) -> List {
            list(zip(controls, statuses).filter { wanted.contains($0.1) }.map { $0.0.1 })
        }
        let weight = summary?.weight ?? 0
        let counts = summary?.score != nil && weight > 0 && counted > 0
        var values: [String: Any?] = [
            "id": word(id), "title": text(id.prefix(1).uppercased() + id.dropFirst()), "number": number,
            "status": Self.status(statuses), "scored": summary?.score != nil, "score": summary?.score,
            "weight": Int(weight.rounded()),
            "share": counts ? Int((weight / counted * 100).rounded()) : 0,
        ]
        values["gain"] = points(controls.reduce(0) { $0 + $1.0.gain })
        values["judged"] = summary?.judged ?? 0
        values["controls"] = list(controls.map { $0.1 })
        values["done"] = of(.done)
        values["partial"] = of(.partial)
        values["pending"] = of(.pending)
        values["open"] = of(.partial, .pending)
        values["unknown"] = of(.unknown)
        values["questions"] = list(questions(of: controls.map { $0.0 }))
        values["not_applicable"] = of(.notApplicable)
        values["items"] = list(items.map(\.fields))
        values["gaps"] = items.reduce(0) { $0 + $1.gaps.count }
        let severities = items.map(\.control.severity)
        values["priority"] = severities.min { Ladder.rank(severity: $0) < Ladder.rank(severity: $1) }
        for severity in Ladder.severities { values[severity] = severities.count { $0 == severity } }
        for need in Need.allCases {
            let own = zip(controls, statuses).filter { pair, status in
                Need(severity: pair.0.severity) == need && status != .notApplicable
            }
            values[need.rawValue] = Fields(
                "need",
                [
                    "controls": list(own.map { $0.0.1 }), "done": own.count { $0.1 == .done },
                    "unknown": own.count { $0.1 == .unknown }, "count": own.count,
                    "judged": own.count { $0.1 != .unknown },
                ])
        }
        return Fields("area", values)
    }

    /// Areas with open gaps: those with the worst first, and of these the one that wins most.
    func byPriority(_ areas: [Fields]) -> [Fields] {
        func rank(_ area: Fields) -> (Int, Double, Int) {
            (
                Ladder.rank(severity: area.values["priority"] as? String ?? ""), -(area.values["gain"] as? Double ?? 0),
                area.values["number"] as? Int ?? 0
            )
        }
        return areas.filter { $0.values["priority"] as? String != nil }.sorted { rank($0) < rank($1) }
    }

    private static func status(_ statuses: [Status]) -> String {
        let known = statuses.filter { $0 != .notApplicable && $0 != .unknown }
        if known.isEmpty { return statuses.contains(.unknown) ? "unknown" : "n/a" }
        if known.allSatisfy({ $0 == .done }) { return "complete" }
        return known.allSatisfy { $0 == .pending } ? "missing" : "partial"
    }
}
