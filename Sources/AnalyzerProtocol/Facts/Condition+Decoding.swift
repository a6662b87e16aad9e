extension FactsDecoder {
    mutating func readConditions(_ section: JSONValue?) throws(ProtocolError) {
        try forEach(section, "conditions") { element throws(ProtocolError) in
            facts.conditions.append(try readCondition(element))
        }
    }

    /// A test that this version does not know is kept as one that is never known to fail.
    private mutating func readCondition(_ element: JSONValue) throws(ProtocolError) -> ConfiguredCondition {
        var ref: RefIndex?
        var test: ConfiguredCondition.Test?
        var values: [Literal] = []
        var line: Int?
        try members(element) { key, value throws(ProtocolError) in
            switch key {
            case "ref": ref = try readRef(value, "ref")
            case "is": test = ConfiguredCondition.Test(rawValue: try value.requireString("is")) ?? .differs
            case "values": values = try readLiterals(value)
            case "line": line = try value.requireInteger("line", from: 1)
            default: break
            }
        }
        guard let ref else { throw .missing("ref") }
        guard let test else { throw .missing("is") }
        guard let line else { throw .missing("line") }
        return ConfiguredCondition(ref: ref, test: test, values: values, line: line)
    }

    private func readLiterals(_ value: JSONValue) throws(ProtocolError) -> [Literal] {
        var literals: [Literal] = []
        let isArray = try value.forEachElement { element throws(ProtocolError) in
            literals.append(try element.requireLiteral("values"))
        }
        guard isArray else { throw .expected("an array of literals", "values") }
        return literals
    }

    /// Indexes into the table of conditions. One beyond its end denotes nothing, and is left to the linker.
    func readIndexes(_ value: JSONValue, _ field: StaticString) throws(ProtocolError) -> [Int32] {
        var indexes: [Int32] = []
        let isArray = try value.forEachElement { element throws(ProtocolError) in
            indexes.append(Int32(try element.requireInteger(field, from: 0)))
        }
        guard isArray else { throw .expected("an array of indexes", "\(field)") }
        return indexes
    }
}
