private import Yams

/// Reads one YAML document into values with lines.
package enum YAMLDocument {
    /// Nesting deeper than this is refused: conditions and matches are shallow, hostile files are not.
    private static let maximumDepth = 64

    /// - Returns: nil for a file that holds nothing but comments.
    package static func parse(_ text: String, file: String) throws(ModelError) -> YAMLValue? {
        // Yams puts the anchored node in the place of its alias: a few lines would unfold to billions of values.
        if let line = text.lineOfAlias {
            throw ModelError(file: file, line: line, message: "anchors and aliases are not supported")
        }
        let root: Node?
        do {
            // Types are told apart below: resolving tags by regular expressions takes half of the default's time.
            root = try Yams.compose(yaml: text, .basic)
        } catch let error as YamlError {
            throw ModelError(file: file, line: error.line, message: error.summary)
        } catch {
            throw ModelError(file: file, message: "is not YAML: \(error)")
        }
        guard let root else { return nil }
        return try convert(root, file: file, parentLine: 1, depth: 0)
    }

    private static func convert(_ node: Node, file: String, parentLine: Int, depth: Int) throws(ModelError) -> YAMLValue
    {
        let line = node.mark?.line ?? parentLine
        guard depth < maximumDepth else {
            throw ModelError(file: file, line: line, message: "is nested more than \(maximumDepth) deep")
        }
        switch node {
        case .scalar(let scalar):
            return YAMLValue(content: .scalar(scalar.string, plain: scalar.style == .plain), line: line)
        case .sequence(let sequence):
            var items: [YAMLValue] = []
            items.reserveCapacity(sequence.count)
            for item in sequence {
                items.append(try convert(item, file: file, parentLine: line, depth: depth + 1))
            }
            return YAMLValue(content: .sequence(items), line: line)
        case .mapping(let mapping):
            var pairs: [(key: String, value: YAMLValue)] = []
            pairs.reserveCapacity(mapping.count)
            for (key, value) in mapping {
                let keyLine = key.mark?.line ?? line
                guard case .scalar(let name) = key else {
                    throw ModelError(file: file, line: keyLine, message: "a key must be a plain text")
                }
                let converted = try convert(value, file: file, parentLine: keyLine, depth: depth + 1)
                // The line of a value is that of its key: block values begin a line later, and readers look for the key.
                pairs.append((name.string, YAMLValue(content: converted.content, line: keyLine)))
            }
            return YAMLValue(content: .mapping(pairs), line: line)
        case .alias:
            throw ModelError(file: file, line: line, message: "anchors and aliases are not supported")
        }
    }
}

extension String {
    /// Bytes behind which a `*` is a part of some text: no value begins there.
    private static let goesOn = (0..<256).map { byte in
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
            || "(_.*'\"\\/+|&^$".utf8.contains(UInt8(byte))
    }
    /// Bytes that end an alias, as libyaml reads it.
    private static let ends = (0..<256).map { " \t\r\n?:,]}%@`".utf8.contains(UInt8($0)) || $0 >= 0x80 }

    /// The line of the first `*name` whose `&name` stands anywhere; every alias is one.
    fileprivate var lineOfAlias: Int? {
        guard utf8.contains(UInt8(ascii: "&")), utf8.contains(UInt8(ascii: "*")) else { return nil }
        let bytes = Array(utf8)
        func name(at start: Int) -> ArraySlice<UInt8> {
            bytes[start...].prefix {
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
                    || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
            }
        }
        var anchors: Set<ArraySlice<UInt8>> = []
        for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "&") {
            let found = name(at: index + 1)
            if !found.isEmpty { anchors.insert(found) }
        }
        var line = 1
        for (index, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "\n") { line += 1 }
            guard byte == UInt8(ascii: "*"), index == 0 || !Self.goesOn[Int(bytes[index - 1])] else { continue }
            let found = name(at: index + 1)
            if anchors.contains(found), found.endIndex == bytes.count || Self.ends[Int(bytes[found.endIndex])] {
                return line
            }
        }
        return nil
    }
}

extension YamlError {
    fileprivate var line: Int? {
        switch self {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
            mark.line
        case .duplicatedKeysInMapping(_, let context):
            context.mark.line
        default:
            nil
        }
    }

    fileprivate var summary: String {
        switch self {
        case .scanner(let context, let problem, _, _), .parser(let context, let problem, _, _),
            .composer(let context, let problem, _, _):
            "is not YAML: \(problem)\(context.map { ", \($0.text)" } ?? "")"
        case .duplicatedKeysInMapping(let duplicates, _):
            "the key \(duplicates.map { "'\($0)'" }.sorted().joined(separator: ", ")) appears twice"
        default:
            "is not YAML: \(self)"
        }
    }
}
