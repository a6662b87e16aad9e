internal import Foundation

/// Where the program's own data lies: analyzers with their models, and the catalogue of controls.
package struct Installation: Sendable {
    /// The folder that holds `analyzers` and `catalog`.
    package let home: String

    package var analyzers: String { home + "/analyzers" }
    package var controls: String { home + "/catalog/controls" }
    package var models: String { home + "/catalog/models" }
    package var templates: String { home + "/catalog/templates" }
    package var profiles: String { home + "/catalog/profiles" }
    package var secrets: String { home + "/catalog/secrets" }
    /// The files that a page of HTML is made of.
    package var page: String { home + "/catalog/page" }
    /// What `gapmatrix prepare` made of the catalogue, so that no scan has to: compiled patterns, parsed texts.
    package var prepared: String { home + "/.prepared" }
    package var signals: String { home + "/catalog/signals.yml" }

    package init(home: String) { self.home = home }

    /// Finds the data: `GAPMATRIX_HOME` where it is set, else the nearest folder above the program's real path that has
    /// them, which holds for `bin/gapmatrix` of a checkout, for its `.build`, and for an installed `lib/gapmatrix`.
    package static func find(
        executable: String? = Bundle.main.executablePath,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(ScanError) -> Installation {
        if let home = environment["GAPMATRIX_HOME"], !home.isEmpty {
            guard isHome(home) else {
                throw ScanError(
                    .installation, "GAPMATRIX_HOME is \(home), which holds no analyzers and catalog folders")
            }
            return Installation(home: home)
        }
        if let executable {
            var folder = URL(fileURLWithPath: executable).resolvingSymlinksInPath().deletingLastPathComponent()
            while folder.path != "/" {
                if isHome(folder.path) { return Installation(home: folder.path) }
                folder.deleteLastPathComponent()
            }
        }
        throw ScanError(
            .installation,
            "the analyzers and the catalogue are not beside the program; install with `make install`, or set GAPMATRIX_HOME"
        )
    }

    /// Makes ready what every first scan would have to make: compiles the formats of credentials and parses the catalogue.
    package func prepare() throws(ScanError) {
        let texts = try CatalogueTexts(self)
        let parsed = ParsedCatalogue.documents(texts, cacheDirectory: prepared)
        _ = try Catalogue(texts, parsed: parsed).secretSearch(cacheDirectory: prepared)
    }

    private static func isHome(_ folder: String) -> Bool {
        FileManager.default.fileExists(atPath: folder + "/catalog/signals.yml")
            && FileManager.default.fileExists(atPath: folder + "/analyzers")
    }
}
