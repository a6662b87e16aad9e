import AnalyzerProtocol
import Models

/// Turns references into edges.
struct EdgeBuilder {
    var edges: [(from: NodeID, edge: Edge)] = []
    private(set) var implied: [(from: NodeID, to: NodeID)] = []
    var escaping: Set<NodeID> = []
    private(set) var broken: Set<BrokenWire> = []
    var dispatch: DispatchBuilder
    var takings = Memo<Taking>()
    /// What has what it is given called for the function that asks for it.
    private(set) var injecting: Set<NameID> = []
    private var records = Records()
    var routers = Routers()
    static let maximumDepth = 16
    private let gates: [Int: GateID]
    /// That of the reference under way.
    private var gate: GateID = 0
    /// Whether nobody notices when what it runs fails.
    private var isIgnored = false

    init(nodeCount: Int, gates: [Int: GateID]) {
        dispatch = DispatchBuilder(nodeCount: nodeCount)
        self.gates = gates
    }

    mutating func build(_ binder: inout Binder) {
        edges.reserveCapacity(binder.references.entries.count * 5 / 4)
        records = Records(&binder)
        for name in ["fastapi.Depends", "fastapi.Security", "fastapi.params.Depends"] {
            if let id = binder.names.find(name) { injecting.insert(id) }
        }
        for file in binder.layout.files.indices {
            for place in binder.references.range(file) where binder.references.entries[place].from >= 0 {
                gate = gates.isEmpty ? 0 : gates[place] ?? 0
                isIgnored = binder.isIgnoredRun(place, file)
                add(place, file, &binder)
            }
        }
        (gate, isIgnored) = (0, false)
        addKept(&binder)
        addImplied(&binder)
        addClassHooks(&binder)
    }

    /// The edges, which are here no more: there are as many as references.
    mutating func takeEdges(through dispatch: Dispatch) -> [(from: NodeID, edge: Edge)] {
        var taken: [(from: NodeID, edge: Edge)] = []
        swap(&taken, &edges)
        for index in taken.indices { taken[index].edge = dispatch.dispatched(taken[index].edge) }
        return taken
    }

    mutating func add(_ place: Int, _ file: Int, _ binder: inout Binder) {
        let reference = binder.references.entries[place]
        switch reference.referenceClass {
        case .include:
            addInclude(reference, file, &binder)
        case .inherit:
            let bases = binder.bindBase(file, reference.to)
            for index in 0..<bases.count where binder[bases, index].kind == .symbol {
                add(reference.from, binder[bases, index].id, reference.line, reference.kind, [])
            }
            report(bases, line: reference.line, file, &binder)
        case .decorate:
            addDecorator(place, file, &binder)
        case .other where isSelection(reference, binder):
            addSelection(reference, file, &binder)
        default:
            if reference.kind == binder.references.guardingKind {
                return addGuards(place, file, &binder)
            }
            // What checks a program is no part of what it does.
            if reference.kind == binder.references.probeKind { return }
            let targets = binder.bind(file, reference.to)
            let isExact = binder.isThroughBase(file, reference.to)
            let calls = reference.referenceClass.calls
            let isOnInstance = !isExact && !isGivenInstance(place, targets, file, &binder)
            for index in 0..<targets.count {
                let target = binder[targets, index]
                // Assigning to a variable runs nothing of what it holds.
                if reference.referenceClass == .write, target.kind == .symbol,
                    binder.layout.symbolClass(target.id) == .variable
                {
                    continue
                }
                add(
                    reference.from, target, reference.line, reference.kind, calls: calls, isExact: isExact,
                    isOnInstance: isOnInstance, &binder)
            }
            let isRun = reference.kind == binder.references.runKind
            report(targets, line: reference.line, file, &binder, command: isRun ? reference.from : nil)
            addPassedFields(reference.to, reference.from, reference.line, file, &binder)
            addArguments(place, of: targets, file, &binder)
        }
    }

    /// `Base.start(self)`: the method of the type that is named, whatever the instance is.
    private func isGivenInstance(_ place: Int, _ targets: Bound, _ file: Int, _ binder: inout Binder) -> Bool {
        let arguments = binder.references.arguments(of: place)
        guard let first = arguments.first, targets.count > 0, binder[targets, 0].kind == .symbol else { return false }
        let owner = binder.types.ownerOf[Int(binder[targets, 0].id)]
        guard owner >= 0 else { return false }
        let given = binder.bind(file, binder.references.arguments[first])
        guard given.count > 0, binder[given, 0].kind == .symbol else { return false }
        let type = binder[given, 0].id
        return binder.layout.symbolClass(type) == .type && binder.types.ancestors(type).contains(owner)
    }

    /// `c.http.Do()` uses the field `http`.
    mutating func addPassedFields(
        _ ref: RefIndex, _ from: NodeID, _ line: Int32, _ file: Int, _ binder: inout Binder
    ) {
        var entry = binder.refs.entry(file, ref)
        // Entries point downwards; a table that says otherwise is not followed.
        var place = ref
        while entry.form == .member || entry.form == .element, entry.of >= 0, entry.of < place {
            place = entry.of
            entry = binder.refs.entry(file, place)
            guard entry.form == .member else { continue }
            let passed = binder.bind(file, place)
            for index in 0..<passed.count where binder[passed, index].kind == .symbol {
                let node = binder[passed, index].id
                if binder.layout.symbolClass(node) == .field { add(from, node, line, References.useKind, []) }
            }
        }
    }

    mutating func add(_ from: NodeID, _ target: Int32, _ line: Int32, _ kind: UInt8, _ flags: Edge.Flags) {
        let own = isIgnored ? flags.union(.ignored) : flags
        edges.append((from, Edge(target: target, line: line, kind: kind, flags: own, gate: gate)))
    }

