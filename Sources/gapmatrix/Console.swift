internal import Foundation
internal import Reporting

/// Standard output and standard error. Output is for the answer alone; everything else goes to standard error.
enum Console {
    /// Writes the answer. One that cannot be written whole (a full disk) is no answer, so the program ends.
    static func out(_ text: String) {
        if let failure = write(text, to: STDOUT_FILENO) {
            error("standard output: \(String(cString: strerror(failure)))")
            exit(ExitStatus.failed.rawValue)
        }
    }

    static func raw(_ text: String) {
        // Where standard error cannot be written, nobody can be told.
        _ = write(text, to: STDERR_FILENO)
    }

    static func error(_ message: String) {
        raw("error: \(Escaping.line(message))\n")
    }

    static func note(_ message: String) {
        raw("note: \(Escaping.line(message))\n")
    }

    static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

    /// Columns of the terminal on standard output, or 100.
    static var width: Int {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 100 }
        return Int(size.ws_col)
    }

    /// Writes all of it and returns nil, or the error's number; a reader that went away (`| head`) ends the program
    /// quietly, as for any filter.
    private static func write(_ text: String, to descriptor: Int32) -> Int32? {
        var text = text
        return text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while let base = rest.baseAddress, !rest.isEmpty {
                let written = Foundation.write(descriptor, base, rest.count)
                if written < 0 {
                    if errno == EINTR { continue }
                    if errno == EPIPE { exit(0) }
                    return errno
                }
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            }
            return nil
        }
    }
}

/// One line on a terminal that says how far the work is; nothing where standard error is no terminal.
final class ProgressLine: Sendable {
    private let shown: Bool

    init(quiet: Bool) {
        shown = !quiet && Console.isTerminal(STDERR_FILENO)
    }

    func show(_ text: String) {
        guard shown else { return }
        Console.raw("\r\u{1B}[K" + text)
    }

    func clear() {
        guard shown else { return }
        Console.raw("\r\u{1B}[K")
    }
}
