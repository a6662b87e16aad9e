package import Models

/// Reads `catalog/secrets/*.yml`: lists of rules, each with its example and counterexample.
package enum SecretRules {
    /// - Throws: what is wrong, with file and line.
    package static func load(directory: String) throws(ModelError) -> [SecretRule] {
        try read(try CatalogueFiles.read(directory: directory, recursive: false))
    }

    package static func read(
        _ files: [(path: String, text: String)], parsed: ParsedDocuments = ParsedDocuments()
    ) throws(ModelError) -> [SecretRule] {
        var rules: [SecretRule] = []
        var ids: Set<String> = []
        for (path, text) in files {
            guard let root = try parsed.root(text, file: path) else { continue }
            guard case .sequence(let items) = root.content else {
                throw ModelError(file: path, line: root.line, message: "must be a list of rules")
            }
            for item in items {
                let rule = try rule(item, file: path)
                guard ids.insert(rule.id).inserted else {
                    throw ModelError(file: path, line: item.line, message: "the rule '\(rule.id)' is there twice")
                }
                rules.append(rule)
            }
        }
        return rules
    }

    private static func rule(_ value: YAMLValue, file: String) throws(ModelError) -> SecretRule {
        var reader = try YAMLReader(value, file: file, what: "a rule for secrets")
        func fail(_ message: String) -> ModelError { ModelError(file: file, line: value.line, message: message) }
        func choice<Value: RawRepresentable<String>>(
            _ key: String, _ text: String?, _ other: Value
        ) throws(ModelError) -> Value {
            guard let text else { return other }
            guard let value = Value(rawValue: text) else { throw fail("'\(text)' is no \(key)") }
            return value
        }
        let id = try reader.requireText("id")
        let vendor = try reader.requireText("vendor")
        let title = try reader.requireText("title")
        let pattern: String
        if let names = try reader.text("assigned") {
            pattern = assignment(names: names, value: try reader.requireText("value"))
        } else {
            pattern = try reader.requireText("pattern")
        }
        let kind = try choice("kind", try reader.text("kind"), SecretRule.Kind.token)
        let severity = try choice("severity", try reader.requireText("severity"), SecretRule.Severity.high)
        let boundary = try choice("boundary", try reader.text("boundary"), SecretRule.Boundary.word)
        var check: SecretCheck?
        if let text = try reader.text("check") {
            guard let known = SecretCheck(rawValue: text) else { throw fail("'\(text)' is no check") }
            check = known
        }
        let rule = SecretRule(
            id: id, vendor: vendor, title: title, pattern: pattern, kind: kind, severity: severity,
            boundary: boundary, check: check, example: try reader.requireText("example"),
            counterexample: try reader.requireText("counterexample"),
            references: try reader.texts("references") ?? [], source: file, line: value.line)
        guard !rule.references.isEmpty, rule.references.allSatisfy({ $0.hasPrefix("https://") }) else {
            throw fail("a rule for secrets needs 'references', each an https address")
        }
        try reader.finish()
        return rule
    }

    /// A value that nothing but its name tells from any other: `NAME = "value"`, `NAME: value`, `"name" => 'value'`.
    private static func assignment(names: String, value: String) -> String {
        "(?i:\(names))(?i:[_-]?(?:value|default|prod|production|dev))?[\"'\\]]{0,2}[ \\t]{0,8}(?::=|=>|=|:|,)[ \\t]{0,8}[\"'`]?(\(value))"
    }
}
