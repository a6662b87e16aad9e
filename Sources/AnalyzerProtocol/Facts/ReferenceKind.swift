/// How a reference uses its target. Unknown kinds are carried along.
package struct ReferenceKind: RawRepresentable, Sendable, Hashable {
    /// Known ones are compared as numbers, hundreds of thousands of times.
    private enum Word: Sendable, Hashable {
        case known(Known)
        indirect case other(String)
    }

    private enum Known: String, Sendable, Hashable {
        case call, use, instantiate, decorate, inherit, include, read, write, convert, register, supervise, run, build
        case probe, mount, select, needs, metaclass
        case guarding = "guard"
    }

    private let word: Word

    package init(rawValue: String) { word = Known(rawValue: rawValue).map(Word.known) ?? .other(rawValue) }

    package var rawValue: String {
        switch word {
        case .known(let known): known.rawValue
        case .other(let text): text
        }
    }

    // What `RawRepresentable` gives compares texts.
    package static func == (one: Self, other: Self) -> Bool { one.word == other.word }
    package func hash(into hasher: inout Hasher) { hasher.combine(word) }

    package static let call = Self(rawValue: "call")
    package static let use = Self(rawValue: "use")
    package static let instantiate = Self(rawValue: "instantiate")
    package static let decorate = Self(rawValue: "decorate")
    package static let inherit = Self(rawValue: "inherit")
    package static let include = Self(rawValue: "include")
    package static let register = Self(rawValue: "register")
    /// A command that is run, an image that is started.
    package static let run = Self(rawValue: "run")
    /// What makes an image, or a program.
    package static let build = Self(rawValue: "build")
    /// A health check: a route that is called, a command that is run.
    package static let probe = Self(rawValue: "probe")
    /// By labels.
    package static let select = Self(rawValue: "select")
    /// What is registered on the target runs the arguments first.
    package static let guarding = Self(rawValue: "guard")
    /// A value takes the place of one of an imported type.
    package static let convert = Self(rawValue: "convert")
}
