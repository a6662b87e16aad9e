/// Whether the content is the stand-in that Git LFS keeps in place of a large file.
///
/// https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md: UTF-8 lines `key value`, `version` first, below
/// 1024 bytes, with `oid` and `size`.
package func isLFSPointer(_ bytes: some Collection<UInt8>) -> Bool {
    guard bytes.count < 1_024 else { return false }
    let prefixes = ["version https://git-lfs.github.com/spec/", "version http://git-media.io/v/2"]
    guard prefixes.contains(where: { bytes.starts(with: $0.utf8) }) else { return false }
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    return lines.contains { $0.starts(with: "oid ".utf8) } && lines.contains { $0.starts(with: "size ".utf8) }
}

/// Whether the content is binary by git's own rule: a NUL among the first 8000 bytes.
package func isBinary(_ bytes: some Collection<UInt8>) -> Bool {
    bytes.prefix(8_000).contains(0)
}
