extension FactsDecoder {
    mutating func readReferences(_ section: JSONValue?) throws(ProtocolError) {
        facts.references.reserveCapacity(section?.count ?? 0)
        var line = 0
        var from = 0
        try forEach(section, "references") { element throws(ProtocolError) in
            let reference = try readReference(element, line: line, from: from)
            facts.references.append(reference)
            line = reference.line
            from = reference.from
        }
    }

    /// Reads `[to, line, kind, from, arguments, context, when, subject]`.
    ///
    /// - Parameters:
    ///   - line: the line of the row before, from which this one's counts on.
    ///   - from: likewise its `from`.
    private mutating func readReference(
        _ element: JSONValue, line: Int, from: Int
    ) throws(ProtocolError) -> Reference {
        guard var row = JSONRow(element) else { throw .expected("a row", "") }
        guard let target = row.next() else { throw .missing("to") }
        let to = try readRef(target, "to")
        let line = try counted(on: line, row.next(), "line", from: 1)
        var kind = ReferenceKind.call
        if let value = row.next() {
            if let listed = value.listed(WordLists.referenceKinds) {
                kind = listed
            } else {
                kind = ReferenceKind(rawValue: try value.requireString("kind"))
            }
        }
        let origin = try counted(on: from, row.next(), "from", from: 0)
        guard isSymbolID(origin) else { throw noSymbol(origin, "from") }
        var reference = Reference(from: origin, to: to, kind: kind, line: line)
        if let arguments = row.next() { reference.arguments = try readArguments(arguments, "arguments") }
        // Bits that this version does not know are left out.
        reference.context = ReferenceContext(
            rawValue: UInt16(truncatingIfNeeded: try row.integer("context"))
        ).intersection(.all)
        if let when = row.next() { reference.when = try readIndexes(when, "when") }
        if let subject = row.next() { reference.subject = try readSymbolID(subject, "subject") }
        return reference
    }

    /// An integer that is told as its distance from another one.
    @inline(__always)
    func counted(
        on before: Int, _ value: JSONValue?, _ field: StaticString, from minimum: Int
    ) throws(ProtocolError) -> Int {
        var distance = 0
        if let value { distance = try value.requireInteger(field, from: -Int(Int32.max)) }
        let number = before + distance
        guard number >= minimum, number <= Int(Int32.max) else {
            throw .expected("an integer from \(minimum) to \(Int32.max), not \(number)", "\(field)")
        }
        return number
    }

    private mutating func readArguments(
        _ section: JSONValue, _ name: String
    ) throws(ProtocolError) -> [Argument] {
        var arguments: [Argument] = []
        arguments.reserveCapacity(section.kind == .array ? section.count : 0)
        try forEach(section, name) { element throws(ProtocolError) in
            arguments.append(try readArgument(element, place: arguments.count))
        }
        return arguments
    }

    /// Reads `[key, ref, [value], items, given]`, or in its place what stands at this position: a REF's number, or a
    /// literal that is no number.
    private mutating func readArgument(_ element: JSONValue, place: Int) throws(ProtocolError) -> Argument {
        guard var row = JSONRow(element) else {
            if element.kind == .integer {
                return Argument(position: place, ref: element.isNothing ? nil : try readRef(element, "ref"))
            }
            return Argument(position: place, value: try element.requireLiteral("value"))
        }
        var argument = Argument()
        guard let key = row.rest() else { throw .missing("position") }
        if let name = key.string {
            argument.name = name
        } else if !key.isNull {
            argument.position = try key.requireInteger("position", from: 0)
        }
        if let ref = row.next() { argument.ref = try readRef(ref, "ref") }
        if let value = row.next() { argument.value = try readBoxed(value, "value") }
        if let items = row.next() { argument.items = try readArguments(items, "items") }
        if let given = row.next() { argument.given = try readRef(given, "given") }
        return argument
    }

    /// A literal in a list of one: so told, `null` and 0 are values and no gaps.
    func readBoxed(_ value: JSONValue, _ field: StaticString) throws(ProtocolError) -> Literal {
        guard var row = JSONRow(value), let literal = row.rest() else {
            throw .expected("a list of one literal", "\(field)")
        }
        return try literal.requireLiteral("\(field)")
    }
}
