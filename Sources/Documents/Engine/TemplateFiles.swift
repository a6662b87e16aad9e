internal import Foundation
internal import Stencil

/// A template and what it includes, by name.
final class TemplateFiles {
    static let mostFiles = 50
    /// Tags within tags; the engine reads them by recursion.
    static let deepest = 60

    /// Parsed, by name.
    private(set) var nodes: [String: [any NodeType]] = [:]
    var budget = Budget() { didSet { budget.text = length } }
    /// Bytes of all templates.
    private var length = 0

    private struct File {
        let tokens: [Token]
        let lines: TokenLines
        let names: TokenNames
    }

    private let folder: String?
    private var files: [String: File] = [:]
    /// Included ones first, so that each finds what it includes.
    private var order: [String] = []

    init(folder: String?) { self.folder = folder }

    /// Reads a template and, before it, what it includes.
    func read(_ source: TemplateSource, _ environment: Environment, from includers: [String] = []) throws(TemplateError)
    {
        let tokens = Template(templateString: source.text, environment: environment, name: source.name).tokens
        let lines = try TokenLines(tokens, of: source)
        length += source.text.utf8.count
        files[source.name] = File(tokens: tokens, lines: lines, names: TokenNames(tokens))
        var depth = 0
        for token in tokens where token.kind == .block {
            switch token.components.first(where: { !$0.hasSuffix(":") }) {
            case "for", "if", "ifnot", "filter": depth += 1
            case "endfor", "endif", "endfilter": depth -= 1
            case "include":
                let name: String
                do {
                    name = try Self.included(by: token)
                } catch {
                    throw self.error(error, in: source.name)
                }
                try include(name, at: token, lines, environment, from: includers + [source.name])
            default: break
            }
            guard depth <= Self.deepest else {
                throw TemplateError(
                    file: source.name, line: lines.line(of: token), reason: "tags are nested too deeply")
            }
        }
        order.append(source.name)
    }

    private func include(
        _ name: String, at token: Token, _ lines: TokenLines, _ environment: Environment, from includers: [String]
    ) throws(TemplateError) {
        let place = TemplateError(file: includers.last ?? name, line: lines.line(of: token), reason: "")
        func refused(_ reason: String) -> TemplateError {
            TemplateError(file: place.file, line: place.line, reason: "cannot include \"\(name)\": \(reason)")
        }
        guard !includers.contains(name) else { throw refused("it includes this template in turn") }
        guard files[name] == nil else { return }
        guard files.count < Self.mostFiles, includers.count < 20 else { throw refused("too many templates") }
        guard let folder else { throw refused("this template has no folder of its own") }
        guard !name.hasPrefix("/") else {
            throw refused("name it from the template's own folder on, without a / before it")
        }
        let home = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
        let path = URL(fileURLWithPath: folder + "/" + name).resolvingSymlinksInPath().path
        guard path.hasPrefix(home == "/" ? home : home + "/") else {
            throw refused("it is not in the template's folder")
        }
        guard let bytes = FileManager.default.contents(atPath: path) else { throw refused("there is no such file") }
        try read(TemplateSource(name: name, bytes: bytes), environment, from: includers)
    }

    /// - Parameter names: those of the model.
    func check(names: Set<String>) throws(TemplateError) {
        let known = files.values.reduce(names.union(["forloop", "filter_value"])) { $0.union($1.names.given) }
        for name in order {
            guard let file = files[name] else { continue }
            for token in file.tokens where token.kind != .text && token.kind != .comment {
                if token.components.contains(where: { $0.contains("...") && !$0.contains("\"") && !$0.contains("'") }) {
                    throw TemplateError(
                        file: name, line: file.lines.line(of: token), reason: "ranges are not supported")
                }
            }
            if let unknown = file.names.used.first(where: { !known.contains($0.name) }) {
                let list = names.sorted().joined(separator: ", ")
                throw TemplateError(
                    file: name, line: file.lines.line(of: unknown.token),
                    reason: "nothing is called '\(unknown.name)'; there are \(list)")
            }
        }
    }

    func parse(_ environment: Environment) throws(TemplateError) {
        for name in order {
            guard let file = files[name] else { continue }
            do {
                nodes[name] = try TokenParser(tokens: file.tokens, environment: environment).parse()
            } catch {
                throw self.error(error, in: name)
            }
        }
    }

    /// What the engine says, with file and line.
    func error(_ error: any Error, in file: String) -> TemplateError {
        if let error = error as? TemplateError { return error }
        guard var syntax = error as? TemplateSyntaxError else { return TemplateError(file: file, reason: "\(error)") }
        if syntax.reason.hasSuffix("expression error: end") {
            syntax = TemplateSyntaxError(reason: "the condition ends where a value is expected", token: syntax.token)
        }
        for name in order + files.keys.filter({ !order.contains($0) }).sorted() {
            if let found = files[name]?.lines.error(syntax) { return found }
        }
        return TemplateError(file: file, reason: syntax.reason)
    }

    /// The name in `{% include "name" %}`.
    static func included(by token: Token) throws -> String {
        let words = token.components
        guard words.count == 2, let name = words.last, name.count > 2, let quote = name.first, "\"'".contains(quote),
            name.last == quote
        else {
            throw TemplateSyntaxError(
                reason: "write include with a file's name: {% include \"head.md\" %}", token: token)
        }
        return String(name.dropFirst().dropLast())
    }
}
