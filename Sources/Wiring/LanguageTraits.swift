/// The few things that the linker has to know of a language, by the kind of a file's namespace. Everything else is in the facts.
struct LanguageTraits: Equatable {
    /// Only names that begin with a capital letter can be called from other packages.
    var exportsByCapital = false
    /// A type that derives from another promotes its methods, and never overrides them for callers that hold the other.
    var embeds = false
    /// Every result of a function is listed, so that results tell methods of one name apart.
    var listsResults = false
    /// Loading `a.b.c` loads `a` and `a.b`.
    var loadsParents = false
    /// A module is what a class is elsewhere: its functions are its own (`circuit_breaker:call(bank, F)`).
    var modulesOwn = false

    init(namespaceKind: String?, separator: String?) {
        if namespaceKind == "go-package" {
            exportsByCapital = true
            embeds = true
            listsResults = true
        }
        loadsParents = separator == "."
        modulesOwn = namespaceKind == "erlang-module"
    }

    /// Whether code outside of the repository can call a method of this name.
    func isCallableFromOutside(_ name: String) -> Bool {
        guard let first = name.unicodeScalars.first, first != "_" else { return false }
        return !exportsByCapital || first.properties.isUppercase
    }
}
