internal import Foundation
internal import Scanning

/// A file that the user names for a report.
enum OutputFile {
    /// A regular file is replaced in one step, so that nobody ever reads half of it. Anything else (a device, a pipe, a
    /// symlink) is written to where it is: replacing /dev/null would take it from the whole machine.
    static func write(_ text: String, to path: String) throws(ScanError) {
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: isReplaceable(path) ? .atomic : [])
        } catch {
            throw ScanError(.request, "cannot write \(path): \(error.localizedDescription)")
        }
    }

    /// Whether a regular file is there, or nothing yet.
    static func isReplaceable(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
    }
}
