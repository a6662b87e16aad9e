/// What one analyzer says of one content: syntax only, independent of every other file.
///
/// All REFs lie in `refs`; every other field points into it by index. An entry points to lower entries only,
/// so one pass in order can bind them all.
package struct Facts: Sendable, Equatable {
    package var namespace: Namespace?
    package var bindings: [ImportBinding] = []
    package var refs: [Ref] = []
    /// What `when` of references and ``Ref/holds(_:)`` point to.
    package var conditions: [ConfiguredCondition] = []
    package var symbols: [Symbol] = []
    package var references: [Reference] = []
    package var roots: [Root] = []
    package var signals: [AnalyzerSignal] = []
    package var dependencies: [Dependency] = []
    package var manifest: Manifest?
    package var diagnostics: [Diagnostic] = []
    /// Of a directory's answer: what is said of each of its files.
    package var files: [FileFacts] = []

    package init() {}
}

/// What an answer about a directory says of one of its files.
package struct FileFacts: Sendable, Equatable {
    /// From the repository's root.
    package var path: String
    package var facts: Facts

    package init(path: String, facts: Facts) {
        self.path = path
        self.facts = facts
    }
}

/// An index into ``Facts/refs``.
package typealias RefIndex = Int32

/// Where a file's plain names live.
package struct Namespace: Sendable, Hashable {
    /// For example `go-package`.
    package var kind: String
    /// A `/`-separated path from the repository's root.
    package var name: String
    /// What stands between the segments of this language's import names.
    package var separator: String
    /// Directories in which this file's imports are looked up, in order.
    package var search: [String]
    /// Names of a variant are seen only from the same variant.
    package var variant: String?

    package init(kind: String, name: String, separator: String = "/", search: [String] = [], variant: String? = nil) {
        self.kind = kind
        self.name = name
        self.separator = separator
        self.search = search
        self.variant = variant
    }
}

/// Import names that begin with `importPrefix` lie below `directory`.
package struct ImportBinding: Sendable, Hashable {
    package var importPrefix: String
    package var directory: String

    package init(importPrefix: String, directory: String) {
        self.importPrefix = importPrefix
        self.directory = directory
    }
}

/// A mention of something, bound late by the linker. See docs/protocol.md, REF.
///
/// There are hundreds of thousands, so that what is rare and large lies apart.
package enum Ref: Sendable, Hashable {
    case name(String)
    case imported(module: String, name: String?)
    case namespaced(namespace: String, name: String?)
    case external(String)
    case member(String, of: RefIndex?)
    case result(RefIndex, index: Int)
    case element(RefIndex)
    case container(RefIndex)
    case base(RefIndex)
    case any([RefIndex])
    case path(String)
    case target(String)
    case image(String)
    indirect case route(String, method: String?, port: Int?)
    case environment(String)
    /// What a shell would run, as words, in a directory of the repository; nil where it is not known.
    case command([String], directory: String?)
    /// Likewise, in a container of the image that a REF denotes.
    indirect case contained(ContainedCommand)
    /// Whatever of the repository has these labels, `key=value` and sorted.
    case selector([String])
    /// What a setting gives that is named here: the literal, where nobody sets it.
    indirect case setting(String, default: Literal?)
    /// What callers pass as a parameter; the literal, where they pass nothing.
    indirect case parameter(String, index: Int, of: RefIndex, default: Literal?)
    /// True where all these conditions hold.
    case holds([Int32])
    /// A form this version does not know.
    case unknown
}

/// A command that a container runs in place of what its image starts.
package struct ContainedCommand: Sendable, Hashable {
    package var words: [String]
    /// The folder that the image was built from; nil where only its Dockerfile tells.
    package var context: String?
    /// The image, or what it holds.
    package var image: RefIndex
    /// The path in the image where it runs; nil for the image's own.
    package var workdir: String?
    /// Whether the image's entry point stays, so that these are its arguments.
    package var follows: Bool

    package init(
        _ words: [String], context: String? = nil, image: RefIndex, workdir: String? = nil, follows: Bool = false
    ) {
        self.words = words
        self.context = context
        self.image = image
        self.workdir = workdir
        self.follows = follows
    }
}

/// A literal of the source. Long strings are cut and secrets masked by the analyzer.
package enum Literal: Sendable, Hashable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
}

