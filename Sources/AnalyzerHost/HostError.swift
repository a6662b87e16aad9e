/// Why an analyzer cannot be used.
package struct HostError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Code: Sendable, Equatable {
        /// analyzer.json cannot be read, or says something that is not allowed.
        case invalidManifest
        /// It speaks no protocol version that this host speaks.
        case unsupportedProtocol
        /// Two analyzers have one name.
        case duplicateName
        /// A program that it needs is not there.
        case missingProgram
        /// A conformance transcript that cannot be read.
        case invalidTranscript
    }

    package var code: Code
    /// What is wrong and, where there is something to do, what to do.
    package var message: String
    /// The file it concerns.
    package var location: String?
    /// What the system said.
    package var cause: String?

    package init(_ code: Code, _ message: String, location: String? = nil, cause: String? = nil) {
        self.code = code
        self.message = message
        self.location = location
        self.cause = cause
    }

    package var description: String {
        [location, message, cause].compactMap(\.self).joined(separator: ": ")
    }
}
