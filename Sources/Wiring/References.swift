import AnalyzerProtocol
import Models

/// What the linker does with a reference, by its kind.
enum ReferenceClass: UInt8 {
    case call, use, write, include, inherit, decorate, instantiate, convert, other

    init(_ kind: ReferenceKind) {
        switch kind {
        case .call: self = .call
        case .use: self = .use
        case .write: self = .write
        case .include: self = .include
        case .inherit: self = .inherit
        case .decorate: self = .decorate
        case .instantiate: self = .instantiate
        case .convert: self = .convert
        default: self = .other
        }
    }

    /// Whether it may run what it refers to.
    var calls: Bool { self != .use && self != .write && self != .convert }
}

/// The references of all files in one array, as numbers: five passes go over them, and no kind is compared as text twice.
struct References {
    struct Entry {
        /// The node that refers; -1 where the facts name none.
        var from: NodeID
        var to: RefIndex
        var line: Int32
        /// An index into `kinds`.
        var kind: UInt8
        var referenceClass: ReferenceClass
        /// Where in `arguments` its own begin.
        var firstArgument: Int32
    }

    private(set) var entries: [Entry] = []
    /// The place of each file's first reference, and at the end the number of all.
    private(set) var first: [Int] = []
    /// The REFs among the arguments, those of lists and maps behind the list or map.
    private(set) var arguments: [RefIndex] = []
    private(set) var kinds: [String] = ["other", "dispatch", "use", "call"]
    static let useKind: UInt8 = 2
    private(set) var runKind: UInt8 = 255
    private(set) var guardingKind: UInt8 = 255
    private(set) var probeKind: UInt8 = 255
    private var known: [(kind: ReferenceKind, id: UInt8, referenceClass: ReferenceClass)] = [
        (.call, 3, .call), (.use, 2, .use),
    ]
    private static let maximumDepth = 16

    init(_ layout: Layout) {
        entries.reserveCapacity(layout.files.reduce(1) { $0 + $1.facts.references.count })
        first.reserveCapacity(layout.files.count + 1)
        for (file, source) in layout.files.enumerated() {
            first.append(entries.count)
            let references = source.facts.references
            // By its place, so that no reference is copied with all that it holds.
            for index in references.indices {
                let from = layout.node(file, symbolID: references[index].from) ?? -1
                let (kind, referenceClass) = classify(references[index].kind, isNew: from >= 0)
                entries.append(
                    Entry(
                        from: from, to: references[index].to, line: Int32(clamping: references[index].line),
                        kind: kind, referenceClass: referenceClass, firstArgument: Int32(arguments.count)))
                if !references[index].arguments.isEmpty { append(references[index].arguments, depth: 0) }
            }
        }
        first.append(entries.count)
        runKind = number(of: .run)
        guardingKind = number(of: .guarding)
        probeKind = number(of: .probe)
    }

    /// A number that no reference has where there is none of the kind.
    private func number(of kind: ReferenceKind) -> UInt8 { kinds.firstIndex(of: kind.rawValue).map(UInt8.init) ?? 255 }

    func range(_ file: Int) -> Range<Int> { first[file]..<first[file + 1] }

    func arguments(of place: Int) -> Range<Int> {
        let end = place + 1 < entries.count ? Int(entries[place + 1].firstArgument) : arguments.count
        return Int(entries[place].firstArgument)..<end
    }

    /// - Parameter isNew: whether a kind that was not seen before gets a number.
    private mutating func classify(_ kind: ReferenceKind, isNew: Bool) -> (kind: UInt8, referenceClass: ReferenceClass)
    {
        for candidate in known where candidate.kind == kind { return (candidate.id, candidate.referenceClass) }
        let referenceClass = ReferenceClass(kind)
        guard isNew else { return (0, referenceClass) }
        var id: UInt8 = 0
        if let old = kinds.firstIndex(of: kind.rawValue) {
            id = UInt8(old)
        } else if kinds.count < 255 {
            kinds.append(kind.rawValue)
            id = UInt8(kinds.count - 1)
        } else {
            return (0, referenceClass)
        }
        known.append((kind, id, referenceClass))
        return (id, referenceClass)
    }

    private mutating func append(_ items: [Argument], depth: Int) {
        for item in items {
            if let ref = item.ref { arguments.append(ref) }
            if let inner = item.items, depth < Self.maximumDepth { append(inner, depth: depth + 1) }
        }
    }
}
