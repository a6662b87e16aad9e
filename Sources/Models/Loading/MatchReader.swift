import AnalyzerProtocol

/// Reads what an entry matches, and under which conditions.
enum MatchReader {
    private static let kinds = [
        "call", "use", "write", "inherit", "import", "call-of", "outside", "environment", "symbol", "dependency",
        "path",
        "content", "run",
    ]
    private static let symbolKinds: Set<String> = [
        "module", "type", "function", "method", "field", "variable", "constant", "alias", "route", "task", "target",
        "script", "job",
        "step", "image", "workload", "container", "template", "value", "environment-variable", "document", "section",
    ]

    static func match(_ reader: inout YAMLReader) throws(ModelError) -> Match {
        var found = kinds.filter(reader.keys.contains)
        // `path` is a condition of every other match.
        if found.count == 2 { found.removeAll { $0 == "path" } }
        guard found.count == 1, let kind = found.first else {
            throw ModelError(
                file: reader.file, line: reader.line,
                message: "'match' has exactly one of the keys \(kinds.joined(separator: ", "))")
        }
        switch kind {
        case "call": return .call(try names(&reader, kind))
        case "use": return .use(try names(&reader, kind))
        case "write": return .write(try names(&reader, kind, allowingLast: true))
        case "inherit": return .inherit(try names(&reader, kind))
        case "import":
            let texts = try names(&reader, kind)
            for text in texts where text.hasSuffix("*") {
                throw ModelError(
                    file: reader.file, line: reader.line,
                    message: "'\(text)': an import matches what lies below it without a wildcard")
            }
            return .include(texts)
        case "call-of", "outside":
            var inner = try YAMLReader(try reader.require(kind), file: reader.file, what: "'\(kind)'")
            let owner = try pattern(&inner, "owner")
            let name = try pattern(&inner, "name")
            try inner.finish()
            guard owner != nil || name != nil else {
                throw ModelError(
                    file: inner.file, line: inner.line, message: "'\(kind)' needs 'owner', 'name' or both")
            }
            return kind == "outside" ? .outside(owner: owner, name: name) : .callOf(owner: owner, name: name)
        case "environment":
            guard let pattern = try pattern(&reader, kind) else {
                throw ModelError(file: reader.file, line: reader.line, message: "'environment' is empty")
            }
            return .environment(pattern)
        case "symbol":
            let kinds = try reader.texts(kind) ?? []
            for kind in kinds where !symbolKinds.contains(kind) {
                throw ModelError(file: reader.file, line: reader.line, message: "'\(kind)' is not a kind of symbol")
            }
            return .symbol(kinds)
        case "dependency":
            var inner = try YAMLReader(try reader.require(kind), file: reader.file, what: "'dependency'")
            let ecosystem = try inner.requireText("ecosystem")
            let names = try names(&inner, "name")
            let scopes = try inner.texts("scope") ?? ["runtime"]
            for scope in scopes where scope != "runtime" && scope != "development" {
                throw ModelError(
                    file: inner.file, line: inner.line, message: "'\(scope)' is not a scope: runtime or development")
            }
            try inner.finish()
            return .dependency(ecosystem: ecosystem, names: names, scopes: scopes)
        case "run":
            return .run((try reader.texts(kind) ?? []).map { $0.split(separator: " ").map(String.init) })
        case "path":
            return .path(try globs(&reader, kind)!)
        default:
            guard let pattern = try pattern(&reader, kind) else {
                throw ModelError(file: reader.file, line: reader.line, message: "'content' is empty")
            }
            let literal = try reader.requireText("literal")
            guard !literal.utf8.contains(UInt8(ascii: "\n")) else {
                throw ModelError(file: reader.file, line: reader.line, message: "'literal' is a part of one line")
            }
            return .content(pattern, literal: literal)
        }
    }

    static func conditions(_ reader: inout YAMLReader, for match: Match) throws(ModelError) -> Conditions {
        var result = Conditions()
        if match.isReference {
            if let value = reader.take("argument") { result.arguments = try arguments(value, file: reader.file) }
            result.context = try context(&reader, "context")
            result.notContext = try context(&reader, "not-context")
        }
        switch match {
        case .run:
            result.with = try pattern(&reader, "with")
            result.without = try pattern(&reader, "without")
        case .symbol:
            result.name = try pattern(&reader, "name")
            result.owner = try pattern(&reader, "owner")
            if let root = try reader.text("root") {
                guard let rootClass = RootClass(rawValue: root) else {
                    throw ModelError(
                        file: reader.file, line: reader.line,
                        message: "'\(root)' is not a class of roots: production, pipeline or test")
                }
                result.root = rootClass
            }
            result.rootKind = try reader.text("root-kind")
            if reader.keys.contains("inherits") { result.inherits = NameSet(try patterns(&reader, "inherits")) }
            for text in try reader.texts("has-method") ?? [] { result.hasMethods.append(try pattern(text, reader)) }
            if let value = reader.take("calls") { result.calls = try calls(value, file: reader.file) }
        case .inherit:
            result.name = try pattern(&reader, "name")
            result.isTaken = try taken(&reader)
        default:
            break
        }
        if case .path = match {} else { result.path = try globs(&reader, "path") }
        result.notPath = try globs(&reader, "not-path")
        return result
    }

    static func argumentKey(_ text: String, file: String, line: Int) throws(ModelError) -> ArgumentKey {
        guard text.utf8.first.map({ (48...57).contains($0) || $0 == UInt8(ascii: "-") }) ?? false else {
            return .name(text)
        }
        guard let position = Int(text), position >= 0 else {
            throw ModelError(file: file, line: line, message: "'\(text)' is not an argument's name or position")
        }
        return .position(position)
    }

