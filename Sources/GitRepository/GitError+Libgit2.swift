import CLibgit2

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension GitError {
    /// An error with libgit2's own words for `status` as its cause. To be made right after the failing call,
    /// on the same thread: libgit2 keeps the last message per thread.
    init(_ code: Code, _ message: String, at location: String? = nil, status: Int32) {
        self.init(code: code, message: message, location: location, cause: Self.lastMessage(status: status))
    }

    private static func lastMessage(status: Int32) -> String {
        guard let last = git_error_last(), let text = last.pointee.message else { return "libgit2 status \(status)" }
        return escapedForTerminal(String(cString: text).utf8)
    }

    /// An error with the operating system's words for `number` as its cause.
    init(_ code: Code, _ message: String, at location: String? = nil, errno number: Int32) {
        self.init(code: code, message: message, location: location, cause: systemMessage(number))
    }
}

/// The operating system's words for an error number.
func systemMessage(_ number: Int32) -> String {
    String(cString: strerror(number))
}

/// Calls `body`, again as long as a signal interrupts it; -1 leaves the reason in `errno`.
func retrying<Result: SignedInteger>(_ body: () -> Result) -> Result {
    while true {
        let result = body()
        if result != -1 || errno != EINTR { return result }
    }
}
