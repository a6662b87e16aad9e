import AnalyzerProtocol
import Models

/// Binds REFs to what they denote, each once, on demand.
///
/// Inside a file a REF points to lower ones only, so they are bound in a loop. Binding calls itself only where it goes on
/// through a symbol (its type, its results), and no deeper than ``maximumHops``. A class, for the tables grow while others look into them.
final class Binder {
    let layout: Layout
    let models: CompiledModels
    var names: Names
    var namespaces: Namespaces
    var imports: ImportResolver
    var externals: ExternalNames
    var types: TypeTable
    /// The decorators of a symbol, as REFs of its file.
    var decorators: [NodeID: [RefIndex]] = [:]

    private enum State: UInt8 { case open, pending, done }
    private let firstRef: [Int]
    private var states: [State]
    private var starts: [Int32]
    private var counts: [UInt8]
    private var values: [Bool]
    private var pool: [Target] = []
    private var hops = 0
    /// Symbols passed in one chain: more is no program.
    private static let maximumHops = 48

    init(_ layout: Layout, models: CompiledModels, names: Names) {
        self.layout = layout
        self.models = models
        var names = names
        namespaces = Namespaces(layout, names: &names)
        imports = ImportResolver(layout, namespaces)
        externals = ExternalNames(models: models)
        types = TypeTable(nodeCount: layout.nodeCount)
        self.names = names
        var first: [Int] = []
        var total = 0
        for source in layout.files {
            first.append(total)
            total += source.facts.refs.count
        }
        firstRef = first
        states = Array(repeating: .open, count: total)
        starts = Array(repeating: 0, count: total)
        counts = Array(repeating: 0, count: total)
        values = Array(repeating: false, count: total)
    }

    /// Forgets what was bound, for when more is known of types.
    func reset() {
        for index in states.indices { states[index] = .open }
        pool.removeAll(keepingCapacity: true)
    }

    func ref(_ file: Int, _ index: RefIndex) -> Ref {
        let refs = layout.files[file].facts.refs
        return index >= 0 && Int(index) < refs.count ? refs[Int(index)] : .unknown
    }

    /// What a REF denotes. Nothing while it is being bound itself, as in a ring of aliases.
    func bind(_ file: Int, _ index: RefIndex) -> TargetSet {
        guard index >= 0, Int(index) < layout.files[file].facts.refs.count else { return TargetSet(.unknown) }
        let place = firstRef[file] + Int(index)
        if states[place] == .done { return stored(place) }
        if states[place] == .pending || hops >= Self.maximumHops { return TargetSet() }
        bindChildren(file, index)
        return stored(place)
    }

    private func stored(_ place: Int) -> TargetSet {
        var set = TargetSet()
        let start = Int(starts[place])
        for offset in 0..<Int(counts[place]) { set.insert(pool[start + offset]) }
        set.isValue = values[place]
        return set
    }

    /// Binds an entry after all that it points to, without recursion: entries point downwards, so this ends.
    private func bindChildren(_ file: Int, _ index: RefIndex) {
        var stack = [index]
        while let top = stack.last {
            let place = firstRef[file] + Int(top)
            if states[place] == .done {
                stack.removeLast()
                continue
            }
            if states[place] == .open {
                states[place] = .pending
                let height = stack.count
                switch layout.files[file].facts.refs[Int(top)] {
                case .member(_, let of?), .result(let of, _), .element(let of), .container(let of), .base(let of):
                    push(of, below: top, file, &stack)
                case .any(let all):
                    for of in all { push(of, below: top, file, &stack) }
                default: break
                }
                if stack.count > height { continue }
            }
            stack.removeLast()
            hops += 1
            let set = resolve(file, top)
            hops -= 1
            store(set, at: place)
        }
    }

    private func push(_ child: RefIndex, below parent: RefIndex, _ file: Int, _ stack: inout [RefIndex]) {
        guard child >= 0, child < parent, states[firstRef[file] + Int(child)] == .open else { return }
        stack.append(child)
    }

    private func store(_ set: TargetSet, at place: Int) {
        starts[place] = Int32(pool.count)
        counts[place] = UInt8(set.count)
        values[place] = set.isValue
        for index in 0..<set.count { pool.append(set[index]) }
        states[place] = .done
    }