    /// Edges to one target.
    mutating func add(
        _ from: NodeID, _ target: Target, _ line: Int32, _ kind: UInt8, calls: Bool, isExact: Bool,
        isOnInstance: Bool = false, _ binder: inout Binder, depth: Int = 0
    ) {
        switch target.kind {
        case .symbol:
            let symbolClass = binder.layout.symbolClass(target.id)
            switch symbolClass {
            case .type: add(from, target.id, line, kind, .instantiates)
            case .function, .method:
                let isDispatched = isOnInstance && binder.isDispatched(target.id)
                add(from, target.id, line, kind, isExact ? [] : isDispatched ? [.virtual, .dispatched] : .virtual)
            default:
                add(from, target.id, line, kind, [])
                // Calling a variable calls the function that it holds.
                guard calls, symbolClass.isValue, depth < Self.maximumDepth else { return }
                let held = binder.heldBy(target.id)
                for index in 0..<held.count
                where binder[held, index] != target && binder.isCallable(binder[held, index]) {
                    add(from, binder[held, index], line, kind, calls: true, isExact: false, &binder, depth: depth + 1)
                }
            }
        case .namespace:
            if let top = binder.topLevel(ofNamespace: target.id) { add(from, top, line, kind, []) }
        case .container:
            guard depth < Self.maximumDepth else { return }
            let inner = binder.contents(target)
            for index in 0..<inner.count {
                add(from, binder[inner, index], line, kind, calls: false, isExact: false, &binder, depth: depth + 1)
            }
        case .touched:
            let isType = binder.layout.symbolClass(target.id) == .type
            let isDispatched = !isType && binder.isDispatched(target.id)
            add(
                from, target.id, line, References.useKind,
                isType ? .instantiates : isDispatched ? [.virtual, .dispatched] : .virtual)
        case .unknown:
            if calls, target.id >= 0 { add(from, ~dispatch.selector(named: target.id), line, kind, []) }
        case .inSubtypes:
            add(from, ~dispatch.selector(named: target.extra, inSubtypesOf: target.id), line, kind, [])
        case .external:
            if let (name, methods) = records.methods(called: target.id, binder) {
                add(from, ~dispatch.selector(ofRecords: methods, named: name, binder), line, kind, [])
            }
        case .missing:
            break
        }
    }

    /// - Parameter command: the symbol that runs it, where it is a command.
    mutating func report(
        _ targets: Bound, line: Int32, _ file: Int, _ binder: inout Binder, command: NodeID? = nil
    ) {
        for index in 0..<targets.count where binder[targets, index].kind == .missing {
            broken.insert(
                BrokenWire(
                    path: binder.layout.files[file].path, line: Int(line),
                    name: binder.names[binder[targets, index].id],
                    run: command.map { BrokenWire.Run(node: $0, isIgnored: isIgnored) }
                ))
        }
    }

    private mutating func addInclude(_ reference: References.Entry, _ file: Int, _ binder: inout Binder) {
        if let loaded = binder.namespaceLoaded(by: binder.refs.entry(file, reference.to), from: file),
            let top = binder.topLevel(ofNamespace: loaded)
        {
            add(reference.from, top, reference.line, reference.kind, [])
        }
        let targets = binder.bind(file, reference.to)
        for index in 0..<targets.count where binder[targets, index].kind == .namespace {
            guard let top = binder.topLevel(ofNamespace: binder[targets, index].id) else { continue }
            add(reference.from, top, reference.line, reference.kind, [])
        }
        report(targets, line: reference.line, file, &binder)
    }

    private mutating func addDecorator(_ place: Int, _ file: Int, _ binder: inout Binder) {
        let reference = binder.references.entries[place]
        let (from, line, kind) = (reference.from, reference.line, reference.kind)
        let targets = binder.bind(file, reference.to)
        let decorated = binder.layout.files[file].facts.references[place - binder.references.first[file]].subject
        let subject = decorated.flatMap { binder.layout.node(file, symbolID: $0) }
        let inert = inertVariable(reference.to, file, &binder)
        for index in 0..<targets.count {
            if binder[targets, index].kind != .touched {
                add(from, binder[targets, index], line, kind, calls: true, isExact: false, &binder)
            }
            // What a router keeps does not lead back to the router, and so to all that it keeps.
            guard let subject else { continue }
            if let inert, binder[targets, index] == .touched(inert) {
                routers.kept[inert, default: []].append(subject)
            } else {
                add(subject, binder[targets, index], line, kind, calls: true, isExact: false, &binder)
            }
        }
        report(targets, line: line, file, &binder)
        addArguments(place, of: targets, file, &binder)
        guard let subject, let registration = Registration(targets, &binder) else { return }
        if let variable = inert {
            // What a router keeps runs once somebody uses the router, and the module that puts it there is loaded.
            let selector = dispatch.selector(registeredOn: variable)
            dispatch.addRegistered(subject, on: variable, by: binder.layout.topLevel(subject))
            add(variable, ~selector, binder.layout.line(variable), kind, [])
            return
        }
        if let owner = instanceOwner(of: subject, targets, &binder) {
            dispatch.addRegistered(subject, on: owner, by: owner)
            add(from, ~dispatch.selector(registeredOn: owner), line, kind, [])
            return
        }
        let isType = binder.layout.symbolClass(subject) == .type
        var flags: Edge.Flags = isType ? .instantiates : .virtual
        if registration == .guess { flags.insert(.guess) }
        add(from, subject, line, kind, flags)
        if isType { give(.symbol(subject), to: .everything, from, line, &binder) }
    }

    /// Members lead to their types, symbols to their modules, modules to their packages.
    private mutating func addImplied(_ binder: inout Binder) {
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
