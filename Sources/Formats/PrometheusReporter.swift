package import Reporting

/// Prometheus' text exposition, for the textfile collector of node_exporter or a push gateway.
package enum PrometheusReporter {
    /// - Parameter repository: what to call it in every series; nil for the path that the report names, which in many places
    ///   is the same `.`.
    package static func render(_ report: Report, repository: String? = nil) -> String {
        var out = Exposition(repository: repository ?? report.repository.path)
        var info = [("version", report.tool.version)]
        if let commit = report.repository.commit { info.append(("commit", commit)) }
        if let branch = report.repository.branch { info.append(("branch", branch)) }
        if let profile = report.configuration?.profile { info.append(("profile", profile)) }
        out.metric("gapmatrix_info", "What was scanned, and by which version.", [(info, 1)])
        if let score = report.summary.score {
            out.metric("gapmatrix_score", "Score of the repository, 0 to 100.", [([], score)])
        }
        let areas = report.summary.byArea.sorted {
            (Ladder.rank(area: $0.key), $0.key) < (Ladder.rank(area: $1.key), $1.key)
        }
        out.metric(
            "gapmatrix_area_score", "Score of an area, 0 to 100; areas where nothing could be judged have none.",
            areas.compactMap { area in area.value.score.map { ([("area", area.key)], $0) } })
        out.metric(
            "gapmatrix_area_unknown_controls", "Controls of an area that could not be judged.",
            areas.map { ([("area", $0.key)], $0.value.unknown) })
        out.metric(
            "gapmatrix_controls", "Controls by state.",
            report.summary.byState.sorted { $0.key < $1.key }.map { ([("state", $0.key)], $0.value) })
        out.metric(
            "gapmatrix_gaps",
            "Gaps by area, severity, state and status: open, waived, or in the baseline.", gaps(report))
        out.metric(
            "gapmatrix_unknown_cells", "Cells of the matrix that could not be judged, by area.",
            areas.map { area in
                let cells = report.controls.lazy.filter { $0.area == area.key }.flatMap(\.cells)
                return ([("area", area.key)], cells.count { $0.state == "unknown" })
            })
        configuration(report.configuration ?? Report.InForce(), &out)
        out.metric(
            "gapmatrix_broken_wires", "Artifacts that should meet and do not, by severity.",
            Ladder.severities.map { severity in
                ([("severity", severity)], report.brokenWires.count { $0.severity == severity })
            })
        out.metric(
            "gapmatrix_analyzer_up", "Whether an analyzer worked: 1, or 0 where it is missing or failed.",
            report.analyzers.map { ([("analyzer", $0.name)], $0.status == "ok" ? 1 : 0) })
        return out.text
    }

    /// What the configuration takes away. Counted also where there is none, so that a series falls to zero instead of ending.
    private static func configuration(_ record: Report.InForce, _ out: inout Exposition) {
        out.metric(
            "gapmatrix_controls_off", "Controls that the configuration switches off.", [([], record.controlsOff.count)])
        out.metric(
            "gapmatrix_controls_changed", "Controls of which the configuration asks another state or severity.",
            [([], record.controlsChanged.count)])
        out.metric(
            "gapmatrix_files_left_out", "Files that the configuration leaves out.", [([], record.excluded.files)])
        out.metric(
            "gapmatrix_waivers", "Waivers by status: used, expired, or unused.",
            [("used", record.waivers.used), ("expired", record.waivers.expired), ("unused", record.waivers.unused)]
                .map { ([("status", $0.0)], $0.1) })
        guard let baseline = record.baseline else { return }
        out.metric(
            "gapmatrix_baseline_entries", "Entries of the baseline: known, worse than then, or closed.",
            [("known", baseline.known), ("worse", baseline.worse), ("closed", baseline.closed.count)]
                .map { ([("status", $0.0)], $0.1) })
    }

    /// Open gaps are counted also where there are none, so that a series falls to zero instead of ending.
    private static func gaps(_ report: Report) -> [([(String, String)], Int)] {
        struct Key: Hashable {
            let area, severity, state, status: String
        }
        var counts: [Key: Int] = [:]
        for control in report.controls {
            for state in ["missing", "declared", "defined", "partial"] {
                counts[Key(area: control.area, severity: control.severity, state: state, status: "open")] = 0
            }
        }
        let index = GapIndex(report)
        for gap in report.gaps {
            let key = Key(area: index.area(of: gap), severity: gap.severity, state: gap.state, status: gap.status)
            counts[key, default: 0] += 1
        }
        return counts.sorted {
            let (left, right) = ($0.key, $1.key)
            if left.area != right.area {
                return (Ladder.rank(area: left.area), left.area) < (Ladder.rank(area: right.area), right.area)
            }
            return (Ladder.rank(severity: left.severity), left.state, left.status)
                < (Ladder.rank(severity: right.severity), right.state, right.status)
        }.map { key, value in
            (
                [
                    ("area", key.area), ("severity", key.severity), ("state", key.state), ("status", key.status),
                ], value
            )
        }
    }

    private struct Exposition {
        let repository: String
        var text = ""

        init(repository: String) { self.repository = repository }

        mutating func metric(_ name: String, _ help: String, _ samples: [([(String, String)], Int)]) {
            guard !samples.isEmpty else { return }
            text += "# HELP \(name) \(help)\n# TYPE \(name) gauge\n"
            for (labels, value) in samples {
                let pairs = ([("repository", repository)] + labels).map { "\($0)=\"\(PrometheusReporter.label($1))\"" }
                text += "\(name){\(pairs.joined(separator: ","))} \(value)\n"
            }
        }
    }

    /// The value of a label: backslashes, quotes and line breaks are escaped; other control characters are made visible.
    static func label(_ text: String) -> String {
        Escaping.line(text).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }
}
