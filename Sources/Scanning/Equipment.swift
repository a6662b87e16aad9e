internal import Models
internal import Secrets

/// What scans of any number of commits share: the catalogue, its models ready to match, and the formats of secrets.
struct Equipment: Sendable {
    let catalogue: Catalogue
    let models: CompiledModels
    let secrets: SecretSearch
    /// Changes with everything that is looked for in texts.
    let textFingerprint: String
    /// How long it took to make.
    let loading: Duration

    init(_ start: ScanStart) throws(ScanError) {
        let clock = ContinuousClock()
        let began = clock.now
        let parsed = ParsedCatalogue.documents(
            start.texts, cacheDirectory: start.options.cacheDirectory, prepared: start.prepared)
        catalogue = try Catalogue(start.texts, parsed: parsed)
        do {
            models = try CompiledModels(catalogue.models)
        } catch {
            throw ScanError(.installation, error.description)
        }
        secrets = try catalogue.secretSearch(
            cacheDirectory: start.options.cacheDirectory, prepared: start.prepared)
        textFingerprint = "text-3-\(catalogue.textFingerprint)-\(secrets.fingerprint)"
        loading = clock.now - began
    }
}
