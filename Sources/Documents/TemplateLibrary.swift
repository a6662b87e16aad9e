internal import Foundation

/// The templates that come with the program: files in `catalog/templates`, each of which begins with a comment that says what it is.
package struct TemplateLibrary: Sendable {
    package struct Entry: Sendable, Equatable {
        package let name: String
        package let summary: String
        fileprivate let path: String
    }

    package let entries: [Entry]
    private static let ending = ".md.stencil"

    /// - Throws: ``TemplateError`` where the folder cannot be read.
    package init(folder: String) throws(TemplateError) {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw TemplateError(file: folder, reason: error.localizedDescription)
        }
        var entries: [Entry] = []
        for file in names.sorted() where file.hasSuffix(Self.ending) {
            let path = folder + "/" + file
            let text = String(decoding: try Self.bytes(path), as: UTF8.self)
            let summary = text.prefix { $0 != "\n" }.replacing("{#", with: "").replacing("#}", with: "")
            entries.append(
                Entry(
                    name: String(file.dropLast(Self.ending.count)),
                    summary: summary.trimmingCharacters(in: .whitespaces), path: path))
        }
        self.entries = entries
    }

    /// One line a template.
    package var lines: String {
        let width = entries.map(\.name.count).max() ?? 0
        return entries.map { entry in
            entry.name + String(repeating: " ", count: width + 2 - entry.name.count) + entry.summary + "\n"
        }.joined()
    }

    /// A template by its name, or a file by its path.
    /// - Throws: ``TemplateError``.
    package func template(_ name: String) throws(TemplateError) -> CompiledTemplate {
        if let entry = entries.first(where: { $0.name == name }) {
            return try CompiledTemplate(name: name + Self.ending, bytes: Self.bytes(entry.path))
        }
        try exists(name)
        let file = URL(fileURLWithPath: name)
        return try CompiledTemplate(
            name: file.lastPathComponent, bytes: Self.bytes(name), folder: file.deletingLastPathComponent().path)
    }

    /// What `--print-template` shows.
    /// - Throws: ``TemplateError``.
    package func text(_ name: String) throws(TemplateError) -> String {
        if let entry = entries.first(where: { $0.name == name }) {
            return String(decoding: try Self.bytes(entry.path), as: UTF8.self)
        }
        try exists(name)
        return String(decoding: try Self.bytes(name), as: UTF8.self)
    }

    private func exists(_ name: String) throws(TemplateError) {
        guard !FileManager.default.fileExists(atPath: name) else { return }
        throw TemplateError(
            file: name,
            reason: "no such template and no such file; templates are \(entries.map(\.name).joined(separator: ", "))")
    }

    private static func bytes(_ path: String) throws(TemplateError) -> Data {
        do {
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? handle.close() }
            return try handle.read(upToCount: TemplateSource.largest + 1) ?? Data()
        } catch {
            throw TemplateError(file: path, reason: error.localizedDescription)
        }
    }
}
