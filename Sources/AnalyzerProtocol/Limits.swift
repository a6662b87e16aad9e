/// What the host enforces, and tells the analyzer in `hello`.
package struct Limits: Sendable, Equatable {
    /// Bytes of a line either way, without its LF.
    package var lineBytes: Int
    /// Bytes of one file's content.
    package var fileBytes: Int
    /// Seconds of an answer.
    package var seconds: Int

    package init(lineBytes: Int = 64 << 20, fileBytes: Int = 4 << 20, seconds: Int = 30) {
        self.lineBytes = lineBytes
        self.fileBytes = fileBytes
        self.seconds = seconds
    }

    /// The limits of docs/protocol.md.
    package static let standard = Limits()
}

/// The protocol versions this host speaks.
package enum ProtocolVersion {
    package static let current = 2
    package static let supported = [2]
}
