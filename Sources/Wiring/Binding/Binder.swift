import AnalyzerProtocol
import Models

/// Binds REFs to what they denote, each once, on demand.
///
/// Inside a file a REF points to lower ones only, so they are bound in a loop. Binding calls itself only where it goes on
/// through a symbol (its type, its results), and no deeper than ``maximumHops``. It is never copied, and passed `inout`: its tables are large,
/// and as a class it spent a tenth of its time on checks of exclusive access.
struct Binder: ~Copyable {
    let layout: Layout
    let models: CompiledModels
    let refs: RefTable
    let references: References
    var names: Names
    var namespaces: Namespaces
    var imports: ImportResolver
    var externals: ExternalNames
    var types: TypeTable
    /// The decorators of a symbol, as REFs of its file.
    var decorators: [NodeID: [RefIndex]] = [:]
    var lists = DeclaredLists()
    let deployment: DeploymentIndex
    let django: DjangoSettings
    let programs: BuiltPrograms
    let images: ImageStarts
    /// By the file and the REF of what an image runs: the path of the code that it surely lacks.
    private(set) var lacking: [Int: String] = [:]

    private enum State: UInt8 { case open, pending, done }
    private struct Slot {
        var state: State = .open
        var bound = Bound()
    }
    private var slots: [Slot]
    private var pool: [Target]
    private var stack: [RefIndex] = []
    private var hops = 0
    /// Symbols passed in one chain: more is no program.
    private static let maximumHops = 48
    /// Alternatives of one REF beyond this are left out.
    private static let maximumAlternatives = 64
    private static let star = "*"
    private let starName: NameID

    init(_ layout: Layout, models: CompiledModels, names: consuming Names) {
        self.layout = layout
        self.models = models
        namespaces = Namespaces(layout, names: &names)
        refs = RefTable(layout, names: &names)
        references = References(layout)
        deployment = DeploymentIndex(layout)
        programs = BuiltPrograms(layout)
        images = ImageStarts(layout) { [refs] in refs.first[$0] + Int($1) }
        imports = ImportResolver(layout, namespaces)
        django = DjangoSettings(layout, namespaces, imports, &names)
        externals = ExternalNames(models: models)
        types = TypeTable(nodeCount: layout.nodeCount)
        starName = names.id(Self.star)
        self.names = names
        slots = Array(repeating: Slot(), count: refs.entries.count)
        // The first place is for what cannot be bound: see `Bound.unknown`.
        pool = [.unknown]
        pool.reserveCapacity(refs.entries.count + 1)
    }

    /// Forgets what was bound, for when more is known of types.
    mutating func reset() {
        for index in slots.indices { slots[index] = Slot() }
        pool.removeSubrange(1...)
    }

    /// What a REF denotes. Nothing while it is being bound itself, as in a ring of aliases.
    mutating func bind(_ file: Int, _ index: RefIndex) -> Bound {
        guard index >= 0, Int(index) < refs.count(file) else { return .unknown }
        let place = refs.first[file] + Int(index)
        switch slots[place].state {
        case .done: return slots[place].bound
        case .pending: return Bound()
        case .open:
            guard hops < Self.maximumHops else { return Bound() }
            bindOpen(file, index)
            return slots[place].bound
        }
    }

    /// One of the targets of a bound REF.
    subscript(bound: Bound, index: Int) -> Target { pool[Int(bound.start) + index] }

    /// Binds an entry after all that it points to, without recursion: entries point downwards, so this ends.
    private mutating func bindOpen(_ file: Int, _ index: RefIndex) {
        let base = stack.count
        stack.append(index)
        while stack.count > base {
            let top = stack[stack.count - 1]
            let place = refs.first[file] + Int(top)
            if slots[place].state == .done {
                stack.removeLast()
                continue
            }
            let entry = refs.entries[place]
            if slots[place].state == .open {
                slots[place].state = .pending
                let height = stack.count
                switch entry.form {
                case .member, .result, .element, .container, .base, .command: push(entry.of, below: top, file)
                case .any: for offset in 0..<entry.name { push(refs.lists[Int(entry.of + offset)], below: top, file) }
                default: break
                }
                if stack.count > height { continue }
            }
            stack.removeLast()
            hops += 1
            var set = resolve(entry, file)
            hops -= 1
            if let image = images[place] { drop(whatIsNotIn: image, program: program(entry, file), at: place, &set) }
            store(set, at: place)
        }
    }

