package import Controls

/// What the catalogue says of the states of its controls.
package struct StateWords {
    private let catalogue: [String: Control]

    package init(_ controls: [Control]) {
        catalogue = Dictionary(controls.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// When the control is asked for.
    package func need(of control: String) -> String? { catalogue[control]?.appliesWhen.words }

    /// What the catalogue asks of a state.
    package func asked(of control: String, state: String) -> String? {
        State(rawValue: state).flatMap { catalogue[control]?.states[$0]?.words }
    }

    /// Why a control is in its state: what weakens it, else what the state stands for; nil where nothing of it was found.
    package func reason(of control: String, state: String, evidence: [Report.Evidence]) -> String? {
        guard let entry = catalogue[control] else { return nil }
        let against = evidence.filter(\.isAgainst)
        let weakening = Self.weakening(entry, by: against)
        guard weakening.isEmpty else { return weakening.map(\.words).joined(separator: " ") }
        guard state != "missing" else { return nil }
        if let words = asked(of: control, state: state) { return words }
        return against.isEmpty ? nil : "Not in all of the places that need it."
    }

    /// Whether evidence says nothing but that nothing speaks against the control.
    package func isByAbsence(_ evidence: Report.Evidence, of control: String) -> Bool {
        guard let entry = catalogue[control], let state = entry.absenceIs, evidence.role == "wiring",
            let words = entry.states[state]?.words
        else { return false }
        return evidence.message == Self.withoutPoint(words)
    }

    /// The rules of counter-evidence that evidence names.
    static func weakening(_ control: Control, by against: [Report.Evidence]) -> [Control.CounterEvidence] {
        control.counterEvidence.filter { rule in
            let words = withoutPoint(rule.words)
            return against.contains { $0.message.hasPrefix(words) }
        }
    }

    private static func withoutPoint(_ words: String) -> String {
        words.hasSuffix(".") ? String(words.dropLast()) : words
    }
}

extension Report.Evidence {
    /// Says why the control is asked for at all; it has the role of counter-evidence, and speaks against nothing.
    package var isNeed: Bool { role == "counter" && message.hasPrefix(Controls.Evidence.needed) }

    /// Speaks against the control.
    package var isAgainst: Bool { role == "counter" && !isNeed }
}
