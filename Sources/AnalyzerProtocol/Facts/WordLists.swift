/// The words of the protocol that rows hold as numbers, each list in the order of its numbers. Words are only ever
/// added, at the end. A writer may give the word itself, and has to where it is not listed.
enum WordLists {
    static let referenceKinds: [ReferenceKind] = [
        "call", "use", "instantiate", "decorate", "inherit", "include", "read", "write", "convert", "register",
        "supervise", "run", "build", "probe", "mount", "select", "needs", "metaclass", "guard",
    ].map(ReferenceKind.init(rawValue:))

    static let symbolKinds = [
        "function", "method", "field", "variable", "constant", "type", "alias", "module", "route", "task", "target",
        "script", "job", "step", "image", "workload", "container", "template", "value", "environment-variable",
        "document", "section", "resource",
    ]

    static let tests: [ConfiguredCondition.Test] = [.set, .unset, .equals, .differs, .required]
}

/// The forms of a REF that is a row; `rawValue` is the number.
enum RefForm: Int, CaseIterable {
    case member, imported, result, element, container, any, parameter, external, setting, holds, environment
    case namespaced, base, path, target, command, image, selector, route, contained

    private static let words: [String: RefForm] = [
        "member": .member, "import": .imported, "result": .result, "element": .element, "container": .container,
        "any": .any, "parameter": .parameter, "external": .external, "setting": .setting, "holds": .holds,
        "environment": .environment, "namespace": .namespaced, "base": .base, "path": .path, "target": .target,
        "command": .command, "image": .image, "selector": .selector, "route": .route,
        "contained": .contained,
    ]

    init?(word: String) {
        guard let form = RefForm.words[word] else { return nil }
        self = form
    }
}

extension JSONValue {
    /// A word of a list, by its number there.
    ///
    /// - Returns: nil where this is no number of the list: then the word itself is told, or nothing.
    @inline(__always)
    func listed<Word>(_ list: [Word]) -> Word? {
        guard let integer, list.indices.contains(integer) else { return nil }
        return list[integer]
    }
}