/// A named definition. All its integers fit 32 bits, as the protocol says; larger ones are clamped.
package struct Symbol: Sendable, Equatable {
    @usableFromInline var numbers: Numbers
    package var name: String
    package var kind: String
    package var results: [RefIndex] = []
    /// The types of its parameters, where one of them may be an interface of other code.
    package var parameters: [RefIndex] = []
    package var attributes: [String: Literal] = [:]
    package var value: Literal?

    @usableFromInline
    struct Numbers: Sendable, Equatable {
        @usableFromInline var id: Int32
        @usableFromInline var line: Int32
        @usableFromInline var endLine: Int32
        @usableFromInline var owner = SmallIndex()
        @usableFromInline var type = SmallIndex()
        @usableFromInline var given = SmallIndex()
    }

    package init(id: Int, name: String, kind: String, line: Int, endLine: Int) {
        numbers = Numbers(id: Int32(clamping: id), line: Int32(clamping: line), endLine: Int32(clamping: endLine))
        self.name = name
        self.kind = kind
    }

    @inlinable package var id: Int {
        get { Int(numbers.id) }
        set { numbers.id = Int32(clamping: newValue) }
    }
    @inlinable package var line: Int {
        get { Int(numbers.line) }
        set { numbers.line = Int32(clamping: newValue) }
    }
    @inlinable package var endLine: Int {
        get { Int(numbers.endLine) }
        set { numbers.endLine = Int32(clamping: newValue) }
    }
    @inlinable package var owner: RefIndex? {
        get { numbers.owner.value }
        set { numbers.owner.value = newValue }
    }
    @inlinable package var type: RefIndex? {
        get { numbers.type.value }
        set { numbers.type.value = newValue }
    }
    /// The configured value that a variable or field is given, or that a function returns.
    @inlinable package var given: RefIndex? {
        get { numbers.given.value }
        set { numbers.given.value = newValue }
    }
}

/// A use of something by a symbol, or by the file's top level (`from` 0).
package struct Reference: Sendable, Equatable {
    @usableFromInline var origin: Int32
    package var to: RefIndex
    @usableFromInline var place: Int32
    @usableFromInline var decorated = SmallIndex()
    package var kind: ReferenceKind
    package var context: ReferenceContext = []
    package var arguments: [Argument] = []
    /// The configured conditions under which it runs, all of them: indexes into ``Facts/conditions``.
    package var when: [Int32] = []

    package init(from: Int, to: RefIndex, kind: ReferenceKind, line: Int) {
        origin = Int32(clamping: from)
        self.to = to
        self.kind = kind
        place = Int32(clamping: line)
    }

    @inlinable package var from: Int {
        get { Int(origin) }
        set { origin = Int32(clamping: newValue) }
    }
    @inlinable package var line: Int {
        get { Int(place) }
        set { place = Int32(clamping: newValue) }
    }
    /// The decorated symbol of a `decorate`.
    @inlinable package var subject: Int? {
        get { decorated.value.map(Int.init) }
        set { decorated.value = newValue.map { Int32(clamping: $0) } }
    }
}

/// Where in its function a reference stands.
package struct ReferenceContext: OptionSet, Sendable, Hashable {
    package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    package static let loop = Self(rawValue: 1)
    package static let `defer` = Self(rawValue: 2)
    package static let spawn = Self(rawValue: 4)
    package static let conditional = Self(rawValue: 8)
    package static let handler = Self(rawValue: 16)
    package static let ignored = Self(rawValue: 32)
    package static let guarded = Self(rawValue: 64)
    /// All bits that analyzers send.
    package static let all = Self(rawValue: 127)
    /// In the code of a module itself, which runs when it is loaded; told by the linker.
    package static let load = Self(rawValue: 128)
    /// As an argument of what is no code of the repository, or as a decorator; told by the linker.
    package static let handed = Self(rawValue: 256)

    /// What models and documentation call them, in the order of the bits.
    package static let words: [(String, Self)] = [
        ("loop", .loop), ("defer", .defer), ("spawn", .spawn),
        ("conditional", .conditional), ("handler", .handler), ("ignored", .ignored), ("guarded", .guarded),
        ("load", .load), ("handed", .handed),
    ]
}

