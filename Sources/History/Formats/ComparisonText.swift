internal import Reporting

/// What differs between two revisions, for a terminal and for a pull request's comment.
package enum ComparisonText {
    private static let headings: [(Comparison.Difference.Kind, String)] = [
        (.opened, "Opened"), (.changed, "Changed"), (.closed, "Closed"), (.moved, "Moved"),
        (.removed, "Gone with their component"),
        (.unjudged, "Cannot be judged any more"), (.revealed, "Could not be judged before"),
    ]

    package static func terminal(_ comparison: Comparison, color: Bool, width: Int) -> String {
        var out = TerminalOutput(color: color, width: max(60, width))
        out.line(out.bold("gapmatrix diff") + "  " + name(comparison.before) + " → " + name(comparison.after))
        for (old, new) in comparison.renamedComponents.sorted(by: { $0.key < $1.key }) {
            out.line(out.dim("\(Escaping.line(old)) is called \(Escaping.line(new)) now"))
        }
        for (kind, heading) in headings {
            let rows = comparison.differences.filter { $0.kind == kind }
            guard !rows.isEmpty else { continue }
            out.blank()
            out.line(out.bold(heading.uppercased()) + "  \(rows.count)")
            for row in rows {
                let component = ComponentName.shown(row.component).map { "  " + Escaping.line($0) } ?? ""
                let states = row.weakness == nil ? "  " + change(row) { out.paint($0, state: $1) } : ""
                out.line(
                    "  " + out.paint(row.severity, severity: row.severity) + "  \(row.control)\(component)" + states)
                for proof in proofs(row) { out.wrapped(Escaping.line(proof), indent: 6, dim: true) }
                if let accepted = accepted(row) { out.wrapped(Escaping.line(accepted), indent: 6) }
            }
        }
        if !comparison.configurationChanges.isEmpty {
            out.blank()
            out.line(out.bold("CONFIGURATION"))
            for line in comparison.configurationChanges { out.wrapped(Escaping.line(line), indent: 2) }
        }
        let (warnings, rest) = warnings(comparison)
        if !warnings.isEmpty {
            out.blank()
            out.line(out.bold("WARNINGS OF THE CONFIGURATION"))
            for (place, message) in warnings {
                out.wrapped("\(place.map { Escaping.line($0) + "  " } ?? "")\(Escaping.line(message))", indent: 2)
            }
            if let rest { out.wrapped(rest, indent: 2, dim: true) }
        }
        let others = comparison.differences.filter { $0.kind == .other }.count
        out.blank()
        out.line(summary(comparison) + (others > 0 ? out.dim(", \(others) other changes of states") : ""))
        return out.text
    }

    /// - Parameter failing: what makes a gate fail, where it is one.
    package static func markdown(_ comparison: Comparison, failing: [Comparison.Difference]? = nil) -> String {
        var lines: [String] = []
        if let failing {
            lines += [
                failing.isEmpty ? "## gapmatrix: no new gap" : "## gapmatrix: \(failing.count) new gaps or worse", "",
            ]
        } else {
            lines += ["## gapmatrix: what changed", ""]
        }
        lines.append("\(code(comparison.before)) → \(code(comparison.after)): \(summary(comparison)).")
        for (kind, heading) in headings {
            let rows = comparison.differences.filter { $0.kind == kind }
            guard !rows.isEmpty else { continue }
            lines += [
                "", "### \(heading)", "", "| severity | control | component | state | where |", "|---|---|---|---|---|",
            ]
            for row in rows.prefix(50) {
                let (isBefore, pieces) = shown(row)
                let whereIt =
                    pieces.map {
                        (isBefore ? "before: " : "") + Escaping.code("\($0.path):\($0.line)") + " "
                            + Escaping.markdown($0.message)
                    }.joined(separator: "<br>") + more(row).map { "<br>" + $0 }.joined()
                let state = row.weakness == nil ? change(row) { word, _ in word } : kind.rawValue
                lines.append(
                    "| "
                        + [
                            row.severity, row.control, ComponentName.shown(row.component).map(Escaping.code) ?? "",
                            state, whereIt + (accepted(row).map { "<br>" + Escaping.markdown($0) } ?? ""),
                        ]
                        .joined(separator: " | ") + " |")
            }
            if rows.count > 50 { lines += ["", "And \(rows.count - 50) more."] }
        }
        if !comparison.configurationChanges.isEmpty {
            lines += ["", "### Configuration", ""]
            for line in comparison.configurationChanges { lines.append("- \(Escaping.markdown(line))") }
        }
        let (warnings, rest) = warnings(comparison)
        if !warnings.isEmpty {
            lines += ["", "### Warnings of the configuration", ""]
            lines += warnings.map { "- \($0.map { Escaping.code($0) + " " } ?? "")\(Escaping.markdown($1))" }
            if let rest { lines.append("- \(rest)") }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The first of them with their places, and how many there are besides.
    private static func warnings(
        _ comparison: Comparison
    ) -> (shown: [(place: String?, message: String)], rest: String?) {
        let all = comparison.configurationWarnings
        let shown = all.prefix(10).map { warning in
            (warning.path.map { path in warning.line.map { "\(path):\($0)" } ?? path }, warning.message)
        }
        return (shown, all.count > shown.count ? "and \(all.count - shown.count) more" : nil)
    }

    /// How many weaknesses of one cell are named.
    private static let weaknesses = 5

    /// What a difference rests on: the weaknesses that made it, else what speaks of it first.
    private static func shown(_ row: Comparison.Difference) -> (isBefore: Bool, pieces: [Report.Evidence]) {
        guard row.weaknesses.isEmpty else {
            return (!row.isOpen, row.weaknesses.prefix(weaknesses).map(\.evidence))
        }
        return (row.evidence.isEmpty, Array((row.evidence.isEmpty ? row.evidenceBefore : row.evidence).prefix(1)))
    }

    private static func more(_ row: Comparison.Difference) -> [String] {
        row.weaknesses.count > weaknesses ? ["and \(row.weaknesses.count - weaknesses) more"] : []
    }

    private static func proofs(_ row: Comparison.Difference) -> [String] {
        let (isBefore, pieces) = shown(row)
        return pieces.map { "\(isBefore ? "before: " : "")\($0.path):\($0.line) \($0.message)" } + more(row)
    }

    private static func summary(_ comparison: Comparison) -> String {
        func count(_ kind: Comparison.Difference.Kind) -> Int {
            comparison.differences.filter { $0.kind == kind }.count
        }
        let waived = comparison.differences.filter { $0.waived != nil }.count
        let accepted = waived > 0 ? ", \(waived) waived" : ""
        let score = comparison.scoreAfter.map { ", score \($0)/100 now" } ?? ""
        return "\(count(.opened)) opened, \(count(.changed)) changed, \(count(.closed)) closed, \(count(.moved)) moved"
            + accepted + score
    }

    /// Why a difference fails nothing although it is worse.
    private static func accepted(_ row: Comparison.Difference) -> String? {
        row.waived.map(AcceptedText.waiver)
            ?? (row.inBaseline == true && !row.isWorse ? "known to the baseline" : nil)
    }

    private static func change(_ row: Comparison.Difference, paint: (String, String) -> String) -> String {
        let from = row.from ?? "new component", to = row.to ?? "component gone"
        return paint(from, from) + " → " + paint(to, to)
    }

    private static func name(_ repository: Report.Repository) -> String {
        repository.commit.map { String($0.prefix(12)) } ?? "working tree"
    }

    private static func code(_ repository: Report.Repository) -> String { Escaping.code(name(repository)) }
}
