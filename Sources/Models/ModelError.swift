/// What is wrong with a file of the catalogue, and where.
package struct ModelError: Error, Sendable, Equatable, CustomStringConvertible {
    package var file: String
    /// 1-based; nil where the file as a whole is meant.
    package var line: Int?
    package var message: String

    package init(file: String, line: Int? = nil, message: String) {
        self.file = file
        self.line = line
        self.message = message
    }

    package var description: String {
        line.map { "\(file):\($0): \(message)" } ?? "\(file): \(message)"
    }
}
