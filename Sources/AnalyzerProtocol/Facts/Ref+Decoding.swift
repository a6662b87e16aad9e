extension FactsDecoder {
    /// Decodes the `refs` table. Entries refer to earlier entries only, so one pass in order suffices.
    mutating func readTable(_ section: JSONValue?) throws(ProtocolError) {
        guard let section else { return }
        facts.refs.reserveCapacity(section.count)
        table.reserveCapacity(section.count)
        try forEach(section, "refs") { element throws(ProtocolError) in
            guard element.kind != .integer else { throw .expected("a string or a row", "") }
            table.append(try readRef(element, ""))
        }
    }

    /// A REF, or nil where it is not known.
    mutating func readOptionalRef(_ value: JSONValue?, _ field: StaticString) throws(ProtocolError) -> RefIndex? {
        guard let value, !value.isNothing else { return nil }
        return try readRef(value, field)
    }

    /// A REF: the number of an entry of the table; or a plain name or a row, which is appended after what it refers to.
    mutating func readRef(_ value: JSONValue, _ field: StaticString) throws(ProtocolError) -> RefIndex {
        if let number = value.integer {
            // Inside the table, `table` ends before the entry being read: a later one is out of range like a bad one.
            guard number >= 1, number <= table.count else {
                throw ProtocolError(.invalidFacts, "no entry \(number) in refs below this one", field: "\(field)")
            }
            return table[number - 1]
        }
        let ref: Ref
        if let name = value.string {
            ref = .name(name)
        } else {
            guard var row = JSONRow(value) else {
                throw .expected("a REF: a number, a name or a row", "\(field)")
            }
            do throws(ProtocolError) {
                ref = try readForm(&row)
            } catch {
                throw field.utf8CodeUnitCount == 0 ? error : error.inside("\(field)")
            }
        }
        facts.refs.append(ref)
        return RefIndex(facts.refs.count - 1)
    }

    private mutating func readForm(_ row: inout JSONRow) throws(ProtocolError) -> Ref {
        guard let told = row.rest() else { throw .missing("form") }
        guard let form = told.integer.map(RefForm.init(rawValue:)) ?? told.string.map(RefForm.init(word:)) else {
            throw .expected("a number or a word", "form")
        }
        switch form {
        case .member: return .member(try text(&row, "member"), of: try readOptionalRef(row.rest(), "of"))
        case .imported: return try readImported(&row)
        case .namespaced: return try readNamespaced(&row)
        case .result: return .result(try ref(&row, "result"), index: try row.integer("index"))
        case .element: return .element(try ref(&row, "element"))
        case .container: return .container(try ref(&row, "container"))
        case .base: return .base(try ref(&row, "base"))
        case .any: return .any(try readRefs(&row, "any"))
        case .parameter: return try readParameter(&row)
        case .setting: return .setting(try text(&row, "setting"), default: try literal(row.rest(), "default"))
        case .holds: return .holds(try readIndexes(&row, "holds"))
        case .external: return .external(try text(&row, "external"))
        case .environment: return .environment(try text(&row, "environment"))
        case .path: return .path(try text(&row, "path"))
        case .target: return .target(try text(&row, "target"))
        case .image: return .image(try text(&row, "image"))
        case .selector: return .selector(try texts(&row, "selector").sorted())
        case .command:
            return .command(try texts(&row, "command"), directory: try row.next()?.requireString("directory"))
        case .contained: return .contained(try readContained(&row))
        case .route:
            let route = try text(&row, "route")
            let method = try row.next()?.requireString("method")
            return .route(route, method: method, port: try row.next()?.requireInteger("port", from: 0))
        case nil: return .unknown
        }
    }

    /// Reads `[words, image, folder, directory in the image, whether it follows the entry point]`.
    private mutating func readContained(_ row: inout JSONRow) throws(ProtocolError) -> ContainedCommand {
        let words = try texts(&row, "contained")
        var command = ContainedCommand(words, image: try ref(&row, "within"))
        command.context = try row.next()?.requireString("directory")
        command.workdir = try row.next()?.requireString("workdir")
        command.follows = try row.integer("follows") > 0
        return command
    }

    /// Reads `[module, name]`, where the module may be told as a REF with the same one.
    private mutating func readImported(_ row: inout JSONRow) throws(ProtocolError) -> Ref {
        guard let value = row.next() else { throw .missing("import") }
        let module: String
        if value.kind == .integer {
            guard case .imported(let same, _) = facts.refs[Int(try readRef(value, "import"))] else {
                throw .expected("a REF of an import", "import")
            }
            module = same
        } else {
            module = try value.requireString("import")
        }
        return .imported(module: module, name: try row.next()?.requireString("name"))
    }

    /// Reads `[namespace, name]`, where the namespace may be told as a REF with the same one.
    private mutating func readNamespaced(_ row: inout JSONRow) throws(ProtocolError) -> Ref {
        guard let value = row.next() else { throw .missing("namespace") }
        let namespace: String
        if value.kind == .integer {
            guard case .namespaced(let same, _) = facts.refs[Int(try readRef(value, "namespace"))] else {
                throw .expected("a REF of a namespace", "namespace")
            }
            namespace = same
        } else {
            namespace = try value.requireString("namespace")
        }
        return .namespaced(namespace: namespace, name: try row.next()?.requireString("name"))
    }

    /// Reads `[name, of, index, default]`.
    private mutating func readParameter(_ row: inout JSONRow) throws(ProtocolError) -> Ref {
        let name = try text(&row, "parameter")
        let of = try readOptionalRef(row.rest(), "of") ?? -1
        let index = try row.integer("index")
        return .parameter(name, index: index, of: of, default: try literal(row.rest(), "default"))
    }

    private func text(_ row: inout JSONRow, _ field: StaticString) throws(ProtocolError) -> String {
        guard let value = row.next() else { throw .missing("\(field)") }
        return try value.requireString(field)
    }

    private func texts(_ row: inout JSONRow, _ field: StaticString) throws(ProtocolError) -> [String] {
        guard let value = row.next() else { throw .missing("\(field)") }
        return try value.requireStrings(field)
    }

    private mutating func ref(_ row: inout JSONRow, _ field: StaticString) throws(ProtocolError) -> RefIndex {
        guard let value = row.next() else { throw .missing("\(field)") }
        return try readRef(value, field)
    }

    private func literal(_ value: JSONValue?, _ field: StaticString) throws(ProtocolError) -> Literal? {
        guard let value else { return nil }
        return try value.requireLiteral("\(field)")
    }

    /// A list of REFs; 0 holds the place of one that is not known.
    mutating func readRefs(_ value: JSONValue, _ field: StaticString) throws(ProtocolError) -> [RefIndex] {
        guard var row = JSONRow(value) else { throw .expected("a list of REFs", "\(field)") }
        return try readRefs(&row, field)
    }

    private mutating func readRefs(_ row: inout JSONRow, _ field: StaticString) throws(ProtocolError) -> [RefIndex] {
        var refs: [RefIndex] = []
        while let element = row.rest() {
            if element.isNothing {
                facts.refs.append(.unknown)
                refs.append(RefIndex(facts.refs.count - 1))
            } else {
                refs.append(try readRef(element, field))
            }
        }
        return refs
    }
}
