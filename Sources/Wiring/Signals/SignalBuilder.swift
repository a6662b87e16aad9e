import AnalyzerProtocol
import Models

/// Asks the models what references, symbols and dependencies mean.
struct SignalBuilder {
    private(set) var sites: [SignalSite] = []
    private let models: CompiledModels
    private let isTest: [Bool]
    private let displayNames: [String]
    private var referenceRules: [UInt64: [ReferenceRule]] = [:]
    /// By the owner's name and the symbol's own.
    private var ownRules: [UInt64: [ReferenceRule]] = [:]
    private var instanceNames: [NameID: String] = [:]
    private var importRules: [NameID: [ImportRule]] = [:]
    /// External names that each function calls itself, where a model asks for them.
    private var called: [NodeID: Set<String>] = [:]
    private let collectsCalls: Bool

    init(models: CompiledModels, isTest: [Bool], displayNames: [String]) {
        self.models = models
        self.isTest = isTest
        self.displayNames = displayNames
        collectsCalls = ["function", "method"].contains { kind in models.symbolRules(kind: kind).contains { $0.needs.contains(.calls) } }
    }

    mutating func build(_ binder: Binder, roots: [NodeID: [(rootClass: RootClass, kind: String?)]]) {
        for (file, source) in binder.layout.files.enumerated() {
            for reference in source.facts.references { add(reference, file, binder) }
            for signal in source.facts.signals { add(signal, file, binder) }
            for dependency in source.facts.dependencies {
                for match in models.dependencyMatches(dependency, path: source.path) {
                    append(match.signal, nil, file, dependency.line, attributes: match.attributes, target: dependency.name, binder)
                }
            }
        }
        var symbols = SymbolSignals(models: models, called: called)
        symbols.build(binder, roots: roots)
        for found in symbols.found {
            let node = found.node
            guard let symbol = binder.layout.symbol(node) else { continue }
            append(
                found.signal, node, binder.layout.file(node), symbol.line, endLine: symbol.endLine, attributes: found.attributes,
                target: found.target ?? displayNames[Int(node)], binder)
        }
    }

    private mutating func append(
        _ kind: String, _ node: NodeID?, _ file: Int, _ line: Int, endLine: Int? = nil, subject: NodeID? = nil,
        attributes: [String: String], target: String?, _ binder: Binder
    ) {
        let source = binder.layout.files[file]
        sites.append(
            SignalSite(
                kind: kind, node: node, subject: subject, path: source.path, line: line, endLine: max(line, endLine ?? line),
                object: source.object, attributes: attributes, target: target, isTest: isTest[file]))
    }

    private mutating func add(_ signal: AnalyzerSignal, _ file: Int, _ binder: Binder) {
        guard let node = binder.layout.node(file, symbolID: signal.symbol) else { return }
        append(signal.kind, node, file, signal.line, attributes: signal.attributes.mapValues(\.text), target: displayNames[Int(node)], binder)
    }

    private mutating func add(_ reference: Reference, _ file: Int, _ binder: Binder) {
        guard let from = binder.layout.node(file, symbolID: reference.from) else { return }
        switch reference.kind {
        case .inherit: return
        case .include:
            addImport(reference, from, file, binder)
            return
        default: break
        }
        var view: ReferenceView?
        let targets = binder.bind(file, reference.to)
        for index in 0..<targets.count {
            let target = targets[index]
            if let external = target.externalName {
                if collectsCalls, reference.kind != .use, reference.kind != .write {
                    called[from, default: []].insert(instanceName(external, binder))
                }
                apply(rules(reference.kind, external, binder), reference, binder.names[external], from, file, &view, binder)
            } else if target.kind == .symbol {
                let symbolClass = binder.layout.symbolClass(target.id)
                if symbolClass.isCallable, reference.kind != .use, reference.kind != .write {
                    apply(ownRules(of: target.id, binder), reference, displayNames[Int(target.id)], from, file, &view, binder)
                } else if reference.kind == .write, symbolClass.isValue {
                    let written = binder.names.id("." + binder.names[binder.layout.shortName(target.id)])
                    apply(rules(.write, written, binder), reference, displayNames[Int(target.id)], from, file, &view, binder)
                } else if symbolClass.isValue, reference.kind == .call || reference.kind == .decorate {
                    addCallsOfInstance(target.id, reference, from, file, &view, binder)
                }
            }
        }
        addUses(reference.arguments, from, reference.line, file, binder, depth: 0)
    }

