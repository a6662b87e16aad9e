extension FactsDecoder {
    mutating func readSymbols(_ section: JSONValue?) throws(ProtocolError) {
        facts.symbols.reserveCapacity(section?.count ?? 0)
        var line = 0
        try forEach(section, "symbols") { element throws(ProtocolError) in
            let symbol = try readSymbol(element, line: line)
            facts.symbols.append(symbol)
            line = symbol.line
        }
    }

    /// Reads `[name, kind, line, lines, type, owner, results, attributes, [value], parameters, given]`.
    ///
    /// - Parameter line: the line of the row before, from which this one's counts on.
    private mutating func readSymbol(_ element: JSONValue, line: Int) throws(ProtocolError) -> Symbol {
        guard var row = JSONRow(element) else { throw .expected("a row", "") }
        guard let name = row.next() else { throw .missing("name") }
        var symbol = Symbol(
            id: facts.symbols.count + 1, name: try readSymbolName(name), kind: WordLists.symbolKinds[0], line: 0,
            endLine: 0)
        if let kind = row.next() {
            if let listed = kind.listed(WordLists.symbolKinds) {
                symbol.kind = listed
            } else {
                symbol.kind = try kind.requireString("kind")
            }
        }
        symbol.line = try counted(on: line, row.next(), "line", from: 1)
        symbol.endLine = try counted(on: symbol.line, row.next(), "lines", from: symbol.line)
        if let type = row.next() { symbol.type = try readRef(type, "type") }
        if let owner = row.next() { symbol.owner = try readRef(owner, "owner") }
        if let results = row.next() { symbol.results = try readRefs(results, "results") }
        if let attributes = row.next() { symbol.attributes = try attributes.requireAttributes("attributes") }
        if let value = row.next() { symbol.value = try readBoxed(value, "value") }
        if let parameters = row.next() { symbol.parameters = try readRefs(parameters, "parameters") }
        if let given = row.next() { symbol.given = try readRef(given, "given") }
        return symbol
    }

    /// A name, or the number of the REF that is this plain name.
    private mutating func readSymbolName(_ value: JSONValue) throws(ProtocolError) -> String {
        guard value.kind == .integer else { return try value.requireString("name") }
        guard case .name(let name) = facts.refs[Int(try readRef(value, "name"))] else {
            throw .expected("a REF that is a plain name", "name")
        }
        return name
    }

    /// A symbol's id, or 0 for the file's top level.
    func readSymbolID(_ value: JSONValue, _ field: StaticString) throws(ProtocolError) -> Int {
        let id = try value.requireInteger(field, from: 0)
        guard isSymbolID(id) else { throw noSymbol(id, field) }
        return id
    }

    @inline(__always)
    func isSymbolID(_ id: Int) -> Bool { id <= facts.symbols.count }

    func noSymbol(_ id: Int, _ field: StaticString) -> ProtocolError {
        ProtocolError(.invalidFacts, "no symbol has the id \(id)", field: "\(field)")
    }
}
