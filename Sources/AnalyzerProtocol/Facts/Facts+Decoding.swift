extension Facts {
    /// The facts of an answer line, as an analyzer wrote it. For many lines use one ``AnswerDecoder``.
    package init(answerBytes: [UInt8]) throws(ProtocolError) {
        self = try AnswerDecoder().facts(answerBytes)
    }

    /// Decodes the members of a `facts` message.
    ///
    /// - Parameter isInside: whether they are those of one file of a directory.
    init(message: JSONValue, isInside: Bool = false) throws(ProtocolError) {
        var sections = Sections()
        try members(message) { key, value throws(ProtocolError) in sections.note(key, value) }
        var decoder = FactsDecoder()
        decoder.isInside = isInside
        // REFs first: integers anywhere index the finished table. Symbols second: all else names their ids.
        try decoder.readTable(sections.refs)
        try decoder.readConditions(sections.conditions)
        try decoder.readSymbols(sections.symbols)
        try decoder.readReferences(sections.references)
        try decoder.readRoots(sections.roots)
        try decoder.readSignals(sections.signals)
        try decoder.readNamespace(sections.namespace)
        try decoder.readBindings(sections.bindings)
        try decoder.readDependencies(sections.dependencies)
        try decoder.readManifest(sections.manifest)
        try decoder.readDiagnostics(sections.diagnostics)
        try decoder.readFiles(sections.files)
        // REFs that stand inside of others were added beyond what was reserved: these facts are kept for long.
        decoder.facts.refs = decoder.facts.refs.withoutSlack
        self = decoder.facts
    }
}

extension Array {
    /// The same in as much memory as it needs, where it holds much more.
    fileprivate var withoutSlack: [Element] {
        guard capacity > count + count / 8 + 4 else { return self }
        var exact: [Element] = []
        exact.reserveCapacity(count)
        exact.append(contentsOf: self)
        return exact
    }
}

extension FactsDecoder {
    /// The files of a directory's answer; those have no files of their own.
    fileprivate mutating func readFiles(_ section: JSONValue?) throws(ProtocolError) {
        try forEach(section, "files") { element throws(ProtocolError) in
            var path: String?
            try members(element) { key, value throws(ProtocolError) in
                if "path" ~= key { path = try value.requireString("path") }
            }
            guard let path else { throw .missing("path") }
            guard !isInside else { throw .expected("no files inside a file", "files") }
            facts.files.append(FileFacts(path: path, facts: try Facts(message: element, isInside: true)))
        }
    }
}

/// Where in the message each part of the facts lies: members may come in any order.
private struct Sections {
    var namespace, bindings, refs, symbols, references, roots, signals: JSONValue?
    var dependencies, manifest, diagnostics, files, conditions: JSONValue?

    mutating func note(_ key: JSONKey, _ value: JSONValue) {
        guard !value.isNull else { return }
        switch key {
        case "namespace": namespace = value
        case "bindings": bindings = value
        case "refs": refs = value
        case "conditions": conditions = value
        case "symbols": symbols = value
        case "references": references = value
        case "roots": roots = value
        case "signals": signals = value
        case "dependencies": dependencies = value
        case "manifest": manifest = value
        case "diagnostics": diagnostics = value
        case "files": files = value
        default: break
        }
    }
}

/// Builds ``Facts`` from the parts of one message.
struct FactsDecoder {
    var facts = Facts()
    /// Where each entry of the message's `refs` table lies in `facts.refs`; entries with inline REFs inside shift the rest.
    var table: [RefIndex] = []
    /// Whether the facts are those of one file of a directory.
    var isInside = false
}

/// Calls `body` with each element of an optional array, and says in errors where it was.
@inline(__always)
func forEach(
    _ section: JSONValue?, _ name: String, _ body: (JSONValue) throws(ProtocolError) -> Void
) throws(ProtocolError) {
    guard let section else { return }
    var position = 0
    let isArray = try section.forEachElement { element throws(ProtocolError) in
        do throws(ProtocolError) {
            try body(element)
        } catch {
            throw error.inside("\(name)[\(position)]")
        }
        position += 1
    }
    guard isArray else { throw .expected("an array", name) }
}

/// Calls `body` with each member of an object.
@inline(__always)
func members(
    _ value: JSONValue, _ body: (JSONKey, JSONValue) throws(ProtocolError) -> Void
) throws(ProtocolError) {
    guard try value.forEachMember(body) else { throw .expected("an object", "") }
}
