import Foundation
import GRDB

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension StoreFile {
    /// How many files that were set aside are kept for a look.
    static let kept = 2

    /// Renames the database, so that a new one takes its place; tells the user. To be called under the lock.
    func setAside(_ what: String, reason: String) throws(FactStoreError) -> String {
        let folder = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        let base = "facts-v1.sqlite.\(what)-"
        let numbers = folder.filter { $0.hasPrefix(base) }.compactMap { Int($0.dropFirst(base.count)) }.sorted()
        let name = base + String((numbers.last ?? 0) + 1)
        guard rename(path, directory + "/" + name) == 0 else {
            throw FactStoreError(
                code: .unavailable, message: "the store is unusable and cannot be set aside", location: path,
                cause: String(cString: strerror(errno)))
        }
        for suffix in ["-wal", "-shm"] { rename(path + suffix, directory + "/" + name + suffix) }
        for number in numbers.dropLast(Self.kept - 1) {
            for suffix in ["", "-wal", "-shm"] { unlink("\(directory)/\(base)\(number)\(suffix)") }
        }
        return "the store of facts was set aside as \(directory)/\(name) and begun anew: \(reason)"
    }
}

/// Which file a path leads to.
struct FileIdentity: Sendable, Equatable {
    private let device: UInt64
    private let number: UInt64

    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = UInt64(status.st_dev)
        number = UInt64(status.st_ino)
    }
}
