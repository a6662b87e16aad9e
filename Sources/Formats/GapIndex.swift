package import Reporting

/// What every machine format asks of a report, looked up in constant time: a large report has ten thousand gaps.
package struct GapIndex {
    package let report: Report
    package let controls: [String: Report.Control]
    private let components: [String: Report.Component]
    private let gaps: [Cell: Int]
    private let evidence: [Cell: [Report.Evidence]]
    private let shared: [String: [Report.Evidence]]

    private struct Cell: Hashable {
        let control: String
        let component: String
    }

    /// A line of a file of the repository.
    package struct Place: Hashable, Sendable {
        package var path: String
        package var line: Int
        package var endLine: Int
    }

    package init(_ report: Report) {
        self.report = report
        controls = Dictionary(report.controls.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        components = Dictionary(report.components.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        gaps = Dictionary(
            report.gaps.enumerated().map { (Cell(control: $1.control, component: $1.component), $0) },
            uniquingKeysWith: { first, _ in first })
        var evidence: [Cell: [Report.Evidence]] = [:]
        var shared: [String: [Report.Evidence]] = [:]
        for control in report.controls {
            for item in control.evidence {
                guard let component = item.component else {
                    shared[control.id, default: []].append(item)
                    continue
                }
                evidence[Cell(control: control.id, component: component), default: []].append(item)
            }
        }
        self.evidence = evidence
        self.shared = shared
    }

    package func gap(_ control: String, _ component: String) -> Report.Gap? {
        gaps[Cell(control: control, component: component)].map { report.gaps[$0] }
    }

    package func area(of gap: Report.Gap) -> String { controls[gap.control]?.area ?? "" }

    /// What speaks of a cell, what explains its state best first.
    package func evidence(_ control: String, _ component: String, state: String, limit: Int = .max) -> [Report.Evidence]
    {
        let own = (evidence[Cell(control: control, component: component)] ?? []) + (shared[control] ?? [])
        // Of what is wired in part, what weakens it; else what is there and not wired.
        let order =
            switch state {
            case "partial": ["counter": 0, "definition": 1, "declaration": 2, "wiring": 3, "test": 4]
            case "wired": ["wiring": 0, "definition": 1, "declaration": 2, "counter": 3, "test": 4]
            default: ["definition": 0, "counter": 1, "declaration": 2, "wiring": 3, "test": 4]
            }
        return Array(
            own.enumerated().sorted {
                (order[$0.element.role] ?? 9, $0.offset) < (order[$1.element.role] ?? 9, $1.offset)
            }
            .map(\.element).prefix(limit))
    }

    package func evidence(of gap: Report.Gap, limit: Int = .max) -> [Report.Evidence] {
        evidence(gap.control, gap.component, state: gap.state, limit: limit)
    }

    /// Where a reader should look first: the evidence, else the file that makes the component; nil where the repository
    /// as a whole lacks something.
    package func place(_ control: String, _ component: String, state: String) -> Place? {
        if let item = evidence(control, component, state: state, limit: 1).first {
            return Place(path: item.path, line: max(1, item.line), endLine: max(1, item.line, item.endLine))
        }
        guard let path = components[component]?.path, !path.isEmpty, path != "." else { return nil }
        return Place(path: path, line: 1, endLine: 1)
    }

    package func place(of gap: Report.Gap) -> Place? { place(gap.control, gap.component, state: gap.state) }
}
