import AnalyzerProtocol
import Models

/// Reads one control's YAML file.
struct ControlReader {
    let file: String
    let vocabulary: SignalVocabulary

    /// - Parameter root: what the file holds; nil for nothing.
    func read(_ root: YAMLValue?, expectedID: String) throws(ModelError) -> Control {
        guard let root else {
            throw ModelError(file: file, message: "is empty")
        }
        var reader = try YAMLReader(root, file: file, what: "a control")
        let id = try reader.requireText("id")
        guard id == expectedID else {
            throw ModelError(
                file: file, line: root.line, message: "the id '\(id)' is not the file's name '\(expectedID)'")
        }
        guard id.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "-") })
        else {
            throw ModelError(file: file, line: root.line, message: "the id '\(id)' is not in kebab-case")
        }
        let area = try word(&reader, "area", among: Area.all, default: nil)
        let control = Control(
            id: id, area: area, title: try reader.requireText("title"),
            severity: Severity(
                rawValue: try word(&reader, "severity", among: Severity.allCases.map(\.rawValue), default: nil))!,
            scope: Control.Scope(
                rawValue: try word(&reader, "scope", among: ["component", "repository"], default: "component"))!,
            root: RootClass(
                rawValue: try word(&reader, "root", among: ["production", "pipeline"], default: "production"))!,
            judgedBy: try requireTexts(&reader, "judged-by"),
            required: State(
                rawValue: try word(&reader, "required", among: Array(Self.rungs.dropFirst()), default: "wired"))!,
            appliesWhen: try reader.take("applies-when").map { (value) throws(ModelError) in
                try rule(value, what: "'applies-when'")
            }
                ?? Control.Rule(words: "Everything.", when: nil),
            states: try states(try reader.require("states")),
            absenceIs: reader.keys.contains("absence-is")
                ? State(rawValue: try word(&reader, "absence-is", among: Array(Self.rungs.dropFirst()), default: nil))
                : nil,
            unknownWhen: try reader.take("unknown-when").map { (value) throws(ModelError) in
                try rule(value, what: "'unknown-when'")
            },
            hiddenIn: try hiddenIn(&reader), counterEvidence: try counterEvidence(reader.take("counter-evidence")),
            why: try reader.text("why"),
            remedy: try reader.requireText("remedy"), acceptance: try requireTexts(&reader, "acceptance"),
            references: try reader.texts("references") ?? [])
        try reader.finish()
        for reference in control.references where !reference.hasPrefix("https://") && !reference.hasPrefix("http://") {
            throw ModelError(file: file, line: root.line, message: "the reference '\(reference)' is not a web address")
        }
        return control
    }

    private static let rungs = State.ladder.map(\.rawValue)

    private func states(_ value: YAMLValue) throws(ModelError) -> [State: Control.Rule] {
        guard case .mapping(let pairs) = value.content, !pairs.isEmpty else {
            throw ModelError(
                file: file, line: value.line, message: "'states' must be a mapping from states to words and conditions")
        }
        var result: [State: Control.Rule] = [:]
        for (name, value) in pairs {
            guard let state = State(rawValue: name), let rung = state.rung, rung > 0 else {
                throw ModelError(
                    file: file, line: value.line,
                    message: "'\(name)' is not a state that can be shown: declared, defined, partial, wired")
            }
            result[state] = try rule(value, what: "the state '\(name)'")
        }
        return result
    }

    private func rule(_ value: YAMLValue, what: String) throws(ModelError) -> Control.Rule {
        var reader = try YAMLReader(value, file: file, what: what)
        let words = try reader.requireText("words")
        let condition = try reader.take("when").map { (value) throws(ModelError) in try conditions.read(value) }
        try reader.finish()
        return Control.Rule(words: words, when: condition)
    }

    private func hiddenIn(_ reader: inout YAMLReader) throws(ModelError) -> [String] {
        let line = reader.line
        let names = try reader.texts("hidden-in") ?? []
        for name in names where vocabulary.expand(name) != [name] {
            throw ModelError(file: file, line: line, message: "unknown signal '\(name)'")
        }
        return names
    }

    private func counterEvidence(_ value: YAMLValue?) throws(ModelError) -> [Control.CounterEvidence] {
        guard let value else { return [] }
        guard case .sequence(let items) = value.content, !items.isEmpty else {
            throw ModelError(file: file, line: value.line, message: "'counter-evidence' must be a list")
        }
        var result: [Control.CounterEvidence] = []
        for item in items {
            var reader = try YAMLReader(item, file: file, what: "counter-evidence")
            let words = try reader.requireText("words")
            let condition = try conditions.read(try reader.require("when"))
            let caps = try word(&reader, "caps", among: Self.rungs, default: nil)
            try reader.finish()
            result.append(Control.CounterEvidence(words: words, when: condition, caps: State(rawValue: caps)!))
        }
        return result
    }

    private var conditions: ConditionReader { ConditionReader(file: file, vocabulary: vocabulary) }

    private func word(_ reader: inout YAMLReader, _ key: String, among words: [String], default fallback: String?)
        throws(ModelError) -> String
    {
        let line = reader.line
        guard let text = try reader.text(key) ?? fallback else { return try reader.requireText(key) }
        guard words.contains(text) else {
            throw ModelError(
                file: file, line: line,
                message: "'\(text)' is not a value of '\(key)': \(words.joined(separator: ", "))")
        }
        return text
    }

    private func requireTexts(_ reader: inout YAMLReader, _ key: String) throws(ModelError) -> [String] {
        guard let texts = try reader.texts(key) else {
            throw ModelError(file: file, line: reader.line, message: "a control lacks the key '\(key)'")
        }
        return texts
    }
}
