internal import AnalyzerHost
internal import Models
internal import Secrets

/// Keeps the parsed texts of the catalogue between starts: parsing them takes most of the time that loading takes.
///
/// The file's name holds the digest of all texts in their order; what is damaged is parsed again.
enum ParsedCatalogue {
    /// Other bytes for the same texts need another mark.
    private static let mark = "gapmxyaj"

    /// The texts' documents, read back from one of the folders; without them what parses each when it is asked for.
    ///
    /// - Parameters:
    ///   - cacheDirectory: where they are kept from then on.
    ///   - prepared: a folder where they may lie, too.
    static func documents(
        _ texts: CatalogueTexts, cacheDirectory: String? = nil, prepared: String? = nil
    ) -> ParsedDocuments {
        let name = name(texts)
        let paths = texts.all.map(\.path)
        for folder in [prepared, cacheDirectory].compactMap(\.self) {
            if let bytes = CheckedFile.read("\(folder)/\(name)", mark: mark),
                let known = ParsedDocuments(decoding: bytes, paths: paths)
            {
                return known
            }
        }
        // What is wrong with a text is said by those who read it, each in their turn.
        guard let cacheDirectory, let parsed = try? ParsedDocuments(parsing: texts.all),
            let bytes = parsed.encoded(paths)
        else { return ParsedDocuments() }
        CheckedFile.write(bytes, to: "\(cacheDirectory)/\(name)", mark: mark)
        return parsed
    }

    private static func name(_ texts: CatalogueTexts) -> String {
        var digest = Checksum()
        for file in texts.all { digest.add(Array(file.text.utf8)) }
        return "catalogue/\(digest.text).yml.bin"
    }
}
