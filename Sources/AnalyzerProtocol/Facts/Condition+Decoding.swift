extension FactsDecoder {
    mutating func readConditions(_ section: JSONValue?) throws(ProtocolError) {
        try forEach(section, "conditions") { element throws(ProtocolError) in
            facts.conditions.append(try readCondition(element))
        }
    }

    /// Reads `[ref, test, line, values, constants]`. A test that this version does not know is kept as one that is never known to
    /// fail.
    private mutating func readCondition(_ element: JSONValue) throws(ProtocolError) -> ConfiguredCondition {
        guard var row = JSONRow(element) else { throw .expected("a row", "") }
        guard let target = row.next() else { throw .missing("ref") }
        let ref = try readRef(target, "ref")
        var test = ConfiguredCondition.Test.set
        if let value = row.next() {
            test = value.listed(WordLists.tests) ?? value.string.flatMap(ConfiguredCondition.Test.init) ?? .differs
        }
        guard let line = row.next() else { throw .missing("line") }
        var condition = ConfiguredCondition(ref: ref, test: test, line: try line.requireInteger("line", from: 1))
        if let values = row.next() { condition.values = try readLiterals(values) }
        if let constants = row.next() {
            guard var list = JSONRow(constants) else { throw .expected("a list of REFs", "constants") }
            while let element = list.rest() { condition.constants.append(try readRef(element, "constants")) }
        }
        return condition
    }

    private func readLiterals(_ value: JSONValue) throws(ProtocolError) -> [Literal] {
        var literals: [Literal] = []
        let isArray = try value.forEachElement { element throws(ProtocolError) in
            literals.append(try element.requireLiteral("values"))
        }
        guard isArray else { throw .expected("an array of literals", "values") }
        return literals
    }

    /// Places in the table of conditions, told as numbers from 1. One beyond its end denotes nothing, and is left to the
    /// linker.
    func readIndexes(_ value: JSONValue, _ field: StaticString) throws(ProtocolError) -> [Int32] {
        guard var row = JSONRow(value) else { throw .expected("a list of conditions", "\(field)") }
        return try readIndexes(&row, field)
    }

    func readIndexes(_ row: inout JSONRow, _ field: StaticString) throws(ProtocolError) -> [Int32] {
        var indexes: [Int32] = []
        while let element = row.rest() {
            indexes.append(Int32(try element.requireInteger(field, from: 1) - 1))
        }
        return indexes
    }
}
