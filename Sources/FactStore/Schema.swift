import GRDB

/// The tables, and what tells our file from another.
enum Schema {
    /// In the file's header; other programs' files have others.
    static let applicationID: Int32 = 0x6761_706D
    static let version: Int32 = 1

    enum State {
        case ours, empty
        /// Of another version or another program.
        case foreign(String)
    }

    static func state(of database: Database) throws -> State {
        let application = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        let version = try Int32.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") ?? 0
        if application == 0, version == 0, tables == 0 { return .empty }
        guard application == applicationID else { return .foreign("not a store of facts") }
        guard version == self.version else {
            return .foreign("version \(version) of the store, this is \(self.version)")
        }
        do {
            // Right by its header, yet without the tables.
            _ = try database.makeStatement(sql: Statements.find)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {
            return .foreign(error.message ?? "other tables")
        }
        return .ours
    }

    static func create(in database: Database) throws {
        try database.execute(
            sql: """
                PRAGMA application_id = \(applicationID);
                PRAGMA user_version = \(version);
                CREATE TABLE analyzers (
                    id INTEGER PRIMARY KEY,
                    fingerprint TEXT NOT NULL UNIQUE
                );
                CREATE TABLE answers (
                    id INTEGER PRIMARY KEY,
                    checksum INTEGER NOT NULL,
                    value BLOB NOT NULL
                );
                -- Apart from the answers: to note the day of use must not rewrite the answer.
                CREATE TABLE facts (
                    analyzer INTEGER NOT NULL,
                    path BLOB NOT NULL,
                    object TEXT NOT NULL,
                    answer INTEGER NOT NULL,
                    bytes INTEGER NOT NULL,
                    used_day INTEGER NOT NULL,
                    PRIMARY KEY (analyzer, path, object)
                ) WITHOUT ROWID;
                """)
    }
}

/// The SQL that is run again and again.
enum Statements {
    static let find = """
        SELECT answers.value, answers.checksum, facts.used_day FROM facts JOIN answers ON answers.id = facts.answer
        WHERE facts.analyzer = ? AND facts.path = ? AND facts.object = ?
        """
    static let findAnswer = "SELECT answer FROM facts WHERE analyzer = ? AND path = ? AND object = ?"
    static let insertAnswer = "INSERT INTO answers (checksum, value) VALUES (?, ?)"
    static let insertFact = """
        INSERT INTO facts (analyzer, path, object, answer, bytes, used_day) VALUES (?, ?, ?, ?, ?, ?)
        """
    static let touch = "UPDATE facts SET used_day = ? WHERE analyzer = ? AND path = ? AND object = ?"
    static let deleteFact = "DELETE FROM facts WHERE analyzer = ? AND path = ? AND object = ?"
    static let deleteAnswer = "DELETE FROM answers WHERE id = ?"
}
