internal import FactStore
internal import GitRepository
internal import Models
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
    private let keys: [FactKey]
    private let cache: FactCache
    private let state: Mutex<State>

    init(source: Source, models: CompiledModels, fingerprint: String, cache: FactCache) {
        self.source = source
        self.models = models
        self.cache = cache
        keys = source.files.map { FactKey(analyzer: fingerprint, path: Array($0.path.utf8), object: $0.object) }
        let cached = cache.load(keys)
        state = Mutex(State(texts: keys.map { key in cached[key].flatMap { FileText(cached: $0) } }))
    }

    /// Searches a content that was read for an analyzer.
    func search(_ file: SourceFile, content: [UInt8]) {
        guard state.withLock({ $0.texts[file.index] == nil }) else { return }
        keep(FileText(path: file.path, content: content, models: models), of: file.index)
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
            do throws(GitError) {
                let content = try reader.read(file, limit: FileText.readBytes)
                keep(FileText(path: file.path, content: content, models: models), of: index)
            } catch {
                unread.append((file.path, error.description))
            }
        }
        return unread
    }
}
