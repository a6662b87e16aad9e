extension FactsDecoder {
    /// Decodes the `refs` table. Entries refer to earlier entries only, so one pass in order suffices.
    mutating func readTable(_ section: JSONValue?) throws(ProtocolError) {
        guard let section else { return }
        facts.refs.reserveCapacity(section.count)
        table.reserveCapacity(section.count)
        try forEach(section, "refs") { element throws(ProtocolError) in
            guard element.kind == .object else { throw .expected("an object", "") }
            table.append(try readRef(element, ""))
        }
    }

    /// A REF, or nil for `null`.
    mutating func readOptionalRef(_ value: JSONValue, _ field: StaticString) throws(ProtocolError) -> RefIndex? {
        value.isNull ? nil : try readRef(value, field)
    }

    /// A REF: an index into the table, or an object, which is appended after what it refers to.
    mutating func readRef(_ value: JSONValue, _ field: StaticString) throws(ProtocolError) -> RefIndex {
        if let index = value.integer {
            // Inside the table, `table` ends before the entry being read: a later one is out of range like a bad one.
            guard index >= 0, index < table.count else {
                throw ProtocolError(.invalidFacts, "no entry \(index) in refs below this one", field: "\(field)")
            }
            return table[index]
        }
        guard value.kind == .object else { throw .expected("a REF: an object or an index into refs", "\(field)") }
        let ref: Ref
        do throws(ProtocolError) {
            ref = try readForm(value)
        } catch {
            throw field.utf8CodeUnitCount == 0 ? error : error.inside("\(field)")
        }
        facts.refs.append(ref)
        return RefIndex(facts.refs.count - 1)
    }

    /// The object's form is told by the one member that only this form has; `name` alone is the plain name.
    private mutating func readForm(_ value: JSONValue) throws(ProtocolError) -> Ref {
        var ref: Ref?
        var name: String?
        var of: RefIndex?
        var index = 0
        var method: String?
        var port: Int?
        var directory: String?
        var given: Literal?
        try members(value) { key, value throws(ProtocolError) in
            switch key {
            case "name": name = try value.optionalString("name")
            case "member": ref = .member(try value.requireString("member"), of: nil)
            case "of": of = try readOptionalRef(value, "of")
            case "import": ref = .imported(module: try value.requireString("import"), name: nil)
            case "result": ref = .result(try readRef(value, "result"), index: 0)
            case "index": index = try value.optionalInteger("index", from: 0) ?? 0
            case "external": ref = .external(try value.requireString("external"))
            case "element": ref = .element(try readRef(value, "element"))
            case "container": ref = .container(try readRef(value, "container"))
            case "base": ref = .base(try readRef(value, "base"))
            case "any": ref = .any(try readRefs(value, "any"))
            case "namespace": ref = .namespaced(namespace: try value.requireString("namespace"), name: nil)
            case "path": ref = .path(try value.requireString("path"))
            case "target": ref = .target(try value.requireString("target"))
            case "image": ref = .image(try value.requireString("image"))
            case "route": ref = .route(try value.requireString("route"), method: nil, port: nil)
            case "method": method = try value.optionalString("method")
            case "port": port = try value.optionalInteger("port", from: 0)
            case "environment": ref = .environment(try value.requireString("environment"))
            case "command": ref = .command(try value.requireStrings("command"), directory: nil)
            case "directory": directory = try value.optionalString("directory")
            case "selector": ref = .selector(try value.requireStrings("selector").sorted())
            case "setting": ref = .setting(try value.requireString("setting"), default: nil)
            case "default": given = try value.requireLiteral("default")
            case "parameter": ref = .parameter(try value.requireString("parameter"), index: 0, of: -1, default: nil)
            case "holds": ref = .holds(try readIndexes(value, "holds"))
            default: break
            }
        }
        switch ref {
        case .imported(let module, _): return .imported(module: module, name: name)
        case .namespaced(let namespace, _): return .namespaced(namespace: namespace, name: name)
        case .member(let member, _): return .member(member, of: of)
        case .result(let callee, _): return .result(callee, index: index)
        case .setting(let setting, _): return .setting(setting, default: given)
        case .parameter(let parameter, _, _, _):
            return .parameter(parameter, index: index, of: of ?? -1, default: given)
        case .route(let route, _, _): return .route(route, method: method, port: port)
        case .command(let words, _): return .command(words, directory: directory)
        case .some(let ref): return ref
        case nil: return name.map(Ref.name) ?? .unknown
        }
    }

    /// A list of REFs; `null` holds the place of one that is not known.
    mutating func readRefs(_ value: JSONValue, _ field: StaticString) throws(ProtocolError) -> [RefIndex] {
        var refs: [RefIndex] = []
        let isArray = try value.forEachElement { element throws(ProtocolError) in
            if element.isNull {
                facts.refs.append(.unknown)
                refs.append(RefIndex(facts.refs.count - 1))
            } else {
                refs.append(try readRef(element, field))
            }
        }
        guard isArray else { throw .expected("an array of REFs", "\(field)") }
        return refs
    }
}
