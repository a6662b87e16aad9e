internal import CSimdjson

/// Parses one JSON document after the other and lends each as a ``JSONValue``.
///
/// One owner at a time: the parser's buffers are reused, so a document lives for one call of ``read(_:_:)``.
package final class JSONTape {
    /// Containers deeper than this are refused. Facts of real code nest a few dozen deep (chained calls);
    /// decoding recurses, so the limit also bounds the stack.
    static let maximumDepth = 512

    private let parser: OpaquePointer

    package init() {
        guard let parser = csimdjson_create(JSONTape.maximumDepth) else {
            fatalError("out of memory")
        }
        self.parser = parser
    }

    deinit {
        csimdjson_free(parser)
    }

    /// Calls `body` with the document's root. The value must not outlive the call.
    package func read<Result>(
        _ bytes: UnsafeRawBufferPointer, _ body: (JSONValue) throws(ProtocolError) -> Result
    ) throws(ProtocolError) -> Result {
        guard let base = bytes.baseAddress, bytes.count > 0 else {
            throw ProtocolError(.invalidJSON, "an empty line")
        }
        var tape = csimdjson_tape()
        // Safe: simdjson reads `count` bytes of UInt8, which any memory may be read as, and copies them.
        let code = csimdjson_parse(parser, base.assumingMemoryBound(to: UInt8.self), bytes.count, &tape)
        guard code == 0, let words = tape.tape, let strings = tape.strings else {
            throw ProtocolError(.invalidJSON, String(cString: csimdjson_message(code)))
        }
        return try body(JSONValue(words: words, strings: UnsafeRawPointer(strings), index: 1))
    }
}

/// Whether the bytes are valid UTF-8.
func isValidUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let base = bytes.baseAddress else { return true }
    return csimdjson_is_utf8(base, bytes.count) == 1
}
