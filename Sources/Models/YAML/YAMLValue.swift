package import AnalyzerProtocol

/// A YAML value that knows the line it stands in, so that every error can name it.
package struct YAMLValue: Sendable {
    package enum Content: Sendable {
        /// `plain` is false for quoted and block scalars, which are always strings.
        case scalar(String, plain: Bool)
        case sequence([YAMLValue])
        case mapping([(key: String, value: YAMLValue)])
    }

    package let content: Content
    package let line: Int

    package init(content: Content, line: Int) {
        self.content = content
        self.line = line
    }

    /// The text of a scalar, whatever its type.
    package var text: String? {
        guard case .scalar(let text, _) = content else { return nil }
        return text
    }

    package var isNull: Bool { literal == .null }

    /// The literal that a scalar denotes: only `true`, `false`, `null` and numbers are not strings (YAML 1.2's core schema).
    package var literal: Literal? {
        guard case .scalar(let text, let plain) = content else { return nil }
        guard plain else { return .string(text) }
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        default:
            // Double also reads "nan", "inf" and hexadecimal floats: words to a reader of YAML.
            if let first = text.utf8.first(where: {
                $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: ".")
            }),
                (48...57).contains(first), !text.utf8.contains(UInt8(ascii: "x")), let number = Double(text)
            {
                return .number(number)
            }
            return .string(text)
        }
    }
}
