import AnalyzerProtocol
import Models

/// Turns references into edges.
struct EdgeBuilder {
    private(set) var edges: [(from: NodeID, edge: Edge)] = []
    private(set) var implied: [(from: NodeID, to: NodeID)] = []
    private(set) var kinds: [String] = ["other", "dispatch", "use", "call"]
    private(set) var escaping: Set<NodeID> = []
    private(set) var broken: Set<BrokenWire> = []
    var dispatch: DispatchBuilder
    private var escapesOfCallee: [NameID: Edge.Flags] = [:]
    private var kindIDs: [String: UInt8] = ["other": 0, "dispatch": 1, "use": 2, "call": 3]
    private static let useKind: UInt8 = 2
    private static let maximumDepth = 16

    init(nodeCount: Int) { dispatch = DispatchBuilder(nodeCount: nodeCount) }

    mutating func build(_ binder: Binder) {
        for (file, source) in binder.layout.files.enumerated() {
            for reference in source.facts.references { add(reference, file, binder) }
        }
        addImplied(binder)
    }

    private mutating func kind(_ kind: ReferenceKind) -> UInt8 {
        if let known = kindIDs[kind.rawValue] { return known }
        guard kinds.count < 255 else { return 0 }
        kinds.append(kind.rawValue)
        kindIDs[kind.rawValue] = UInt8(kinds.count - 1)
        return UInt8(kinds.count - 1)
    }

    private mutating func add(_ reference: Reference, _ file: Int, _ binder: Binder) {
        guard let from = binder.layout.node(file, symbolID: reference.from) else { return }
        let kind = kind(reference.kind)
        let line = Int32(clamping: reference.line)
        switch reference.kind {
        case .include:
            addInclude(reference, from, kind, file, binder)
        case .inherit:
            let bases = binder.bindBase(file, reference.to)
            for index in 0..<bases.count where bases[index].kind == .symbol {
                add(from, bases[index].id, line, kind, [])
            }
            report(bases, line: reference.line, file, binder)
        case .decorate:
            addDecorator(reference, from, kind, file, binder)
        default:
            let targets = binder.bind(file, reference.to)
            let isExact = binder.isThroughBase(file, reference.to)
            for index in 0..<targets.count {
                add(from, targets[index], line, kind, calls: reference.kind != .use && reference.kind != .write, isExact: isExact, binder)
            }
            report(targets, line: reference.line, file, binder)
            addArguments(reference.arguments, of: targets, from, line, file, binder)
        }
    }

    private mutating func add(_ from: NodeID, _ target: Int32, _ line: Int32, _ kind: UInt8, _ flags: Edge.Flags) {
        edges.append((from, Edge(target: target, line: line, kind: kind, flags: flags)))
    }

    /// Edges to one target.
    private mutating func add(
        _ from: NodeID, _ target: Target, _ line: Int32, _ kind: UInt8, calls: Bool, isExact: Bool, _ binder: Binder, depth: Int = 0
    ) {
        switch target.kind {
        case .symbol:
            let symbolClass = binder.layout.symbolClass(target.id)
            switch symbolClass {
            case .type: add(from, target.id, line, kind, .instantiates)
            case .function, .method: add(from, target.id, line, kind, isExact ? [] : .virtual)
            default:
                add(from, target.id, line, kind, [])
                // Calling a variable calls the function that it holds.
                guard calls, symbolClass.isValue, depth < Self.maximumDepth else { return }
                let held = binder.heldBy(target.id)
                for index in 0..<held.count where held[index] != target && binder.isCallable(held[index]) {
                    add(from, held[index], line, kind, calls: true, isExact: false, binder, depth: depth + 1)
                }
            }
        case .namespace:
            if let top = binder.topLevel(ofNamespace: target.id) { add(from, top, line, kind, []) }
        case .container:
            guard depth < Self.maximumDepth else { return }
            for inner in binder.contents(target) {
                add(from, inner, line, kind, calls: false, isExact: false, binder, depth: depth + 1)
            }
        case .touched:
            let isType = binder.layout.symbolClass(target.id) == .type
            add(from, target.id, line, Self.useKind, isType ? .instantiates : .virtual)
        case .unknown:
            if calls, target.id >= 0 { add(from, ~dispatch.selector(named: target.id), line, kind, []) }
        case .inSubtypes:
            add(from, ~dispatch.selector(named: target.extra, inSubtypesOf: target.id), line, kind, [])
        case .external, .missing:
            break
        }
    }

    private mutating func report(_ targets: TargetSet, line: Int, _ file: Int, _ binder: Binder) {
        for index in 0..<targets.count where targets[index].kind == .missing {
            broken.insert(BrokenWire(path: binder.layout.files[file].path, line: line, name: binder.names[targets[index].id]))
        }
    }

    /// What is passed is used; what is passed to code from outside escapes.
    private mutating func addArguments(
        _ arguments: [Argument], of callees: TargetSet, _ from: NodeID, _ line: Int32, _ file: Int, _ binder: Binder
    ) {
        guard !arguments.isEmpty else { return }
        var escapes: Edge.Flags = []
        for index in 0..<callees.count {
            guard let name = callees[index].externalName else { continue }
            let known = escapesOfCallee[name] ?? Self.escapes(to: binder.names[name])
            escapesOfCallee[name] = known
            // Only Go's names tell which of them are of the standard library.
            escapes.formUnion(known == .escapesToStandard && !binder.layout.traits[file].exportsByCapital ? .escapes : known)
        }
        add(arguments, escapes: escapes, from, line, file, binder, depth: 0)
    }

