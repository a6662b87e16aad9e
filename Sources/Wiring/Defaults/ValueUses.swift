import AnalyzerProtocol
import Models

/// Who gives values to fields, variables, settings and parameters.
struct ValueUses {
    /// A reference that gives one.
    struct Place {
        private let fileNumber: Int32
        private let referenceNumber: Int32

        init(file: Int, reference: Int) {
            fileNumber = Int32(file)
            referenceNumber = Int32(reference)
        }

        var file: Int { Int(fileNumber) }
        var reference: Int { Int(referenceNumber) }
    }

    private(set) var writes: [NodeID: [Place]] = [:]
    /// Composite literals and constructor calls, by type.
    private(set) var makers: [NodeID: [Place]] = [:]
    /// Calls of those functions of which a parameter is asked.
    private(set) var callers: [NodeID: [Place]] = [:]
    /// Functions that something calls without naming them in a call.
    private(set) var passed: Set<NodeID> = []
    /// By the settings' plain names.
    private(set) var settings: [String: [Place]] = [:]
    /// Settings whose names are paths (`server.read_timeout`), by the plain name of their last part.
    private(set) var paths: [String: Set<SettingPath>] = [:]
    /// Fields of configurations that hold a type, by that type.
    private(set) var holders: [NodeID: [NodeID]] = [:]
    /// Variables that files other than code turn on, by plain name, and where: what a deployment sets is no default.
    private(set) var shipped: [String: String] = [:]
    /// Variables and fields of a literal, by their name: a setting may be read from an object that holds them.
    private(set) var literals: [NameID: [NodeID]] = [:]
    /// Symbols and settings without which the program does not go on.
    private(set) var required: Set<NodeID> = []
    private(set) var requiredSettings: Set<String> = []
    /// Types whose fields are configuration: those named so, and what they are made of.
    private(set) var configurations: Set<NodeID> = []
    private(set) var subtyped: Set<NodeID> = []
    /// Names of methods that are called through an interface or base.
    private(set) var abstractNames: Set<NameID> = []

    /// - Parameter isTest: of files; what tests give is no default.
    init(_ binder: inout Binder, isTest: [Bool]) {
        let asked = Self.askedFunctions(&binder)
        for file in binder.layout.files.indices {
            if isTest[file] { continue }
            let calls = asked.isEmpty ? nil : Calls(binder.layout.files[file].facts)
            for place in binder.references.range(file) where binder.references.entries[place].from >= 0 {
                note(place, file, asked, calls, &binder)
            }
            noteRequired(file, &binder)
        }
        findTypes(&binder, isTest: isTest)
    }

    private static func askedFunctions(_ binder: inout Binder) -> Set<NodeID> {
        var asked: Set<NodeID> = []
        for file in binder.layout.files.indices {
            for ref in binder.layout.files[file].facts.refs {
                guard case .parameter(_, _, let of, _) = ref else { continue }
                let targets = binder.bind(file, of)
                for index in 0..<targets.count where binder[targets, index].kind == .symbol {
                    asked.insert(binder[targets, index].id)
                }
            }
        }
        return asked
    }

    private mutating func note(
        _ place: Int, _ file: Int, _ asked: Set<NodeID>, _ calls: Calls?, _ binder: inout Binder
    ) {
        let entry = binder.references.entries[place]
        let here = Place(file: file, reference: place - binder.references.first[file])
        switch entry.referenceClass {
        case .write:
            if let name = Self.setting(binder.layout.files[file].facts.refs, entry.to) {
                let source = binder.layout.files[file]
                if Ecosystem(namespaceKind: source.facts.namespace?.kind) == nil {
                    noteShipped(name, source, here)
                    return
                }
                settings[name, default: []].append(here)
                notePath(Self.rawSetting(source.facts.refs, entry.to))
                return
            }
            let targets = binder.bind(file, entry.to)
            for index in 0..<targets.count where binder[targets, index].kind == .symbol {
                writes[binder[targets, index].id, default: []].append(here)
            }
        case .call, .instantiate, .decorate:
            let targets = binder.bind(file, entry.to)
            for index in 0..<targets.count where binder[targets, index].kind == .symbol {
                let node = binder[targets, index].id
                if binder.layout.symbolClass(node) == .type { makers[node, default: []].append(here) }
                if asked.contains(node) { callers[node, default: []].append(here) }
            }
        case .use, .include, .inherit, .convert, .other:
            guard entry.referenceClass == .use, !asked.isEmpty else { break }
            notePassed(entry.to, file, asked, &binder)
        }
        guard !asked.isEmpty else { return }
        for argument in binder.references.arguments(of: place) {
            let ref = binder.references.arguments[argument]
            if let calls, calls.contains(ref, line: binder.layout.files[file].facts.references[here.reference].line) {
                continue
            }
            notePassed(ref, file, asked, &binder)
        }
    }

    /// What a file calls, by lines: what a call is wrapped into tells of the function that is called once more.
    private struct Calls {
        private var places: Set<UInt64> = []

        init(_ facts: Facts) {
            for reference in facts.references where reference.kind == .call { places.insert(Self.key(reference)) }
        }

        func contains(_ ref: RefIndex, line: Int) -> Bool { places.contains(Self.key(ref, line)) }

