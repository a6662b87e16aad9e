import Models

/// Reads a condition and validates the signals it names.
struct ConditionReader {
    let file: String
    let vocabulary: SignalVocabulary

    func read(_ value: YAMLValue) throws(ModelError) -> Condition {
        switch value.content {
        case .scalar(let name, _):
            return .signals(SignalQuery(kinds: try kinds([name], line: value.line), attributes: [], reach: nil))
        case .sequence(let items):
            return .any(try list(items, "a list of conditions", line: value.line))
        case .mapping:
            return try readMapping(value)
        }
    }

    private func readMapping(_ value: YAMLValue) throws(ModelError) -> Condition {
        var reader = try YAMLReader(value, file: file, what: "a condition")
        let forms = ["signal", "any", "all", "not", "each", "some", "bypass", "same-symbol", "more"]
        let found = forms.filter(reader.keys.contains)
        guard found.count == 1, let form = found.first else {
            throw ModelError(
                file: file, line: value.line,
                message: "a condition has exactly one of the keys \(forms.joined(separator: ", "))")
        }
        let condition: Condition
        switch form {
        case "signal":
            condition = .signals(try query(&reader))
        case "any":
            condition = .any(try list(try reader.require(form), form))
        case "all":
            condition = .all(try list(try reader.require(form), form))
        case "not":
            condition = .not(try read(try reader.require(form)))
        case "each":
            let (of, reaches) = try pair(try reader.require(form), form, "of", "reaches")
            condition = .each(of: of, reaches: reaches)
        case "some":
            let (of, reaches) = try pair(try reader.require(form), form, "of", "reaches")
            condition = .some(of: of, reaches: reaches)
        case "bypass":
            let (of, guardedBy) = try pair(try reader.require(form), form, "of", "guard")
            condition = .bypass(of: of, guardedBy: guardedBy)
        case "more":
            let (of, than) = try pair(try reader.require(form), form, "of", "than")
            condition = .more(of: of, than: than)
        default:
            let conditions = try list(try reader.require(form), form)
            guard conditions.count >= 2 else {
                throw ModelError(file: file, line: value.line, message: "'same-symbol' needs two conditions or more")
            }
            for condition in conditions { try requireSites(condition, in: form, line: value.line) }
            condition = .sameSymbol(conditions)
        }
        try reader.finish()
        return condition
    }

    private func query(_ reader: inout YAMLReader) throws(ModelError) -> SignalQuery {
        let line = reader.line
        let kinds = try kinds(try reader.texts("signal") ?? [], line: line)
        var attributes: [(name: String, pattern: Pattern)] = []
        if let value = reader.take("where") {
            guard case .mapping(let pairs) = value.content, !pairs.isEmpty else {
                throw ModelError(
                    file: file, line: value.line, message: "'where' must be a mapping from attributes to expressions")
            }
            for (name, value) in pairs {
                let text = try YAMLReader.text(value, key: name, file: file)
                do {
                    attributes.append((name, try Pattern(text)))
                } catch {
                    throw ModelError(file: file, line: value.line, message: error.message)
                }
            }
        }
        var scope: SignalScope?
        if let text = try reader.text("reach") {
            guard let known = SignalScope(rawValue: text) else {
                throw ModelError(
                    file: file, line: line,
                    message: "'\(text)' is not a scope: \(SignalScope.allCases.map(\.rawValue).joined(separator: ", "))"
                )
            }
            scope = known
        }
        let without = try self.kinds(try reader.texts("without") ?? [], line: line)
        return SignalQuery(kinds: kinds, attributes: attributes, reach: scope, without: without)
    }

    private func kinds(_ names: [String], line: Int) throws(ModelError) -> [String] {
        var result: Set<String> = []
        for name in names {
            let expanded = vocabulary.expand(name)
            guard !expanded.isEmpty else {
                throw ModelError(
                    file: file, line: line,
                    message: name.hasSuffix("*") ? "no signal matches '\(name)'" : "unknown signal '\(name)'")
            }
            result.formUnion(expanded)
        }
        return result.sorted()
    }

    private func list(_ value: YAMLValue, _ key: String) throws(ModelError) -> [Condition] {
        guard case .sequence(let items) = value.content else {
            throw ModelError(file: file, line: value.line, message: "'\(key)' must be a list of conditions")
        }
        return try list(items, "'\(key)'", line: value.line)
    }

    private func list(_ items: [YAMLValue], _ what: String, line: Int) throws(ModelError) -> [Condition] {
        guard !items.isEmpty else { throw ModelError(file: file, line: line, message: "\(what) is empty") }
        var result: [Condition] = []
        for item in items { result.append(try read(item)) }
        return result
    }

    private func pair(_ value: YAMLValue, _ form: String, _ first: String, _ second: String) throws(ModelError) -> (
        Condition, Condition
    ) {
        var reader = try YAMLReader(value, file: file, what: "'\(form)'")
        let one = try read(try reader.require(first))
        let two = try read(try reader.require(second))
        try reader.finish()
        try requireSites(one, in: form, line: value.line)
        try requireSites(two, in: form, line: value.line, allowsNone: form == "each" || form == "some")
        return (one, two)
    }

    /// Inside `each`, `some`, `bypass`, `more` and `same-symbol` a condition must say which signals it means, not that there are none.
    /// What `each` and `some` lead to may be asked to lack something, too.
    private func requireSites(
        _ condition: Condition, in form: String, line: Int, allowsNone: Bool = false
    ) throws(ModelError) {
        switch condition {
        case .signals: return
        case .not(let inner) where allowsNone: try requireSites(inner, in: form, line: line)
        case .any(let inner), .all(let inner):
            for condition in inner { try requireSites(condition, in: form, line: line, allowsNone: allowsNone) }
        default:
            throw ModelError(file: file, line: line, message: "'\(form)' takes signals, and 'any' or 'all' of them")
        }
    }
}
