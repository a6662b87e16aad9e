import AnalyzerProtocol

/// A model entry about declared dependencies.
struct DependencyRule: Sendable {
    let match: SignalMatch
    let scopes: [String]
    let conditions: Conditions

    func accepts(_ dependency: Dependency, path: String) -> Bool {
        scopes.contains(dependency.scope) && conditions.acceptsPath(path)
    }

    /// Names as their ecosystem compares them: Python's without case and with `-` for `_` and `.` (PEP 503), Go's without the major version.
    static func normalize(_ name: String, ecosystem: String) -> String {
        switch ecosystem {
        case "python", "pypi":
            var result = ""
            for character in name.lowercased() {
                let folded = character == "_" || character == "." ? "-" : character
                if folded == "-", result.last == "-" { continue }
                result.append(folded)
            }
            return result
        case "go":
            return NameNormalizer.droppingMajorVersions(name)
        default:
            return name
        }
    }
}
