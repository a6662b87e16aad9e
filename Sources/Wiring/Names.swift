/// A name's index in ``Names``.
typealias NameID = Int32

/// Every distinct name once, so that the linker compares and hashes integers.
struct Names {
    private(set) var texts: [String] = []
    /// Names of ASCII alone, which nearly all are: their bytes are hashed as they are. Others may be equal with other bytes.
    private var slots: [Slot]
    private var others: [String: NameID] = [:]
    /// Differs from run to run, so that nobody can write a repository whose names collide. No result depends on it.
    private let seed = UInt64.random(in: .min ... .max) | 1

    private struct Slot {
        var hash: UInt32
        var id: NameID
    }

    init() { slots = Array(repeating: Slot(hash: 0, id: -1), count: 1024) }

    mutating func id(_ text: String) -> NameID {
        guard let hash = hash(text) else {
            if let id = others[text] { return id }
            let id = add(text)
            others[text] = id
            return id
        }
        let place = place(of: text, hash)
        if slots[place].id >= 0 { return slots[place].id }
        let id = add(text)
        slots[place] = Slot(hash: hash, id: id)
        if (texts.count - others.count) * 2 > slots.count { grow() }
        return id
    }

    /// The id of a name that was seen before.
    func find(_ text: String) -> NameID? {
        guard let hash = hash(text) else { return others[text] }
        let id = slots[place(of: text, hash)].id
        return id < 0 ? nil : id
    }

    subscript(id: NameID) -> String { texts[Int(id)] }

    private mutating func add(_ text: String) -> NameID {
        texts.append(text)
        return NameID(texts.count - 1)
    }

    /// The slot of a name, or the empty one where it would be.
    private func place(of text: String, _ hash: UInt32) -> Int {
        var place = Int(hash) & (slots.count - 1)
        while slots[place].id >= 0, slots[place].hash != hash || texts[Int(slots[place].id)] != text {
            place = (place + 1) & (slots.count - 1)
        }
        return place
    }

    private mutating func grow() {
        let old = slots
        slots = Array(repeating: Slot(hash: 0, id: -1), count: old.count * 2)
        for slot in old where slot.id >= 0 {
            var place = Int(slot.hash) & (slots.count - 1)
            while slots[place].id >= 0 { place = (place + 1) & (slots.count - 1) }
            slots[place] = slot
        }
    }

    /// Nil for a text that is not of ASCII alone.
    private func hash(_ text: String) -> UInt32? {
        let known = text.utf8.withContiguousStorageIfAvailable { hash(UnsafeRawBufferPointer($0)) }
        if let known { return known }
        return Array(text.utf8).withUnsafeBytes(hash)
    }

    private func hash(_ bytes: UnsafeRawBufferPointer) -> UInt32? {
        var state = seed ^ UInt64(bytes.count)
        var all: UInt64 = 0
        func mix(_ word: UInt64) {
            all |= word
            let product = (state ^ word).multipliedFullWidth(by: seed)
            state = product.high ^ product.low &+ 0x9E37_79B9_7F4A_7C15
        }
        var offset = 0
        while offset + 8 <= bytes.count {
            mix(bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            offset += 8
        }
        var rest: UInt64 = 0
        while offset < bytes.count {
            rest = rest << 8 | UInt64(bytes[offset])
            offset += 1
        }
        mix(rest)
        guard all & 0x8080_8080_8080_8080 == 0 else { return nil }
        return UInt32(truncatingIfNeeded: state ^ state >> 32)
    }
}

/// Two 32-bit ids as one hash key.
func pair(_ high: Int32, _ low: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: high)) << 32 | UInt64(UInt32(bitPattern: low))
}
