import AnalyzerProtocol

/// A model entry about references, found by the name of what is referred to.
package final class ReferenceRule: Sendable {
    package let signal: String
    /// The argument that names the symbol the signal is about.
    package let subjectArgument: ArgumentKey?
    /// Whether the signal is about the functions that are handed what is mentioned, and given for those only.
    package let subjectIsCallee: Bool
    /// False where `accepts` never looks at the arguments, so that the caller need not bind them.
    package let needsArguments: Bool
    /// The place of the entry among all entries: the order of results.
    package let order: Int
    private let conditions: Conditions
    private let attributes: [(name: String, value: AttributeValue)]

    init(entry: ModelEntry, conditions: Conditions, order: Int) {
        signal = entry.signal
        subjectArgument = entry.subject
        subjectIsCallee = entry.subjectIsCallee
        self.conditions = conditions
        attributes = entry.attributes.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        self.order = order
        needsArguments =
            !conditions.arguments.isEmpty || entry.subject != nil
            || entry.attributes.values.contains { if case .argument = $0 { true } else { false } }
    }

    /// What has to be configured before an argument that has to be given is anything; 0 where that is not so.
    package func gate(_ reference: ReferenceView) -> UInt16 {
        for (key, condition) in conditions.arguments {
            switch condition {
            case .present, .refersTo:
                let given = reference.arguments.first { $0.isNamed(by: key) }
                if let given, given.gate != 0 { return given.gate }
            default: continue
            }
        }
        return 0
    }

    /// The attributes that the signal keeps, or nil where a condition does not hold.
    package func accepts(_ reference: ReferenceView) -> [String: String]? {
        if !conditions.context.isEmpty, conditions.context.isDisjoint(with: reference.context) { return nil }
        if !conditions.notContext.isDisjoint(with: reference.context) { return nil }
        guard conditions.acceptsPath(reference.path) else { return nil }
        if let with = conditions.with, !with.matches(reference.target) { return nil }
        if let without = conditions.without, without.matches(reference.target) { return nil }
        for (key, condition) in conditions.arguments {
            guard condition.accepts(key, of: reference.arguments) else { return nil }
        }
        var kept: [String: String] = [:]
        for (name, value) in attributes {
            switch value {
            case .literal(let text): kept[name] = text
            case .argument(let key): kept[name] = reference.arguments.first { $0.isNamed(by: key) }?.text
            }
        }
        return kept
    }
}

extension ArgumentView {
    package func isNamed(by key: ArgumentKey) -> Bool {
        switch key {
        case .position(let position): self.position == position
        case .name(let name): self.name == name
        }
    }
}

extension ArgumentCondition {
    /// Positions have no gaps: whatever follows a position shows that it is given, though nothing is known of it.
    func accepts(_ key: ArgumentKey, of arguments: [ArgumentView]) -> Bool {
        let argument = arguments.first { $0.isNamed(by: key) }
        guard argument == nil else { return accepts(argument) }
        let isGiven: Bool
        let unpacked: String
        switch key {
        case .position(let position):
            isGiven = arguments.contains { ($0.position ?? -1) > position }
            unpacked = "*"
        case .name:
            isGiven = false
            unpacked = "**"
        }
        switch self {
        case .present: return isGiven
        // What is unpacked may hold it.
        case .absent: return !isGiven && !arguments.contains { $0.name == unpacked }
        default: return accepts(nil)
        }
    }

    func accepts(_ argument: ArgumentView?) -> Bool {
        switch self {
        case .absent: argument == nil
        // What is given as null is not there: `content_security_policy=None`. A setting may be.
        case .present: argument.map { $0.literal != .null || $0.gate != 0 } ?? false
        case .literal(let literal): argument?.literal == literal
        case .anyOf(let literals): argument?.literal.map(literals.contains) ?? false
        case .regex(let pattern): argument?.text.map(pattern.matches) ?? false
        case .refersTo(let names): argument?.externalNames.contains(where: names.contains) ?? false
        case .not(let condition): !condition.accepts(argument)
        case .item(let condition): argument?.items?.contains { condition.accepts($0) } ?? false
        case .key(let name): argument?.items?.contains { $0.name == name && $0.literal != .null } ?? false
        }
    }

    func mapNames(_ transform: (String) -> String) -> ArgumentCondition {
        switch self {
        case .refersTo(let names): .refersTo(names.map(transform))
        case .item(let condition): .item(condition.mapNames(transform))
        case .not(let condition): .not(condition.mapNames(transform))
        default: self
        }
    }
}

extension Conditions {
    func acceptsPath(_ path: String) -> Bool {
        if let globs = self.path, !globs.matches(path) { return false }
        if let globs = notPath, globs.matches(path) { return false }
        return true
    }

    /// The same conditions with every name in its canonical form.
    func mapNames(_ transform: (String) -> String) -> Conditions {
        var copy = self
        copy.arguments = arguments.map { ($0.key, $0.value.mapNames(transform)) }
        copy.inherits = inherits?.map(transform)
        copy.calls = calls.map { $0.map(transform) }
        return copy
    }
}
