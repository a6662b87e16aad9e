/// Which lines of which files a page shows. What was asked for first is read first.
struct WantedLines {
    private var order: [Int] = []
    private var ranges: [Int: [Range<Int>]] = [:]
    private var masked: [Int: Set<Int>] = [:]

    mutating func add(_ file: Int, from: Int, to: Int) {
        if ranges[file] == nil { order.append(file) }
        ranges[file, default: []].append(max(1, from)..<max(2, to + 1))
    }

    mutating func hide(_ file: Int, from: Int, to: Int) {
        guard from <= to else { return }
        masked[file, default: []].formUnion(from...to)
    }

    func hidden(_ file: Int) -> Set<Int> { masked[file] ?? [] }

    /// By file, without overlaps, sorted by line.
    var pieces: [(file: Int, pieces: [Range<Int>])] {
        order.map { file in
            var joined: [Range<Int>] = []
            for range in (ranges[file] ?? []).sorted(by: { $0.lowerBound < $1.lowerBound }) {
                if let last = joined.last, last.upperBound >= range.lowerBound {
                    joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
                } else {
                    joined.append(range)
                }
            }
            return (file, joined)
        }
    }

    /// Whether a message shows what is left of a secret: `ghp_…40`.
    static func isMasked(_ message: String) -> Bool {
        var rest = message[...]
        while let mark = rest.firstIndex(of: "…") {
            rest = rest[rest.index(after: mark)...]
            if rest.first?.isNumber == true { return true }
        }
        return false
    }
}
