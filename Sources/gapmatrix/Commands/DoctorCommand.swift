internal import AnalyzerHost
internal import ArgumentParser
internal import Foundation
internal import Models
internal import Reporting
internal import Scanning
internal import Secrets

/// Says what is missing on this machine, and the command that installs it.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check that everything a scan needs is on this machine.")

    @Option(name: .long, help: "A folder of further analyzers; may be given more than once.")
    var analyzers: [String] = []

    func run() async throws {
        let installation = try Installation.find()
        var healthy = true
        func report(_ ok: Bool, _ what: String, _ remedy: String = "") {
            Console.out(
                (ok ? "ok       " : "MISSING  ") + Escaping.line(what)
                    + (ok || remedy.isEmpty ? "" : "\n         to do: \(Escaping.line(remedy))")
                    + "\n")
            if !ok { healthy = false }
        }
        report(true, "gapmatrix \(ToolVersion.current), data in \(installation.home)")
        let catalogue = try Catalogue.load(installation)
        report(true, "catalogue: \(catalogue.controls.count) controls, \(catalogue.models.entries.count) models")
        report(
            PatternDatabase.isUsable,
            "secrets: \(catalogue.secretRules.count) formats, pattern library \(PatternDatabase.engine)",
            "gapmatrix searches for secrets with Vectorscan, which needs a processor with SSE4.2, ARMv8 or POWER8")
        let found = try AnalyzerList.load(installation, extra: analyzers)
        for manifest in found {
            let missing = manifest.missingPrograms()
            for program in missing {
                report(false, "analyzer \(manifest.name) needs \(program.program)", program.install ?? "")
            }
            guard missing.isEmpty else { continue }
            let trouble = try await manifest.trouble()
            let installs = manifest.requires.filter { $0.without == nil }.compactMap(\.install).joined(separator: "; ")
            report(
                trouble == nil, "analyzer \(manifest.name) \(manifest.version)" + (trouble.map { ": \($0)" } ?? ""),
                installs.isEmpty ? "" : "repair it with: \(installs)")
            for extra in manifest.missingExtras() {
                Console.out("note     analyzer \(manifest.name): \(Escaping.line(extra.without ?? ""))\n")
                if let install = extra.install { Console.out("         to do: \(Escaping.line(install))\n") }
            }
        }
        if let cache = ScanOptions.defaultCacheDirectory() {
            let parent = Self.nearestExisting(cache)
            report(
                FileManager.default.isWritableFile(atPath: parent), "cache \(cache)",
                "make \(parent) writable, or scan with --cache-directory or --no-cache")
        } else {
            report(
                false, "a cache directory", "set HOME or XDG_CACHE_HOME, or scan with --cache-directory or --no-cache")
        }
        if !healthy { throw Ending(status: .failed) }
    }

    private static func nearestExisting(_ path: String) -> String {
        var path = path
        while path != "/" && !FileManager.default.fileExists(atPath: path) {
            path = URL(fileURLWithPath: path).deletingLastPathComponent().path
        }
        return path
    }
}
