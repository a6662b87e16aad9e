internal import AnalyzerHost
internal import FactStore
internal import GitRepository
internal import Wiring

/// Looks for the names that joins ask for in the text of every file, from the cache where the same was looked for before.
enum MentionSearch {
    /// Code of others, which tells nothing of this repository.
    private static let foreignFolders: Set<Substring> = ["vendor", "node_modules", "third_party", "site-packages"]

    static func run(
        _ queries: [MentionQuery], source: Source, workers: Int, cache: FactCache
    ) async throws -> [MentionQuery: [Wire.Place]] {
        guard !queries.isEmpty else { return [:] }
        var digest = Fingerprint()
        for query in queries { digest.add(Array("\(query.text)\u{0}\(query.isPackage)".utf8)) }
        let fingerprint = "mentions-3-" + digest.text
        let files = source.files.filter { file in
            !file.path.split(separator: "/").dropLast().contains(where: foreignFolders.contains)
        }
        let keys = files.map { FactKey(analyzer: fingerprint, path: Array($0.path.utf8), object: $0.object) }
        let cached = cache.load(keys)
        var found = keys.map { cached[$0].flatMap(decoded) }
        let missing = found.indices.filter { found[$0] == nil }
        let table = MentionTable(queries)
        let chunk = max(64, (missing.count + workers - 1) / workers)
        let searched = try await withThrowingTaskGroup(of: [(Int, [(name: Int, line: Int)])].self) { group in
            for start in stride(from: 0, to: missing.count, by: chunk) {
                let part = Array(missing[start..<min(start + chunk, missing.count)])
                group.addTask { try search(part, files, source, table) }
            }
            var all: [(Int, [(name: Int, line: Int)])] = []
            for try await part in group { all += part }
            return all
        }
        for (index, places) in searched { found[index] = places }
        cache.save(searched.map { (keys[$0.0], encoded($0.1)) })
        var places: [MentionQuery: [Wire.Place]] = [:]
        for (index, list) in found.enumerated() {
            for item in list ?? [] where queries.indices.contains(item.name) {
                places[queries[item.name], default: []].append(Wire.Place(path: files[index].path, line: item.line))
            }
        }
        return places
    }

    private static func search(
        _ indexes: [Int], _ files: [SourceFile], _ source: Source, _ table: MentionTable
    ) throws -> [(Int, [(name: Int, line: Int)])] {
        let reader = try source.makeReader()
        return try indexes.map { index in
            try Task.checkCancellation()
            do throws(GitError) {
                let content = try reader.read(files[index], limit: FileText.readBytes)
                guard content.count <= FileText.searchedBytes, !content.prefix(8000).contains(0) else {
                    return (index, [])
                }
                return (index, content.withUnsafeBytes { table.find(in: $0) })
            } catch {
                // What cannot be read was told when its text was searched for signals.
                return (index, [])
            }
        }
    }

    private static func encoded(_ places: [(name: Int, line: Int)]) -> [UInt8] {
        Array(places.map { "\($0.name) \($0.line)\n" }.joined().utf8)
    }

    /// Nil for bytes of another form, so that a damaged entry is computed anew.
    private static func decoded(_ bytes: [UInt8]) -> [(name: Int, line: Int)]? {
        var places: [(name: Int, line: Int)] = []
        for line in bytes.split(separator: 0x0A) {
            let fields = line.split(separator: 0x20)
            guard fields.count == 2, let name = Int(String(decoding: fields[0], as: UTF8.self)),
                let number = Int(String(decoding: fields[1], as: UTF8.self)), name >= 0, number > 0
            else { return nil }
            places.append((name, number))
        }
        return places
    }
}
