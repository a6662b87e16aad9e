internal import AnalyzerHost
package import Controls
package import Models
package import Secrets

/// Everything that is data: the vocabulary, the models of all analyzers, and the controls.
package struct Catalogue: Sendable {
    package let vocabulary: SignalVocabulary
    package let models: ModelSet
    package let controls: [Control]
    /// The formats of credentials.
    package let secretRules: [SecretRule]
    /// Changes with every model that looks at texts, so that texts are searched again.
    package let textFingerprint: String

    package static func load(
        _ installation: Installation, modelDirectories: [String]? = nil
    ) throws(ScanError) -> Catalogue {
        try Catalogue(CatalogueTexts(installation, modelDirectories: modelDirectories))
    }

    package init(_ texts: CatalogueTexts) throws(ScanError) {
        do throws(ModelError) {
            vocabulary = try SignalVocabulary(yaml: texts.signals.text, file: texts.signals.path)
            models = try ModelSet(files: texts.models, vocabulary: vocabulary)
            controls = try ControlCatalog.load(files: texts.controls, vocabulary: vocabulary)
            secretRules = try SecretRules.read(texts.secrets)
        } catch {
            // It names the file and the line.
            throw ScanError(.installation, error.description)
        }
        var fingerprint = Fingerprint()
        let search = LiteralSearch("content:")
        for file in texts.models where search.isFound(in: file.text) { fingerprint.add(Array(file.text.utf8)) }
        textFingerprint = fingerprint.text
    }

    /// The signals that paths and texts alone give: they are known whatever analyzers ran.
    package var fileSignals: Set<String> { models.fileSignals.union(SecretSearch.signals) }

    /// - Parameter cacheDirectory: where the compiled formats are kept between starts.
    package func secretSearch(cacheDirectory: String? = nil) throws(ScanError) -> SecretSearch {
        do throws(SecretError) {
            return try SecretSearch(rules: secretRules, cacheDirectory: cacheDirectory)
        } catch {
            let rule = error.index.flatMap { secretRules.indices.contains($0) ? secretRules[$0] : nil }
            throw ScanError(
                .installation, (rule.map { "\($0.source):\($0.line): \($0.id): " } ?? "secrets: ") + error.description)
        }
    }
}
