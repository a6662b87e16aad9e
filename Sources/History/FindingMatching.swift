internal import Controls
internal import Foundation
internal import Reporting

/// Finds the weaknesses of one commit again in the next one: lines are inserted above them, code is indented anew, moved and renamed.
enum FindingMatching {
    private struct Finding {
        let component: String
        let evidence: Report.Evidence
        /// What the line says, without its indentation.
        let text: String?
    }

    static func changes(
        of control: Report.Control, before: Report.Control?, renamed: [String: String], files: FileChanges,
        weaknesses: Weaknesses
    ) -> [FindingChange] {
        // A list that leaves some out cannot tell which of them are new.
        if isCutShort(control, weaknesses) || before.map({ isCutShort($0, weaknesses) }) == true { return [] }
        // A component's coming and going says all of its weaknesses.
        let components = Set(control.cells.map(\.component))
        let earlier = Set((before?.cells ?? []).map { renamed[$0.component] ?? $0.component })
        func findings(_ control: Report.Control?, _ name: (String) -> String) -> [Finding] {
            // One line is one weakness, by however many rules.
            var seen: Set<String> = []
            return (control?.evidence ?? []).compactMap { item in
                guard weaknesses.isWeakness(item, of: control?.id ?? ""),
                    seen.insert("\(item.line) \(item.path)").inserted
                else { return nil }
                let component = item.component.map(name) ?? ""
                guard component.isEmpty || components.contains(component) && earlier.contains(component) else {
                    return nil
                }
                let text = files.text(item)?.trimmingCharacters(in: .whitespaces)
                return Finding(component: component, evidence: item, text: text)
            }
        }
        var old = findings(before) { renamed[$0] ?? $0 }
        var new = findings(control) { $0 }
        var pairs: [(Finding, Finding)] = []
        /// Pairs what has the same key, in the order of the lines.
        func match(_ key: (Finding, _ isOld: Bool) -> [String?]) {
            var waiting: [[String?]: [Int]] = [:]
            for (index, finding) in old.enumerated().reversed() {
                waiting[key(finding, true), default: []].append(index)
            }
            var usedOld: Set<Int> = [], usedNew: Set<Int> = []
            for (index, finding) in new.enumerated() {
                guard let place = waiting[key(finding, false)]?.popLast() else { continue }
                pairs.append((old[place], finding))
                usedOld.insert(place)
                usedNew.insert(index)
            }
            old = old.enumerated().filter { !usedOld.contains($0.offset) }.map(\.element)
            new = new.enumerated().filter { !usedNew.contains($0.offset) }.map(\.element)
        }
        func path(_ finding: Finding, _ isOld: Bool) -> String {
            isOld ? files.renamed[finding.evidence.path] ?? finding.evidence.path : finding.evidence.path
        }
        match { [path($0, $1), $0.evidence.symbol, $0.evidence.message, $0.text] }
        match { [path($0, $1), $0.evidence.message, $0.text] }
        match { finding, _ in [finding.evidence.message, finding.text] }
        // The line was edited, and says the same of the same thing still. Of a literal that is another one.
        if !weaknesses.isLiteral(control.id) {
            match { [path($0, $1), $0.evidence.symbol, $0.evidence.message] }
        }
        func identity(_ finding: Finding) -> String {
            let parts = [control.id, finding.evidence.path, finding.evidence.symbol, finding.evidence.message]
            // Sixteen bits of what the line says tell it from others, and give no secret away.
            return GapFingerprint.of(parts + [String(GapFingerprint.of([finding.text ?? ""]).suffix(4))])
        }
        func change(_ kind: FindingChange.Kind, _ finding: Finding) -> FindingChange {
            FindingChange(
                kind: kind, control: control.id, component: finding.component, evidence: finding.evidence,
                identity: identity(finding))
        }
        let moved = pairs.filter { identity($0.0) != identity($0.1) }.map { pair in
            FindingChange(
                kind: .moved, control: control.id, component: pair.1.component, evidence: pair.1.evidence,
                previous: pair.0.evidence, identity: identity(pair.0), newIdentity: identity(pair.1))
        }
        return old.map { change(.closed, $0) } + moved + new.map { change(.opened, $0) }
    }

    /// Whether the report shows some of a control's weaknesses only: the last one shown then ends in `(and 3 more)`.
    private static func isCutShort(_ control: Report.Control, _ weaknesses: Weaknesses) -> Bool {
        control.evidence.contains { item in
            weaknesses.isWeakness(item, of: control.id)
                && item.message.wholeMatch(of: /.* \(and [0-9]+ more\)/.dotMatchesNewlines()) != nil
        }
    }
}
