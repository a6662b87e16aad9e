package import Controls
package import Models

/// Everything that is data: the vocabulary, the models of all analyzers, and the controls.
package struct Catalogue: Sendable {
    package let vocabulary: SignalVocabulary
    package let models: ModelSet
    package let controls: [Control]

    package static func load(
        _ installation: Installation, modelDirectories: [String]? = nil
    ) throws(ScanError) -> Catalogue {
        do throws(ModelError) {
            let vocabulary = try SignalVocabulary(
                yaml: try CatalogueFiles.text(of: installation.signals), file: installation.signals)
            let directories = modelDirectories ?? AnalyzerList.modelDirectories(in: [installation.analyzers])
            let models = try ModelSet(directories: directories + [installation.models], vocabulary: vocabulary)
            do throws(ControlError) {
                let controls = try ControlCatalog.load(directory: installation.controls, vocabulary: vocabulary)
                return Catalogue(vocabulary: vocabulary, models: models, controls: controls)
            } catch {
                throw ScanError(.installation, "\(error)")
            }
        } catch let error as ModelError {
            throw ScanError(.installation, "\(error)")
        } catch let error as ScanError {
            throw error
        } catch {
            throw ScanError(.installation, "\(error)")
        }
    }
}
