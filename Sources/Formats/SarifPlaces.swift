internal import Reporting

/// Locations and texts as SARIF wants them; the files that locations name, each once.
struct SarifPlaces {
    /// What relative URIs are relative to.
    static let base = "%SRCROOT%"

    private(set) var artifacts: [Sarif.Artifact] = []
    private var known: [String: Int] = [:]
    /// A file that is none of the repository: the configuration that somebody names by `--config`.
    private let outside: String?

    init(outside: String? = nil) { self.outside = outside }

    mutating func location(
        _ path: String, line: Int?, endLine: Int?, symbol: String = "", message: String? = nil, id: Int? = nil
    ) -> Sarif.Location {
        let region = line.map { line in
            Sarif.Region(startLine: max(1, line), endLine: endLine.flatMap { $0 > line ? $0 : nil })
        }
        return Sarif.Location(
            id: id,
            physicalLocation: Sarif.PhysicalLocation(artifactLocation: artifact(path), region: region),
            logicalLocations: symbol.isEmpty
                ? nil : [Sarif.LogicalLocation(fullyQualifiedName: Escaping.line(symbol), kind: nil)],
            message: message.map { Sarif.Message(text: Self.plain($0)) })
    }

    /// Where the repository as a whole lacks something: its root.
    mutating func root() -> Sarif.Location {
        Sarif.Location(
            physicalLocation: Sarif.PhysicalLocation(
                artifactLocation: artifact(uri: "./", base: Self.base), region: Sarif.Region(startLine: 1)))
    }

    func message(_ text: String) -> Sarif.Message { Sarif.Message(text: Self.plain(text)) }

    private mutating func artifact(_ path: String) -> Sarif.ArtifactLocation {
        guard path == outside else { return artifact(uri: Escaping.uri(path), base: Self.base) }
        // As it was written: absolute, or relative to where the scan ran.
        return artifact(uri: (path.hasPrefix("/") ? "file://" : "") + Escaping.uri(path), base: nil)
    }

    private mutating func artifact(uri: String, base: String?) -> Sarif.ArtifactLocation {
        var location = Sarif.ArtifactLocation(uri: uri, uriBaseId: base)
        let number = known[uri] ?? artifacts.count
        if known.updateValue(number, forKey: uri) == nil { artifacts.append(Sarif.Artifact(location: location)) }
        location.index = number
        return location
    }

    /// A plain text message: braces would be placeholders, and `[a](b)` a link.
    static func plain(_ text: String) -> String {
        var out = Escaping.line(text)
        if out.contains("{") || out.contains("}") {
            out = out.replacing("{", with: "{{").replacing("}", with: "}}")
        }
        return out.contains("](") ? out.replacing("[", with: "\\[") : out
    }
}
