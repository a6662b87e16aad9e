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
        let own = modelDirectories ?? AnalyzerList.modelDirectories(in: [installation.analyzers])
        let directories = own + [installation.models]
        do {
            let vocabulary = try SignalVocabulary(
                yaml: try CatalogueFiles.text(of: installation.signals), file: installation.signals)
            let models = try ModelSet(directories: directories, vocabulary: vocabulary)
            var fingerprint = Fingerprint()
            for directory in directories {
                for file in try CatalogueFiles.read(directory: directory, recursive: false)
                where file.text.contains("content:") {
                    fingerprint.add(Array(file.text.utf8))
                }
            }
            let controls = try ControlCatalog.load(directory: installation.controls, vocabulary: vocabulary)
            return Catalogue(
                vocabulary: vocabulary, models: models, controls: controls, textFingerprint: fingerprint.text)
        } catch {
            // A ModelError or a ControlError: both name the file and the line.
            throw ScanError(.installation, "\(error)")
        }
    }
}
