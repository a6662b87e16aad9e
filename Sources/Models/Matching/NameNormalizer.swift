/// Writes names in the one form that models and references share.
struct NameNormalizer: Sendable {
    /// Canonical names, or prefixes of names, by alias.
    private var aliases: [String: String] = [:]
    /// Canonical types by the canonical name of the call that returns them.
    private(set) var returnedBy: [String: String] = [:]
    /// An alias may lead to another alias; a ring of them ends here.
    private static let maximumAliasSteps = 8

    mutating func addAlias(_ alias: String, of name: String) {
        aliases[Self.droppingMajorVersions(alias)] = Self.droppingMajorVersions(name)
    }

    mutating func addType(_ type: String, returnedBy call: String) {
        returnedBy[call] = type
    }

    /// Major version segments dropped, aliases replaced.
    func canonicalName(_ name: String) -> String {
        var result = Self.droppingMajorVersions(name)
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
        while let open = result[searchFrom...].firstRange(of: "()") {
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

    private func replacingAlias(_ name: String) -> String? {
        if let whole = aliases[name] { return whole }
        for border in name.segmentBorders.reversed() {
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
