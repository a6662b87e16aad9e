package import Foundation
internal import Stencil

/// A template that was read, checked and parsed, with those that it includes.
package final class CompiledTemplate {
    package let markup: Markup
    private let main: String
    private let files: TemplateFiles
    private let environment: Environment

    /// - Parameters:
    ///   - name: how messages call it; its ending says what it makes, see ``Markup``.
    ///   - folder: where templates that it includes lie; nil where it may include none.
    /// - Throws: ``TemplateError``.
    package convenience init(name: String, bytes: Data, folder: String? = nil) throws(TemplateError) {
        try self.init(name: name, bytes: bytes, folder: folder, names: Model.names)
    }

    init(name: String, bytes: Data, folder: String?, names: Set<String>) throws(TemplateError) {
        markup = Markup(file: name)
        main = name
        files = TemplateFiles(folder: folder)
        let tags = Extension()
        Filters(markup: markup).register(in: tags)
        for tag in ["extends", "block"] {
            tags.registerTag(tag) { _, _ in throw TemplateSyntaxError("'\(tag)' is not supported here; use include") }
        }
        let files = files
        tags.registerTag("include") { _, token in try IncludeNode(token, files) }
        environment = Environment(extensions: [tags])
        try files.read(TemplateSource(name: name, bytes: bytes), environment)
        try files.check(names: names)
        try files.parse(environment)
    }

    func render(_ values: [String: Any], budget: Budget) throws(TemplateError) -> String {
        let context = Context(dictionary: values, environment: environment)
        files.budget = budget
        do {
            return try renderNodes(files.nodes[main] ?? [], context)
        } catch {
            throw files.error(error, in: main)
        }
    }
}

/// `{% include "file" %}`, which sees every variable of the place where it stands.
private final class IncludeNode: NodeType {
    let token: Token?
    private let name: String
    private let files: TemplateFiles

    init(_ token: Token, _ files: TemplateFiles) throws {
        self.token = token
        self.files = files
        name = try TemplateFiles.included(by: token)
    }

    func render(_ context: Context) throws -> String {
        try files.budget.spend(1)
        return try context.push { try renderNodes(files.nodes[name] ?? [], context) }
    }
}
