/// Keeps the compiled patterns between starts: compiling takes far longer than reading them back.
///
/// The file's name holds what the database depends on: the patterns, the library's build, the processor's abilities are
/// checked by the library itself.
enum PatternCache {
    private static let mark = "gapmxpat"

    /// - Parameters:
    ///   - directory: nil keeps nothing.
    ///   - prepared: a folder where they may lie, too.
    static func database(
        _ patterns: [String], directory: String?, prepared: String? = nil
    ) throws(SecretError) -> PatternDatabase {
        let name = "patterns/\(key(patterns)).db"
        for folder in [prepared, directory].compactMap(\.self) {
            if let stored = CheckedFile.read("\(folder)/\(name)", mark: mark),
                let database = PatternDatabase(serialized: stored, count: patterns.count)
            {
                return database
            }
        }
        let database = try PatternDatabase(compiling: patterns)
        if let directory, let bytes = database.serialized {
            CheckedFile.write(bytes, to: "\(directory)/\(name)", mark: mark)
        }
        return database
    }

    private static func key(_ patterns: [String]) -> String {
        var digest = Checksum()
        digest.add(Array(PatternDatabase.engine.utf8))
        for pattern in patterns { digest.add(Array(pattern.utf8)) }
        return digest.text
    }
}
