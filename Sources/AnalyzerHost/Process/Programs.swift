internal import Foundation

/// A program that an analyzer needs and this machine lacks.
package struct MissingProgram: Sendable, Equatable {
    package var analyzer: String
    package var program: String
    /// The command that installs it, where the manifest names one.
    package var install: String?
    /// What the analyzer is like without it, where it works without.
    package var without: String?
}

extension AnalyzerManifest {
    /// What `doctor` reports: the required programs that are not there. The command's own program counts as required.
    package func missingPrograms(searchPath: String? = nil) -> [MissingProgram] {
        var missing = missing(searchPath).filter { $0.without == nil }
        let own = command[0]
        if !requires.contains(where: { $0.program == own }),
            Programs.find(own, in: directory, searchPath: searchPath) == nil
        {
            missing.append(MissingProgram(analyzer: name, program: own, install: nil))
        }
        return missing
    }

    /// What is not there and would make the analyzer better.
    package func missingExtras(searchPath: String? = nil) -> [MissingProgram] {
        missing(searchPath).filter { $0.without != nil }
    }

    private func missing(_ searchPath: String?) -> [MissingProgram] {
        requires.filter { Programs.find($0.program, in: directory, searchPath: searchPath) == nil }
            .map { MissingProgram(analyzer: name, program: $0.program, install: $0.install, without: $0.without) }
    }
}

/// Finds executables.
enum Programs {
    /// Where Debian and macOS keep the system's own programs.
    static let systemPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

    /// The file to execute: relative to the directory if the name holds a `/`, else looked up in the search path.
    static func find(_ program: String, in directory: String, searchPath: String? = nil) -> String? {
        if program.contains("/") {
            let path = program.hasPrefix("/") ? program : directory + "/" + program
            return isExecutable(path) ? path : nil
        }
        let searchPath = searchPath ?? ProcessInfo.processInfo.environment["PATH"] ?? systemPath
        return searchPath.split(separator: ":").lazy.map { "\($0)/\(program)" }.first(where: isExecutable)
    }

    private static func isExecutable(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && !isDirectory.boolValue
            && FileManager.default.isExecutableFile(atPath: path)
    }
}
