private import Yams

/// Reads one YAML document into values with lines.
package enum YAMLDocument {
    /// Nesting deeper than this is refused: conditions and matches are shallow, hostile files are not.
    private static let maximumDepth = 64

    /// - Returns: nil for a file that holds nothing but comments.
    package static func parse(_ text: String, file: String) throws(ModelError) -> YAMLValue? {
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
