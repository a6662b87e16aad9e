internal import ArgumentParser
internal import Configuration
internal import Foundation
internal import GitRepository
internal import Scanning

/// Writes a first configuration.
struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Write a commented .gapmatrix.yml from what a scan finds.",
        discussion: """
            The repository is scanned without any configuration. A file that is there already is left as it is, unless --force is given.
            Examples:
              gapmatrix init
              gapmatrix init ../shop --output -
            """)

    @Argument(help: "The repository.", completion: .directory)
    var path = "."

    @OptionGroup var common: CommonOptions

    @Option(
        name: .shortAndLong,
        help: "Write to this file; - is standard output. (default: .gapmatrix.yml of the repository)",
        completion: .file())
    var output: String?

    @Flag(name: .long, help: "Replace a file that is there.")
    var force = false

    func run() async throws {
        var common = common
        common.config = nil
        common.noConfig = true
        let target = try output ?? Self.file(LoadedConfiguration.fileName, of: path)
        if target != "-", !force, Self.exists(target) {
            throw ScanError(.request, "\(target) is there already; --force replaces it")
        }
        if output == nil {
            // Written beside the other spelling, nobody could tell which one counts.
            for name in LoadedConfiguration.fileNames.dropFirst() {
                let other = try Self.file(name, of: path)
                if Self.exists(other) {
                    throw ScanError(
                        .request, "\(other) is there already, and one of the two names is enough; rename it first")
                }
            }
        }
        let result = try await common.scan(path: path)
        let values = try ConfigurationView.valuesFiles(common.scanOptions(path: path, progress: { _ in }))
        let text = FirstSettings.text(result.report, values: values)
        if target == "-" { return Console.out(text) }
        if output == nil { try OutputFile.write(text, of: target) } else { try OutputFile.write(text, to: target) }
        if !common.quiet { Console.note("wrote \(target); `gapmatrix config show` says what is in force") }
    }

    /// Where a file of a repository belongs: at the root of its files.
    static func file(_ name: String, of path: String) throws(ScanError) -> String {
        let folder: String?
        do throws(GitError) {
            folder = try Repository(path: path).workTree
        } catch {
            throw ScanError(.repository, error.description)
        }
        guard let folder else { throw ScanError(.request, "a bare repository has no files; name one with --output") }
        return "\(folder)/\(name)"
    }

    /// A link counts, wherever it leads.
    private static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }
}
