import AnalyzerProtocol
import Models

/// Finds the fields that take their values from the program's configuration.
enum SettingFields {
    /// The signal of a type whose fields are settings.
    private static let definition = "settings.define"
    /// Members that hand out all settings at once, whatever their names.
    private static let dumps: Set<String> = [
        "model_dump", "model_dump_json", "dict", "json", "copy", "model_copy", "model_fields", "__fields__", "__dict__",
        "items",
    ]

    static func add(to facts: inout JoinFacts, _ binder: inout Binder, isTest: [Bool], escaping: Set<NodeID>) {
        let dumped = dumpedBases(&binder)
        let declared = declaredOwners(binder.layout)
        for node in 0..<NodeID(binder.layout.nodeCount) {
            let symbolClass = binder.layout.symbolClass(node)
            guard symbolClass == .field || symbolClass == .type, !isTest[binder.layout.file(node)],
                !binder.layout.isGenerated(node)
            else { continue }
            if symbolClass == .field, case .string(let key) = binder.layout.attribute("setting", of: node) {
                let owner = binder.types.ownerOf[Int(node)]
                let isForeign =
                    owner >= 0 && binder.layout.attribute("configured", of: node) == .bool(true)
                    && !declared.contains(binder.layout.symbol(owner)?.name ?? "")
                if owner >= 0, !isForeign { append(node, owner, key: key, to: &facts, binder.layout) }
            }
            guard symbolClass == .type, !escaping.contains(node) else { continue }
            let bases = binder.types.externalBases(node)
            // A base that nobody knows may read any field of its subtypes.
            var isKnown = !bases.isEmpty
            for base in bases where isKnown {
                let name = binder.names[base]
                isKnown = isSettings(name, binder.models) && !dumped.contains(name)
            }
            guard isKnown else { continue }
            for member in binder.types.ownMembers[node] ?? [] {
                guard let symbol = binder.layout.symbol(member), symbol.kind == "field" || symbol.kind == "variable"
                else { continue }
                let name = Layout.lastSegment(symbol.name)
                guard !name.hasPrefix("_"), !name.hasPrefix("model_") else { continue }
                append(member, node, key: name, to: &facts, binder.layout)
            }
        }
    }

    /// The owners of settings whose code is here: a file of configuration sets keys of others' programs too.
    private static func declaredOwners(_ layout: Layout) -> Set<String> {
        var found: Set<String> = []
        for node in 0..<NodeID(layout.nodeCount) {
            guard let symbol = layout.symbol(node), symbol.attributes["declares"] == .bool(true) else { continue }
            found.insert(symbol.name)
        }
        return found
    }

    private static func append(
        _ field: NodeID, _ owner: NodeID, key: String, to facts: inout JoinFacts, _ layout: Layout
    ) {
        guard let symbol = layout.symbol(field) else { return }
        facts.settings.append(
            JoinFacts.Setting(
                field: field, owner: owner, name: Layout.lastSegment(symbol.name), key: key,
                isConfigured: symbol.attributes["configured"] == .bool(true),
                place: Wire.Place(path: layout.files[layout.file(field)].path, line: symbol.line)))
    }

    private static func isSettings(_ base: String, _ models: CompiledModels) -> Bool {
        models.inheritMatches(externalBase: base).contains { $0.signal == definition }
    }

    /// The external bases of which a member is used that hands out every field.
    private static func dumpedBases(_ binder: inout Binder) -> Set<String> {
        var found: Set<String> = []
        for file in binder.layout.files.indices {
            for place in binder.references.range(file) where binder.references.entries[place].from >= 0 {
                let ref = binder.references.entries[place].to
                let entry = binder.refs.entry(file, ref)
                guard entry.form == .member, entry.name >= 0, dumps.contains(binder.names[entry.name]) else { continue }
                let targets = binder.bind(file, ref)
                for index in 0..<targets.count {
                    guard let external = binder[targets, index].externalName else { continue }
                    let name = binder.names[external]
                    found.insert(String(name[..<(name.lastIndex(of: ".") ?? name.startIndex)]))
                }
            }
        }
        return found
    }
}
