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

    /// Writes a file of the repository that nobody has named. What is there came with the repository: a link could lead anywhere, and is not followed.
    static func write(_ text: String, of repository: String) throws(ScanError) {
        guard isReplaceable(repository) else {
            throw ScanError(
                .request, "\(repository) is no regular file, and is left as it is; name another with --output")
        }
        try write(text, to: repository)
    }

    /// Whether a regular file is there, or nothing yet.
    static func isReplaceable(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
    }
}
