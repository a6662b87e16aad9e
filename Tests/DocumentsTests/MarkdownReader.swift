import Foundation
import Testing

/// What a Markdown parser that we did not write makes of a document.
struct MarkdownReader: Decodable {
    /// Counts of headings, tables, rows and list items.
    var shape: [String: Int]
    /// All text, as a reader sees it.
    var text: String
    var links: [String]
    /// Tables with a row of more or fewer cells than the header, headings that skip a level, HTML.
    var faults: [String]

    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// Expects no faults.
    @discardableResult static func check(_ document: String) throws -> MarkdownReader {
        let read = try read(document)
        #expect(read.faults == [])
        return read
    }

    static func read(_ document: String) throws -> MarkdownReader {
        let python = root + "/.tools/python/bin/python"
        try #require(
            FileManager.default.isExecutableFile(atPath: python), "there is no \(python): `make setup-dev` makes it")
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
        let file = folder.appendingPathComponent("document.md")
        try Data(document.utf8).write(to: file)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = ["-I", root + "/Tests/DocumentsTests/markdown_reader.py", file.path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return try JSONDecoder().decode(MarkdownReader.self, from: data)
    }
}