    private mutating func push(_ child: RefIndex, below parent: RefIndex, _ file: Int) {
        guard child >= 0, child < parent, slots[refs.first[file] + Int(child)].state == .open else { return }
        stack.append(child)
    }

    private mutating func store(_ set: TargetSet, at place: Int) {
        slots[place] = Slot(
            state: .done, bound: Bound(start: Int32(pool.count), count: set.count, isValue: set.isValue))
        for index in 0..<set.count { pool.append(set[index]) }
    }

    /// The first word of a command, of the first one of several.
    private func program(_ entry: RefTable.Entry, _ file: Int) -> String {
        var entry = entry
        if entry.form == .any, entry.name > 0 { entry = refs.entry(file, refs.lists[Int(entry.of)]) }
        return entry.form == .command ? refs.words[Int(entry.name)].list.first ?? "" : ""
    }

    /// Leaves out code that an image surely does not hold, and remembers it where nothing is left.
    private mutating func drop(
        whatIsNotIn image: ImageSources, program: String, at place: Int, _ set: inout TargetSet
    ) {
        var lacked: String?
        var kept = TargetSet()
        kept.isValue = set.isValue
        for index in 0..<set.count {
            if let path = code(set[index]), !image.mayHold(path, program: program) {
                lacked = lacked ?? path
            } else {
                kept.insert(set[index])
            }
        }
        if let lacked, !(0..<kept.count).contains(where: { kept[$0].kind == .symbol }) {
            lacking[place] = lacked
        }
        set = kept
    }

    /// The file of a symbol that containers run, but for the symbols of images themselves.
    private func code(_ target: Target) -> String? {
        guard target.kind == .symbol else { return nil }
        let source = layout.files[layout.file(target.id)]
        return source.facts.namespace?.kind == "container" ? nil : source.path
    }

    /// What an image lacks of the repository that it runs by a REF.
    func lacked(_ file: Int, _ index: RefIndex) -> String? { lacking[refs.first[file] + Int(index)] }

    /// Likewise, where a container gives the image a command of its own.
    mutating func drop(whatIsNotIn layers: NodeID, program: String, _ set: inout TargetSet) {
        guard let image = images.sources(layers) else { return }
        drop(whatIsNotIn: image, program: program, at: -1, &set)
    }

    /// The targets of an entry whose children are bound.
    private mutating func resolve(_ entry: RefTable.Entry, _ file: Int) -> TargetSet {
        var set = TargetSet()
        switch entry.form {
        case .name:
            lookup(entry.name, in: namespaces.ofFile[file], from: file, &set)
            if set.isEmpty { set.insert(.unknown) }
            return set
        case .imported:
            bindImport(entry.name, taking: taken(entry), from: file, &set)
            return set
        case .namespaced:
            bindNamespace(entry.name, taking: taken(entry), from: file, &set)
            return set
        case .external:
            set.insert(.external(externals.name(entry.name, &names)))
            return set
        case .member:
            let owners = bind(file, entry.of)
            for place in 0..<owners.count { addMember(entry.name, of: self[owners, place], seenFrom: file, to: &set) }
            if owners.isValue { set.isValue = true }
            if set.isEmpty { set.insert(.unknown(member: entry.name)) }
        case .result:
            let callees = bind(file, entry.of)
            for place in 0..<callees.count { addResult(of: self[callees, place], at: Int(entry.name), to: &set) }
            set.isValue = true
        case .element:
            let containers = bind(file, entry.of)
            for place in 0..<containers.count { addElement(of: self[containers, place], to: &set) }
            set.isValue = true
        case .container:
            let inner = bind(file, entry.of)
            set.insert(containerTarget(inner))
            return set
        case .base:
            let derived = bind(file, entry.of)
            for place in 0..<derived.count { addBases(of: self[derived, place], to: &set) }
        case .any:
            for offset in 0..<min(Int(entry.name), Self.maximumAlternatives) {
                let some = bind(file, refs.lists[Int(entry.of) + offset])
                for place in 0..<some.count { set.insert(self[some, place]) }
                if some.isValue { set.isValue = true }
            }
            dropMissingPlaces(entry, file, &set)
        case .path:
            addFile(names[entry.name], to: &set)
        case .target:
            addTarget(named: entry.name, from: file, to: &set)
        case .command:
            if let command = refs.contained[entry.name] {
                addContained(command, in: bind(file, entry.of), from: file, to: &set)
                return set
            }
            let command = refs.words[Int(entry.name)]
            addCommand(command.list, in: command.directory, from: file, to: &set)
            return set
        case .image:
            switch deployment.builder(of: names[entry.name]) {
            case .place(let place): addBound(place, to: &set)
            case .image(let image): set.insert(.symbol(image))
            case nil: break
            }
            return set
        case .selector:
            for node in deployment.workloads(having: refs.words[Int(entry.name)].list, nearest: layout.files[file].path)
            {
                set.insert(.symbol(node))
            }
            return set
        case .environment, .other:
            break
        }
        set.settle()
        return set
    }

