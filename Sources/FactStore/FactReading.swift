import Foundation
import GRDB

/// Reads many answers at once.
struct FactReading {
    let database: Database
    let today: Int

    struct Found: Sendable {
        var answers: [FactKey: [UInt8]] = [:]
        /// Found, and not yet marked as used today.
        var stale: [FactKey] = []
        /// Not as they were written.
        var damaged: [FactKey] = []
    }

    func load(_ keys: [FactKey]) throws -> Found {
        var found = Found()
        found.answers.reserveCapacity(keys.count)
        let analyzers = try AnalyzerNumbers.all(database)
        let statement = try database.makeStatement(sql: Statements.find)
        // One read transaction: without it each look-up takes and gives back the lock.
        try database.inTransaction(.deferred) {
            for key in keys {
                guard let analyzer = analyzers[key.analyzer] else { continue }
                let arguments: StatementArguments = [analyzer, Data(key.path), key.object]
                let rows = try Row.fetchCursor(statement, arguments: arguments)
                guard let row = try rows.next() else { continue }
                let stored = try row.integer(at: 1)
                let answer = try row.withUnsafeData(atIndex: 0) { data -> [UInt8]? in
                    let bytes = data.map { [UInt8]($0) } ?? []
                    return bytes.withUnsafeBytes(checksum) == stored ? bytes : nil
                }
                guard let answer else {
                    found.damaged.append(key)
                    continue
                }
                found.answers[key] = answer
                if try row.integer(at: 2) != today { found.stale.append(key) }
            }
            return .commit
        }
        return found
    }
}

/// Fingerprints are long and few; facts hold a number instead.
enum AnalyzerNumbers {
    static func all(_ database: Database) throws -> [String: Int64] {
        let rows = try Row.fetchAll(database, sql: "SELECT fingerprint, id FROM analyzers")
        let pairs = try rows.map { (try $0.text(at: 0), try $0.integer(at: 1)) }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }

    static func number(of fingerprint: String, in database: Database) throws -> Int64 {
        let find = "SELECT id FROM analyzers WHERE fingerprint = ?"
        if let number = try Int64.fetchOne(database, sql: find, arguments: [fingerprint]) { return number }
        try database.execute(sql: "INSERT INTO analyzers (fingerprint) VALUES (?)", arguments: [fingerprint])
        return database.lastInsertedRowID
    }
}