    /// The targets of an entry whose children are bound.
    private func resolve(_ file: Int, _ index: RefIndex) -> TargetSet {
        var set = TargetSet()
        switch layout.files[file].facts.refs[Int(index)] {
        case .name(let name):
            lookup(names.id(name), in: namespaces.ofFile[file], from: file, &set)
            if set.isEmpty { set.insert(.unknown) }
            return set
        case .imported(let module, let name):
            return bindImport(module, name, from: file)
        case .namespaced(let path, let name):
            return bindNamespace(path, name, from: file)
        case .external(let name):
            set.insert(.external(externals.name(names.id(name), &names)))
            return set
        case .member(let name, let of):
            let name = names.id(name)
            guard let of else { return TargetSet(.unknown(member: name)) }
            let owners = bind(file, of)
            for place in 0..<owners.count { addMember(name, of: owners[place], seenFrom: file, to: &set) }
            if owners.isValue { set.isValue = true }
            if set.isEmpty { set.insert(.unknown(member: name)) }
        case .result(let of, let position):
            let callees = bind(file, of)
            for place in 0..<callees.count { addResult(of: callees[place], at: position, to: &set) }
            set.isValue = true
        case .element(let of):
            let containers = bind(file, of)
            for place in 0..<containers.count { addElement(of: containers[place], to: &set) }
            set.isValue = true
        case .container(let of):
            let inner = bind(file, of)
            set.insert(containerTarget(inner))
            return set
        case .base(let of):
            let derived = bind(file, of)
            for place in 0..<derived.count { addBases(of: derived[place], to: &set) }
        case .any(let all):
            for of in all.prefix(64) {
                let some = bind(file, of)
                for place in 0..<some.count { set.insert(some[place]) }
                if some.isValue { set.isValue = true }
            }
        case .path(let path):
            if let target = fileTarget(path) { set.insert(target) }
        case .target(let name):
            addTarget(named: names.id(name), from: file, to: &set)
        case .image, .route, .environment, .command, .unknown:
            break
        }
        set.settle()
        return set
    }

    private func containerTarget(_ inner: TargetSet) -> Target {
        let start = Int32(pool.count)
        for index in 0..<inner.count where !inner[index].isUnknown { pool.append(inner[index]) }
        return Target(kind: .container, id: start, extra: Int32(pool.count) - start)
    }

    /// What a container holds.
    func contents(_ container: Target) -> ArraySlice<Target> {
        pool[Int(container.id)..<Int(container.id) + Int(max(0, container.extra))]
    }

    /// Says that a chain passes one more symbol; false where it passes too many.
    func enter() -> Bool {
        guard hops < Self.maximumHops else { return false }
        hops += 1
        return true
    }

    func leave() { hops -= 1 }

    /// The type of a field, variable or alias.
    func heldBy(_ node: NodeID) -> TargetSet {
        guard let type = layout.symbolType(node) else { return TargetSet(.unknown) }
        return bind(layout.file(node), type)
    }

    private func fileTarget(_ path: String) -> Target? {
        let trimmed = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
        var low = 0
        var high = layout.files.count
        while low < high {
            let middle = (low + high) / 2
            if layout.files[middle].path < trimmed { low = middle + 1 } else { high = middle }
        }
        guard low < layout.files.count, layout.files[low].path == trimmed else { return nil }
        return .symbol(layout.firstNode[low])
    }

    /// A target of a build file: the file's own, by its plain name.
    private func addTarget(named name: NameID, from file: Int, to set: inout TargetSet) {
        var found = TargetSet()
        _ = namespaces.forEachSymbol(name, in: namespaces.ofFile[file], seenFrom: file) { node in
            if layout.symbol(node)?.kind == "target" { found.insert(.symbol(node)) }
        }
        for index in 0..<found.count { set.insert(found[index]) }
    }
}

extension Layout {
    /// The REF of what the symbol holds.
    func symbolType(_ node: NodeID) -> RefIndex? {
        let index = Int(symbolOf[Int(node)])
        return index < 0 ? nil : files[file(node)].facts.symbols[index].type
    }
}
