internal import AnalyzerProtocol

/// YAML values as JSON: a line with a text, a list or an object; a quoted text has a 1 behind it, and a file without a value is null.
enum YAMLJSON {
    static func write(_ value: YAMLValue?, to writer: inout JSONWriter) {
        guard let value else { return writer.raw("null") }
        writer.raw("[\(value.line),")
        switch value.content {
        case .scalar(let text, let plain):
            writer.string(Array(text.utf8))
            if !plain { writer.raw(",1") }
        case .sequence(let items):
            writer.raw("[")
            for (index, item) in items.enumerated() {
                if index > 0 { writer.raw(",") }
                write(item, to: &writer)
            }
            writer.raw("]")
        case .mapping(let pairs):
            writer.raw("{")
            for (index, pair) in pairs.enumerated() {
                if index > 0 { writer.raw(",") }
                writer.string(Array(pair.key.utf8))
                writer.raw(":")
                write(pair.value, to: &writer)
            }
            writer.raw("}")
        }
        writer.raw("]")
    }

    static func list<Item>(
        _ value: JSONValue, _ transform: (YAMLValue?) throws(ProtocolError) -> Item
    ) throws(ProtocolError) -> [Item] {
        guard let range = value.elements else { throw wrong }
        var items: [Item] = []
        var position = range.lowerBound
        while position < range.upperBound {
            let item = value.at(position)
            items.append(try transform(item.isNull ? nil : try read(item)))
            position = item.end
        }
        return items
    }

    /// The tape bounds how deep it goes.
    private static func read(_ value: JSONValue) throws(ProtocolError) -> YAMLValue {
        guard let range = value.elements, range.count > 1, let line = value.at(range.lowerBound).integer else {
            throw wrong
        }
        let content = value.at(value.at(range.lowerBound).end)
        if let text = content.string {
            return YAMLValue(content: .scalar(text, plain: content.end == range.upperBound), line: line)
        }
        if content.elements != nil {
            return YAMLValue(content: .sequence(try list(content, some)), line: line)
        }
        var pairs: [(key: String, value: YAMLValue)] = []
        guard
            try content.forEachMember({ key, item throws(ProtocolError) in pairs.append((key.string, try read(item))) })
        else { throw wrong }
        return YAMLValue(content: .mapping(pairs), line: line)
    }

    private static func some(_ value: YAMLValue?) throws(ProtocolError) -> YAMLValue {
        guard let value else { throw wrong }
        return value
    }

    private static var wrong: ProtocolError { ProtocolError(.invalidJSON, "no parsed catalogue") }
}
