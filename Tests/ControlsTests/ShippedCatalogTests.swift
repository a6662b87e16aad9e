import Controls
import Foundation
import Models
import Testing

/// The catalogue as it is shipped: every file loads, and nothing is asked for that nobody can give.
@Suite struct ShippedCatalogTests {
    // `..` of the directory that holds this file, so that it is found through a symbolic link too.
    private static let root = #filePath.split(separator: "/").dropLast().reduce(into: "") { $0 += "/" + $1 } + "/../../"

    @Test func everythingLoads() throws {
        let signals = Self.root + "catalog/signals.yml"
        let vocabulary = try SignalVocabulary(yaml: try CatalogueFiles.text(of: signals), file: signals)
        let controls = try ControlCatalog.load(directory: Self.root + "catalog/controls", vocabulary: vocabulary)
        #expect(controls.count >= 150)
        #expect(Set(controls.map(\.id)).count == controls.count)
        #expect(Set(controls.map(\.area)) == Set(Area.all))
        for control in controls {
            #expect(control.states[.wired] != nil, "\(control.id) does not say what wired is")
            #expect(control.remedy.hasSuffix("."), "\(control.id): a remedy ends with a full stop")
        }
        let directories = ["catalog/models", "analyzers/go/models", "analyzers/python/models"].map { Self.root + $0 }
        let models = try ModelSet(directories: directories, vocabulary: vocabulary)
        _ = try CompiledModels(models)
        #expect(models.entries.count >= 100)
    }

    /// A word that means one thing in one language may mean another in the next: models of the repository's own names say
    /// whose files they are about.
    @Test(arguments: ["go", "python", "erlang"])
    func modelsOfNamesSayWhoseTheyAre(analyzer: String) throws {
        let directory = Self.root + "analyzers/\(analyzer)/models"
        let files = try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasSuffix(".yml") }
        #expect(!files.isEmpty)
        for file in files.sorted() {
            let text = try CatalogueFiles.text(of: directory + "/" + file)
            for line in text.split(separator: "\n")
            where line.contains("match: { symbol:") || line.contains("match: { call-of:") {
                #expect(line.contains("path: "), "\(analyzer)/\(file): \(line.prefix(120))")
            }
        }
    }
}
