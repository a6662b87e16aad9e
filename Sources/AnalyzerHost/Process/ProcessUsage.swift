internal import SystemPackage

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// What a running process has used so far, as /proc tells it; zeros where there is no /proc.
struct ProcessUsage: Sendable, Equatable {
    var peakMemoryBytes = 0
    var processorSeconds = 0.0

    /// - Parameter pid: a child that has not been reaped, so that the id is still its own.
    init(of pid: Int32) {
        if let line = ProcessUsage.read("/proc/\(pid)/status").split(separator: "\n").first(where: {
            $0.hasPrefix("VmHWM:")
        }),
            let kibibytes = line.split(separator: " ", omittingEmptySubsequences: true).compactMap({ Int($0) }).first
        {
            peakMemoryBytes = kibibytes * 1024
        }
        // proc_pid_stat(5): the name in parentheses may hold anything; utime and stime are fields 14 and 15.
        let stat = ProcessUsage.read("/proc/\(pid)/stat")
        if let name = stat.lastIndex(of: ")") {
            let fields = stat[stat.index(after: name)...].split(separator: " ")
            if fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) {
                processorSeconds = (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
            }
        }
    }

    private static func read(_ path: String) -> String {
        // A process that is gone, or a system without /proc: nothing is known, which is no error.
        guard let file = try? FileDescriptor.open(FilePath(path), .readOnly) else { return "" }
        let bytes = [UInt8](unsafeUninitializedCapacity: 8192) { buffer, count in
            count = (try? file.read(into: UnsafeMutableRawBufferPointer(buffer))) ?? 0
        }
        try? file.close()
        return String(decoding: bytes, as: UTF8.self)
    }
}
