import Foundation
import GRDB
import Synchronization

/// The answers of analyzers, kept by (analyzer, path, content) in one SQLite file.
///
/// Any number of processes may use one directory at once. The file may be deleted at any time: nothing is lost
/// but time. A damaged file is set aside and begun anew, and the caller finds it told in ``notices``.
package final class FactStore: Sendable {
    /// The directory of the file.
    package let directory: String
    private let file: StoreFile
    /// Days since 1970.
    private let today: Int
    private let state: Mutex<State>

    private struct State {
        var connection: StoreFile.Connection
        var notices: [String]
    }

    /// Opens the store in `directory`, which is made if need be, readable by the user alone.
    ///
    /// Throws `unavailable` where nothing can be written, and the caller goes on without a store.
    package convenience init(directory: String) throws(FactStoreError) {
        try self.init(
            file: StoreFile(directory: directory), today: Int((Date().timeIntervalSince1970 / 86_400).rounded(.down)))
    }

    init(file: StoreFile, today: Int) throws(FactStoreError) {
        self.file = file
        self.today = today
        directory = file.directory
        let (connection, notices) = try file.open()
        state = Mutex(State(connection: connection, notices: notices))
    }

    /// What the user should know: a damaged store was set aside. In the order in which it happened.
    package var notices: [String] {
        state.withLock { $0.notices }
    }

    /// The answers that are there. Unknown keys are simply absent.
    package func load(_ keys: [FactKey]) throws(FactStoreError) -> [FactKey: [UInt8]] {
        if keys.isEmpty { return [:] }
        let found = try perform { [today] database in try FactReading(database: database, today: today).load(keys) }
        if !found.damaged.isEmpty {
            note("\(file.path): damaged facts: \(found.damaged.count); they are extracted again")
        }
        // Once a day for each fact; most scans write nothing here.
        if !found.damaged.isEmpty || !found.stale.isEmpty {
            do throws(FactStoreError) {
                try mark(found)
            } catch {
                // The answers are there all the same.
                note("the store could not note which facts were used: \(error)")
            }
        }
        return found.answers
    }

    /// Keeps the answers, all or none. An answer that is there already is replaced.
    package func save(_ facts: [(FactKey, [UInt8])]) throws(FactStoreError) {
        if facts.isEmpty { return }
        try perform { [today] database in
            try database.inTransaction(.immediate) {
                try FactWriting(database: database, today: today).save(facts)
                return .commit
            }
        }
    }

    /// Forgets these answers, where they are there.
    package func forget(_ keys: [FactKey]) throws(FactStoreError) {
        if keys.isEmpty { return }
        try perform { [today] database in
            try database.inTransaction(.immediate) {
                try FactWriting(database: database, today: today).delete(keys)
                return .commit
            }
        }
    }

    /// Forgets what was not used for the longest time, until the store takes at most `bytes` on disk.
    /// Returns how many facts were forgotten.
    @discardableResult
    package func prune(toBytes bytes: Int) throws(FactStoreError) -> Int {
        try perform { database in try Pruning(database: database).prune(toBytes: bytes) }
    }

    private func mark(_ found: FactReading.Found) throws(FactStoreError) {
        try perform { [today] database in
            try database.inTransaction(.immediate) {
                let writing = FactWriting(database: database, today: today)
                try writing.delete(found.damaged)
                try writing.touch(found.stale)
                return .commit
            }
        }
    }

    private func note(_ notice: String) {
        state.withLock { $0.notices.append(notice) }
    }

    /// Runs `body` on the database. Damage is set aside once, and `body` run again on the new store.
    private func perform<Result: Sendable>(
        _ body: @Sendable (Database) throws -> Result
    ) throws(FactStoreError) -> Result {
        do {
            return try state.withLock { state in
                do {
                    return try state.connection.queue.writeWithoutTransaction(body)
                } catch  where isDamage(error) {
                    let damaged = state.connection
                    // Closing tries to write back, which may fail on a damaged file; its fate is decided anyway.
                    try? damaged.queue.close()
                    let (fresh, notices) = try file.open(replacing: damaged.identity)
                    state.connection = fresh
                    state.notices += notices
                    return try fresh.queue.writeWithoutTransaction(body)
                }
            }
        } catch let error as FactStoreError {
            throw error
        } catch {
            throw FactStoreError(error, location: file.path)
        }
    }
}
