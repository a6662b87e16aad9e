internal import GitRepository
internal import Secrets

/// Lines of the scanned files for reports that show code, with their secrets masked: from the commit through git, or from disk where the work tree was scanned.
package final class SourceLines {
    private let files: [String: SourceFile]
    private let reader: any ContentReader
    private let redactor: Redactor

    /// Longer files are data that nobody reads in a report.
    private static let largestFile = FileText.searchedBytes

    package init(_ options: ScanOptions, installation: Installation) throws(ScanError) {
        let source = try OpenedRepository(options).source()
        files = Dictionary(source.files.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        do throws(GitError) {
            reader = try source.makeReader()
        } catch {
            throw ScanError(.repository, error.description)
        }
        let texts = try CatalogueTexts(installation)
        let parsed = ParsedCatalogue.documents(
            texts, cacheDirectory: options.cacheDirectory, prepared: installation.prepared)
        let search = try Catalogue(texts, parsed: parsed).secretSearch(
            cacheDirectory: options.cacheDirectory, prepared: installation.prepared)
        do throws(SecretError) {
            redactor = try Redactor(search)
        } catch {
            throw ScanError(.installation, "secrets cannot be masked: \(error)")
        }
    }

    /// Lines of a file, as many of each range as there are; nil where the file is not there, is no text, or is too large to be shown.
    ///
    /// - Parameters:
    ///   - ranges: numbers of lines, from 1.
    ///   - hidden: numbers of lines whose every literal is masked.
    package func lines(
        of path: String, _ ranges: [Range<Int>], hidden: Set<Int>
    ) throws(ScanError) -> [[String]]? {
        guard let file = files[path] else { return nil }
        let content: [UInt8]
        do throws(GitError) {
            content = try reader.read(file, limit: Self.largestFile)
        } catch {
            // The report names what cannot be read; its code is then not shown.
            return nil
        }
        guard !content.prefix(8_000).contains(0) else { return nil }
        do throws(SecretError) {
            guard let masked = try MaskedContent(content, path: path, hidden: hidden, redactor: redactor) else {
                return nil
            }
            return try ranges.map { (range) throws(SecretError) in try masked.lines(range) }
        } catch {
            throw ScanError(.installation, "secrets cannot be masked: \(error)")
        }
    }
}