    /// Of a command that may run in several places, what one of them lacks is not missing where another has it.
    private func dropMissingPlaces(_ entry: RefTable.Entry, _ file: Int, _ set: inout TargetSet) {
        guard entry.name > 0, refs.entry(file, refs.lists[Int(entry.of)]).form == .command,
            (0..<set.count).contains(where: { set[$0].kind == .symbol })
        else { return }
        var kept = TargetSet()
        for index in 0..<set.count where set[index].kind != .missing { kept.insert(set[index]) }
        set = kept
    }

    /// The name that an import takes from its module: none where it takes all.
    private func taken(_ entry: RefTable.Entry) -> NameID? { entry.of < 0 || entry.of == starName ? nil : entry.of }

    /// Whether an import takes all names of a module.
    func takesAll(_ entry: RefTable.Entry) -> Bool {
        (entry.form == .imported || entry.form == .namespaced) && entry.of == starName
    }

    private mutating func containerTarget(_ inner: Bound) -> Target {
        let start = Int32(pool.count)
        for index in 0..<inner.count where !self[inner, index].isUnknown { pool.append(self[inner, index]) }
        return Target(kind: .container, id: start, extra: Int32(pool.count) - start)
    }

    /// What a container holds.
    func contents(_ container: Target) -> Bound {
        Bound(start: container.id, count: Int(max(0, container.extra)), isValue: false)
    }

    /// Says that a chain passes one more symbol; false where it passes too many.
    mutating func enter() -> Bool {
        guard hops < Self.maximumHops else { return false }
        hops += 1
        return true
    }

    mutating func leave() { hops -= 1 }

    /// The type of a field, variable or alias.
    mutating func heldBy(_ node: NodeID) -> Bound {
        guard let type = layout.symbolType(node) else { return .unknown }
        return bind(layout.file(node), type)
    }

    /// What another file's REF denotes.
    private mutating func addBound(_ place: DeploymentIndex.Place, to set: inout TargetSet) {
        let bound = bind(place.file, place.ref)
        for index in 0..<bound.count { set.insert(self[bound, index]) }
    }

    /// The start of that name which a dependency file declares.
    mutating func addConsoleScript(_ name: String, to set: inout TargetSet) {
        if let place = deployment.consoleScripts[name] { addBound(place, to: &set) }
    }

    /// The top levels of a file: one for each analyzer that reads it; and the image that a Dockerfile makes. False where nobody does.
    @discardableResult
    func addFile(_ path: String, to set: inout TargetSet) -> Bool {
        let trimmed = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
        var low = 0
        var high = layout.files.count
        while low < high {
            let middle = (low + high) / 2
            if layout.files[middle].path < trimmed { low = middle + 1 } else { high = middle }
        }
        let first = low
        while low < layout.files.count, layout.files[low].path == trimmed {
            set.insert(.symbol(layout.firstNode[low]))
            if let image = layout.image(low) { set.insert(.symbol(image)) }
            low += 1
        }
        return low > first
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
    /// The image that a file describes as a whole: it bears the file's path as its name.
    fileprivate func image(_ file: Int) -> NodeID? {
        guard files[file].facts.namespace?.kind == "container" else { return nil }
        let path = files[file].path
        return files[file].facts.symbols.firstIndex { $0.kind == "image" && $0.name == path }
            .map { node(file, symbolAt: $0) }
    }

    /// The REF of what the symbol holds.
    func symbolType(_ node: NodeID) -> RefIndex? {
        let index = Int(symbolOf[Int(node)])
        return index < 0 ? nil : files[file(node)].facts.symbols[index].type
    }
}
