/// What a report says of the configuration that was in force, in plain sentences: the same in the terminal and in Markdown. Not escaped.
package enum AcceptedText {
    /// Empty where nothing was in force.
    package static func lines(_ report: Report) -> [String] {
        guard let record = report.configuration else { return [] }
        var lines: [String] = []
        let given = record.given == true ? ", named by --config" : ""
        var source = record.file.map { "Configuration \($0)\(given)" } ?? "No configuration file"
        if let profile = record.profile { source += ", profile \(profile)" }
        lines.append(source)
        if !record.controlsOff.isEmpty {
            lines.append("\(counted(record.controlsOff.count, "control")) off: \(reasons(record.controlsOff))")
        }
        for change in record.controlsChanged {
            var parts: [String] = []
            if let required = change.required { parts.append("required \(required.to) instead of \(required.from)") }
            if let severity = change.severity { parts.append("severity \(severity.to) instead of \(severity.from)") }
            if let reason = change.reason { parts.append(reason) }
            lines.append("\(change.control): \(parts.joined(separator: ", ")) (\(change.by))")
        }
        if !record.areaWeights.isEmpty {
            let weights = record.areaWeights.sorted { $0.key < $1.key }.map { "\($0.key) \(number($0.value))" }
            lines.append("areas weigh otherwise: \(weights.joined(separator: ", "))")
        }
        if !record.excluded.patterns.isEmpty {
            let patterns = record.excluded.patterns
            let shown = patterns.prefix(8).joined(separator: " ") + (patterns.count > 8 ? " …" : "")
            lines.append("\(counted(record.excluded.files, "file")) left out: \(shown)")
        }
        for analyzer in record.analyzers {
            if let off = analyzer.off { lines.append("analyzer \(analyzer.name) off: \(off)") }
            if let seconds = analyzer.seconds { lines.append("analyzer \(analyzer.name): \(number(seconds)) s a file") }
        }
        for component in record.components {
            lines.append("component \(component.name) is \(component.of.joined(separator: ", "))")
        }
        for root in record.roots {
            lines.append("root of \(root.component): \(root.symbol.map { "\($0) in " } ?? "")\(root.path)")
        }
        if !record.productionValues.isEmpty {
            lines.append("production values: \(record.productionValues.joined(separator: ", "))")
        }
        let own = [
            (record.own.controls, "control"), (record.own.models, "file of models"),
            (record.own.signals, "file of signals"),
        ].filter { !$0.0.isEmpty }
        if !own.isEmpty {
            lines.append(
                "added by the repository: \(own.map { "\($0.1) \($0.0.joined(separator: ", "))" }.joined(separator: "; "))"
            )
        }
        return lines + accepted(report, record)
    }

    private static func accepted(_ report: Report, _ record: Report.InForce) -> [String] {
        var lines: [String] = []
        let waived = report.summary.waived ?? 0
        let waivers = record.waivers
        if waived > 0 || waivers.expired > 0 || waivers.unused > 0 {
            var parts = ["\(counted(waived, "gap")) waived"]
            if waivers.expired > 0 { parts.append("\(counted(waivers.expired, "waiver")) expired") }
            if waivers.unused > 0 { parts.append("\(counted(waivers.unused, "waiver")) of no use") }
            lines.append(parts.joined(separator: ", "))
        }
        if let baseline = record.baseline {
            var text = "baseline \(baseline.path): \(counted(baseline.known, "gap")) known"
            if baseline.worse > 0 { text += ", \(baseline.worse) worse than then" }
            lines.append(text)
            if !baseline.closed.isEmpty {
                let shown = baseline.closed.prefix(8).map { "\($0.control) (\($0.component))" }.joined(separator: ", ")
                let rest = baseline.closed.count > 8 ? " and \(baseline.closed.count - 8) more" : ""
                lines.append(
                    "\(baseline.closed.count) of the baseline closed: \(shown)\(rest); `gapmatrix baseline write` takes them out"
                )
            }
        }
        return lines
    }

    /// How many gaps there are besides those that are new; nil where all are.
    package static func apart(_ report: Report) -> String? {
        let parts = [
            report.summary.waived.map { "\($0) waived" },
            report.summary.inBaseline.map { "\($0) of them in the baseline" },
        ].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    /// Who waived a gap, why and until when.
    package static func waiver(_ waiver: Report.Waiver) -> String {
        let owner = waiver.owner.map { ", \($0)" } ?? ""
        let until = waiver.until.map { ", until \($0)" } ?? ""
        return "waived: \(waiver.reason)\(owner)\(until) (\(waiver.path):\(waiver.line))"
    }

    private static func reasons(_ off: [Report.InForce.ControlOff]) -> String {
        let shown = off.prefix(40).map(\.control).joined(separator: ", ")
        return shown + (off.count > 40 ? " and \(off.count - 40) more" : "")
    }

    private static func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

    private static func number(_ value: Double) -> String {
        value == value.rounded() ? String(Int(value)) : String(value)
    }
}
