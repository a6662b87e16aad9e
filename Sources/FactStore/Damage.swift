import GRDB

/// A value that no store of ours holds: its bytes are not what was written.
struct UnexpectedValue: Error {}

/// Whether the error says that the file is not a sound database.
func isDamage(_ error: any Error) -> Bool {
    switch error {
    case let error as DatabaseError: error.resultCode == .SQLITE_CORRUPT || error.resultCode == .SQLITE_NOTADB
    case is UnexpectedValue, is RowDecodingError: true
    default: false
    }
}

extension Row {
    /// The value as an integer. Subscripts would trap on any other, and a damaged page may hold anything.
    func integer(at index: Int) throws -> Int64 {
        guard let value = Int64.fromDatabaseValue(self[index] as DatabaseValue) else { throw UnexpectedValue() }
        return value
    }

    func text(at index: Int) throws -> String {
        guard let value = String.fromDatabaseValue(self[index] as DatabaseValue) else { throw UnexpectedValue() }
        return value
    }
}
