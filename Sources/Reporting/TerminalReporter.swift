package import Controls

/// The report for a terminal: the matrix by component, the worst gaps with proof and remedy, what could not be judged, and
/// last, where the reader's eye rests, what to do first.
package struct TerminalReporter {
    /// Whether to write ANSI colours.
    package var color: Bool
    /// Columns of the terminal; long lines are wrapped to it, at least 60.
    package var width: Int
    /// How many gaps are shown in full; the others are one line each.
    package var gapsInFull: Int
    /// Where files lie that the terminal may link to; nil for no links.
    package var links: TerminalLinks?
    /// The catalogue, by which each cell is explained under its control; nil for no explanations.
    package var explained: [Control]?
    /// Whether everything that was not read is listed; else it is counted.
    package var listsSkipped = false
    /// Files that nobody read, by the reason; known where they are listed only.
    package var unclaimed: [(reason: String, paths: [String])] = []

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
        accepted(report, &out)
        configuration(report, &out)
        warnings(report, &out)
        summary(digest, &out)
        return out.text
    }

    private func header(_ digest: Digest, _ out: inout TerminalOutput) {
        let report = digest.report
        out.flow(
            [
                .init("gapmatrix", .bold), .init(report.tool.version),
                .init(Escaping.line(report.repository.path), isWhole: true, gap: 2), .init(digest.headline, gap: 2),
            ], indent: 0, hanging: 4)
        let analyzers = report.analyzers.filter { $0.files > 0 || $0.status != "ok" }.map { analyzer in
            analyzer.status == "ok"
                ? "\(analyzer.name) \(TerminalOutput.counted(analyzer.files, "file"))"
                : "\(analyzer.name) \(analyzer.status)"
        }
        if !analyzers.isEmpty {
            out.flow([.init("read by: " + analyzers.joined(separator: ", "), .dim)], indent: 0, hanging: 4)
        }
    }

    /// A place as it stands in a line, linked where that is wanted.
    func place(_ path: String, _ line: Int?) -> TerminalOutput.Span {
        let text = Escaping.line(path) + (line.map { ":\($0)" } ?? "")
        return TerminalOutput.Span(text, .cyan, link: links?.url(path, line ?? 1), isWhole: true)
    }

    /// One piece of evidence: its place, what it says, and the path that leads to it.
    func evidence(
        _ item: Report.Evidence, label: [TerminalOutput.Span] = [], indent: Int, _ out: inout TerminalOutput
    ) {
        out.flow(
            label + [place(item.path, item.line), .init(Escaping.line(item.message), gap: 2)], indent: indent,
            hanging: indent + 2)
        guard item.witness.count > 1 else { return }
        out.flow([.init(Escaping.line(Digest.path(item.witness)), .dim)], indent: indent + 4, hanging: indent + 6)
    }

    private func configuration(_ report: Report, _ out: inout TerminalOutput) {
        let lines = AcceptedText.lines(report)
        guard !lines.isEmpty else { return }
        out.blank()
        out.line(out.bold("IN FORCE"))
        for line in lines { out.wrapped(Escaping.line(line), indent: 2) }
    }

    /// What the configuration says without effect, and waivers that count no more: nothing was left unread for it.
    private func warnings(_ report: Report, _ out: inout TerminalOutput) {
        let all = report.diagnostics.filter(\.isOfConfiguration)
        guard !all.isEmpty else { return }
        out.blank()
        out.line(out.bold("WARNINGS OF THE CONFIGURATION"))
        let shown = listsSkipped ? all : Array(all.prefix(10))
        for diagnostic in shown { line(diagnostic, &out) }
        let rest = all.count - shown.count
        if rest > 0 { out.wrapped("\(rest) more; --skipped lists all", indent: 2, dim: true) }
    }

    private func line(_ diagnostic: Report.Diagnostic, _ out: inout TerminalOutput) {
        let source = diagnostic.path.map { [place($0, diagnostic.line)] } ?? []
        out.flow(source + [.init(Escaping.line(diagnostic.message), gap: 2)], indent: 2, hanging: 6)
    }

    private func wires(_ report: Report, _ out: inout TerminalOutput) {
        let shown = report.brokenWires.prefix(5)
        guard !shown.isEmpty else { return }
        out.blank()
        out.line(out.bold("BROKEN WIRES"))
        for wire in shown {
            out.flow(
                [
                    .init(TerminalOutput.padded(wire.severity, 7), .severity(wire.severity), isWhole: true),
                    place(wire.from.path, wire.from.line), .init("-> " + wire.end),
                ], indent: 2, hanging: 10)
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
        let all = report.diagnostics.filter { !$0.isOfConfiguration }
        let minor = all.filter { $0.severity == "info" }
        let major = all.filter { $0.severity != "info" }
        let shown = listsSkipped ? all : Array(major.prefix(10))
        guard !all.isEmpty || !unclaimed.isEmpty else { return }
        out.blank()
        out.line(out.bold("NOT READ, OR READ IN PART"))
        for diagnostic in shown { line(diagnostic, &out) }
        guard listsSkipped else {
            let rest = major.count - shown.count
            let counts = [
                rest > 0 ? "\(rest) more" : nil, minor.isEmpty ? nil : TerminalOutput.counted(minor.count, "note"),
            ]
            let text = counts.compactMap(\.self).joined(separator: " and ")
            if !text.isEmpty { out.wrapped("\(text); --skipped lists all, with the reason", indent: 2, dim: true) }
            return
        }
        for (reason, paths) in unclaimed where !paths.isEmpty {
            out.flow(
                [
                    .init(TerminalOutput.counted(paths.count, "file"), isWhole: true),
                    .init(Escaping.line(reason) + ":"),
                ],
                indent: 2, hanging: 6)
            for path in paths { out.line("    " + Escaping.line(path)) }
        }
    }

    /// A, B, … Z, AA, AB, …: a column's name.
    static func letter(_ index: Int) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        return index < 26 ? String(letters[index]) : letter(index / 26 - 1) + String(letters[index % 26])
    }
}