    // MARK: Parts

    private static func names(_ reader: inout YAMLReader, _ key: String, allowingLast: Bool = false) throws(ModelError)
        -> [String]
    {
        let line = reader.line
        guard let texts = try reader.texts(key) else {
            throw ModelError(file: reader.file, line: line, message: "lacks the key '\(key)'")
        }
        for text in texts {
            _ = try ModelEntryReader.name(text, file: reader.file, line: line, allowingLast: allowingLast)
        }
        return texts
    }

    private static func patterns(_ reader: inout YAMLReader, _ key: String) throws(ModelError) -> [NamePattern] {
        var result: [NamePattern] = []
        for text in try names(&reader, key) {
            result.append(try ModelEntryReader.name(text, file: reader.file, line: reader.line))
        }
        return result
    }

    private static func pattern(_ reader: inout YAMLReader, _ key: String) throws(ModelError) -> Pattern? {
        guard let text = try reader.text(key) else { return nil }
        return try pattern(text, reader)
    }

    private static func pattern(_ text: String, _ reader: YAMLReader) throws(ModelError) -> Pattern {
        do {
            return try Pattern(text)
        } catch {
            throw ModelError(file: reader.file, line: reader.line, message: error.message)
        }
    }

    private static func taken(_ reader: inout YAMLReader) throws(ModelError) -> Bool {
        guard let text = try reader.text("taken") else { return false }
        guard text == "true" else {
            throw ModelError(file: reader.file, line: reader.line, message: "'taken' is true or absent")
        }
        return true
    }

    private static func globs(_ reader: inout YAMLReader, _ key: String) throws(ModelError) -> GlobSet? {
        guard let texts = try reader.texts(key) else { return nil }
        var globs: [Glob] = []
        for text in texts {
            guard let glob = Glob(text) else {
                throw ModelError(
                    file: reader.file, line: reader.line,
                    message: "'\(text)' is not a glob: relative to the repository's root, brackets and braces closed")
            }
            globs.append(glob)
        }
        return GlobSet(globs)
    }

    private static func context(_ reader: inout YAMLReader, _ key: String) throws(ModelError) -> ReferenceContext {
        var result: ReferenceContext = []
        for word in try reader.texts(key) ?? [] {
            guard let (_, context) = ReferenceContext.words.first(where: { $0.0 == word }) else {
                throw ModelError(
                    file: reader.file, line: reader.line,
                    message: "'\(word)' is not a context: \(ReferenceContext.words.map(\.0).joined(separator: ", "))")
            }
            result.insert(context)
        }
        return result
    }

    private static func calls(_ value: YAMLValue, file: String) throws(ModelError) -> [NameSet] {
        guard case .sequence(let lists) = value.content, !lists.isEmpty else {
            throw ModelError(file: file, line: value.line, message: "'calls' must be a list of lists of names")
        }
        var result: [NameSet] = []
        for list in lists {
            var names: [NamePattern] = []
            for text in try YAMLReader.texts(list, key: "calls", file: file) {
                names.append(try ModelEntryReader.name(text, file: file, line: list.line))
            }
            result.append(NameSet(names))
        }
        return result
    }

    private static func arguments(
        _ value: YAMLValue, file: String
    ) throws(ModelError) -> [(key: ArgumentKey, value: ArgumentCondition)] {
        guard case .mapping(let pairs) = value.content, !pairs.isEmpty else {
            throw ModelError(
                file: file, line: value.line, message: "'argument' must be a mapping from names or positions to values")
        }
        var result: [(key: ArgumentKey, value: ArgumentCondition)] = []
        for (key, value) in pairs {
            result.append(
                (try argumentKey(key, file: file, line: value.line), try argumentCondition(value, file: file)))
        }
        return result
    }

    private static func argumentCondition(_ value: YAMLValue, file: String) throws(ModelError) -> ArgumentCondition {
        if let literal = value.literal { return .literal(literal) }
        guard case .mapping(let pairs) = value.content, pairs.count == 1, let (key, inner) = pairs.first else {
            throw ModelError(
                file: file, line: value.line,
                message:
                    "an argument's value is a literal or one of { regex, any-of, refers-to, present, absent, item, not, key }"
            )
        }
        switch key {
        case "regex":
            let text = try YAMLReader.text(inner, key: key, file: file)
            do {
                return .regex(try Pattern(text))
            } catch {
                throw ModelError(file: file, line: inner.line, message: error.message)
            }
        case "any-of":
            guard case .sequence(let items) = inner.content, !items.isEmpty else {
                throw ModelError(file: file, line: inner.line, message: "'any-of' must be a list of literals")
            }
            var literals: [Literal] = []
            for item in items {
                guard let literal = item.literal else {
                    throw ModelError(file: file, line: item.line, message: "'any-of' must be a list of literals")
                }
                literals.append(literal)
            }
            return .anyOf(literals)
        case "refers-to":
            var names: [NamePattern] = []
            for text in try YAMLReader.texts(inner, key: key, file: file) {
                names.append(try ModelEntryReader.name(text, file: file, line: inner.line))
            }
            return .refersTo(NameSet(names))
        case "present", "absent":
            guard inner.literal == .bool(true) else {
                throw ModelError(file: file, line: inner.line, message: "'\(key)' must be true")
            }
            return key == "present" ? .present : .absent
        case "not":
            return .not(try argumentCondition(inner, file: file))
        case "item":
            return .item(try argumentCondition(inner, file: file))
        case "key":
            return .key(try YAMLReader.text(inner, key: key, file: file))
        default:
            throw ModelError(file: file, line: inner.line, message: "unknown key '\(key)' in an argument's value")
        }
    }
}
