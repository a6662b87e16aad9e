internal import Wiring

/// Finds many names in a text in one pass: words are hashed, and the few that begin a name are compared with it.
struct MentionTable: Sendable {
    private struct Name: Sendable {
        let bytes: [UInt8]
        let isPackage: Bool
        /// Whether it is a path from its root on: a slash stands before it, and no other segment before that.
        let isPath: Bool
        /// Whether it begins with an underscore, before which no word stands.
        let isTail: Bool
    }

    private let names: [Name]
    /// Names by the hash of their first word.
    private let starts: [UInt64: [Int]]
    /// A bit for the low bits of each hash, asked before the table.
    private var filter = [UInt64](repeating: 0, count: 1024)
    /// Places of one name in one file beyond these say nothing new.
    private static let maximumPlaces = 32

    init(_ queries: [MentionQuery]) {
        names = queries.map { query in
            let isPath = query.text.hasPrefix("/")
            let isTail = query.text.hasPrefix("_")
            return Name(
                bytes: query.text.utf8.drop {
                    isPath && $0 == UInt8(ascii: "/") || isTail && $0 == UInt8(ascii: "_")
                }.map { query.isPackage ? Self.folded($0) : $0 },
                isPackage: query.isPackage, isPath: isPath, isTail: isTail)
        }
        var starts: [UInt64: [Int]] = [:]
        for (index, name) in names.enumerated() {
            let word = name.bytes.prefix(while: Self.isWord)
            guard !word.isEmpty else { continue }
            let hash = word.reduce(Self.seed) { Self.mixed($0, $1) }
            starts[hash, default: []].append(index)
            filter[Int(hash >> 6 & 1023)] |= 1 << (hash & 63)
        }
        self.starts = starts
    }

    /// - Returns: the names found with their lines, sorted by line.
    func find(in bytes: UnsafeRawBufferPointer) -> [(name: Int, line: Int)] {
        var found: [(name: Int, line: Int)] = []
        var counts: [Int: Int] = [:]
        var line = 1
        var position = 0
        while position < bytes.count {
            let byte = bytes[position]
            if !Self.isWord(byte) {
                if byte == UInt8(ascii: "\n") { line += 1 }
                position += 1
                continue
            }
            let start = position
            var hash = Self.seed
            while position < bytes.count, Self.isWord(bytes[position]) {
                hash = Self.mixed(hash, bytes[position])
                position += 1
            }
            guard filter[Int(hash >> 6 & 1023)] & (1 << (hash & 63)) != 0, let candidates = starts[hash] else {
                continue
            }
            let isBehind = start > 0 && bytes[start - 1] == UInt8(ascii: "_")
            for index in candidates where names[index].isTail == isBehind && matches(names[index], bytes, start) {
                let count = counts[index, default: 0]
                guard count < Self.maximumPlaces, found.last.map({ $0 != (index, line) }) ?? true else { continue }
                counts[index] = count + 1
                found.append((index, line))
            }
        }
        return found
    }

    private func matches(_ name: Name, _ bytes: UnsafeRawBufferPointer, _ start: Int) -> Bool {
        let end = start + name.bytes.count
        guard end <= bytes.count else { return false }
        if name.isPath {
            guard start > 0, bytes[start - 1] == UInt8(ascii: "/") else { return false }
            if start > 1, Self.isWord(bytes[start - 2]) || ")>]_}".utf8.contains(bytes[start - 2]) { return false }
        }
        if name.isTail, start > 1, Self.isWord(bytes[start - 2]) || bytes[start - 2] == UInt8(ascii: "_") {
            return false
        }
        for (offset, wanted) in name.bytes.enumerated() {
            let byte = bytes[start + offset]
            if (name.isPackage ? Self.folded(byte) : byte) != wanted { return false }
        }
        return end == bytes.count || !(Self.isWord(bytes[end]) || bytes[end] == UInt8(ascii: "_"))
    }

    private static let seed: UInt64 = 14_695_981_039_346_656_037
    private static func mixed(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
        (hash ^ UInt64(lowered(byte))) &* 1_099_511_628_211
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (97...122).contains(byte | 0x20) && byte < 0x80 || (48...57).contains(byte)
    }

    private static func lowered(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte | 0x20 : byte }

    /// Package names have no case, and one sign for `-`, `_` and `.`.
    private static func folded(_ byte: UInt8) -> UInt8 {
        byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".") ? UInt8(ascii: "-") : lowered(byte)
    }
}
