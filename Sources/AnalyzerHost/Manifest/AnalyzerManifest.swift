internal import AnalyzerProtocol
internal import Foundation

/// What an analyzer says of itself in `analyzer.json`. See docs/protocol.md, The manifest.
package struct AnalyzerManifest: Sendable {
    /// A program that the analyzer needs, and the command that installs it.
    package struct Requirement: Sendable, Equatable, Decodable {
        package var program: String
        package var install: String?
        /// What it is like without the program, where it works without.
        package var without: String?
    }

    /// What the analyzer wants to see.
    package struct Claim: Sendable {
        package enum Scope: String, Sendable, Decodable { case file, directory }

        package var scope: Scope
        package var patterns: PathPatternSet
        /// The name of the file whose directory is claimed, for the directory scope.
        package var marker: String?
        /// Whether a marker below another one gives a unit of its own, too.
        package var nested: Bool
    }

    /// Files that another analyzer reads better: what it has answered a directory for needs no answer of this one.
    package struct Yield: Sendable {
        package var to: String
        package var patterns: PathPatternSet
    }

    package let name: String
    package let version: String
    /// The protocol that it speaks. One that this host does not know makes it unavailable, not unknown: it keeps its claims.
    package let protocolVersion: Int
    /// An argv. A first word with a `/` is relative to ``directory``, which is the working directory as well.
    package let command: [String]
    package let claims: [Claim]
    package let excludes: PathPatternSet
    package let yields: [Yield]
    package let requires: [Requirement]
    package let languages: [String]
    /// The name of the processes that it shares with the other analyzers that say the same; nil for processes of its own.
    package let shares: String?
    /// The directory that holds analyzer.json.
    package let directory: String
    /// A hash of the analyzer's own files: facts of another fingerprint are not this analyzer's.
    package let fingerprint: String

    package var path: String { directory + "/analyzer.json" }

    /// Why the two cannot talk to each other; nil where they can.
    package var protocolMismatch: String? {
        guard !ProtocolVersion.supported.contains(protocolVersion) else { return nil }
        let spoken = ProtocolVersion.supported.map(String.init).joined(separator: ", ")
        return
            "it speaks protocol \(protocolVersion), this gapmatrix speaks \(spoken); install a version of either that meets the other"
    }

    /// Equal for analyzers of which one process can serve all.
    package var processKey: String {
        guard let shares else { return "\(name)/" }
        let folder = URL(fileURLWithPath: directory, isDirectory: true)
        let program = command[0].contains("/") ? URL(fileURLWithPath: command[0], relativeTo: folder) : nil
        return "\(shares)/\(protocolVersion)/\(program?.standardizedFileURL.path ?? command[0])"
    }

    /// Whether a file-scope claim wants this path.
    package func claims(_ path: String) -> Bool {
        var path = path
        return path.withUTF8(claims)
    }

    /// Whether a file-scope claim wants this path, in bytes: paths need not be UTF-8.
    package func claims(_ path: UnsafeBufferPointer<UInt8>) -> Bool {
        claims.contains { $0.scope == .file && $0.patterns.matches(path) } && !excludes.matches(path)
    }
}
