internal import CHyperscan

/// Where an expression ends in a content: at every byte from `first` to `last`.
struct PatternHit {
    let pattern: Int
    let first: Int
    var last: Int
}

/// Searches contents, one after another, with memory of its own. For one task.
final class PatternScanner {
    private let database: PatternDatabase
    private var scratch: OpaquePointer?
    private var hits: [PatternHit] = []
    /// The last hit of each pattern, so that the ends of one match in a row are one hit.
    private var open: [Int]
    private var isCut = false

    /// More are not looked at: a content of nothing but candidates is made to waste time.
    private static let mostHits = 100_000

    init(_ database: PatternDatabase) throws(SecretError) {
        self.database = database
        open = [Int](repeating: -1, count: database.count)
        guard hs_alloc_scratch(database.handle, &scratch) == HS_SUCCESS else {
            throw SecretError(description: "no memory to search with", index: nil)
        }
    }

    deinit { hs_free_scratch(scratch) }

    /// The ends of all matches, in order of their first ends, and whether there were too many to list.
    func scan(_ bytes: UnsafeRawBufferPointer) throws(SecretError) -> (hits: [PatternHit], isCut: Bool) {
        guard let base = bytes.baseAddress, !bytes.isEmpty else { return ([], false) }
        hits.removeAll(keepingCapacity: true)
        isCut = false
        for index in open.indices { open[index] = -1 }
        let status = hs_scan(
            database.handle, base.assumingMemoryBound(to: CChar.self), UInt32(bytes.count), 0, scratch,
            { id, _, end, _, context in
                guard let context else { return 1 }
                // The scanner outlives the call that hands it over.
                return Unmanaged<PatternScanner>.fromOpaque(context).takeUnretainedValue().take(Int(id), end: Int(end))
            }, Unmanaged.passUnretained(self).toOpaque())
        guard status == HS_SUCCESS || status == HS_SCAN_TERMINATED else {
            throw SecretError(description: "searching failed with code \(status)", index: nil)
        }
        return (hits, isCut)
    }

    private func take(_ pattern: Int, end: Int) -> Int32 {
        let known = open[pattern]
        if known >= 0, hits[known].last + 1 >= end {
            hits[known].last = max(hits[known].last, end)
            return 0
        }
        guard hits.count < Self.mostHits else {
            isCut = true
            return 1
        }
        open[pattern] = hits.count
        hits.append(PatternHit(pattern: pattern, first: end, last: end))
        return 0
    }
}
