internal import AnalyzerHost
internal import Controls
internal import Models

/// The texts of everything that is data, as they lie on the disk: what a ``Catalogue`` is made from.
package struct CatalogueTexts: Sendable {
    let signals: (path: String, text: String)
    let models: [(path: String, text: String)]
    let controls: [(path: String, text: String)]
    let secrets: [(path: String, text: String)]
    /// What the configuration adds: own controls, models and signals.
    private(set) var own: LoadedConfiguration?

    /// - Parameter modelDirectories: the models of all analyzers; by default those of the installation.
    package init(_ installation: Installation, modelDirectories: [String]? = nil) throws(ScanError) {
        let own = modelDirectories ?? AnalyzerList.modelDirectories(in: [installation.analyzers])
        do throws(ModelError) {
            signals = (installation.signals, try CatalogueFiles.text(of: installation.signals))
            var models: [(path: String, text: String)] = []
            for directory in own + [installation.models] {
                models += try CatalogueFiles.read(directory: directory, recursive: false)
            }
            self.models = models
            controls = try CatalogueFiles.read(directory: installation.controls, recursive: true)
            secrets = try CatalogueFiles.read(directory: installation.secrets, recursive: false)
        } catch {
            throw ScanError(.installation, error.description)
        }
    }

    /// The same with what a configuration adds.
    func adding(_ configuration: LoadedConfiguration) -> CatalogueTexts {
        var texts = self
        texts.own = configuration
        return texts
    }

    /// Every file of the installation, in the order in which they are read.
    var all: [(path: String, text: String)] { [signals] + models + controls + secrets }

    /// Adds all of it: paths, since the order of files is that of their names, and texts.
    func add(to fingerprint: inout Fingerprint) {
        let added = [own?.signals].compactMap(\.self) + (own?.models ?? []) + (own?.controls ?? [])
        for file in all + added {
            fingerprint.add(Array(file.path.utf8))
            fingerprint.add(Array(file.text.utf8))
        }
    }
}
