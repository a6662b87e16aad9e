package import Controls
internal import Reporting

/// Tells, among the evidence against a control, the weaknesses: each is a defect of its own, unlike the places where a control is needed.
package struct Weaknesses: Sendable {
    /// Words that a weakness of a control begins with.
    private var words: [String: [String]]
    /// Controls whose weaknesses are literals: another text in the same place is another weakness.
    private var literal: Set<String>

    /// - Parameter secretSignals: the signals that stand for a literal secret.
    package init(_ controls: [Control], secretSignals: Set<String>) {
        words = [:]
        literal = []
        for control in controls where !control.counterEvidence.isEmpty {
            words[control.id] = control.counterEvidence.map { Self.plain($0.words) }
            let signals = control.counterEvidence.reduce(into: Set<String>()) { $0.formUnion($1.when.signals) }
            if !signals.isDisjoint(with: secretSignals) { literal.insert(control.id) }
        }
    }

    init(words: [String: [String]], literal: Set<String>) {
        self.words = words
        self.literal = literal
    }

    func isWeakness(_ evidence: Report.Evidence, of control: String) -> Bool {
        evidence.role == "counter" && words[control, default: []].contains { evidence.message.hasPrefix($0) }
    }

    func isLiteral(_ control: String) -> Bool { literal.contains(control) }

    private static func plain(_ words: String) -> String { words.hasSuffix(".") ? String(words.dropLast()) : words }
}
