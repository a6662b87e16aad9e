internal import Foundation

extension AnalyzerManifest {
    /// The members of analyzer.json. Unknown ones are ignored.
    private struct File: Decodable {
        struct Claim: Decodable {
            var scope: AnalyzerManifest.Claim.Scope
            var patterns: [String]
            var marker: String?
            var nested: Bool?
        }

        struct Yield: Decodable {
            var to: String
            var patterns: [String]
        }

        var name: String
        var version: String
        var `protocol`: Int
        var command: [String]
        var claims: [Claim]
        var excludes: [String]?
        var yields: [Yield]?
        var requires: [Requirement]?
        var fingerprint: [String]?
        var languages: [String]?
        var shares: String?
    }

    /// Reads a manifest and the files its fingerprint names.
    package init(path: String) throws(HostError) {
        let url = URL(fileURLWithPath: path).standardizedFileURL
        let data: Data
        let file: File
        do {
            data = try Data(contentsOf: url)
            file = try JSONDecoder().decode(File.self, from: data)
        } catch {
            throw HostError(
                .invalidManifest, "cannot be read as an analyzer's manifest", location: path, cause: "\(error)")
        }
        try AnalyzerManifest.check(file, path)
        let directory = url.deletingLastPathComponent().path
        name = file.name
        version = file.version
        protocolVersion = file.protocol
        command = file.command
        claims = file.claims.map {
            Claim(
                scope: $0.scope, patterns: PathPatternSet($0.patterns.flatMap(PathPattern.expanded)), marker: $0.marker,
                nested: $0.nested ?? true)
        }
        excludes = PathPatternSet((file.excludes ?? []).flatMap(PathPattern.expanded))
        yields = (file.yields ?? []).map {
            Yield(to: $0.to, patterns: PathPatternSet($0.patterns.flatMap(PathPattern.expanded)))
        }
        requires = file.requires ?? []
        languages = file.languages ?? []
        shares = file.shares
        self.directory = directory
        fingerprint = try Fingerprint.of(
            directory: directory, patterns: file.fingerprint ?? [], manifest: Array(data))
    }

    private static func check(_ file: File, _ path: String) throws(HostError) {
        func refuse(_ message: String) -> HostError { HostError(.invalidManifest, message, location: path) }
        let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789-_")
        guard !file.name.isEmpty, file.name.allSatisfy(allowed.contains) else {
            throw refuse("the name is made of a-z, 0-9, - and _: \"\(file.name)\" is not")
        }
        guard let first = file.command.first, !first.isEmpty else { throw refuse("the command is empty") }
        guard !file.claims.isEmpty else { throw refuse("it claims nothing") }
        for claim in file.claims {
            guard !claim.patterns.isEmpty else { throw refuse("a claim has no patterns") }
            let marker = claim.marker ?? ""
            guard claim.scope == .file || (!marker.isEmpty && !marker.contains("/")) else {
                throw refuse("a claim of scope directory needs a marker, the name of a file")
            }
        }
    }
}

/// The analyzers found in some directories, and what is wrong with the others.
package struct AnalyzerDiscovery: Sendable {
    /// Sorted by name.
    package var manifests: [AnalyzerManifest] = []
    package var problems: [HostError] = []

    /// Looks for `<directory>/<any>/analyzer.json`. A directory that does not exist holds none.
    ///
    /// A manifest that is invalid or bears a name already taken is a problem and left out:
    /// the first of two in the order of directories, then of folder names, keeps the name.
    package init(directories: [String]) {
        var taken: [String: String] = [:]
        for directory in directories {
            let folders = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
            for folder in folders.sorted() {
                let path = "\(directory)/\(folder)/analyzer.json"
                guard FileManager.default.fileExists(atPath: path) else { continue }
                do throws(HostError) {
                    let manifest = try AnalyzerManifest(path: path)
                    if let other = taken[manifest.name] {
                        throw HostError(
                            .duplicateName, "analyzer \"\(manifest.name)\" is already defined by \(other)",
                            location: path)
                    }
                    taken[manifest.name] = path
                    manifests.append(manifest)
                } catch {
                    problems.append(error)
                }
            }
        }
        manifests.sort { $0.name < $1.name }
    }
}