    private static func escapes(to callee: String) -> Edge.Flags {
        if PassiveCallees.contains(callee) { return [] }
        return StandardInterfaces.contains(callee) ? .escapesToStandard : .escapes
    }

    private mutating func add(
        _ arguments: [Argument], escapes: Edge.Flags, _ from: NodeID, _ line: Int32, _ file: Int, _ binder: Binder, depth: Int
    ) {
        for argument in arguments {
            if let ref = argument.ref {
                let targets = binder.bind(file, ref)
                for index in 0..<targets.count {
                    add(from, targets[index], line, Self.useKind, calls: false, isExact: false, binder)
                    if !escapes.isEmpty { escape(targets[index], escapes, from, line, binder, depth: 0) }
                }
                report(targets, line: Int(line), file, binder)
            }
            if let items = argument.items, depth < Self.maximumDepth {
                add(items, escapes: escapes, from, line, file, binder, depth: depth + 1)
            }
        }
    }

    private mutating func escape(_ target: Target, _ flags: Edge.Flags, _ from: NodeID, _ line: Int32, _ binder: Binder, depth: Int) {
        guard depth < Self.maximumDepth else { return }
        if target.kind == .container {
            for inner in binder.contents(target) { escape(inner, flags, from, line, binder, depth: depth + 1) }
        }
        guard target.kind == .symbol else { return }
        let symbolClass = binder.layout.symbolClass(target.id)
        if symbolClass == .type {
            escaping.insert(target.id)
            add(from, target.id, line, Self.useKind, flags)
        } else if symbolClass.isValue {
            let held = binder.heldBy(target.id)
            for index in 0..<held.count where held[index] != target { escape(held[index], flags, from, line, binder, depth: depth + 1) }
        }
    }

    private mutating func addInclude(_ reference: Reference, _ from: NodeID, _ kind: UInt8, _ file: Int, _ binder: Binder) {
        let line = Int32(clamping: reference.line)
        if let loaded = binder.namespaceLoaded(by: binder.ref(file, reference.to), from: file), let top = binder.topLevel(ofNamespace: loaded) {
            add(from, top, line, kind, [])
        }
        let targets = binder.bind(file, reference.to)
        for index in 0..<targets.count where targets[index].kind == .namespace {
            if let top = binder.topLevel(ofNamespace: targets[index].id) { add(from, top, line, kind, []) }
        }
        report(targets, line: reference.line, file, binder)
    }

    private mutating func addDecorator(_ reference: Reference, _ from: NodeID, _ kind: UInt8, _ file: Int, _ binder: Binder) {
        let line = Int32(clamping: reference.line)
        let targets = binder.bind(file, reference.to)
        let subject = reference.subject.flatMap { binder.layout.node(file, symbolID: $0) }
        for index in 0..<targets.count {
            add(from, targets[index], line, kind, calls: true, isExact: false, binder)
            if let subject { add(subject, targets[index], line, kind, calls: true, isExact: false, binder) }
        }
        report(targets, line: reference.line, file, binder)
        addArguments(reference.arguments, of: targets, from, line, file, binder)
        guard let subject, let registration = Registration(targets, binder) else { return }
        let isType = binder.layout.symbolClass(subject) == .type
        var flags: Edge.Flags = isType ? .instantiates : .virtual
        if registration == .guess { flags.insert(.guess) }
        add(from, subject, line, kind, flags)
        if isType { escape(.symbol(subject), .escapes, from, line, binder, depth: 0) }
    }

    /// Members lead to their types, symbols to their modules, modules to their packages.
    private mutating func addImplied(_ binder: Binder) {
        let layout = binder.layout
        implied.reserveCapacity(layout.nodeCount * 2)
        for node in 0..<NodeID(layout.nodeCount) {
            let owner = binder.types.ownerOf[Int(node)]
            if owner >= 0 { implied.append((node, owner)) }
            let top = layout.topLevel(node)
            if top != node { implied.append((node, top)) }
        }
        for file in layout.files.indices {
            let top = layout.firstNode[file]
            let namespace = binder.namespaces.ofFile[file]
            // One file stands for all of a package: it leads to each of them, and each to it.
            if let hub = binder.topLevel(ofNamespace: namespace), hub != top {
                implied.append((top, hub))
                if binder.namespaces.isPlain(file: file) { implied.append((hub, top)) }
            }
            guard layout.traits[file].loadsParents else { continue }
            var name = Substring(binder.namespaces[namespace].name)
            while let slash = name.lastIndex(of: "/") {
                name = name[..<slash]
                guard let parent = binder.namespaces.find(String(name), kind: layout.files[file].facts.namespace?.kind),
                    let hub = binder.topLevel(ofNamespace: parent)
                else { break }
                implied.append((top, hub))
            }
        }
    }
}
