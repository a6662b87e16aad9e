/// Notices bytes that the disk did not keep as they were written. SQLite checks its own structure, not contents.
///
/// Not cryptographic: whoever can write to the user's cache can do worse. One multiplication for eight bytes,
/// several gigabytes a second.
func checksum(_ bytes: UnsafeRawBufferPointer) -> Int64 {
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(bytes.count)
    var offset = 0
    while offset + 8 <= bytes.count {
        mix(&hash, bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian)
        offset += 8
    }
    var rest: UInt64 = 0
    while offset < bytes.count {
        rest = rest << 8 | UInt64(bytes[offset])
        offset += 1
    }
    mix(&hash, rest)
    hash ^= hash >> 32
    return Int64(bitPattern: hash)
}

@inline(__always)
private func mix(_ hash: inout UInt64, _ word: UInt64) {
    // Odd multiplier: each step can be undone, so one changed word always changes the result.
    hash = (hash ^ word) &* 0xD6E8_FEB8_6659_FD93
    hash ^= hash >> 29
}
