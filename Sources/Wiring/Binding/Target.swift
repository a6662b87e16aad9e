/// What a REF denotes, or one of the things it may denote.
struct Target: Hashable {
    enum Kind: UInt8 {
        /// A symbol of the repository; a type stands for its instances too.
        case symbol
        /// A namespace of the repository; `extra` is its name as the import wrote it.
        case namespace
        /// A name outside of the repository.
        case external
        /// A name that should be in the repository and is not: it acts as an external one.
        case missing
        /// A list, map or channel; `id` is the place of its inner targets, `extra` their number.
        case container
        /// Unknown; `id` is the member's name where one was asked for, else -1.
        case unknown
        /// A member that the type `id` lacks, and its subtypes may have; `extra` is its name.
        case inSubtypes
        /// No denotation: the symbol is used on the way, as a property that is read.
        case touched
    }

    var kind: Kind
    var id: Int32
    var extra: Int32 = -1

    static func symbol(_ node: NodeID) -> Target { Target(kind: .symbol, id: node) }
    static func external(_ name: NameID) -> Target { Target(kind: .external, id: name) }
    static func missing(_ name: NameID) -> Target { Target(kind: .missing, id: name) }
    static func namespace(_ id: Int32, writtenAs name: NameID) -> Target {
        Target(kind: .namespace, id: id, extra: name)
    }
    static func unknown(member: NameID) -> Target { Target(kind: .unknown, id: member) }
    static func touched(_ node: NodeID) -> Target { Target(kind: .touched, id: node) }
    static let unknown = Target(kind: .unknown, id: -1)

    var isUnknown: Bool { kind == .unknown }
    /// The external name, of external things and of missing ones.
    var externalName: NameID? { kind == .external || kind == .missing ? id : nil }
}

/// What a REF denotes: a few targets that the binder keeps.
struct Bound {
    private(set) var start: Int32 = 0
    private var number: Int32 = 0
    /// Whether the REF denotes a value (a variable, a field, what a call returned), and not a module, type or function.
    private(set) var isValue = false

    /// Nothing.
    init() {}

    init(start: Int32, count: Int, isValue: Bool) {
        self.start = start
        number = Int32(count)
        self.isValue = isValue
    }

    var count: Int { Int(number) }
    var isEmpty: Bool { number == 0 }
    /// The binder keeps one unknown target at its first place.
    static let unknown = Bound(start: 0, count: 1, isValue: false)
}

/// A few targets, kept in place: most REFs have one.
struct TargetSet {
    /// More alternatives than this say nothing.
    static let capacity = 8
    private var items: InlineArray<8, Target> = .init(repeating: .unknown)
    private(set) var count = 0
    /// Whether the REF denotes a value (a variable, a field, what a call returned), and not a module, type or function.
    var isValue = false

    init() {}
    init(_ target: Target) { insert(target) }

    var isEmpty: Bool { count == 0 }
    subscript(index: Int) -> Target { items[index] }

    mutating func insert(_ target: Target) {
        guard count < Self.capacity else { return }
        for index in 0..<count where items[index] == target { return }
        items[count] = target
        count += 1
    }

    /// Drops what is unknown where something is known, and says unknown where nothing is.
    mutating func settle() {
        var known = false
        for index in 0..<count where !items[index].isUnknown && items[index].kind != .touched { known = true }
        if known {
            var kept = TargetSet()
            for index in 0..<count where !items[index].isUnknown { kept.insert(items[index]) }
            kept.isValue = isValue
            self = kept
        } else if !(0..<count).contains(where: { items[$0].isUnknown }) {
            insert(.unknown)
        }
    }
}