    /// `breaker = CircuitBreaker()` and `@breaker`: an instance that a variable holds is called, `CircuitBreaker.__call__`.
    private mutating func addCallsOfInstance(
        _ variable: NodeID, _ reference: Reference, _ from: NodeID, _ file: Int, _ view: inout ReferenceView?, _ binder: Binder
    ) {
        let held = binder.heldBy(variable)
        for index in 0..<held.count {
            guard let type = held[index].externalName else { continue }
            let name = binder.names.id(binder.names[type] + ".__call__")
            apply(rules(reference.kind, name, binder), reference, binder.names[name], from, file, &view, binder)
        }
    }

    private mutating func instanceName(_ name: NameID, _ binder: Binder) -> String {
        if let known = instanceNames[name] { return known }
        let found = models.instanceName(binder.names[name])
        instanceNames[name] = found
        return found
    }

    private mutating func rules(_ kind: ReferenceKind, _ name: NameID, _ binder: Binder) -> [ReferenceRule] {
        let group: Int32
        switch kind {
        case .write: group = 1
        case .call, .instantiate, .decorate: group = 2
        default: group = 3
        }
        let key = pair(group, name)
        if let known = referenceRules[key] { return known }
        let found = models.referenceMatches(kind: kind, name: binder.names[name])
        referenceRules[key] = found
        return found
    }

    private mutating func ownRules(of node: NodeID, _ binder: Binder) -> [ReferenceRule] {
        let owner = binder.types.ownerOf[Int(node)]
        let key = pair(owner < 0 ? -1 : binder.layout.shortName(owner), binder.layout.shortName(node))
        if let known = ownRules[key] { return known }
        let found = models.callOfRules(
            owner: owner < 0 ? nil : binder.names[binder.layout.shortName(owner)], name: binder.names[binder.layout.shortName(node)])
        ownRules[key] = found
        return found
    }

    private mutating func apply(
        _ rules: [ReferenceRule], _ reference: Reference, _ target: String, _ from: NodeID, _ file: Int, _ view: inout ReferenceView?,
        _ binder: Binder
    ) {
        guard !rules.isEmpty else { return }
        // All targets of a reference share its arguments; they are bound once.
        var seen = view ?? ReferenceView(
            path: binder.layout.files[file].path, context: reference.context,
            arguments: ArgumentViews.bind(reference.arguments, file, models, binder), target: target)
        seen.target = target
        view = seen
        for rule in rules {
            guard let attributes = rule.accepts(seen) else { continue }
            var holder = from
            var subject: NodeID?
            if reference.kind == .decorate, let decorated = reference.subject.flatMap({ binder.layout.node(file, symbolID: $0) }) {
                holder = decorated
                subject = decorated
            }
            if let key = rule.subjectArgument {
                subject = ArgumentViews.symbol(key, of: reference.arguments, file, binder) ?? subject
            } else if subject == nil {
                subject = from
            }
            append(rule.signal, holder, file, reference.line, subject: subject, attributes: attributes, target: target, binder)
        }
    }

    /// What an argument mentions is used.
    private mutating func addUses(
        _ arguments: [Argument], _ from: NodeID, _ line: Int, _ file: Int, _ binder: Binder, depth: Int
    ) {
        for argument in arguments {
            if let ref = argument.ref {
                let targets = binder.bind(file, ref)
                for index in 0..<targets.count {
                    guard let external = targets[index].externalName else { continue }
                    let rules = rules(.use, external, binder)
                    guard !rules.isEmpty else { continue }
                    var mention = Reference(from: 0, to: ref, kind: .use, line: line)
                    mention.arguments = []
                    var view: ReferenceView?
                    apply(rules, mention, binder.names[external], from, file, &view, binder)
                }
            }
            if let items = argument.items, depth < 16 { addUses(items, from, line, file, binder, depth: depth + 1) }
        }
    }

    private mutating func addImport(_ reference: Reference, _ from: NodeID, _ file: Int, _ binder: Binder) {
        guard case .imported(let module, let name) = binder.ref(file, reference.to) else { return }
        let moduleID = binder.names.id(module)
        guard binder.imports.resolve(moduleID, from: file, binder.layout, binder.namespaces, binder.names) != .missing,
            binder.namespaceLoaded(by: .imported(module: module, name: name), from: file) == nil
        else { return }
        let rules: [ImportRule]
        if let known = importRules[moduleID] {
            rules = known
        } else {
            rules = models.importMatches(module: module)
            importRules[moduleID] = rules
        }
        for rule in rules where rule.accepts(path: binder.layout.files[file].path) {
            append(rule.signal, from, file, reference.line, subject: from, attributes: rule.attributes, target: module, binder)
        }
    }
}
