internal import Configuration
internal import Models
internal import Reporting
internal import Secrets

/// What scans of any number of commits share: the catalogue, its models ready to match, and the formats of secrets.
struct Equipment: Sendable {
    /// With the controls as they are asked here.
    let catalogue: Catalogue
    /// What the report says of the configuration; nil without one.
    let record: Report.InForce?
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
        var catalogue = try Catalogue(start.texts, parsed: parsed)
        do {
            models = try CompiledModels(catalogue.models)
        } catch {
            throw ScanError(start.texts.isOwn(error.file) ? .request : .installation, error.description)
        }
        record = start.configuration.record(catalogue.controls)
        catalogue.controls = try start.configuration.applied(to: catalogue.controls)
        self.catalogue = catalogue
        secrets = try catalogue.secretSearch(
            cacheDirectory: start.options.cacheDirectory, prepared: start.prepared)
        textFingerprint = "text-4-\(catalogue.textFingerprint)-\(secrets.fingerprint)"
        loading = clock.now - began
    }
}
