internal import Foundation
internal import Scanning

/// A file that the user names for a report.
enum OutputFile {
    /// A regular file is replaced in one step, so that nobody ever reads half of it. Anything else (a device, a pipe, a
    /// symlink) is written to where it is: replacing /dev/null would take it from the whole machine.
    static func write(_ text: String, to path: String) throws(ScanError) {
        var status = stat()
        let isReplaceable = lstat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: isReplaceable ? .atomic : [])
        } catch {
            throw ScanError(.request, "cannot write \(path): \(error.localizedDescription)")
        }
    }
}
