internal import Foundation

/// A file that holds what can be made again: it begins with a mark and a checksum, and what is damaged is as good as absent.
package enum CheckedFile {
    /// - Parameter mark: eight ASCII characters that tell what it holds.
    package static func read(_ file: String, mark: String) -> [UInt8]? {
        guard let data = FileManager.default.contents(atPath: file), data.count > 16 else { return nil }
        let bytes = [UInt8](data)
        var sum = Checksum()
        let body = Array(bytes[16...])
        sum.add(body)
        guard Array(bytes[..<8]) == Array(mark.utf8), Array(bytes[8..<16]) == sum.bytes else { return nil }
        return body
    }

    /// In one step, so that another scan never reads half of it. A cache that cannot be written costs time alone.
    package static func write(_ bytes: [UInt8], to file: String, mark: String) {
        var sum = Checksum()
        sum.add(bytes)
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // What earlier catalogues and libraries left is of no use to anyone.
        let ending = "." + URL(fileURLWithPath: file).pathExtension
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        where name.hasSuffix(ending) {
            let old = folder.appendingPathComponent(name)
            let date = (try? FileManager.default.attributesOfItem(atPath: old.path))?[.modificationDate] as? Date
            if let date, date.timeIntervalSinceNow < -30 * 24 * 3600 { try? FileManager.default.removeItem(at: old) }
        }
        try? Data(Array(mark.utf8) + sum.bytes + bytes).write(to: URL(fileURLWithPath: file), options: .atomic)
    }
}

/// Notices damage and names what belongs together; not cryptographic: whoever can write to the cache can do worse.
package struct Checksum {
    private var hash: UInt64 = 0x9E37_79B9_7F4A_7C15

    package init() {}

    package mutating func add(_ bytes: [UInt8]) {
        mix(UInt64(bytes.count))
        bytes.withUnsafeBytes { raw in
            var offset = 0
            while offset + 8 <= raw.count {
                mix(raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian)
                offset += 8
            }
            var rest: UInt64 = 0
            for index in offset..<raw.count { rest = rest << 8 | UInt64(raw[index]) }
            mix(rest)
        }
    }

    private mutating func mix(_ word: UInt64) {
        // Odd multiplier: each step can be undone, so one changed word always changes the result.
        hash = (hash ^ word) &* 0xD6E8_FEB8_6659_FD93
        hash ^= hash >> 29
    }

    var bytes: [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: hash >> (8 * UInt64($0))) } }
    package var text: String { String(hash, radix: 16) }
}
