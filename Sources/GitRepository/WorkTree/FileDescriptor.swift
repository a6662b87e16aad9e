#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// An open file or folder; closed with its last owner.
///
/// Everything below the root of a work tree is opened one name at a time relative to its folder, without ever
/// following a symlink, so that neither a link nor a race leads outside.
final class FileDescriptor {
    let raw: Int32

    private init(owning raw: Int32) {
        self.raw = raw
    }

    deinit {
        close(raw)
    }

    /// The folder at an absolute path, which is trusted.
    static func root(_ path: String) -> Result<FileDescriptor, SystemError> {
        wrap(retrying { open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) })
    }

    func folder(_ name: [CChar]) -> Result<FileDescriptor, SystemError> {
        Self.wrap(retrying { openat(raw, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) })
    }

    /// Opens without waiting, as the other end of a pipe may never come.
    func file(_ name: [CChar]) -> Result<FileDescriptor, SystemError> {
        Self.wrap(retrying { openat(raw, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) })
    }

    /// What `name` is, itself and not what it links to.
    func status(of name: [CChar]) -> Result<FileStatus, SystemError> {
        var result = stat()
        guard fstatat(raw, name, &result, AT_SYMLINK_NOFOLLOW) == 0 else { return .failure(SystemError(errno)) }
        return .success(FileStatus(result))
    }

    func status() -> Result<FileStatus, SystemError> {
        var result = stat()
        guard fstat(raw, &result) == 0 else { return .failure(SystemError(errno)) }
        return .success(FileStatus(result))
    }

    /// The target of the symlink `name`.
    func link(_ name: [CChar]) -> Result<[UInt8], SystemError> {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        let count = readlinkat(raw, name, &buffer, buffer.count)
        guard count >= 0 else { return .failure(SystemError(errno)) }
        return .success(buffer.prefix(count).map(UInt8.init(bitPattern:)))
    }

    /// At most `limit` bytes from the beginning, `expected` of them likely.
    func read(limit: Int, expected: Int) -> Result<[UInt8], SystemError> {
        var failure: SystemError?
        var result: [UInt8] = []
        var capacity = min(limit, expected + 1)
        while result.count < limit, failure == nil {
            let more = [UInt8](unsafeUninitializedCapacity: max(1, min(capacity, limit - result.count))) {
                buffer, count in
                // One call reads what is left of an ordinary file; the loop is for the others.
                let got = retrying { readBytes(raw, buffer.baseAddress, buffer.count) }
                if got < 0 { failure = SystemError(errno) }
                count = max(0, got)
            }
            if more.isEmpty { break }
            if result.isEmpty { result = more } else { result += more }
            capacity = 1 << 16
        }
        return failure.map { .failure($0) } ?? .success(result)
    }

    /// The names in this folder, sorted by their bytes, without `.` and `..`.
    func names() -> Result<[[UInt8]], SystemError> {
        let duplicate = fcntl(raw, F_DUPFD_CLOEXEC, 0)
        guard duplicate >= 0 else { return .failure(SystemError(errno)) }
        guard let directory = fdopendir(duplicate) else {
            let error = SystemError(errno)
            close(duplicate)
            return .failure(error)
        }
        defer { closedir(directory) }
        rewinddir(directory)
        var names: [[UInt8]] = []
        while true {
            errno = 0
            guard let entry = readdir(directory) else { break }
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if name != [UInt8(ascii: ".")], name != Array("..".utf8) { names.append(name) }
        }
        guard errno == 0 else { return .failure(SystemError(errno)) }
        return .success(names.sorted { $0.lexicographicallyPrecedes($1) })
    }

    private static func wrap(_ raw: Int32) -> Result<FileDescriptor, SystemError> {
        raw < 0 ? .failure(SystemError(errno)) : .success(FileDescriptor(owning: raw))
    }
}

/// An error number of the operating system.
struct SystemError: Error {
    let number: Int32

    init(_ number: Int32) {
        self.number = number
    }

    var message: String { systemMessage(number) }
    var isMissing: Bool { number == ENOENT || number == ENOTDIR }
    /// What opening a symlink says where links are not followed.
    var isLoop: Bool { number == ELOOP }
}

/// The part of `stat` that matters here.
struct FileStatus {
    enum Kind { case regular, executable, symlink, folder, special }

    let kind: Kind
    let size: Int

    init(_ status: stat) {
        size = Int(status.st_size)
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: status.st_mode & S_IXUSR != 0 ? .executable : .regular
            case S_IFLNK: .symlink
            case S_IFDIR: .folder
            default: .special
            }
    }

    var isRegular: Bool { kind == .regular || kind == .executable }
}

/// What lies at an absolute path, itself and not what it links to; nil when nothing does.
func fileStatus(_ path: String) -> FileStatus? {
    var result = stat()
    guard lstat(path, &result) == 0 else { return nil }
    return FileStatus(result)
}

/// A name as the C library takes it.
func cName(_ bytes: some Sequence<UInt8>) -> [CChar] {
    bytes.map(CChar.init(bitPattern:)) + [0]
}

// The C function, where the name would mean the method.
private func readBytes(_ raw: Int32, _ buffer: UnsafeMutablePointer<UInt8>?, _ count: Int) -> Int {
    read(raw, buffer, count)
}

func fileSystemString(_ bytes: some Collection<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
}
