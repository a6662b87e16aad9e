extension ProtocolError {
    static func expected(_ what: String, _ field: String) -> ProtocolError {
        ProtocolError(.invalidFacts, "expected \(what)", field: field)
    }

    static func missing(_ field: String) -> ProtocolError {
        ProtocolError(.invalidFacts, "missing", field: field)
    }
}

/// Reads of members whose type the protocol fixes. `null` stands for an absent member.
extension JSONValue {
    @inline(__always)
    func requireString(_ field: StaticString) throws(ProtocolError) -> String {
        guard let string else { throw .expected("a string", "\(field)") }
        return string
    }

    func optionalString(_ field: StaticString) throws(ProtocolError) -> String? {
        isNull ? nil : try requireString(field)
    }

    /// An integer from `minimum` up. All integers of the protocol fit 32 bits, so no reader needs to fear overflow.
    @inline(__always)
    func requireInteger(_ field: StaticString, from minimum: Int) throws(ProtocolError) -> Int {
        guard let integer, integer >= minimum, integer <= Int(Int32.max) else {
            throw .expected("an integer from \(minimum) to \(Int32.max)", "\(field)")
        }
        return integer
    }

    func optionalInteger(_ field: StaticString, from minimum: Int) throws(ProtocolError) -> Int? {
        isNull ? nil : try requireInteger(field, from: minimum)
    }

    func requireStrings(_ field: StaticString) throws(ProtocolError) -> [String] {
        var strings: [String] = []
        let isArray = try forEachElement { element throws(ProtocolError) in
            strings.append(try element.requireString(field))
        }
        guard isArray else { throw .expected("an array of strings", "\(field)") }
        return strings
    }

    func requireLiteral(_ field: String) throws(ProtocolError) -> Literal {
        switch kind {
        case .null: return .null
        case .bool: return .bool(bool == true)
        case .string: return .string(string ?? "")
        case .integer, .unsigned, .double: return .number(double ?? 0)
        case .object, .array: throw .expected("a string, number, boolean or null", field)
        }
    }

    func requireAttributes(_ field: StaticString) throws(ProtocolError) -> [String: Literal] {
        if isNull { return [:] }
        guard kind == .object else { throw .expected("an object", "\(field)") }
        var attributes = [String: Literal](minimumCapacity: count)
        _ = try forEachMember { key, value throws(ProtocolError) in
            let name = key.string
            attributes[name] = try value.requireLiteral("\(field).\(name)")
        }
        return attributes
    }
}
