import AnalyzerHost
import AnalyzerProtocol
import Controls
import Foundation
import Models
import Secrets
import Scanning
import Synchronization
import Wiring

/// The project's own analyzers, models and controls, at work on texts: one pool of processes for many small repositories.
struct Workshop: Sendable {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path
    static let installation = Installation(home: root)

    let analyzers: [AnalyzerManifest]
    let catalogue: Catalogue
    let models: CompiledModels
    let secrets: SecretSearch

    init() throws {
        analyzers = try AnalyzerList.load(Self.installation)
        catalogue = try Catalogue.load(Self.installation)
        models = try CompiledModels(catalogue.models)
        secrets = try catalogue.secretSearch()
    }

    /// A repository's files as texts.
    struct Tree: Sendable {
        var name: String
        var files: [(path: String, content: [UInt8])]
    }

    /// A tree's facts and what went wrong.
    struct Extracted: Sendable {
        var tree: Tree
        var facts: [SourceFacts] = []
        var signals: [FileSignal] = []
        var failures: [String] = []
        var analyzers: [String: Int] = [:]
    }

    /// Facts of all trees, each analyzer started once.
    func extract(_ trees: [Tree]) async throws -> [Extracted] {
        let results = Mutex(trees.map { Extracted(tree: $0) })
        for (index, tree) in trees.enumerated() {
            let signals = try Self.fileSignals(of: tree, models: models, secrets: secrets)
            results.withLock { $0[index].signals = signals }
        }
        for manifest in analyzers {
            var units: [(tree: Int, path: String, lines: Int)] = []
            var requests: [AnalyzerRequest] = []
            for (index, tree) in trees.enumerated() {
                for file in tree.files where manifest.claims(file.path) {
                    requests.append(
                        AnalyzerRequest(key: units.count, path: file.path, object: "0", content: file.content))
                    let text = try FileText(
                        path: file.path, content: file.content, models: models, secrets: nil)
                    units.append((index, file.path, text.lineCount))
                }
                for unit in manifest.directoryUnits(of: tree.files.map { Array($0.path.utf8) }) {
                    let members = unit.members.map { tree.files[$0] }
                    requests.append(
                        AnalyzerRequest(
                            key: units.count,
                            files: members.map { RequestFile(path: $0.path, object: "0", content: $0.content) }))
                    units.append((index, tree.files[unit.marker].path, 1))
                }
            }
            let placed = units
            _ = try await AnalyzerPool(manifest: manifest).run(requests) { key, outcome in
                let unit = placed[key]
                results.withLock { results in
                    results[unit.tree].analyzers[manifest.name, default: 0] += 1
                    switch outcome {
                    case .answer(_, let facts):
                        for part in facts.files {
                            let lines = part.facts.symbols.map(\.endLine).max() ?? 1
                            results[unit.tree].facts.append(
                                SourceFacts(
                                    path: part.path, object: "0", facts: part.facts, analyzer: manifest.name,
                                    lineCount: lines))
                        }
                        guard facts.files.isEmpty else { return }
                        results[unit.tree].facts.append(
                            SourceFacts(
                                path: unit.path, object: "0", facts: facts, analyzer: manifest.name,
                                lineCount: unit.lines))
                    case .failure(let kind, let message):
                        results[unit.tree].failures.append("\(unit.path): \(kind): \(message)")
                    }
                }
            }
        }
        return results.withLock { $0 }.map { extracted in
            var extracted = extracted
            extracted.facts.sort { ($0.path, $0.analyzer) < ($1.path, $1.analyzer) }
            return extracted
        }
    }

    /// What models see in paths and texts.
    static func fileSignals(
        of tree: Tree, models: CompiledModels, secrets: SecretSearch? = nil
    ) throws -> [FileSignal] {
        let scanner = try secrets?.scanner()
        return try tree.files.flatMap { file in
            let text = try FileText(path: file.path, content: file.content, models: models, secrets: scanner)
            let paths = models.fileMatches(path: file.path).map {
                FileSignal(kind: $0.signal, path: file.path, line: 1, object: "0", attributes: $0.attributes)
            }
            let lines = text.matches.map {
                FileSignal(kind: $0.signal, path: file.path, line: $0.line, object: "0", attributes: $0.attributes)
            }
            return paths + lines
        }
    }

    func link(_ extracted: Extracted) -> Program {
        let variables =
            EnvironmentSetting.all(of: extracted.tree.files)
            + extracted.facts.flatMap { EnvironmentSetting.told(by: $0) }
        var program = Linker.link(
            extracted.facts, models: models, fileSignals: extracted.signals, variables: variables)
        let joins = Joins(
            program, models: models, variables: variables,
            paths: extracted.tree.files.map(\.path))
        joins.finish(&program, mentions: Mentions(joins.queries, in: extracted.tree.files))
        return program
    }

    func judge(_ program: Program, _ extracted: Extracted) -> Judgement {
        let statuses = analyzers.map {
            AnalyzerStatus(
                name: $0.name, version: $0.version, status: .ok, files: extracted.analyzers[$0.name] ?? 0, failures: 0,
                message: nil, failedPaths: [])
        }
        return Judge.judge(
            program, controls: catalogue.controls, analyzers: statuses, vocabulary: catalogue.vocabulary, unread: [],
            fileSignals: catalogue.fileSignals)
    }
}

extension Workshop.Tree {
    /// The files below a folder, sorted.
    init(folder: String, name: String) throws {
        self.name = name
        files = []
        let paths = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        for path in paths.sorted() {
            var isDirectory: ObjCBool = false
            let full = folder + "/" + path
            guard FileManager.default.fileExists(atPath: full, isDirectory: &isDirectory), !isDirectory.boolValue else {
                continue
            }
            files.append((path, Array(try Data(contentsOf: URL(fileURLWithPath: full)))))
        }
    }
}
