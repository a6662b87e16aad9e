package import AnalyzerHost
internal import Foundation

/// The analyzers of the installation and of folders that the user names.
package enum AnalyzerList {
    /// - Throws: `installation` for a manifest that cannot be used: an analyzer must not vanish in silence.
    package static func load(_ installation: Installation, extra: [String] = []) throws(ScanError) -> [AnalyzerManifest]
    {
        for folder in extra where !FileManager.default.fileExists(atPath: folder) {
            throw ScanError(.request, "no folder \(folder), which --analyzers names")
        }
        let found = AnalyzerDiscovery(directories: [installation.analyzers] + extra)
        if let problem = found.problems.first { throw ScanError(.installation, problem.description) }
        return found.manifests.sorted { $0.name < $1.name }
    }

    /// The `models` folders of all analyzers below the given folders, sorted.
    package static func modelDirectories(in folders: [String]) -> [String] {
        var found: [String] = []
        for folder in folders {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            for name in names.sorted() {
                let models = "\(folder)/\(name)/models"
                if FileManager.default.fileExists(atPath: models) { found.append(models) }
            }
        }
        return found
    }
}
