internal import FactStore
internal import GitRepository
internal import Models
internal import Secrets
internal import Synchronization

/// Searches the text of every file for what models know by path and content, from the cache where it was searched before.
///
/// Contents that an analyzer gets are searched when they are read for it; to inflate them a second time would cost more than the search.
final class TextSearch: Sendable {
    struct Found: Sendable {
        /// By index of the source's files; nil where the content could not be read.
        var texts: [FileText?]
        /// Path and reason, sorted.
        var unread: [(path: String, reason: String)] = []
    }

    private struct State {
        var texts: [FileText?]
        var unsaved: [(FactKey, [UInt8])] = []
    }

    private let source: Source
    private let models: CompiledModels
    private let secrets: SecretSearch
    /// Those that no task uses at the moment: to make one costs more than to search most contents.
    private let scanners = Mutex<[SecretScanner]>([])
    private let keys: [FactKey]
    private let cache: FactCache
    private let state: Mutex<State>

    init(source: Source, models: CompiledModels, secrets: SecretSearch, fingerprint: String, cache: FactCache) {
        self.source = source
        self.models = models
        self.secrets = secrets
        self.cache = cache
        keys = source.files.map { FactKey(analyzer: fingerprint, path: Array($0.path.utf8), object: $0.object) }
        let cached = cache.load(keys)
        state = Mutex(State(texts: keys.map { key in cached[key].flatMap { FileText(cached: $0) } }))
    }

    /// Searches a content that was read for an analyzer.
    func search(_ file: SourceFile, content: [UInt8]) {
        guard state.withLock({ $0.texts[file.index] == nil }) else { return }
        // What fails here is searched again by `finish`, which tells.
        guard let text = try? text(of: file, content: content) else { return }
        keep(text, of: file.index)
    }

    private func text(of file: SourceFile, content: [UInt8]) throws(SecretError) -> FileText {
        let idle = scanners.withLock { $0.popLast() }
        let scanner: SecretScanner
        if let idle { scanner = idle } else { scanner = try secrets.scanner() }
        defer { scanners.withLock { $0.append(scanner) } }
        return try FileText(path: file.path, content: content, models: models, secrets: scanner)
    }

    private func keep(_ text: FileText, of index: Int) {
        let cached = text.cached
        state.withLock { state in
            state.texts[index] = text
            state.unsaved.append((keys[index], cached))
        }
    }

    /// Reads and searches what no analyzer got.
    func finish(workers: Int) async throws -> Found {
        let missing = state.withLock { state in state.texts.indices.filter { state.texts[$0] == nil } }
        let chunk = max(64, (missing.count + workers - 1) / workers)
        var unread: [(path: String, reason: String)] = []
        try await withThrowingTaskGroup(of: [(path: String, reason: String)].self) { group in
            for start in stride(from: 0, to: missing.count, by: chunk) {
                let part = Array(missing[start..<min(start + chunk, missing.count)])
                group.addTask { try self.read(part) }
            }
            for try await part in group { unread += part }
        }
        unread.sort { ($0.path, $0.reason) < ($1.path, $1.reason) }
        let (texts, unsaved) = state.withLock { ($0.texts, $0.unsaved) }
        cache.save(unsaved)
        return Found(texts: texts, unread: unread)
    }

    /// - Returns: path and reason of what cannot be read.
    private func read(_ indexes: [Int]) throws -> [(path: String, reason: String)] {
        let reader = try source.makeReader()
        var unread: [(path: String, reason: String)] = []
        for index in indexes {
            try Task.checkCancellation()
            let file = source.files[index]
            let content: [UInt8]
            do throws(GitError) {
                content = try reader.read(file, limit: FileText.readBytes)
            } catch {
                unread.append((file.path, error.description))
                continue
            }
            keep(try text(of: file, content: content), of: index)
        }
        return unread
    }
}
