internal import Foundation
internal import Subprocess
internal import SystemPackage

#if canImport(Glibc)
    internal import Glibc
#endif

/// How an analyzer's process is started.
struct Launch: Sendable {
    var executable: String
    var arguments: [String]
    var directory: String
    var environment: [String: String]

    /// - Throws: ``HostError`` for a protocol that the host does not speak; with the command that installs the program,
    ///   when it is not there.
    init(_ manifest: AnalyzerManifest, memoryBytes: Int, fileBytes: Int) throws(HostError) {
        if let mismatch = manifest.protocolMismatch {
            throw HostError(.unsupportedProtocol, mismatch, location: manifest.path)
        }
        guard let program = Programs.find(manifest.command[0], in: manifest.directory) else {
            let install = manifest.requires.first { $0.program == manifest.command[0] }?.install
            throw HostError(
                .missingProgram,
                "it needs \(manifest.command[0]), which is not there"
                    + (install.map { "; install it with: \($0)" } ?? ""),
                location: manifest.path)
        }
        let words =
            Launch.limiter(memoryBytes: memoryBytes, fileBytes: fileBytes) + Launch.deathSignal() + [program]
            + manifest.command.dropFirst()
        executable = words[0]
        arguments = Array(words.dropFirst())
        directory = manifest.directory
        environment = Launch.environment()
    }

    /// swift-subprocess runs no code of ours between fork and exec on Linux, so the limits come from `prlimit`, which
    /// Debian always has (util-linux). It replaces itself by the analyzer: same process id, no process more.
    ///
    /// `--data` and not `--as`: Go, the JVM and the BEAM reserve many gigabytes of address space without using it,
    /// and since Linux 4.7 RLIMIT_DATA counts private writable memory, which is what they do use. `--fsize` is not 0,
    /// since the BEAM sizes its anonymous code memory by ftruncate, which the limit concerns too.
    private static func limiter(memoryBytes: Int, fileBytes: Int) -> [String] {
        guard let prlimit = Programs.find("prlimit", in: "/", searchPath: Programs.systemPath) else { return [] }
        return [
            prlimit, "--core=0", "--data=\(allowed(memoryBytes, .data))", "--fsize=\(allowed(fileBytes, .fileSize))",
            "--",
        ]
    }

    /// The kernel kills the analyzer when gapmatrix is killed. It acts on the end of the thread that started the child,
    /// and swift-subprocess starts children on a thread that lives as long as the process. End of input, which ends a
    /// well-behaved analyzer, stays the way out where setpriv is missing.
    private static func deathSignal() -> [String] {
        guard let setpriv = Programs.find("setpriv", in: "/", searchPath: Programs.systemPath) else { return [] }
        return [setpriv, "--pdeathsig", "KILL", "--"]
    }

    private enum Resource { case data, fileSize }

    /// A hard limit of ours that is lower already stays: only root may raise it, and prlimit would fail.
    private static func allowed(_ bytes: Int, _ resource: Resource) -> UInt64 {
        #if canImport(Glibc)
            var limit = rlimit()
            let kind = resource == .data ? RLIMIT_DATA : RLIMIT_FSIZE
            if getrlimit(__rlimit_resource_t(kind.rawValue), &limit) == 0 {
                return min(UInt64(bytes), UInt64(limit.rlim_max))
            }
        #endif
        return UInt64(bytes)
    }

    /// No variable of the caller reaches an analyzer but these: variables are where credentials live.
    private static func environment() -> [String: String] {
        let own = ProcessInfo.processInfo.environment
        var environment = [
            "PATH": own["PATH"] ?? Programs.systemPath,
            "LANG": "C.UTF-8",
            "TZ": "UTC",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONHASHSEED": "0",
        ]
        // Interpreters behind version managers, and Erlang, do not start without it.
        environment["HOME"] = own["HOME"] ?? "/"
        return environment
    }

    /// The same for swift-subprocess. The child leads a process group of its own: a Ctrl-C on the terminal reaches
    /// gapmatrix alone, which then stops its analyzers, and their helpers can be stopped with them.
    var configuration: Subprocess.Configuration {
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [
            .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .milliseconds(200))
        ]
        var variables: [Environment.Key: String] = [:]
        for (name, value) in environment {
            if let key = Environment.Key(rawValue: name) { variables[key] = value }
        }
        return Subprocess.Configuration(
            executable: .path(FilePath(executable)), arguments: Arguments(arguments),
            environment: .custom(variables), workingDirectory: FilePath(directory), platformOptions: options)
    }
}
