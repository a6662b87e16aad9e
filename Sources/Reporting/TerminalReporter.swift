/// The report for a terminal: the matrix by component, the worst gaps with proof and remedy, then what could not be judged.
package struct TerminalReporter {
    /// Whether to write ANSI colours.
    package var color: Bool
    /// Columns of the terminal; long lines are wrapped to it, at least 60.
    package var width: Int
    /// How many gaps are shown in full; the others are one line each.
    package var gapsInFull: Int

    package init(color: Bool, width: Int = 100, gapsInFull: Int = 10) {
        self.color = color
        self.width = max(60, width)
        self.gapsInFull = gapsInFull
    }

    package func render(_ report: Report) -> String {
        let digest = Digest(report)
        var out = TerminalOutput(color: color, width: width)
        header(digest, &out)
        matrix(digest, &out)
        gaps(digest, &out)
        wires(report, &out)
        unjudged(digest, &out)
        diagnostics(report, &out)
        summary(report, &out)
        return out.text
    }

    private func header(_ digest: Digest, _ out: inout TerminalOutput) {
        let report = digest.report
        out.line(
            out.bold("gapmatrix")
                + " \(report.tool.version)  \(Escaping.line(report.repository.path))  \(digest.headline)")
        let analyzers = report.analyzers.filter { $0.files > 0 || $0.status != "ok" }.map { analyzer in
            analyzer.status == "ok"
                ? "\(analyzer.name) \(TerminalOutput.counted(analyzer.files, "file"))"
                : "\(analyzer.name) \(analyzer.status)"
        }
        if !analyzers.isEmpty { out.line(out.dim("read by: " + analyzers.joined(separator: ", "))) }
    }

    private func matrix(_ digest: Digest, _ out: inout TerminalOutput) {
        guard !digest.areas.isEmpty else {
            out.blank()
            out.line("Nothing here that a control could be applied to.")
            return
        }
        let components = digest.report.components
        let idWidth = digest.areas.flatMap(\.controls).map(\.id.count).max() ?? 0
        out.blank()
        out.line(out.bold("MATRIX") + "  " + out.dim(Ladder.legend))
        if components.count > 1 {
            out.blank()
            for (index, component) in components.enumerated() {
                out.line("  \(Self.letter(index))  \(Escaping.line(component.id))  " + out.dim(component.kind))
                if let workloads = component.deployment { out.line("     " + out.dim(Escaping.line(workloads))) }
            }
        } else if let workloads = components.first?.deployment {
            out.line("  " + out.dim(Escaping.line(workloads)))
        }
        for area in digest.areas {
            out.blank()
            var columns = ""
            if components.count > 1 {
                columns = components.indices.map { TerminalOutput.padded(Self.letter($0), 3) }.joined()
            }
            out.line(out.bold(TerminalOutput.padded(area.name, idWidth + 24)) + out.dim(columns))
            for control in area.controls {
                let state = out.paint(
                    TerminalOutput.padded("\(Ladder.mark(control.state)) \(control.state)", 11), state: control.state)
                let severity = TerminalOutput.padded(control.severity, 9)
                let tested = control.tested == true ? " tested" : ""
                var cells = ""
                if components.count > 1 {
                    cells = components.map { component in
                        guard let cell = control.cells.first(where: { $0.component == component.id }) else {
                            return "   "
                        }
                        return out.paint(TerminalOutput.padded(Ladder.mark(cell.state), 3), state: cell.state)
                    }.joined()
                }
                out.line(
                    "  " + TerminalOutput.padded(control.id, idWidth) + "  " + out.dim(severity) + state + cells
                        + out.dim(tested))
            }
        }
    }

    private func gaps(_ digest: Digest, _ out: inout TerminalOutput) {
        let groups = digest.groupedGaps
        guard !groups.isEmpty else { return }
        out.blank()
        out.line(out.bold("WORST GAPS"))
        for group in groups.prefix(gapsInFull) {
            let gap = group.gap
            out.blank()
            let names = group.components.map(Escaping.line)
            let shown =
                names.count > 3
                ? names.prefix(3).joined(separator: ", ") + " and \(names.count - 3) more"
                : names.joined(separator: ", ")
            let place = shown.isEmpty ? "" : " · \(shown)"
            out.line(
                out.paint(TerminalOutput.padded(gap.severity.uppercased(), 8), severity: gap.severity)
                    + out.bold(gap.control)
                    + place
                    + " · \(gap.state), required \(gap.required)")
            if !gap.why.isEmpty { out.wrapped(gap.why, indent: 8) }
            for evidence in digest.evidence(of: gap, limit: 5) {
                let location = "\(Escaping.line(evidence.path)):\(evidence.line)"
                out.line("        " + out.cyan(location) + "  " + Escaping.line(evidence.message))
                if evidence.witness.count > 1 {
                    out.line("            " + out.dim(Escaping.line(Digest.path(evidence.witness))))
                }
            }
            out.wrapped("To do: " + gap.remedy, indent: 8)
            if !gap.acceptance.isEmpty { out.wrapped("Done when: " + gap.acceptance.joined(separator: " "), indent: 8) }
        }
        let rest = groups.dropFirst(gapsInFull)
        if !rest.isEmpty {
            out.blank()
            out.line("And \(rest.count) more:")
            for group in rest {
                out.line(
                    "  " + out.paint(TerminalOutput.padded(group.gap.severity, 8), severity: group.gap.severity)
                        + "\(group.gap.control), \(group.gap.state)")
            }
        }
    }

    private func wires(_ report: Report, _ out: inout TerminalOutput) {
        let shown = report.brokenWires.prefix(5)
        guard !shown.isEmpty else { return }
        out.blank()
        out.line(out.bold("BROKEN WIRES"))
        for wire in shown {
            out.line(
                "  " + out.paint(TerminalOutput.padded(wire.severity, 8), severity: wire.severity)
                    + out.cyan("\(Escaping.line(wire.from.path)):\(wire.from.line)") + " -> \(wire.end)")
            out.wrapped(Escaping.line(wire.why), indent: 10)
            if !wire.controls.isEmpty {
                out.wrapped("weakens " + wire.controls.joined(separator: ", "), indent: 10, dim: true)
            }
        }
        let rest = report.brokenWires.count - shown.count
        if rest > 0 { out.line("  and \(rest) more (gapmatrix wires lists all)") }
    }

    private func unjudged(_ digest: Digest, _ out: inout TerminalOutput) {
        guard !digest.unjudged.isEmpty else { return }
        out.blank()
        out.line(out.bold("COULD NOT BE JUDGED"))
        for group in digest.unjudged {
            out.wrapped(
                "\(TerminalOutput.counted(group.controls.count, "control")): \(Escaping.line(group.reason))", indent: 2)
            out.wrapped(group.controls.joined(separator: ", "), indent: 6, dim: true)
        }
    }

    private func diagnostics(_ report: Report, _ out: inout TerminalOutput) {
        let shown = report.diagnostics.filter { $0.severity != "info" }
        guard !shown.isEmpty else { return }
        out.blank()
        out.line(out.bold("NOT READ, OR READ IN PART"))
        for diagnostic in shown.prefix(20) {
            var place = diagnostic.path.map(Escaping.line) ?? ""
            if let line = diagnostic.line { place += ":\(line)" }
            out.line("  " + (place.isEmpty ? "" : out.cyan(place) + "  ") + Escaping.line(diagnostic.message))
        }
        if shown.count > 20 { out.line("  and \(shown.count - 20) more (--format json lists all)") }
    }

    private func summary(_ report: Report, _ out: inout TerminalOutput) {
        out.blank()
        let score = report.summary.score.map { "\($0)/100" } ?? "none (nothing could be judged)"
        let gaps = Ladder.severities.compactMap { severity in
            report.summary.bySeverity[severity].flatMap { $0 > 0 ? "\($0) \(severity)" : nil }
        }
        let unknown = report.summary.byState["unknown"] ?? 0
        out.line(
            out.bold("Score \(score)")
                + " over \(TerminalOutput.counted(Digest(report).judged, "control")), \(unknown) unknown  "
                + (gaps.isEmpty ? "no gaps" : "gaps: " + gaps.joined(separator: ", ")))
    }

    /// A, B, … Z, AA, AB, …: a column's name.
    static func letter(_ index: Int) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        return index < 26 ? String(letters[index]) : letter(index / 26 - 1) + String(letters[index % 26])
    }

}
