import AnalyzerProtocol

/// A setting by the path at which it stands: what fills structs from files and the environment (viper, koanf) gives the field
/// `ReadTimeout` of the struct in the field `Server` the setting `server.read_timeout`.
struct SettingPath: Hashable {
    /// Plain names, the outermost first.
    let parts: [String]
    /// The plain name of the whole.
    let plain: String

    init(_ name: String) {
        parts = name.split(separator: ".", maxSplits: Self.maximalDepth).map { ValueUses.plain(String($0)) }
        plain = ValueUses.plain(name)
    }

    private static let maximalDepth = 12
}

extension ValueUses {
    /// The plain names of the settings that fill a field: those whose path is that of the field through the structs that
    /// hold it.
    func settings(filling field: NodeID, _ binder: borrowing Binder) -> [String] {
        for name in Self.names(of: field, binder) {
            let found = (paths[name] ?? []).filter { isFilled(field, by: $0.parts[...], binder) }
            if !found.isEmpty { return found.map(\.plain).sorted() }
        }
        return []
    }

    private func isFilled(_ field: NodeID, by path: ArraySlice<String>, _ binder: borrowing Binder) -> Bool {
        guard let last = path.last, Self.names(of: field, binder).contains(last) else { return false }
        let rest = path.dropLast()
        let owner = binder.types.ownerOf[Int(field)]
        guard owner >= 0 else { return rest.isEmpty }
        let outer = holders[owner] ?? []
        if let next = rest.last, outer.isEmpty {
            // `viper.UnmarshalKey("server", &server)`
            let type = Self.plain(binder.names[binder.layout.shortName(owner)])
            return rest.count == 1 && type.hasPrefix(next)
        }
        if rest.isEmpty { return outer.isEmpty }
        return outer.contains { $0 != field && isFilled($0, by: rest, binder) }
    }

    /// The name of a field in files, if a tag says one, and its own.
    private static func names(of field: NodeID, _ binder: borrowing Binder) -> [String] {
        let own = plain(binder.names[binder.layout.shortName(field)])
        guard case .string(let tag)? = binder.layout.symbol(field)?.attributes["setting"], !tag.isEmpty else {
            return [own]
        }
        let tagged = plain(tag)
        return tagged == own ? [own] : [tagged, own]
    }
}
