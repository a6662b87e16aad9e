/// Numbered globs by the last segment that a path must have: most paths are refused by a hash or two.
struct GlobIndex: Sendable {
    /// What a path with the right last segment is asked besides; nil where nothing is.
    private typealias Candidate = (id: Int, glob: Glob?)

    private var byName: [String: [Candidate]] = [:]
    /// By the suffix after the last dot, where the glob's suffix has one.
    private var byExtension: [String: [Candidate]] = [:]
    private var others: [Candidate] = []

    mutating func insert(_ glob: Glob, id: Int) {
        guard let last = glob.lastSegments else {
            others.append((id, glob))
            return
        }
        for (text, isSuffix, isAnywhere) in last {
            if !isSuffix {
                byName[String(decoding: text, as: UTF8.self), default: []].append((id, isAnywhere ? nil : glob))
            } else if let dot = text.lastIndex(of: UInt8(ascii: ".")) {
                // `*.go` says no more than its ending; `*_test.go` does.
                let isEnding = isAnywhere && dot == text.startIndex
                byExtension[String(decoding: text[dot...], as: UTF8.self), default: []].append(
                    (id, isEnding ? nil : glob))
            } else {
                others.append((id, glob))
            }
        }
    }

    /// The numbers of the globs that match, each once, in no order that means anything.
    func ids(matching path: String) -> [Int] {
        var path = path
        return path.withUTF8 { bytes in
            var found: [Int] = []
            func test(_ candidates: [Candidate]?) {
                guard let candidates else { return }
                for (id, glob) in candidates where !found.contains(id) && glob?.matches(bytes) != false {
                    found.append(id)
                }
            }
            let slash = bytes.lastIndex(of: UInt8(ascii: "/"))
            let name = bytes[(slash.map { $0 + 1 } ?? 0)...]
            test(byName[String(decoding: name, as: UTF8.self)])
            if let dot = name.lastIndex(of: UInt8(ascii: ".")) {
                test(byExtension[String(decoding: name[dot...], as: UTF8.self)])
            }
            test(others)
            return found
        }
    }
}