        private static func key(_ reference: Reference) -> UInt64 { key(reference.to, reference.line) }
        private static func key(_ ref: RefIndex, _ line: Int) -> UInt64 {
            UInt64(UInt32(bitPattern: Int32(truncatingIfNeeded: line))) << 32 | UInt64(UInt32(bitPattern: Int32(ref)))
        }
    }

    /// A program's own settings are few; more than this are no declarations of defaults.
    private static let maximalPaths = 4096

    private mutating func notePath(_ name: String?) {
        guard let name, paths.count < Self.maximalPaths else { return }
        let path = SettingPath(name)
        guard let last = path.parts.last else { return }
        paths[last, default: []].insert(path)
    }

    private mutating func noteShipped(_ name: String, _ source: SourceFacts, _ place: Place) {
        let reference = source.facts.references[place.reference]
        if let literal = reference.arguments.first?.value {
            let value = DefaultValue(literal: literal, name: name, path: source.path, line: reference.line)
            if value.isSet != true || Self.namesDevelopment(literal) { return }
        }
        let text = "\(source.path):\(reference.line)"
        shipped[name] = min(shipped[name] ?? text, text)
    }

    /// What a file sets for those who develop says nothing of where it is deployed.
    private static func namesDevelopment(_ literal: Literal) -> Bool {
        guard case .string(let text) = literal else { return false }
        return ["development", "dev", "local", "test", "testing"].contains(text.lowercased())
    }

    private mutating func notePassed(_ ref: RefIndex, _ file: Int, _ asked: Set<NodeID>, _ binder: inout Binder) {
        let targets = binder.bind(file, ref)
        for index in 0..<targets.count where binder[targets, index].kind == .symbol {
            let node = binder[targets, index].id
            if asked.contains(node), binder.layout.symbolClass(node).isCallable { passed.insert(node) }
        }
    }

    private mutating func noteRequired(_ file: Int, _ binder: inout Binder) {
        let facts = binder.layout.files[file].facts
        for condition in facts.conditions where condition.test == .required {
            if let name = Self.setting(facts.refs, condition.ref) { requiredSettings.insert(name) }
            let targets = binder.bind(file, condition.ref)
            for index in 0..<targets.count where binder[targets, index].kind == .symbol {
                required.insert(binder[targets, index].id)
            }
        }
    }

    private mutating func findTypes(_ binder: inout Binder, isTest: [Bool]) {
        let layout = binder.layout
        for (_, bases) in binder.types.bases { subtyped.formUnion(bases.types) }
        var open: [NodeID] = []
        for node in 0..<NodeID(layout.nodeCount) {
            switch layout.symbolClass(node) {
            case .type:
                let own = layout.files[layout.file(node)].facts.symbols[Int(layout.symbolOf[Int(node)])].name
                guard Self.speaksOfConfiguration(own) else { continue }
                if configurations.insert(node).inserted { open.append(node) }
            case .variable, .constant, .field:
                let file = layout.file(node)
                guard !isTest[file], layout.files[file].facts.symbols[Int(layout.symbolOf[Int(node)])].value != nil
                else { continue }
                literals[layout.shortName(node), default: []].append(node)
            case .method:
                if layout.has("abstract", node) { abstractNames.insert(layout.shortName(node)) }
            default: continue
            }
        }
        while let type = open.popLast() {
            for member in binder.types.ownMembers[type] ?? [] where layout.symbolClass(member) == .field {
                let held = binder.heldBy(member)
                for index in 0..<held.count where binder[held, index].kind == .symbol {
                    let part = binder[held, index].id
                    guard layout.symbolClass(part) == .type else { continue }
                    holders[part, default: []].append(member)
                    guard configurations.insert(part).inserted else { continue }
                    open.append(part)
                }
            }
        }
    }

    /// The plain name of the setting or variable that a REF names.
    static func setting(_ refs: [Ref], _ index: RefIndex) -> String? {
        guard refs.indices.contains(Int(index)) else { return nil }
        switch refs[Int(index)] {
        case .setting(let name, _), .environment(let name): return plain(name)
        default: return nil
        }
    }

    private static func rawSetting(_ refs: [Ref], _ index: RefIndex) -> String? {
        guard refs.indices.contains(Int(index)), case .setting(let name, _) = refs[Int(index)] else { return nil }
        return name
    }

    /// `tracing.enabled`, `TRACING_ENABLED` and `--tracing-enabled` are one setting.
    static func plain(_ name: String) -> String {
        String(name.lowercased().filter { $0.isLetter || $0.isNumber })
    }

    /// Whether a type of this name holds what somebody configures, and not what comes with a request.
    static func speaksOfConfiguration(_ name: String) -> Bool {
        let text = name.lowercased()
        if ofRequests.contains(where: { $0.isFound(in: text) }) { return false }
        return ofConfiguration.contains { $0.isFound(in: text) } || text.hasSuffix("conf")
    }

    private static let ofRequests = ["request", "response", "payload", "body", "event", "message"].map(
        LiteralSearch.init)
    private static let ofConfiguration = ["config", "setting", "option", "opts", "flags"].map(LiteralSearch.init)
}
