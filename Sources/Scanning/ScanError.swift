/// Why a scan could not be done. What concerns single files or analyzers is no error, but stands in the report.
package struct ScanError: Error, Sendable, CustomStringConvertible {
    package enum Code: Sendable {
        /// The repository or the revision could not be opened.
        case repository
        /// The program's own data is missing or broken.
        case installation
        /// The caller asked for something that is not there.
        case request
        case cancelled
    }

    package let code: Code
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
