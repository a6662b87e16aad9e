extension FactsDecoder {
    mutating func readReferences(_ section: JSONValue?) throws(ProtocolError) {
        facts.references.reserveCapacity(section?.count ?? 0)
        try forEach(section, "references") { element throws(ProtocolError) in
            facts.references.append(try readReference(element))
        }
    }

    private mutating func readReference(_ element: JSONValue) throws(ProtocolError) -> Reference {
        var from = 0
        var to: RefIndex?
        var kind: ReferenceKind?
        var line: Int?
        var subject: Int?
        var arguments: [Argument] = []
        var context: ReferenceContext = []
        var when: [Int32] = []
        try members(element) { key, value throws(ProtocolError) in
            switch key {
            case "from": from = try readSymbolID(value, "from")
            case "to": to = try readRef(value, "to")
            case "kind": kind = ReferenceKind(rawValue: try value.requireString("kind"))
            case "line": line = try value.requireInteger("line", from: 1)
            case "subject": subject = value.isNull ? nil : try readSymbolID(value, "subject")
            case "arguments": arguments = value.isNull ? [] : try readArguments(value, "arguments")
            case "when": when = value.isNull ? [] : try readIndexes(value, "when")
            case "context": context = value.isNull ? [] : try readContext(value)
            default: break
            }
        }
        guard let to else { throw .missing("to") }
        guard let kind else { throw .missing("kind") }
        guard let line else { throw .missing("line") }
        var reference = Reference(from: from, to: to, kind: kind, line: line)
        reference.subject = subject
        reference.arguments = arguments
        reference.context = context
        reference.when = when
        return reference
    }

    private mutating func readArguments(
        _ section: JSONValue, _ name: String
    ) throws(ProtocolError) -> [Argument] {
        var arguments: [Argument] = []
        arguments.reserveCapacity(section.kind == .array ? section.count : 0)
        try forEach(section, name) { element throws(ProtocolError) in
            var argument = Argument()
            try members(element) { key, value throws(ProtocolError) in
                switch key {
                case "position": argument.position = try value.optionalInteger("position", from: 0)
                case "name": argument.name = try value.optionalString("name")
                case "value": argument.value = try value.requireLiteral("value")
                case "ref": argument.ref = try readOptionalRef(value, "ref")
                case "given": argument.given = try readOptionalRef(value, "given")
                case "items": argument.items = value.isNull ? nil : try readArguments(value, "items")
                default: break
                }
            }
            arguments.append(argument)
        }
        return arguments
    }

    /// Words this version does not know are left out.
    private func readContext(_ value: JSONValue) throws(ProtocolError) -> ReferenceContext {
        var context: ReferenceContext = []
        let isArray = try value.forEachElement { element throws(ProtocolError) in
            let word = try element.requireString("context")
            if let known = ReferenceContext.words.first(where: { $0.0 == word }) { context.insert(known.1) }
        }
        guard isArray else { throw .expected("an array of strings", "context") }
        return context
    }
}
