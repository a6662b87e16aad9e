/// Finds which of many literals a text contains, in one pass (Aho and Corasick, 1975). ASCII letters are compared without case
/// unless `isExact`.
struct LiteralIndex: Sendable {
    /// One row of `width` places for each state.
    private var next: [Int32] = []
    private var ids: [[Int]] = [[]]
    /// The column of each byte; all bytes that no literal has share column 0.
    private var column = [UInt8](repeating: 0, count: 256)
    private var width = 1
    private var literals: [(bytes: [UInt8], id: Int)] = []
    private let isExact: Bool

    init(isExact: Bool = false) { self.isExact = isExact }

    /// - Parameter literal: lower case, unless the index is exact.
    mutating func insert(_ literal: [UInt8], id: Int) { literals.append((literal, id)) }

    /// Makes the table. Call once, after the last insert.
    mutating func build() {
        for byte in Set(literals.flatMap(\.bytes)).sorted() {
            column[Int(byte)] = UInt8(clamping: width)
            width += 1
        }
        for byte in UInt8(ascii: "A")...UInt8(ascii: "Z") where !isExact {
            column[Int(byte)] = column[Int(byte | 0x20)]
        }
        next = Array(repeating: -1, count: width)
        for (bytes, id) in literals {
            var state = 0
            for byte in bytes {
                let place = state * width + Int(column[Int(byte)])
                if next[place] < 0 {
                    next[place] = Int32(ids.count)
                    ids.append([])
                    next += repeatElement(-1, count: width)
                }
                state = Int(next[place])
            }
            ids[state].append(id)
        }
        link()
        literals = []
    }

    /// Breadth first, where a state has no way on for a byte it goes where the longest other state that is its suffix goes.
    private mutating func link() {
        var fail = [Int](repeating: 0, count: ids.count)
        var queue: [Int] = []
        for place in 0..<width {
            if next[place] > 0 { queue.append(Int(next[place])) } else { next[place] = 0 }
        }
        var head = 0
        while head < queue.count {
            let state = queue[head]
            head += 1
            ids[state] += ids[fail[state]]
            for place in 0..<width {
                let onwards = next[fail[state] * width + place]
                if next[state * width + place] < 0 {
                    next[state * width + place] = onwards
                } else {
                    let child = Int(next[state * width + place])
                    fail[child] = Int(onwards)
                    queue.append(child)
                }
            }
        }
    }

    func ids(in text: String) -> [Int] {
        guard ids.count > 1 else { return [] }
        var found: [Int] = []
        var state = 0
        for byte in text.utf8 {
            state = Int(next[state * width + Int(column[Int(byte)])])
            if !ids[state].isEmpty { found += ids[state] }
        }
        return found
    }

    /// The ids of all literals that the bytes contain, each once.
    func ids(in bytes: UnsafeRawBufferPointer) -> Set<Int> {
        guard ids.count > 1 else { return [] }
        var found: Set<Int> = []
        var isFound = ids.map(\.isEmpty)
        column.withUnsafeBufferPointer { column in
            next.withUnsafeBufferPointer { next in
                isFound.withUnsafeMutableBufferPointer { isFound in
                    var state = 0
                    for byte in bytes {
                        state = Int(next[state &* width &+ Int(column[Int(byte)])])
                        if !isFound[state] {
                            isFound[state] = true
                            found.formUnion(ids[state])
                        }
                    }
                }
            }
        }
        return found
    }
}
