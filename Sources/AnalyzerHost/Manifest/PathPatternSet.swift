/// Patterns of which a path has to match one, by the last segment that each asks for: a manifest may list hundreds.
package struct PathPatternSet: Sendable {
    package let patterns: [PathPattern]
    private var byName: [String: [PathPattern]] = [:]
    /// By what stands from the last dot on.
    private var byEnding: [String: [PathPattern]] = [:]
    private var others: [PathPattern] = []

    package init(_ patterns: [PathPattern]) {
        self.patterns = patterns
        for pattern in patterns {
            switch pattern.lastSegment {
            case (let text, let isEnding)?:
                let key = String(decoding: text, as: UTF8.self)
                if isEnding {
                    byEnding[key, default: []].append(pattern)
                } else {
                    byName[key, default: []].append(pattern)
                }
            case nil: others.append(pattern)
            }
        }
    }

    package func matches(_ path: UnsafeBufferPointer<UInt8>) -> Bool {
        guard !patterns.isEmpty else { return false }
        let slash = path.lastIndex(of: UInt8(ascii: "/"))
        let name = path[(slash.map { $0 + 1 } ?? 0)...]
        func holds(_ candidates: [PathPattern]?) -> Bool { candidates?.contains { $0.matches(path) } ?? false }
        if holds(byName[String(decoding: name, as: UTF8.self)]) { return true }
        if let dot = name.lastIndex(of: UInt8(ascii: ".")),
            holds(byEnding[String(decoding: name[dot...], as: UTF8.self)])
        {
            return true
        }
        return holds(others)
    }
}
