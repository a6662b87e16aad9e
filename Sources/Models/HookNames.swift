/// Names of methods: whole ones, and beginnings of names written with a `*` behind them.
package struct HookNames: Sendable, Equatable {
    private var exact: Set<String> = []
    private var prefixes: [String] = []

    init(_ names: [String]) {
        for name in names {
            if name.hasSuffix("*") { prefixes.append(String(name.dropLast())) } else { exact.insert(name) }
        }
    }

    /// Whether a text is a method's name, or a beginning of one with a `*` behind it.
    static func isName(_ text: String) -> Bool {
        let name = text.hasSuffix("*") ? text.dropLast() : text[...]
        return !name.isEmpty
            && name.utf8.allSatisfy { byte in
                byte == UInt8(ascii: "_") || byte >= 128 || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 32)
            }
    }

    package func contains(_ name: String) -> Bool {
        exact.contains(name) || prefixes.contains { name.hasPrefix($0) }
    }

    package func union(_ other: HookNames) -> HookNames {
        var result = self
        result.exact.formUnion(other.exact)
        for prefix in other.prefixes where !result.prefixes.contains(prefix) { result.prefixes.append(prefix) }
        return result
    }
}
