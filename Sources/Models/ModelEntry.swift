package import AnalyzerProtocol

/// One entry of a model file that gives a signal, as the YAML says it, validated.
package struct ModelEntry: Sendable {
    package var signal: String
    package var library: String?
    package var match: Match
    package var conditions: Conditions
    package var attributes: [String: AttributeValue]
    /// The argument that names the symbol the signal is about.
    package var subject: ArgumentKey?
    /// Whether the signal is about the functions that are handed the mentioned thing.
    package var subjectIsCallee = false
    package var example: String
    /// A piece of source in which the entry must not match; nil for paths only, which their file's name proves.
    package var counterexample: String?
    /// The name of the file that the examples are, where that is not a source file of the analyzer.
    package var exampleFile: String?
    /// Where the entry stands.
    package var source: String
    package var line: Int
}

/// What an entry matches. See docs/models.md.
package enum Match: Sendable {
    case call([String])
    case use([String])
    case write([String])
    case inherit([String])
    case include([String])
    case callOf(owner: Pattern?, name: Pattern?)
    /// A name of a library of which no entry says anything, by its last part and the one before.
    case outside(owner: Pattern?, name: Pattern?)
    /// The reading of an environment variable of such a name.
    case environment(Pattern)
    case symbol([String])
    case dependency(ecosystem: String, names: [String], scopes: [String])
    case path(GlobSet)
    case content(Pattern, literal: String)
    /// A command of these words, or a step of a pipeline by its name.
    case run([[String]])
}

/// The further conditions of an entry, all of which must hold.
package struct Conditions: Sendable {
    package var arguments: [(key: ArgumentKey, value: ArgumentCondition)] = []
    /// At least one of these.
    package var context: ReferenceContext = []
    /// None of these.
    package var notContext: ReferenceContext = []
    package var name: Pattern?
    package var owner: Pattern?
    package var path: GlobSet?
    package var notPath: GlobSet?
    package var root: RootClass?
    package var rootKind: String?
    package var inherits: NameSet?
    /// Of types: functions that something outside calls take parameters of it.
    package var isTaken = false
    package var hasMethods: [Pattern] = []
    package var calls: [NameSet] = []
    /// Of commands: what stands in the whole text, and what does not.
    package var with: Pattern?
    package var without: Pattern?
}

/// Which argument of a call is meant.
package enum ArgumentKey: Sendable, Hashable {
    case position(Int)
    case name(String)
}

/// What an argument must be.
package indirect enum ArgumentCondition: Sendable {
    case literal(Literal)
    case regex(Pattern)
    case anyOf([Literal])
    case refersTo(NameSet)
    case present
    case absent
    case item(ArgumentCondition)
    /// Anything else, known or not.
    case not(ArgumentCondition)
    /// A map that has this key.
    case key(String)
}

/// The value of an attribute that a signal keeps.
package enum AttributeValue: Sendable, Equatable {
    case literal(String)
    case argument(ArgumentKey)
}

/// A signal that matched, with what it keeps.
package struct SignalMatch: Sendable, Hashable {
    package var signal: String
    package var attributes: [String: String]

    package init(signal: String, attributes: [String: String] = [:]) {
        self.signal = signal
        self.attributes = attributes
    }
}
