/// Writes names in the one form that models and references share.
struct NameNormalizer: Sendable {
    /// Canonical names, or prefixes of names, by alias.
    private var aliases: [String: String] = [:]
    /// How long aliases are: prefixes of other lengths need no lookup.
    private var aliasLengths: Set<Int> = []
    /// Canonical types by the canonical name of the call that returns them.
    private(set) var returnedBy: [String: String] = [:]
    /// An alias may lead to another alias; a ring of them ends here.
    private static let maximumAliasSteps = 8

    mutating func addAlias(_ alias: String, of name: String) {
        let alias = Self.droppingMajorVersions(alias)
        aliases[alias] = Self.droppingMajorVersions(name)
        aliasLengths.insert(alias.utf8.count)
    }

    mutating func addType(_ type: String, returnedBy call: String) {
        returnedBy[call] = type
    }

    /// Major version segments and the number of arguments dropped, aliases replaced.
    func canonicalName(_ name: String) -> String {
        var result = Self.droppingArity(Self.droppingMajorVersions(name))
        guard !aliases.isEmpty else { return result }
        for _ in 0..<Self.maximumAliasSteps {
            guard let replaced = replacingAlias(result), replaced != result else { break }
            result = replaced
        }
        return result
    }

    /// The canonical name with every `call()` in it replaced by the type that the call returns, where that is known,
    /// and `()` dropped after a capital letter's name.
    func instanceName(_ name: String) -> String {
        var result = canonicalName(name)
        var searchFrom = result.startIndex
        while let open = Self.call(in: result, from: searchFrom) {
            let call = String(result[..<open.lowerBound])
            let rest = result[open.upperBound...]
            if let type = returnedBy[call] {
                result = canonicalName(type + rest)
                searchFrom = result.index(result.startIndex, offsetBy: min(type.count, result.count))
            } else if Self.isCapitalized(call) {
                result = call + rest
                searchFrom = result.index(result.startIndex, offsetBy: call.count)
            } else {
                searchFrom = open.upperBound
            }
        }
        return result
    }

    /// The first `()`.
    private static func call(in name: String, from start: String.Index) -> Range<String.Index>? {
        let bytes = name.utf8
        var index = start
        while let open = bytes[index...].firstIndex(of: UInt8(ascii: "(")) {
            let next = bytes.index(after: open)
            guard next < bytes.endIndex else { return nil }
            if bytes[next] == UInt8(ascii: ")") { return open..<bytes.index(after: next) }
            index = next
        }
        return nil
    }

    private func replacingAlias(_ name: String) -> String? {
        if let whole = aliases[name] { return whole }
        for border in name.segmentBorders.reversed()
        where aliasLengths.contains(name.utf8.distance(from: name.utf8.startIndex, to: border)) {
            if let prefix = aliases[String(name[..<border])] { return prefix + name[border...] }
        }
        return nil
    }

    private static func isCapitalized(_ name: String) -> Bool {
        guard let dot = name.utf8.lastIndex(where: \.isSegmentBorder) else {
            return name.utf8.first.map(isUpper) ?? false
        }
        let next = name.utf8.index(after: dot)
        return next < name.utf8.endIndex && isUpper(name.utf8[next])
    }

    private static func isUpper(_ byte: UInt8) -> Bool { (65...90).contains(byte) }

    /// `cowboy.start_clear/3` is `cowboy.start_clear`: where functions are told apart by the number of their arguments, models mean them all.
    static func droppingArity(_ name: String) -> String {
        let bytes = name.utf8
        guard let last = bytes.last, (48...57).contains(last),
            let slash = bytes.lastIndex(where: { !(48...57).contains($0) }), bytes[slash] == UInt8(ascii: "/"),
            bytes[..<slash].contains(UInt8(ascii: "."))
        else { return name }
        return String(name[..<slash])
    }

    /// `/v2` segments dropped: `a/v2.New`, `a/v2/b.New`, `a/v2`. Nothing but `v` and digits counts: `/v2beta1` and `/video` stay.
    static func droppingMajorVersions(_ name: String) -> String {
        var copy = name
        let kept: [UInt8]? = copy.withUTF8 { bytes in
            var kept: [UInt8]?
            var index = 0
            while index < bytes.count {
                if bytes[index] == UInt8(ascii: "/"), index + 2 < bytes.count, bytes[index + 1] == UInt8(ascii: "v") {
                    var end = index + 2
                    while end < bytes.count, (48...57).contains(bytes[end]) { end += 1 }
                    if end > index + 2, end == bytes.count || bytes[end].isSegmentBorder {
                        if kept == nil { kept = Array(bytes[..<index]) }
                        index = end
                        continue
                    }
                }
                kept?.append(bytes[index])
                index += 1
            }
            return kept
        }
        return kept.map { String(decoding: $0, as: UTF8.self) } ?? name
    }
}
