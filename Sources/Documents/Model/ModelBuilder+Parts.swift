internal import Foundation
internal import Reporting

/// What is said once of a report.
extension ModelBuilder {
    var repository: Fields {
        let repository = report.repository
        return Fields(
            "repository",
            [
                "name": text(name), "path": text(repository.path), "commit": text(repository.commit),
                "short": text(repository.commit.map { String($0.prefix(12)) }),
                "date": text(repository.committedAt.map { String($0.prefix(10)) }), "branch": text(repository.branch),
            ])
    }

    var counts: Fields {
        let statuses = report.controls.map { Status(of: $0) }
        func count(_ status: Status) -> Int { statuses.count { $0 == status } }
        let open = report.gaps.filter(\.isOpen)
        var values: [String: Any?] = [
            "controls": report.controls.count, "judged": report.summary.byArea.values.reduce(0) { $0 + $1.judged },
            "done": count(.done), "partial": count(.partial), "pending": count(.pending), "unknown": count(.unknown),
            "not_applicable": count(.notApplicable), "components": report.components.count,
            "gaps": open.count, "known": report.gaps.count(where: \.isKnown),
            "waived": report.gaps.count { $0.waived != nil }, "wires": report.brokenWires.count,
        ]
        for severity in Ladder.severities { values[severity] = open.count { $0.severity == severity } }
        return Fields("count", values)
    }

    /// Its readiness: controls that are judged for each component by themselves, and how many of them are what is required.
    func components(_ items: [Item]) -> [Fields] {
        var cells: [String: [(control: Report.Control, cell: Report.Cell)]] = [:]
        for control in report.controls {
            for cell in control.cells { cells[cell.component, default: []].append((control, cell)) }
        }
        return report.components.map { component($0, cells[$0.id] ?? [], items) }
    }

    private func component(
        _ component: Report.Component, _ cells: [(control: Report.Control, cell: Report.Cell)], _ items: [Item]
    ) -> Fields {
        let open = report.gaps.filter { $0.component == component.id && $0.isOpen }
        let asked = cells.filter { $0.cell.state != "n/a" && $0.cell.state != "unknown" }
        let done = asked.filter { Ladder.rung($0.cell.state) >= Ladder.rung($0.control.required) }
        let mandatory = open.filter { Need(severity: $0.severity) == .mandatory }
        var values: [String: Any?] = [
            "id": text(component.id), "kind": word(component.kind), "path": text(component.path),
            "workloads": texts(component.workloads ?? []), "gaps": open.count,
            "judged": asked.count, "done": done.count, "unknown": cells.count { $0.cell.state == "unknown" },
            "mandatory": list(mandatory.map { word($0.control) }),
        ]
        for severity in Ladder.severities { values[severity] = open.count { $0.severity == severity } }
        return Fields("component", values)
    }

    func wire(_ wire: Report.BrokenWire) -> Fields {
        Fields(
            "wire",
            [
                "join": word(wire.join), "severity": word(wire.severity), "why": text(wire.why),
                "path": text(wire.from.path), "line": wire.from.line, "place": place(wire.from.path, wire.from.line),
                "to": text(wire.to.name), "to_path": text(wire.to.path),
                "to_place": wire.to.path.flatMap { path in wire.to.line.flatMap { place(path, $0) } },
                "controls": list(wire.controls.map(word)),
            ])
    }

    func analyzer(_ analyzer: Report.Analyzer) -> Fields {
        Fields(
            "analyzer",
            [
                "name": word(analyzer.name), "version": word(analyzer.version), "status": word(analyzer.status),
                "files": analyzer.files, "failures": analyzer.failures, "message": text(analyzer.message),
            ])
    }

    func diagnostic(_ diagnostic: Report.Diagnostic) -> Fields {
        Fields(
            "unread file",
            [
                "severity": word(diagnostic.severity), "path": text(diagnostic.path), "line": diagnostic.line,
                "place": text(diagnostic.path.map { path in diagnostic.line.map { "\(path):\($0)" } ?? path }),
                "message": text(diagnostic.message),
            ])
    }
}
