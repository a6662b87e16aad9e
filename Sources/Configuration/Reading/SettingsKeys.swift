/// The keys of the configuration: what the reader takes, and what docs/gapmatrix.schema.json lists.
package enum SettingsKeys {
    package static let file = [
        "profile", "exclude", "components", "roots", "controls", "areas", "analyzers", "production-values", "own",
        "waivers",
    ]
    package static let component = ["name", "of"]
    package static let root = ["path", "symbol", "component", "kind"]
    package static let control = ["skip", "required", "severity", "reason"]
    package static let area = ["skip", "weight"]
    package static let analyzer = ["skip", "seconds"]
    package static let own = ["controls", "models", "signals"]
    package static let waiver = ["control", "component", "fingerprint", "reason", "owner", "until"]
    /// Of a profile in catalog/profiles.
    package static let profile = ["title", "words", "controls", "areas"]
}
