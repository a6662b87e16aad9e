internal import AnalyzerHost
package import Controls
package import Models

/// Everything that is data: the vocabulary, the models of all analyzers, and the controls.
package struct Catalogue: Sendable {
    package let vocabulary: SignalVocabulary
    package let models: ModelSet
    package let controls: [Control]
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
        } catch {
            // It names the file and the line.
            throw ScanError(.installation, error.description)
        }
        var fingerprint = Fingerprint()
        let search = LiteralSearch("content:")
        for file in texts.models where search.isFound(in: file.text) { fingerprint.add(Array(file.text.utf8)) }
        textFingerprint = fingerprint.text
    }
}
