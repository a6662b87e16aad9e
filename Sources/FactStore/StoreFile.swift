import Foundation
import GRDB

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The database file of a directory: opening it, and setting it aside when it is no good.
struct StoreFile: Sendable {
    let directory: String
    /// For tests: the most pages that the file may have, as a full disk would.
    var maximumPages: Int?

    var path: String { directory + "/facts-v1.sqlite" }

    /// An open database, and which file it is: another process may have put a new one in its place.
    struct Connection {
        let queue: DatabaseQueue
        let identity: FileIdentity?
    }

    /// Opens the store, making or rebuilding it as needed.
    ///
    /// - Parameter unusable: a file that turned out damaged in use. It is set aside, unless another process
    ///   has done so meanwhile.
    func open(replacing unusable: FileIdentity? = nil) throws(FactStoreError) -> (Connection, notices: [String]) {
        try prepareDirectory()
        // Only opening and setting aside are exclusive; SQLite itself arranges readers and writers.
        let lock = try lock()
        defer { close(lock) }
        var notices: [String] = []
        if let unusable, FileIdentity(path) == unusable {
            notices.append(try setAside("damaged", reason: "it is damaged"))
        }
        for _ in 0..<2 {
            do {
                let queue = try connect()
                switch try queue.read(Schema.state) {
                case .ours: return (Connection(queue: queue, identity: FileIdentity(path)), notices)
                case .empty:
                    try queue.write(Schema.create)
                    return (Connection(queue: queue, identity: FileIdentity(path)), notices)
                case .foreign(let reason):
                    try queue.close()
                    notices.append(try setAside("foreign", reason: reason))
                }
            } catch let error as FactStoreError {
                throw error
            } catch let error as DatabaseError where error.isDamage {
                notices.append(try setAside("damaged", reason: error.message ?? "it is damaged"))
            } catch {
                throw FactStoreError(error, location: path)
            }
        }
        throw FactStoreError(code: .damaged, message: "the store cannot be rebuilt", location: path)
    }

    private func connect() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "facts"
        configuration.busyMode = .timeout(10)
        let pages = maximumPages
        configuration.prepareDatabase { database in
            // Before the first table; no effect on a file that has some. Answers are some kilobytes, and pruning
            // gives room back to the system.
            try database.execute(sql: "PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL;")
            _ = try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL")
            // The last commits may be lost with the power, never the file.
            try database.execute(sql: "PRAGMA synchronous = NORMAL; PRAGMA cell_size_check = ON;")
            if let pages { _ = try Int.fetchOne(database, sql: "PRAGMA max_page_count = \(pages)") }
        }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    private func prepareDirectory() throws(FactStoreError) {
        do {
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw FactStoreError(
                code: .unavailable, message: "the directory cannot be made", location: directory, cause: "\(error)")
        }
        var status = stat()
        guard stat(directory, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw FactStoreError(code: .unavailable, message: "not a directory", location: directory)
        }
        // Facts tell of private code. A directory of another owner is left as it is, and one on a file system
        // without permissions keeps those that it has.
        if status.st_uid == geteuid(), status.st_mode & 0o077 != 0 { chmod(directory, 0o700) }
    }

    /// A descriptor that holds the lock until it is closed, or the process ends in whatever way.
    private func lock() throws(FactStoreError) -> Int32 {
        let file = directory + "/facts-v1.lock"
        let descriptor = openLock(file)
        guard descriptor >= 0 else {
            throw FactStoreError(
                code: .unavailable, message: "the lock cannot be made", location: file,
                cause: String(cString: strerror(errno)))
        }
        while flock(descriptor, LOCK_EX) != 0 {
            if errno == EINTR { continue }
            let cause = String(cString: strerror(errno))
            close(descriptor)
            throw FactStoreError(code: .unavailable, message: "the lock cannot be had", location: file, cause: cause)
        }
        return descriptor
    }
}

// The C function, where the name would mean the method.
private func openLock(_ path: String) -> Int32 {
    open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
}