/// An argument of a call, or a field of a composite literal: a literal, a REF, or nested items.
package struct Argument: Sendable, Equatable {
    package var name: String?
    package var items: [Argument]?
    package var value: Literal?
    @usableFromInline var place = SmallIndex()
    @usableFromInline var reference = SmallIndex()
    @usableFromInline var configured = SmallIndex()

    package init(
        position: Int? = nil, name: String? = nil, value: Literal? = nil, ref: RefIndex? = nil, items: [Argument]? = nil
    ) {
        self.name = name
        self.value = value
        self.items = items
        self.position = position
        self.ref = ref
    }

    @inlinable package var position: Int? {
        get { place.value.map(Int.init) }
        set { place.value = newValue.map { Int32(clamping: $0) } }
    }
    @inlinable package var ref: RefIndex? {
        get { reference.value }
        set { reference.value = newValue }
    }
    /// The configured value that it holds, where `ref` does not tell.
    @inlinable package var given: RefIndex? {
        get { configured.value }
        set { configured.value = newValue }
    }
}

/// A number from 0, or none, in four bytes.
@usableFromInline
struct SmallIndex: Sendable, Equatable {
    @usableFromInline var number: Int32 = -1

    @usableFromInline
    init() {}

    @inlinable var value: Int32? {
        get { number < 0 ? nil : number }
        set { number = newValue ?? -1 }
    }
}

/// A question to the configuration, on which it depends whether something runs.
package struct ConfiguredCondition: Sendable, Equatable {
    package enum Test: String, Sendable, Hashable {
        /// It is something: not empty, not zero, not false, not null.
        case set
        case unset
        /// It is one of the values.
        case equals
        /// It is none of the values.
        case differs
        /// Where it is not set the program does not go on: nothing is gated by it.
        case required
    }

    package var ref: RefIndex
    package var test: Test
    package var values: [Literal] = []
    /// Constants of the repository that stand beside the values.
    package var constants: [RefIndex] = []
    package var line: Int

    package init(ref: RefIndex, test: Test, values: [Literal] = [], line: Int) {
        self.ref = ref
        self.test = test
        self.values = values
        self.line = line
    }
}

/// Where execution begins.
package struct Root: Sendable, Equatable {
    /// A symbol's id, or 0 for the file's top level; nil where `to` names it.
    package var symbol: Int?
    package var to: RefIndex?
    package var rootClass: RootClass
    package var component: String?
    package var kind: String?
    package var role: String?
    package var why: String
    /// Holds only where nothing of the repository loads the file, and it lies in no package.
    package var isStandalone = false

    package init(rootClass: RootClass, why: String) {
        self.rootClass = rootClass
        self.why = why
    }
}

/// Who starts a root.
package enum RootClass: String, Sendable, Hashable, CaseIterable {
    case production, pipeline, test
}

/// Meaning that only the analyzer can see.
package struct AnalyzerSignal: Sendable, Equatable {
    package var kind: String
    /// A symbol's id; 0 is the file's top level.
    package var symbol: Int
    package var line: Int
    package var attributes: [String: Literal] = [:]

    package init(kind: String, symbol: Int, line: Int) {
        self.kind = kind
        self.symbol = symbol
        self.line = line
    }
}

/// A package that a dependency file names.
package struct Dependency: Sendable, Equatable, Hashable {
    package var ecosystem: String
    package var name: String
    package var version: String?
    package var line: Int
    /// `runtime`, `optional`, `development` or `indirect`.
    package var scope: String

    package init(ecosystem: String, name: String, version: String? = nil, line: Int, scope: String = "runtime") {
        self.ecosystem = ecosystem
        self.name = name
        self.version = version
        self.line = line
        self.scope = scope
    }
}

/// Says that a file declares what the project of its folder needs.
package struct Manifest: Sendable, Equatable, Hashable {
    package var ecosystem: String
    /// Whether there is more than the analyzer could read.
    package var isOpen: Bool
    /// Files that declare more of it.
    package var includes: [String]

    package init(ecosystem: String, isOpen: Bool = false, includes: [String] = []) {
        self.ecosystem = ecosystem
        self.isOpen = isOpen
        self.includes = includes
    }
}

/// Something worth telling the user about one content.
package struct Diagnostic: Sendable, Equatable, Hashable {
    package enum Severity: String, Sendable, Hashable { case info, warning, error }
    package var severity: Severity
    package var line: Int?
    package var message: String
    /// The name of a file: where the repository has one of that name, there is nothing to say.
    package var unlessFile: String?

    package init(severity: Severity, line: Int? = nil, message: String, unlessFile: String? = nil) {
        self.severity = severity
        self.line = line
        self.message = message
        self.unlessFile = unlessFile
    }
}
