extension Report.Gap {
    /// `open`, `waived`, or `baseline` where it was known before: each counts apart.
    package var status: String { waived != nil ? "waived" : inBaseline == true ? "baseline" : "open" }

    /// Whether it concerns the repository as a whole, and no component of it.
    package var isOfRepository: Bool { component.isEmpty || component == "(repository)" }

    /// What the state says of a title, which names what is wanted: `Not wired: Outbound calls pass through a circuit breaker`.
    package var headline: String {
        let words = [
            "missing": "Missing", "declared": "Declared only", "defined": "Not wired", "partial": "Only in part",
        ]
        return "\(words[state] ?? state): \(title)"
    }

    /// `circuit-breaker is defined in cmd/api, wired is required`.
    package var sentence: String {
        "\(control) is \(state)\(isOfRepository ? "" : " in \(component)"), \(required) is required"
    }
}

extension Report.Waiver {
    /// The reason, who answers for it, and how long it holds.
    package var sentence: String {
        var text = reason
        if let owner { text += " (\(owner))" }
        if let until { text += ", until \(until)" }
        return text
    }
}
