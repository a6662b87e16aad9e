internal import FactStore
internal import GitRepository
internal import Models

/// Searches the text of every file for what models know by path and content, from the cache where it was searched before.
enum TextSearch {
    struct Found: Sendable {
        /// By index of the source's files; nil where the content could not be read.
        var texts: [FileText?]
        /// Path and reason, sorted.
        var unread: [(path: String, reason: String)] = []
    }

    static func run(
        source: Source, models: CompiledModels, fingerprint: String, workers: Int, cache: FactCache
    ) async throws -> Found {
        let keys = source.files.map {
            FactKey(analyzer: fingerprint, path: Array($0.path.utf8), object: $0.object)
        }
        let cached = cache.load(keys)
        var found = Found(texts: keys.map { key in cached[key].flatMap { FileText(cached: $0) } })
        let missing = found.texts.indices.filter { found.texts[$0] == nil }
        guard !missing.isEmpty else { return found }

        let chunk = max(64, (missing.count + workers - 1) / workers)
        let searched = try await withThrowingTaskGroup(of: [(Int, FileText?, String?)].self) { group in
            for start in stride(from: 0, to: missing.count, by: chunk) {
                let part = Array(missing[start..<min(start + chunk, missing.count)])
                group.addTask { try search(part, source: source, models: models) }
            }
            var all: [(Int, FileText?, String?)] = []
            for try await part in group { all += part }
            return all
        }
        var unsaved: [(FactKey, [UInt8])] = []
        for (index, text, reason) in searched {
            found.texts[index] = text
            if let text { unsaved.append((keys[index], text.cached)) }
            if let reason { found.unread.append((source.files[index].path, reason)) }
        }
        cache.save(unsaved)
        found.unread.sort { ($0.path, $0.reason) < ($1.path, $1.reason) }
        return found
    }

    private static func search(
        _ indexes: [Int], source: Source, models: CompiledModels
    ) throws -> [(Int, FileText?, String?)] {
        let reader = try source.makeReader()
        return try indexes.map { index in
            try Task.checkCancellation()
            let file = source.files[index]
            do throws(GitError) {
                let content = try reader.read(file, limit: FileText.readBytes)
                return (index, FileText(path: file.path, content: content, models: models), nil)
            } catch {
                return (index, nil, error.description)
            }
        }
    }
}
