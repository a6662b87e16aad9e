package import Reporting

/// What changed in the matrix from one commit to another. A pure function of the two reports and of the files that changed, so that it is kept once made.
package struct Delta: Codable, Sendable, Equatable {
    /// The later commit in numbers.
    package var summary: Report.Summary
    /// New id of a component by its old one, where both are the same by the file that holds it.
    package var renamed: [String: String]
    package var cells: [CellChange]
    package var findings: [FindingChange]
    /// Analyzers that failed or were not there at one of the two: cells that are unknown for that reason say nothing of them.
    package var failedAnalyzers: [String]
}

/// A cell whose state is another one, or that came or went with its component.
package struct CellChange: Codable, Sendable, Equatable {
    package var control: String
    /// As it is called at the later commit; at the earlier one where it is gone.
    package var component: String
    /// Nil where the component is new.
    package var from: String?
    /// Nil where the component is gone.
    package var to: String?
    package var before: [Report.Evidence]
    package var after: [Report.Evidence]
    /// The changed file that the change of state rests on, where one can be told.
    package var cause: String?
}

/// One weakness within a cell: it may come, go and move while the cell's state stays what it is.
package struct FindingChange: Codable, Sendable, Equatable {
    package enum Kind: String, Codable, Sendable { case opened, closed, moved }

    package var kind: Kind
    package var control: String
    package var component: String
    /// The weakness as it is at the later commit; as it was, where it is closed.
    package var evidence: Report.Evidence
    /// Where a moved one was before.
    package var previous: Report.Evidence?
    /// Names the weakness by what its line says, so that it is found again; of the place before, for a moved one.
    package var identity: String
    package var newIdentity: String?
}

/// The files that differ between two commits.
package struct FileChanges {
    /// Old and new paths of everything that changed.
    package var changed: Set<String>
    /// New path by old path.
    package var renamed: [String: String]
    /// The text of the line that a piece of evidence names; nil where it cannot be read.
    package var text: (Report.Evidence) -> String?

    package init(
        changed: Set<String> = [], renamed: [String: String] = [:],
        text: @escaping (Report.Evidence) -> String? = { _ in nil }
    ) {
        self.changed = changed
        self.renamed = renamed
        self.text = text
    }
}

extension Delta {
    /// - Parameters:
    ///   - before: nil at the beginning of a history: all that is there is new.
    ///   - weaknesses: how to tell weaknesses from other evidence.
    package init(from before: Report?, to after: Report, files: FileChanges, weaknesses: Weaknesses) {
        let renamed = before.map { ComponentMatching.renamed($0.components, after.components, files) } ?? [:]
        summary = after.summary
        self.renamed = renamed
        let analyzers = (before?.analyzers ?? []) + after.analyzers
        failedAnalyzers = Set(analyzers.lazy.filter { $0.status != "ok" }.map(\.name)).sorted()
        cells = []
        findings = []
        let old = Dictionary(uniqueKeysWithValues: (before?.controls ?? []).map { ($0.id, $0) })
        for control in after.controls {
            cells += Self.cells(of: control, before: old[control.id], renamed: renamed, files: files)
            guard before != nil else { continue }
            findings += FindingMatching.changes(
                of: control, before: old[control.id], renamed: renamed, files: files, weaknesses: weaknesses)
        }
    }

    private static func cells(
        of control: Report.Control, before: Report.Control?, renamed: [String: String], files: FileChanges
    ) -> [CellChange] {
        var earlier: [String: Report.Cell] = [:]
        for cell in before?.cells ?? [] { earlier[renamed[cell.component] ?? cell.component] = cell }
        var changes: [CellChange] = []
        func add(_ component: String, _ old: Report.Cell?, _ new: Report.Cell?) {
            // What does not apply, or nobody knows, neither comes nor goes with its component.
            if old == nil || new == nil, ["n/a", "unknown"].contains(old?.state ?? new?.state) { return }
            let proofBefore = old.map { evidence(of: before, for: $0.component) } ?? []
            let proofAfter = new.map { evidence(of: control, for: $0.component) } ?? []
            changes.append(
                CellChange(
                    control: control.id, component: component, from: old?.state, to: new?.state, before: proofBefore,
                    after: proofAfter,
                    cause: Cause.path(before: proofBefore, after: proofAfter, changed: files.changed)))
        }
        for cell in control.cells {
            let old = earlier.removeValue(forKey: cell.component)
            if old?.state != cell.state { add(cell.component, old, cell) }
        }
        for (component, cell) in earlier.sorted(by: { $0.key < $1.key }) { add(component, cell, nil) }
        return changes
    }

    /// What speaks of a component, or of all of them; at most as much as a reader wants to see.
    private static func evidence(of control: Report.Control?, for component: String) -> [Report.Evidence] {
        let own = (control?.evidence ?? []).filter { $0.component == nil || $0.component == component }
        return Array(own.prefix(10))
    }
}

/// The file behind a change of state.
enum Cause {
    /// A changed file that the evidence names, that of the new state first, then one on the way to it; nil where there is none, or where several are as likely.
    static func path(before: [Report.Evidence], after: [Report.Evidence], changed: Set<String>) -> String? {
        let named = [after.map(\.path), before.map(\.path)]
        let onTheWay = [after, before].map { $0.flatMap(\.witness).map(\.path) }
        for paths in named + onTheWay {
            if let path = paths.first(where: changed.contains) { return path }
        }
        return changed.count == 1 ? changed.first : nil
    }
}
