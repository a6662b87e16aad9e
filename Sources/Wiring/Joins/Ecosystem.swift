/// How the packages of a language are named where they are declared, and where they are imported.
struct Ecosystem: Equatable {
    /// As dependencies have it.
    let name: String

    init?(namespaceKind: String?) {
        switch namespaceKind {
        case "go-package": name = "go"
        case "python-module": name = "pypi"
        default: return nil
        }
    }

    /// Go's standard library has no dot in the first segment of its paths; other analyzers name theirs as external.
    func isStandard(_ module: String) -> Bool {
        name == "go" && !module.prefix { $0 != "/" }.contains(".")
    }
}
