/// A name's index in ``Names``.
typealias NameID = Int32

/// Every distinct name once, so that the linker compares and hashes integers.
struct Names {
    private var ids: [String: NameID] = [:]
    private(set) var texts: [String] = []

    mutating func id(_ text: String) -> NameID {
        if let id = ids[text] { return id }
        let id = NameID(texts.count)
        ids[text] = id
        texts.append(text)
        return id
    }

    /// The id of a name that was seen before.
    func find(_ text: String) -> NameID? { ids[text] }

    subscript(id: NameID) -> String { texts[Int(id)] }
}

/// Two 32-bit ids as one hash key.
func pair(_ high: Int32, _ low: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: high)) << 32 | UInt64(UInt32(bitPattern: low))
}
