/// Patterns with alternatives in braces, as manifests and models write them.
package enum BraceAlternatives {
    /// More texts than this are no pattern.
    private static let maximum = 64

    /// `*.{yml,yaml}` is `*.yml` and `*.yaml`; braces do not nest.
    ///
    /// - Returns: nil where a brace has no other half or holds another one, and where there would be too many.
    package static func spelledOut(_ text: [UInt8]) -> [[UInt8]]? {
        guard let open = text.firstIndex(of: UInt8(ascii: "{")) else {
            return text.contains(UInt8(ascii: "}")) ? nil : [text]
        }
        guard let close = text[open...].firstIndex(of: UInt8(ascii: "}")),
            !text[(open + 1)..<close].contains(UInt8(ascii: "{"))
        else { return nil }
        guard let tails = spelledOut(Array(text[(close + 1)...])) else { return nil }
        var result: [[UInt8]] = []
        for choice in text[(open + 1)..<close].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            for tail in tails { result.append(text[..<open] + choice + tail) }
        }
        return result.count <= maximum ? result : nil
    }
}
