internal import CHyperscan

/// Why the patterns could not be made ready.
package struct SecretError: Error, Sendable, CustomStringConvertible {
    package let description: String
    /// The pattern at fault, where one is.
    package let index: Int?
}

/// Many regular expressions compiled to one automaton, which reads a content once, whatever their number.
///
/// Immutable after its making: the library allows any number of threads to search with one database, each with its
/// own scratch.
package final class PatternDatabase: @unchecked Sendable {
    let handle: OpaquePointer
    let count: Int

    /// No match may be longer: windows around the end of a match are of this size.
    static let longestMatch = 2_048

    /// The library's version and build: databases of another are not read.
    package static var engine: String {
        // Followed by the date of the build, where the distribution keeps it.
        String(cString: hs_version()).split(separator: " ").joined(separator: " ")
    }

    /// Whether the processor can run the library at all.
    package static var isUsable: Bool { hs_valid_platform() == HS_SUCCESS }

    private init(handle: OpaquePointer, count: Int) {
        self.handle = handle
        self.count = count
    }

    deinit { hs_free_database(handle) }

    /// Compiles the expressions. Takes some hundred milliseconds for some hundred expressions.
    package convenience init(compiling patterns: [String]) throws(SecretError) {
        guard Self.isUsable else {
            throw SecretError(description: "this processor lacks what the pattern library needs (SSE4.2)", index: nil)
        }
        for (index, pattern) in patterns.enumerated() { try Self.check(pattern, index: index) }
        let texts = patterns.map { Array($0.utf8CString) }
        let flags = [UInt32](repeating: 0, count: patterns.count)
        let ids = (0..<UInt32(patterns.count)).map { $0 }
        var database: OpaquePointer?
        var failure: UnsafeMutablePointer<hs_compile_error_t>?
        var pointers: [UnsafePointer<CChar>?] = []
        // One block of all texts keeps every pointer valid for the call.
        let block = texts.flatMap { $0 }
        let status = block.withUnsafeBufferPointer { buffer in
            var offset = 0
            for text in texts {
                pointers.append(buffer.baseAddress.map { $0 + offset })
                offset += text.count
            }
            return hs_compile_multi(
                pointers, flags, ids, UInt32(patterns.count), UInt32(HS_MODE_BLOCK), nil, &database, &failure)
        }
        guard status == HS_SUCCESS, let database else { throw Self.error(failure) }
        self.init(handle: database, count: patterns.count)
    }

    /// - Returns: nil where the bytes are no database of this version for this processor.
    convenience init?(serialized: [UInt8], count: Int) {
        var database: OpaquePointer?
        let status = serialized.withUnsafeBytes { bytes in
            hs_deserialize_database(bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, &database)
        }
        guard status == HS_SUCCESS, let database else { return nil }
        self.init(handle: database, count: count)
    }

    var serialized: [UInt8]? {
        var bytes: UnsafeMutablePointer<CChar>?
        var length = 0
        guard hs_serialize_database(handle, &bytes, &length) == HS_SUCCESS, let bytes else { return nil }
        // Allocated by malloc, the library's default.
        defer { free(bytes) }
        return Array(UnsafeRawBufferPointer(start: bytes, count: length))
    }

    /// A match without a bound could be as long as the content, and its start could not be found in a window.
    private static func check(_ pattern: String, index: Int) throws(SecretError) {
        var info: UnsafeMutablePointer<hs_expr_info_t>?
        var failure: UnsafeMutablePointer<hs_compile_error_t>?
        guard hs_expression_info(pattern, 0, &info, &failure) == HS_SUCCESS, let info else {
            throw SecretError(description: error(failure).description, index: index)
        }
        defer { free(info) }
        guard info.pointee.max_width <= UInt32(longestMatch), info.pointee.min_width >= 4 else {
            throw SecretError(
                description: "must match between 4 and \(longestMatch) bytes: \(pattern)", index: index)
        }
    }

    private static func error(_ failure: UnsafeMutablePointer<hs_compile_error_t>?) -> SecretError {
        guard let failure else { return SecretError(description: "the patterns cannot be compiled", index: nil) }
        defer { hs_free_compile_error(failure) }
        let index = failure.pointee.expression
        return SecretError(
            description: String(cString: failure.pointee.message), index: index < 0 ? nil : Int(index))
    }
}

#if canImport(Glibc)
    private import Glibc
#elseif canImport(Musl)
    private import Musl
#elseif canImport(Darwin)
    private import Darwin
#endif
