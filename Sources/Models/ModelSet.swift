private import Foundation

/// Everything that model files say, validated, in the order of the files.
package struct ModelSet: Sendable {
    package struct TypeEntry: Sendable {
        package var name: String
        package var returnedBy: [String]
    }

    package struct AliasEntry: Sendable {
        package var name: String
        package var of: String
    }

    /// What a library calls on instances of the classes that derive from its own.
    package struct HookEntry: Sendable {
        package var methods: [String]
        package var bases: [NamePattern]
    }

    package private(set) var entries: [ModelEntry] = []
    package private(set) var types: [TypeEntry] = []
    package private(set) var aliases: [AliasEntry] = []
    package private(set) var registers: [NamePattern] = []
    package private(set) var wraps: [NamePattern] = []
    /// By ecosystem.
    package private(set) var distributions: [String: Distributions] = [:]
    /// Variables of the environment that programs other than the repository's own read: names, or beginnings with `*`.
    package private(set) var foreignVariables: Set<String> = []
    package private(set) var hooks: [HookEntry] = []
    package private(set) var inert: [String] = []

    /// The signals that only paths and contents give: what is known of a repository whatever analyzers ran.
    package var fileSignals: Set<String> {
        var ofFiles: Set<String> = []
        var ofCode: Set<String> = []
        for entry in entries {
            switch entry.match {
            case .path, .content: ofFiles.insert(entry.signal)
            default: ofCode.insert(entry.signal)
            }
        }
        return ofFiles.subtracting(ofCode)
    }

    package init(
        files: [(path: String, text: String)], vocabulary: SignalVocabulary, parsed: ParsedDocuments = ParsedDocuments()
    ) throws(ModelError) {
        for (path, text) in files {
            guard let root = try parsed.root(text, file: path) else { continue }
            guard case .sequence(let items) = root.content else {
                throw ModelError(file: path, line: root.line, message: "must be a list of model entries")
            }
            for item in items { try add(item, file: path, vocabulary: vocabulary) }
        }
    }

    /// Reads every `*.yml` and `*.yaml` directly inside the directories, in the order of the directories, then of the names.
    package init(directories: [String], vocabulary: SignalVocabulary) throws(ModelError) {
        var files: [(path: String, text: String)] = []
        for directory in directories { files += try CatalogueFiles.read(directory: directory, recursive: false) }
        try self.init(files: files, vocabulary: vocabulary)
    }

    /// The same set with only some of the entries that give signals; types, aliases and registrations stay.
    package func keeping(_ isIncluded: (ModelEntry) -> Bool) -> ModelSet {
        var kept = self
        kept.entries = entries.filter(isIncluded)
        return kept
    }

    private mutating func add(_ value: YAMLValue, file: String, vocabulary: SignalVocabulary) throws(ModelError) {
        var reader = try YAMLReader(value, file: file, what: "a model entry")
        let all = [
            "signal", "type", "alias", "registers", "wraps", "hooks", "inert", "distributions", "foreign-variables",
        ]
        let kinds = all.filter(reader.keys.contains)
        guard kinds.count == 1, let kind = kinds.first else {
            throw ModelError(
                file: file, line: value.line,
                message: "a model entry has exactly one of the keys \(all.joined(separator: ", "))")
        }
        switch kind {
        case "signal":
            entries.append(try ModelEntryReader.read(&reader, vocabulary: vocabulary))
        case "type":
            let name = try exactName(try reader.requireText("type"), reader)
            let calls = try reader.texts("returned-by") ?? []
            guard !calls.isEmpty else {
                throw ModelError(file: file, line: value.line, message: "a type lacks 'returned-by'")
            }
            var names: [String] = []
            for call in calls { names.append(try exactName(call, reader)) }
            types.append(TypeEntry(name: name, returnedBy: names))
        case "alias":
            let name = try exactName(try reader.requireText("alias"), reader)
            aliases.append(AliasEntry(name: name, of: try exactName(try reader.requireText("of"), reader)))
        case "registers":
            registers += try patterns(try reader.texts("registers") ?? [], reader)
        case "distributions":
            guard case .mapping(let pairs) = value.content,
                let ecosystem = pairs.first(where: { $0.key == kind })?.value.text
            else { throw ModelError(file: file, line: value.line, message: "'distributions' must name an ecosystem") }
            try distributions[ecosystem, default: Distributions()].read(&reader)
        case "foreign-variables":
            foreignVariables.formUnion(try reader.texts("foreign-variables") ?? [])
        case "hooks":
            let methods = try reader.texts("hooks") ?? []
            if let wrong = methods.first(where: { !HookNames.isName($0) }) {
                throw ModelError(
                    file: file, line: value.line,
                    message: "'\(wrong)' is not a method's name; one may end in '*' behind a beginning")
            }
            let bases = try YAMLReader.texts(try reader.require("of"), key: "of", file: file)
            hooks.append(HookEntry(methods: methods, bases: try patterns(bases, reader)))
        case "inert":
            for name in try reader.texts("inert") ?? [] { inert.append(try exactName(name, reader)) }
        default:
            wraps += try patterns(try reader.texts("wraps") ?? [], reader)
        }
        try reader.finish()
    }

    private func exactName(_ text: String, _ reader: YAMLReader) throws(ModelError) -> String {
        guard case .exact(let name) = NamePattern(text) else {
            throw ModelError(
                file: reader.file, line: reader.line, message: "'\(text)' must be a whole name, without wildcards")
        }
        return name
    }

    private func patterns(_ texts: [String], _ reader: YAMLReader) throws(ModelError) -> [NamePattern] {
        var result: [NamePattern] = []
        for text in texts { result.append(try ModelEntryReader.name(text, file: reader.file, line: reader.line)) }
        return result
    }
}

/// Finds and reads the files of a catalogue.
package enum CatalogueFiles {
    /// - Returns: the texts of all YAML files, sorted by path.
    package static func read(directory: String, recursive: Bool) throws(ModelError) -> [(path: String, text: String)] {
        var names: [String]
        do {
            names =
                recursive
                ? try FileManager.default.subpathsOfDirectory(atPath: directory)
                : try FileManager.default.contentsOfDirectory(atPath: directory)
        } catch {
            throw ModelError(file: directory, message: "cannot be listed: \(error.localizedDescription)")
        }
        names = names.filter { $0.hasSuffix(".yml") || $0.hasSuffix(".yaml") }
        names.sort()
        var files: [(path: String, text: String)] = []
        for name in names {
            let path = directory.hasSuffix("/") ? directory + name : directory + "/" + name
            files.append((path, try text(of: path)))
        }
        return files
    }

    package static func text(of path: String) throws(ModelError) -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ModelError(file: path, message: "cannot be read")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw ModelError(file: path, message: "is not UTF-8")
        }
        return text
    }
}
