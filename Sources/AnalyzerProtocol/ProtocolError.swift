/// What an analyzer said against the protocol.
package struct ProtocolError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of offence it is.
    package enum Code: Sendable, Equatable {
        /// The line is not one JSON value in valid UTF-8, or nests too deep.
        case invalidJSON
        /// The line is longer than the limit.
        case lineTooLong
        /// JSON, but no message: the host cannot tell which request it belongs to.
        case invalidMessage
        /// The answer to a known request, with facts that break the protocol: it costs that content only.
        case invalidFacts
    }

    package var code: Code
    package var message: String
    /// Where in the message, for example `symbols[3].line`; empty for the whole of it.
    package var field: String
    /// The request that the line answers, where it could be read.
    package var answerID: Int?

    package init(_ code: Code, _ message: String, field: String = "", answerID: Int? = nil) {
        self.code = code
        self.message = message
        self.field = field
        self.answerID = answerID
    }

    package var description: String {
        field.isEmpty ? message : "\(field): \(message)"
    }

    /// The same error, seen from the container that holds the field.
    func inside(_ container: String) -> ProtocolError {
        var copy = self
        copy.field = field.isEmpty || field.hasPrefix("[") ? container + field : container + "." + field
        return copy
    }
}
