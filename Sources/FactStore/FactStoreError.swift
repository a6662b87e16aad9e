import GRDB

/// Why the store cannot be used. None of these should end a scan: facts can always be extracted again.
package struct FactStoreError: Error, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable, Hashable {
        /// The directory or the file cannot be created, opened or written.
        case unavailable
        /// No room on the disk.
        case full
        /// Other processes kept the store locked for too long.
        case busy
        /// Damaged, and setting it aside did not help.
        case damaged
        /// Anything else that SQLite says.
        case failed
    }

    package let code: Code
    /// A plain sentence without a final stop.
    package let message: String
    /// The file or directory.
    package let location: String
    /// What SQLite or the operating system said.
    package let cause: String?

    package init(code: Code, message: String, location: String, cause: String? = nil) {
        self.code = code
        self.message = message
        self.location = location
        self.cause = cause
    }

    package var description: String {
        "\(location): \(message)" + (cause.map { " (\($0))" } ?? "")
    }
}

extension FactStoreError {
    init(_ error: any Error, location: String) {
        if error is UnexpectedValue || error is RowDecodingError {
            self.init(code: .damaged, message: "the store is damaged", location: location, cause: "\(error)")
            return
        }
        guard let error = error as? DatabaseError else {
            self.init(code: .failed, message: "the store failed", location: location, cause: "\(error)")
            return
        }
        let (code, message): (Code, String) =
            switch error.resultCode {
            case .SQLITE_FULL: (.full, "no room for the store")
            case .SQLITE_BUSY, .SQLITE_LOCKED: (.busy, "other processes keep the store locked")
            case .SQLITE_CORRUPT, .SQLITE_NOTADB: (.damaged, "the store is damaged")
            case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH, .SQLITE_IOERR, .SQLITE_NOLFS:
                (.unavailable, "the store cannot be opened or written")
            default: (.failed, "the store failed")
            }
        self.init(code: code, message: message, location: location, cause: error.message ?? "\(error.resultCode)")
    }
}
