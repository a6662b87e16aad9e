package import AnalyzerProtocol

/// An argument as models see it, after the linker has bound what it refers to.
package struct ArgumentView: Sendable {
    package var position: Int?
    package var name: String?
    package var literal: Literal?
    /// The canonical names of external things that the argument refers to.
    package var externalNames: [String]
    /// The items of a list or map literal.
    package var items: [ArgumentView]?
    /// The number of what has to be configured before it is anything; 0 where that is not so, or not known.
    package var gate: UInt16 = 0

    package init(
        position: Int? = nil, name: String? = nil, literal: Literal? = nil, externalNames: [String] = [],
        items: [ArgumentView]? = nil
    ) {
        self.position = position
        self.name = name
        self.literal = literal
        self.externalNames = externalNames
        self.items = items
    }

    /// The argument as an attribute of a signal: the literal's text, else the name it refers to, else the items' texts; `…` for
    /// a value of which nothing is known but its type of the language.
    package var text: String? {
        if let literal { return literal.text }
        if let name = externalNames.first { return Self.isBasic(name) ? "…" : name }
        guard let items else { return nil }
        let texts = items.compactMap(\.text)
        return texts.isEmpty ? nil : texts.joined(separator: ", ")
    }

    private static func isBasic(_ name: String) -> Bool { name.hasPrefix("builtin.") || name.hasPrefix("builtins.") }
}

extension Literal {
    /// The text that regular expressions see; whole numbers have no fraction.
    package var text: String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .number(let value): Int(exactly: value).map(String.init) ?? String(value)
        case .string(let value): value
        }
    }
}

/// A reference as models see it.
package struct ReferenceView: Sendable {
    /// The path of the file that holds it.
    package var path: String
    package var context: ReferenceContext
    package var arguments: [ArgumentView]
    /// The canonical name of what is referred to.
    package var target: String

    package init(path: String, context: ReferenceContext = [], arguments: [ArgumentView] = [], target: String) {
        self.path = path
        self.context = context
        self.arguments = arguments
        self.target = target
    }
}

/// A definition as models see it. `needs` of the candidate rules tells which of the sets have to be filled.
package struct SymbolView: Sendable {
    package var kind: String
    /// The last part of its name.
    package var lastName: String
    /// The name of the type that owns it.
    package var ownerName: String?
    package var path: String
    package var rootClass: RootClass?
    package var rootKind: String?
    /// For types: external bases, direct or through the repository's own types; canonical names.
    package var externalBases: Set<String> = []
    /// For types: the last names of own and inherited methods.
    package var methodNames: Set<String> = []
    /// For functions: canonical external names that it calls itself.
    package var calledNames: Set<String> = []

    package init(kind: String, lastName: String, ownerName: String? = nil, path: String) {
        self.kind = kind
        self.lastName = lastName
        self.ownerName = ownerName
        self.path = path
    }
}

/// What a symbol rule looks at beyond the symbol itself.
package struct SymbolNeeds: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let bases = Self(rawValue: 1)
    package static let methods = Self(rawValue: 2)
    package static let calls = Self(rawValue: 4)
}
