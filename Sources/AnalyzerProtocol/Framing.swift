#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Cuts a stream of bytes into lines at LF, and at nothing else: CR, U+0085 and U+2028 are data.
///
/// Every byte is looked at once and copied at most twice, however the stream is cut into chunks.
package struct LineSplitter: Sendable {
    private let limit: Int
    private var pending: [UInt8] = []

    /// - Parameter limit: the most bytes of a line, without its LF.
    package init(limit: Int) {
        self.limit = limit
    }

    /// The complete lines, without their LF, that end in this chunk.
    ///
    /// After an error the splitter is of no further use.
    package mutating func append(_ chunk: UnsafeRawBufferPointer) throws(ProtocolError) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var rest = chunk
        while let base = rest.baseAddress, rest.count > 0 {
            guard let found = memchr(base, 0x0A, rest.count) else {
                try take(rest)
                break
            }
            let length = UnsafeRawPointer(found) - base
            try take(UnsafeRawBufferPointer(rebasing: rest[..<length]))
            lines.append(pending)
            // Not removeAll(keepingCapacity:): the line just handed out shares the storage.
            pending = []
            rest = UnsafeRawBufferPointer(rebasing: rest[(length + 1)...])
        }
        return lines
    }

    /// Bytes of a line that has not ended yet.
    package var pendingCount: Int { pending.count }

    private mutating func take(_ piece: UnsafeRawBufferPointer) throws(ProtocolError) {
        guard pending.count + piece.count <= limit else {
            throw ProtocolError(.lineTooLong, "a line of more than \(limit) bytes")
        }
        pending.append(contentsOf: piece)
    }
}
