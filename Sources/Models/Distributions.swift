/// What the packages of an ecosystem are called where they are declared, and what they give to import.
///
/// A package that is not named here is unknown: nothing is concluded from it.
package struct Distributions: Sendable {
    /// The packages that give a module, by the module's name.
    package private(set) var byModule: [String: [String]] = [:]
    /// The modules of a package.
    package private(set) var modules: [String: [String]] = [:]
    /// Packages that work without being imported: servers, drivers, plugins.
    package private(set) var unimported: Set<String> = []
    /// What a package surely brings along, directly or through others.
    package private(set) var brings: [String: [String]] = [:]

    package init() {}

    /// Packages that give the module or one that it is a part of; nil where nothing is known of it.
    package func packages(ofModule module: String) -> (module: String, packages: [String])? {
        var name = Substring(module)
        while true {
            if let found = byModule[String(name)] { return (String(name), found) }
            guard let dot = name.lastIndex(of: ".") else { return nil }
            name = name[..<dot]
        }
    }

    /// Whether one of the packages, or what they bring, is this one.
    package func isBrought(_ name: String, by packages: some Sequence<String>) -> Bool {
        var pending = Array(packages)
        var seen = Set(pending)
        while let next = pending.popLast() {
            for brought in brings[next] ?? [] where seen.insert(brought).inserted {
                if brought == name { return true }
                pending.append(brought)
            }
        }
        return false
    }
}

extension Distributions {
    /// `- distributions: pypi`, with `modules`, `unimported` and `brings`.
    mutating func read(_ reader: inout YAMLReader) throws(ModelError) {
        let ecosystem = try reader.requireText("distributions")
        func normalized(_ name: String) -> String { DependencyRule.normalize(name, ecosystem: ecosystem) }
        if let value = reader.take("modules") {
            for (module, value) in try Self.pairs(value, "modules", reader.file) {
                for name in try YAMLReader.texts(value, key: module, file: reader.file).map(normalized) {
                    byModule[module, default: []].append(name)
                    modules[name, default: []].append(module)
                }
            }
        }
        // Most packages give a module of their own name.
        for name in try reader.texts("same-name") ?? [] {
            let package = normalized(name)
            byModule[name, default: []].append(package)
            modules[package, default: []].append(name)
        }
        unimported.formUnion(try (reader.texts("unimported") ?? []).map(normalized))
        if let value = reader.take("brings") {
            for (name, value) in try Self.pairs(value, "brings", reader.file) {
                brings[normalized(name), default: []] +=
                    try YAMLReader.texts(value, key: name, file: reader.file).map(normalized)
            }
        }
    }

    private static func pairs(
        _ value: YAMLValue, _ key: String, _ file: String
    ) throws(ModelError) -> [(key: String, value: YAMLValue)] {
        guard case .mapping(let pairs) = value.content else {
            throw ModelError(file: file, line: value.line, message: "'\(key)' must be a mapping")
        }
        return pairs
    }
}
