internal import AnalyzerHost
package import Controls
package import Models
package import Secrets

/// Everything that is data: the vocabulary, the models of all analyzers, and the controls.
package struct Catalogue: Sendable {
    package let vocabulary: SignalVocabulary
    package let models: ModelSet
    package internal(set) var controls: [Control]
    /// The formats of credentials.
    package let secretRules: [SecretRule]
    /// Changes with every model that looks at texts, so that texts are searched again.
    package let textFingerprint: String

    package static func load(
        _ installation: Installation, modelDirectories: [String]? = nil
    ) throws(ScanError) -> Catalogue {
        let texts = try CatalogueTexts(installation, modelDirectories: modelDirectories)
        return try Catalogue(texts, parsed: ParsedCatalogue.documents(texts, prepared: installation.prepared))
    }

    /// - Parameter parsed: its texts that were parsed before.
    package init(_ texts: CatalogueTexts, parsed: ParsedDocuments = ParsedDocuments()) throws(ScanError) {
        do throws(ModelError) {
            vocabulary = try SignalVocabulary(yaml: texts.signals.text, file: texts.signals.path, parsed: parsed)
                .adding(texts.own?.signals)
            models = try ModelSet(
                files: texts.models + (texts.own?.models ?? []), vocabulary: vocabulary, parsed: parsed)
            controls = try ControlCatalog.load(
                files: texts.controls + (texts.own?.controls ?? []), vocabulary: vocabulary, parsed: parsed)
            secretRules = try SecretRules.read(texts.secrets, parsed: parsed)
        } catch {
            // It names the file and the line.
            throw ScanError(texts.isOwn(error.file) ? .request : .installation, error.description)
        }
        var fingerprint = Fingerprint()
        let search = LiteralSearch("content:")
        for file in texts.models + (texts.own?.models ?? []) where search.isFound(in: file.text) {
            fingerprint.add(Array(file.text.utf8))
        }
        textFingerprint = fingerprint.text
    }

    /// The signals that paths and texts alone give: they are known whatever analyzers ran.
    package var fileSignals: Set<String> { models.fileSignals.union(SecretSearch.signals) }

    /// - Parameters:
    ///   - cacheDirectory: where the compiled formats are kept between starts.
    ///   - prepared: a folder where they may lie, too.
    package func secretSearch(
        cacheDirectory: String? = nil, prepared: String? = nil
    ) throws(ScanError) -> SecretSearch {
        do throws(SecretError) {
            return try SecretSearch(rules: secretRules, cacheDirectory: cacheDirectory, prepared: prepared)
        } catch {
            let rule = error.index.flatMap { secretRules.indices.contains($0) ? secretRules[$0] : nil }
            throw ScanError(
                .installation, (rule.map { "\($0.source):\($0.line): \($0.id): " } ?? "secrets: ") + error.description)
        }
    }
}

extension CatalogueTexts {
    /// Whether a file of the catalogue is one that the repository brings along.
    func isOwn(_ path: String) -> Bool { own?.ownPaths.contains(path) ?? false }
}

extension SignalVocabulary {
    /// The same with names of the repository's own, none of which may be there already.
    fileprivate func adding(_ file: (path: String, text: String)?) throws(ModelError) -> SignalVocabulary {
        guard let file else { return self }
        let own = try SignalVocabulary(yaml: file.text, file: file.path)
        if let known = own.names.first(where: contains) {
            throw ModelError(file: file.path, message: "the signal '\(known)' is one of the catalogue's")
        }
        return SignalVocabulary(words: words.merging(own.words) { first, _ in first })
    }
}
