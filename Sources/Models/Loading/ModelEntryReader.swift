import AnalyzerProtocol

/// Reads a `signal` entry and validates all of it.
enum ModelEntryReader {
    static func read(_ reader: inout YAMLReader, vocabulary: SignalVocabulary) throws(ModelError) -> ModelEntry {
        let file = reader.file
        let line = reader.line
        let signal = try reader.requireText("signal")
        guard vocabulary.contains(signal) else {
            throw ModelError(file: file, line: line, message: "unknown signal '\(signal)'")
        }
        let library = try reader.text("library")
        var matchReader = try YAMLReader(try reader.require("match"), file: file, what: "'match'")
        let match = try MatchReader.match(&matchReader)
        let conditions = try MatchReader.conditions(&matchReader, for: match)
        try matchReader.finish()

        var attributes: [String: AttributeValue] = [:]
        if let value = reader.take("attributes") { attributes = try readAttributes(value, file: file, match: match) }
        var subject: ArgumentKey?
        var subjectIsCallee = false
        if let value = reader.take("subject") {
            guard match.isReference else {
                throw ModelError(file: file, line: value.line, message: "'subject' is for references only")
            }
            if value.text == "callee", match.mayNameCallee {
                subjectIsCallee = true
            } else {
                subject = try argumentReference(value, file: file, what: "'subject'")
            }
        }
        let entry = ModelEntry(
            signal: signal, library: library, match: match, conditions: conditions, attributes: attributes,
            subject: subject, subjectIsCallee: subjectIsCallee,
            example: try reader.requireText("example"), counterexample: try reader.text("counterexample"),
            exampleFile: try reader.text("file"), source: file, line: line)
        try reader.finish()
        try checkExamples(of: entry)
        return entry
    }

    /// An entry that nothing shows to match, or to refuse, is not tested. A path proves itself by its file's name.
    private static func checkExamples(of entry: ModelEntry) throws(ModelError) {
        let globs: GlobSet?
        if case .path(let own) = entry.match {
            globs = own
            guard entry.exampleFile != nil else {
                throw ModelError(
                    file: entry.source, line: entry.line, message: "a path entry needs 'file', the path of its example")
            }
        } else {
            globs = entry.conditions.path
            guard entry.counterexample != nil else {
                throw ModelError(
                    file: entry.source, line: entry.line, message: "a model entry lacks the key 'counterexample'")
            }
        }
        guard let file = entry.exampleFile else { return }
        if let globs, !globs.matches(file) {
            throw ModelError(
                file: entry.source, line: entry.line,
                message: "no glob of the entry matches its example's file '\(file)'")
        }
        if entry.conditions.notPath?.matches(file) ?? false {
            throw ModelError(
                file: entry.source, line: entry.line, message: "'not-path' excludes the example's file '\(file)'")
        }
    }

    static func name(_ text: String, file: String, line: Int, allowingLast: Bool = false) throws(ModelError)
        -> NamePattern
    {
        guard let pattern = NamePattern(text) else {
            throw ModelError(
                file: file, line: line,
                message: "'\(text)' is not a name: segments joined by '.' or '/', and at most '.*' or '.**' at the end")
        }
        if case .last = pattern, !allowingLast {
            throw ModelError(
                file: file, line: line, message: "'\(text)': only 'write' takes a name that begins with '.'")
        }
        return pattern
    }

    private static func readAttributes(_ value: YAMLValue, file: String, match: Match) throws(ModelError) -> [String:
        AttributeValue]
    {
        guard case .mapping(let pairs) = value.content else {
            throw ModelError(file: file, line: value.line, message: "'attributes' must be a mapping")
        }
        var result: [String: AttributeValue] = [:]
        for (name, value) in pairs {
            if let literal = value.literal {
                result[name] = .literal(literal.text)
            } else {
                guard match.isReference else {
                    throw ModelError(
                        file: file, line: value.line, message: "an attribute from an argument is for references only")
                }
                result[name] = .argument(try argumentReference(value, file: file, what: "the attribute '\(name)'"))
            }
        }
        return result
    }

    /// `{ argument: 1 }` or `{ argument: name }`.
    private static func argumentReference(_ value: YAMLValue, file: String, what: String) throws(ModelError)
        -> ArgumentKey
    {
        var reader = try YAMLReader(value, file: file, what: what)
        let key = try reader.require("argument")
        try reader.finish()
        return try MatchReader.argumentKey(
            try YAMLReader.text(key, key: "argument", file: file), file: file, line: value.line)
    }
}

extension Match {
    /// Whether what is called can be the subject.
    var mayNameCallee: Bool {
        switch self {
        case .use, .callOf: true
        default: false
        }
    }

    var isReference: Bool {
        switch self {
        case .call, .use, .write, .callOf, .outside, .environment, .run: true
        default: false
        }
    }
}
