/// A set of small non-negative integers, in pages that are made when something is put into them: what is nearly empty costs
/// nearly nothing, however large its members may be.
package struct BitSet: Sendable {
    /// By page, where its words begin in `words`; -1 for an empty one.
    private var pages: [Int32]
    private var words: [UInt64] = []

    private static let wordsPerPage = 64
    /// A member's page is what is left of it without these bits.
    private static let pageShift = 12

    package init(capacity: Int) {
        pages = Array(repeating: -1, count: (capacity + 1 << Self.pageShift - 1) >> Self.pageShift)
    }

    package func contains(_ member: Int32) -> Bool {
        let index = Int(member)
        guard index >= 0, index >> Self.pageShift < pages.count else { return false }
        let start = pages[index >> Self.pageShift]
        return start >= 0 && words[Int(start) + (index >> 6) & 63] & (1 << UInt64(index & 63)) != 0
    }

    /// - Returns: whether it was not a member before.
    @discardableResult
    package mutating func insert(_ member: Int32) -> Bool {
        let index = Int(member)
        let page = index >> Self.pageShift
        var start = Int(pages[page])
        if start < 0 {
            start = words.count
            pages[page] = Int32(start)
            words.append(contentsOf: repeatElement(0, count: Self.wordsPerPage))
        }
        let word = start + (index >> 6) & 63
        let bit: UInt64 = 1 << UInt64(index & 63)
        guard words[word] & bit == 0 else { return false }
        words[word] |= bit
        return true
    }

    package mutating func remove(_ member: Int32) {
        guard contains(member) else { return }
        let index = Int(member)
        words[Int(pages[index >> Self.pageShift]) + (index >> 6) & 63] &= ~(1 << UInt64(index & 63))
    }

    package var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    /// The members in order.
    package var members: [Int32] {
        var result: [Int32] = []
        result.reserveCapacity(count)
        forEachWord { first, word in
            var rest = words[word]
            while rest != 0 {
                result.append(Int32(first + rest.trailingZeroBitCount))
                rest &= rest - 1
            }
        }
        return result
    }

    /// For each word, how many members are smaller than all that it may hold.
    fileprivate var ranks: [Int32] {
        var result = [Int32](repeating: 0, count: words.count)
        var count: Int32 = 0
        forEachWord { _, word in
            result[word] = count
            count += Int32(words[word].nonzeroBitCount)
        }
        return result
    }

    /// The place of a member among all members in order.
    fileprivate func rank(_ member: Int32, _ ranks: [Int32]) -> Int {
        let index = Int(member)
        let word = Int(pages[index >> Self.pageShift]) + (index >> 6) & 63
        let below = words[word] & ((1 << UInt64(index & 63)) - 1)
        return Int(ranks[word]) + below.nonzeroBitCount
    }

    /// The smallest integer that each word may hold, in order.
    private func forEachWord(_ body: (_ first: Int, _ word: Int) -> Void) {
        for (page, start) in pages.enumerated() where start >= 0 {
            for word in 0..<Self.wordsPerPage { body(page << Self.pageShift + word << 6, Int(start) + word) }
        }
    }
}

/// A set whose members have places, in their order: what is known of each lies in an array beside it.
struct RankedSet: Sendable {
    let set: BitSet
    private let ranks: [Int32]

    init(_ set: BitSet) {
        self.set = set
        ranks = set.ranks
    }

    /// Only for members.
    func place(of member: Int32) -> Int { set.rank(member, ranks) }
}

/// A number for some small non-negative integers, in pages as those of ``BitSet``.
struct SparseNumbers {
    private var pages: [Int32]
    private var values: [Int32] = []
    private static let pageShift = 8

    init(capacity: Int) {
        pages = Array(repeating: -1, count: (capacity + 1 << Self.pageShift - 1) >> Self.pageShift)
    }

    /// -1 where none was set.
    subscript(_ key: Int32) -> Int32 {
        get {
            let start = pages[Int(key) >> Self.pageShift]
            return start < 0 ? -1 : values[Int(start) + Int(key) & 255]
        }
        set {
            let page = Int(key) >> Self.pageShift
            if pages[page] < 0 {
                pages[page] = Int32(values.count)
                values.append(contentsOf: repeatElement(-1, count: 1 << Self.pageShift))
            }
            values[Int(pages[page]) + Int(key) & 255] = newValue
        }
    }
}
