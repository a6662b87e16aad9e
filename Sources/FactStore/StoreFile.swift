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
    /// How many seconds to wait for other processes.
    var patience = 10

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
            } catch  where isDamage(error) {
                let reason = (error as? DatabaseError)?.message
                notices.append(try setAside("damaged", reason: reason ?? "it is damaged"))
            } catch {
                throw FactStoreError(error, location: path)
            }
        }
        throw FactStoreError(code: .damaged, message: "the store cannot be rebuilt", location: path)
    }

    private func connect() throws -> DatabaseQueue {
        // For the user's eyes alone, and with it the files that SQLite makes beside it.
        let descriptor = openOrCreate(path)
        if descriptor >= 0 { close(descriptor) }
        var configuration = Configuration()
        configuration.label = "facts"
        configuration.busyMode = .timeout(TimeInterval(patience))
        let pages = maximumPages
        configuration.prepareDatabase { database in
            // Before the first table only: on a file that has some, the second would wait for every writer.
            // Answers are some kilobytes, and pruning gives room back to the system.
            if try Int.fetchOne(database, sql: "PRAGMA page_count") == 0 {
                try database.execute(sql: "PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL;")
            }
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
                code: .unavailable, message: "the directory cannot be made", location: directory,
                cause: error.localizedDescription)
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
        let descriptor = openOrCreate(file)
        guard descriptor >= 0 else {
            throw FactStoreError(
                code: .unavailable, message: "the lock cannot be made", location: file,
                cause: String(cString: strerror(errno)))
        }
        // Polling, since a holder that is stopped would else stop everyone; the lock is held for milliseconds.
        for _ in 0...(patience * 50) {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return descriptor }
            if errno != EWOULDBLOCK, errno != EINTR {
                let cause = String(cString: strerror(errno))
                close(descriptor)
                throw FactStoreError(
                    code: .unavailable, message: "the lock cannot be had", location: file, cause: cause)
            }
            usleep(20_000)
        }
        close(descriptor)
        throw FactStoreError(code: .busy, message: "another process keeps the store locked", location: file)
    }
}

// The C function, where the name would mean the method.
private func openOrCreate(_ path: String) -> Int32 {
    open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
}
