/// Small numbers by a key, those of each key in their order.
struct Buckets {
    private var offsets: [Int32]
    private let items: [Int32]

    /// - Parameter keys: for each item its key; an item without a key, -1, is left out.
    init(keyCount: Int, items: [Int32], keys: [Int32]) {
        var offsets = [Int32](repeating: 0, count: keyCount + 1)
        for key in keys where key >= 0 { offsets[Int(key) + 1] += 1 }
        for key in 0..<keyCount { offsets[key + 1] += offsets[key] }
        var places = offsets
        var sorted = [Int32](repeating: 0, count: Int(offsets[keyCount]))
        for (item, key) in zip(items, keys) where key >= 0 {
            sorted[Int(places[Int(key)])] = item
            places[Int(key)] += 1
        }
        self.offsets = offsets
        self.items = sorted
    }

    /// Every index by its key.
    init(keyCount: Int, keys: [Int32]) {
        self.init(keyCount: keyCount, items: Array(0..<Int32(keys.count)), keys: keys)
    }

    subscript(_ key: Int32) -> ArraySlice<Int32> {
        guard key >= 0, Int(key) + 1 < offsets.count else { return [] }
        return items[Int(offsets[Int(key)])..<Int(offsets[Int(key) + 1])]
    }
}
