import GRDB

/// Makes the store smaller.
struct Pruning {
    let database: Database

    /// A fact takes some bytes beside its answer: its key, the day, and what pages leave unused.
    private static let overhead = 256

    func prune(toBytes limit: Int) throws -> Int {
        // Most scans end here.
        if try usedBytes() <= limit { return 0 }
        var forgotten = 0
        try database.inTransaction(.immediate) {
            // What a fact takes is an estimate, so look again until it fits.
            while true {
                let excess = try usedBytes() - limit
                guard excess > 0 else { break }
                let count = try forgetLeastRecent(bytes: excess)
                if count == 0 { break }
                forgotten += count
            }
            try database.execute(sql: "DELETE FROM analyzers WHERE id NOT IN (SELECT DISTINCT analyzer FROM facts)")
            return .commit
        }
        // Free pages go back to the system, and the log is emptied into the file. Where another process is
        // reading, the log stays until a later time.
        _ = try Row.fetchAll(database, sql: "PRAGMA incremental_vacuum")
        _ = try Row.fetchAll(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        return forgotten
    }

    private func usedBytes() throws -> Int {
        let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
        let free = try Int.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0
        return (pages - free) * (try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 0)
    }

    /// Forgets the facts of the longest unused days, together at least `bytes`; within a day, the oldest.
    private func forgetLeastRecent(bytes: Int) throws -> Int {
        var last: (day: Int64, answer: Int64)?
        var sum = 0
        let rows = try Row.fetchCursor(
            database, sql: "SELECT used_day, answer, bytes FROM facts ORDER BY used_day, answer")
        while sum < bytes, let row = try rows.next() {
            // A damaged size must not end the loop, nor overflow.
            sum += Int(min(max(try row.integer(at: 2), 0), 1 << 40)) + Self.overhead
            last = (try row.integer(at: 0), try row.integer(at: 1))
        }
        guard let last else { return 0 }
        let condition = "used_day < :day OR (used_day = :day AND answer <= :answer)"
        let arguments: StatementArguments = ["day": last.day, "answer": last.answer]
        try database.execute(
            sql: "DELETE FROM answers WHERE id IN (SELECT answer FROM facts WHERE \(condition))", arguments: arguments)
        try database.execute(sql: "DELETE FROM facts WHERE \(condition)", arguments: arguments)
        return database.changesCount
    }
}
