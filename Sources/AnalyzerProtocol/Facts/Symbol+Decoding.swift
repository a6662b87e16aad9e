extension FactsDecoder {
    mutating func readSymbols(_ section: JSONValue?) throws(ProtocolError) {
        facts.symbols.reserveCapacity(section?.count ?? 0)
        try forEach(section, "symbols") { element throws(ProtocolError) in
            let symbol = try readSymbol(element)
            guard symbolIDs.insert(symbol.id) else {
                throw ProtocolError(.invalidFacts, "\(symbol.id) is taken by another symbol", field: "id")
            }
            facts.symbols.append(symbol)
        }
    }

    private mutating func readSymbol(_ element: JSONValue) throws(ProtocolError) -> Symbol {
        var id: Int?
        var name: String?
        var kind: String?
        var line: Int?
        var endLine: Int?
        var symbol = Symbol(id: 0, name: "", kind: "", line: 0, endLine: 0)
        try members(element) { key, value throws(ProtocolError) in
            switch key {
            case "id": id = try value.requireInteger("id", from: 1)
            case "name": name = try value.requireString("name")
            case "kind": kind = try value.requireString("kind")
            case "line": line = try value.requireInteger("line", from: 1)
            case "end_line": endLine = try value.optionalInteger("end_line", from: 1)
            case "owner": symbol.owner = try readOptionalRef(value, "owner")
            case "type": symbol.type = try readOptionalRef(value, "type")
            case "results": symbol.results = value.isNull ? [] : try readRefs(value, "results")
            case "parameters": symbol.parameters = value.isNull ? [] : try readRefs(value, "parameters")
            case "given": symbol.given = try readOptionalRef(value, "given")
            case "value": symbol.value = try value.requireLiteral("value")
            case "attributes": symbol.attributes = try value.requireAttributes("attributes")
            default: break
            }
        }
        guard let id else { throw .missing("id") }
        guard let name else { throw .missing("name") }
        guard let kind else { throw .missing("kind") }
        guard let line else { throw .missing("line") }
        symbol.id = id
        symbol.name = name
        symbol.kind = kind
        symbol.line = line
        // A range that ends before it starts is no reason to lose a file's facts.
        symbol.endLine = max(line, endLine ?? line)
        return symbol
    }

    /// A symbol's id, or 0 for the file's top level.
    func readSymbolID(_ value: JSONValue, _ field: StaticString) throws(ProtocolError) -> Int {
        let id = try value.requireInteger(field, from: 0)
        guard id == 0 || symbolIDs.contains(id) else {
            throw ProtocolError(.invalidFacts, "no symbol has the id \(id)", field: "\(field)")
        }
        return id
    }
}
