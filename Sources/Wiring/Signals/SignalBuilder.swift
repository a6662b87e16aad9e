import AnalyzerProtocol
import Models

/// Asks the models what references, symbols and dependencies mean.
struct SignalBuilder {
    private(set) var sites: [SignalSite] = []
    private let models: CompiledModels
    private let isTest: [Bool]
    private let displayNames: [String]
    private(set) var gates: GateTable
    private var rules: ReferenceRules
    /// External names that functions call themselves, those that a model asks for.
    private var called: [(node: NodeID, name: NameID)] = []
    private var askedCalls = Memo<Bool>()

    init(models: CompiledModels, isTest: [Bool], displayNames: [String], gates: GateTable) {
        self.models = models
        self.isTest = isTest
        self.displayNames = displayNames
        self.gates = gates
        rules = ReferenceRules(models)
    }

    mutating func build(_ binder: inout Binder, roots: [NodeID: [(rootClass: RootClass, kind: String?)]]) {
        for (file, source) in binder.layout.files.enumerated() {
            for place in binder.references.range(file) where binder.references.entries[place].from >= 0 {
                add(place, file, &binder)
            }
            for signal in source.facts.signals { add(signal, file, &binder) }
            for dependency in source.facts.dependencies {
                for match in models.dependencyMatches(dependency, path: source.path) {
                    append(
                        match.signal, nil, file, dependency.line, attributes: match.attributes, target: dependency.name,
                        &binder)
                }
            }
        }
        var symbols = SymbolSignals(models: models, called: called, nodeCount: binder.layout.nodeCount)
        symbols.build(&binder, roots: roots)
        for found in symbols.found {
            let node = found.node
            guard let symbol = binder.layout.symbol(node) else { continue }
            append(
                found.signal, node, binder.layout.file(node), symbol.line, endLine: symbol.endLine,
                attributes: found.attributes,
                target: found.target ?? displayNames[Int(node)], &binder)
        }
    }

    /// What was found, with more at its end; it is here no more.
    mutating func takeSites(with more: [SignalSite]) -> [SignalSite] {
        var taken: [SignalSite] = []
        swap(&taken, &sites)
        taken += more
        return taken
    }

    private mutating func append(
        _ kind: String, _ node: NodeID?, _ file: Int, _ line: Int, endLine: Int? = nil, subject: NodeID? = nil,
        attributes: [String: String], target: String?, gate: GateID = 0, isIgnored: Bool = false,
        guards: [NodeID] = [], router: NodeID? = nil, below: RouteGroup? = nil,
        _ binder: inout Binder
    ) {
        var site = SignalSite(
            kind: kind, node: node, subject: subject, path: binder.layout.files[file].path, line: line,
            endLine: max(line, endLine ?? line),
            object: binder.layout.files[file].object, attributes: attributes, target: target, isTest: isTest[file])
        site.gate = gate
        site.isIgnored = isIgnored
        site.guards = guards
        site.router = router
        site.below = below
        sites.append(site)
    }

    private mutating func add(_ signal: AnalyzerSignal, _ file: Int, _ binder: inout Binder) {
        guard let node = binder.layout.node(file, symbolID: signal.symbol) else { return }
        // What is deployed, run by itself or called is what its signals are about.
        let symbolClass = binder.layout.symbolClass(node)
        let subject = symbolClass == .other || symbolClass.isCallable ? node : nil
        append(
            signal.kind, node, file, signal.line, subject: subject, attributes: signal.attributes.mapValues(\.text),
            target: displayNames[Int(node)], &binder)
    }

    private mutating func add(_ place: Int, _ file: Int, _ binder: inout Binder) {
        let reference = binder.references.entries[place]
        let referenceClass = reference.referenceClass
        // A conversion mentions nothing that is not mentioned beside it.
        if referenceClass == .inherit || referenceClass == .convert { return }
        if referenceClass == .include { return addImport(place, file, &binder) }
        var view: ReferenceView?
        if referenceClass == .other {
            addRead(place, file, &view, &binder)
            addRun(place, file, &view, &binder)
        }
        let targets = binder.bind(file, reference.to)
        for index in 0..<targets.count {
            let target = binder[targets, index]
            if let external = target.externalName {
                if referenceClass.calls, asksWhoCalls(external, &binder) { called.append((reference.from, external)) }
                let found = rules.matching(external, referenceClass, &binder)
                if !found.isEmpty { apply(found, place, binder.names[external], file, &view, &binder) }
            } else if target.kind == .symbol {
                let symbolClass = binder.layout.symbolClass(target.id)
                if symbolClass.isCallable, referenceClass.calls {
                    let found = rules.ownCalls(of: target.id, &binder)
                    if !found.isEmpty {
                        apply(found, place, displayNames[Int(target.id)], file, callee: target.id, &view, &binder)
                    }
                } else if symbolClass == .type, referenceClass.calls {
                    let found = rules.makings(of: target.id, &binder)
                    if !found.isEmpty {
                        apply(found, place, displayNames[Int(target.id)], file, callee: target.id, &view, &binder)
                    }
                } else if referenceClass == .write, symbolClass.isValue {
                    let written = binder.names.id("." + binder.names[binder.layout.shortName(target.id)])
                    apply(
                        rules.matching(written, .write, &binder), place, displayNames[Int(target.id)], file, &view,
                        &binder)
                } else if symbolClass.isValue, referenceClass == .call || referenceClass == .decorate {
                    addCallsOfInstance(target.id, place, file, &view, &binder)
                }
            } else if target.kind == .unknown, target.id >= 0, referenceClass == .write {
                // An attribute of that name, whatever has it.
                let written = binder.names.id("." + binder.names[target.id])
                apply(rules.matching(written, .write, &binder), place, binder.names[target.id], file, &view, &binder)
            }
        }
        addUses(place, file, &binder)
    }

    private mutating func asksWhoCalls(_ name: NameID, _ binder: inout Binder) -> Bool {
        if let known = askedCalls[name] { return known }
        let answer = models.asksWhoCalls(binder.instanceName(name))
        askedCalls[name] = answer
        return answer
    }

    private mutating func addRead(_ place: Int, _ file: Int, _ view: inout ReferenceView?, _ binder: inout Binder) {
        let variable = binder.refs.entry(file, binder.references.entries[place].to)
        guard variable.form == .environment, kind(place, file, binder) == .read else { return }
        apply(rules.reading(variable.name, &binder), place, binder.names[variable.name], file, &view, &binder)
    }

    /// A command by its words, or a step of a pipeline by its name.
    private mutating func addRun(_ place: Int, _ file: Int, _ view: inout ReferenceView?, _ binder: inout Binder) {
        let entry = binder.refs.entry(file, binder.references.entries[place].to)
        switch entry.form {
        case .command:
            let words = binder.refs.words[Int(entry.name)]
            let line = CommandLine(words.list, directory: words.directory)
            guard !line.program.isEmpty else { return }
            let found = models.commandRules(program: line.program, arguments: line.arguments)
            let first = sites.count
            apply(found, place, line.text, file, &view, &binder)
            guard words.directory != Self.start, binder.layout.files[file].facts.namespace?.kind != "container",
                let directory = line.directory
            else { return }
            for index in first..<sites.count { sites[index].attributes["directory"] = directory }
        case .external where kind(place, file, binder) == .run:
            let name = binder.names[entry.name]
            apply(models.commandRules(program: name, arguments: []), place, name, file, &view, &binder)
        default: break
        }
    }

    /// The directory of a script's commands where nothing tells from where it is started.
    private static let start = "."

    private func kind(_ place: Int, _ file: Int, _ binder: borrowing Binder) -> ReferenceKind {
        binder.layout.files[file].facts.references[place - binder.references.first[file]].kind
    }

    /// `breaker = CircuitBreaker()` and `@breaker`: an instance that a variable holds is called, `CircuitBreaker.__call__`.
    private mutating func addCallsOfInstance(
        _ variable: NodeID, _ place: Int, _ file: Int, _ view: inout ReferenceView?, _ binder: inout Binder
    ) {
        let held = binder.heldBy(variable)
        for index in 0..<held.count {
            guard let type = binder[held, index].externalName else { continue }
            let name = binder.names.id(binder.names[type] + ".__call__")
            apply(rules.matching(name, .call, &binder), place, binder.names[name], file, &view, &binder)
        }
    }

    private mutating func apply(
        _ rules: [ReferenceRule], _ place: Int, _ target: String, _ file: Int, callee: NodeID? = nil,
        _ view: inout ReferenceView?, _ binder: inout Binder
    ) {
        guard !rules.isEmpty else { return }
        let from = binder.references.entries[place].from
        let reference = binder.layout.files[file].facts.references[place - binder.references.first[file]]
        // All targets of a reference share its arguments; they are bound once.
        var seen = view ?? bind(reference, file, target, &binder)
        seen.target = target
        if binder.layout.symbolClass(from) == .module { seen.context.insert(.load) }
        if binder.references.entries[place].referenceClass == .decorate { seen.context.insert(.handed) }
        view = seen
        for rule in rules where !rule.subjectIsCallee || callee != nil {
            guard let attributes = rule.accepts(seen) else { continue }
            var holder = from
            var subject: NodeID?
            if reference.kind == .decorate,
                let decorated = reference.subject.flatMap({ binder.layout.node(file, symbolID: $0) })
            {
                holder = decorated
                subject = decorated
            }
            if rule.subjectIsCallee {
                subject = callee
            } else if let key = rule.subjectArgument {
                subject = ArgumentViews.symbol(key, of: reference.arguments, file, &binder) ?? subject
            } else if subject == nil {
                subject = from
            }
            let isRoute = rule.signal == "http.route"
            let guards = isRoute ? ArgumentViews.guards(of: reference, file, &binder) : []
            let router = isRoute || rule.signal == "http.mount" ? receiver(of: reference, file, &binder) : nil
            let below = isRoute ? Self.group(of: reference) : nil
            append(
                rule.signal, holder, file, reference.line, subject: subject, attributes: attributes, target: target,
                gate: gates.byReference[place] ?? rule.gate(seen), isIgnored: binder.isIgnoredRun(place, file),
                guards: guards,
                router: router, below: below, &binder)
        }
    }

    private mutating func bind(
        _ reference: Reference, _ file: Int, _ target: String, _ binder: inout Binder
    ) -> ReferenceView {
        var view = ReferenceView(
            path: binder.layout.files[file].path, context: reference.context,
            arguments: ArgumentViews.bind(reference.arguments, file, &binder), target: target)
        for (index, argument) in reference.arguments.enumerated() {
            view.arguments[index].gate = gates.gate(of: argument, line: reference.line, file, &binder)
        }
        return view
    }

    /// The variable or field whose member is called: the router of a route.
    private func receiver(of reference: Reference, _ file: Int, _ binder: inout Binder) -> NodeID? {
        let entry = binder.refs.entry(file, reference.to)
        guard entry.form == .member else { return nil }
        let targets = binder.bind(file, entry.of)
        for index in 0..<targets.count where binder[targets, index].kind == .symbol {
            let node = binder[targets, index].id
            if binder.layout.symbolClass(node).isValue { return node }
        }
        return nil
    }

    private static func group(of reference: Reference) -> RouteGroup? {
        guard let argument = reference.arguments.first(where: { $0.name == "below" }) else { return nil }
        if case .string(let path) = argument.value { return RouteGroup(path: path) }
        return RouteGroup(path: nil)
    }

    /// What an argument mentions is used: without arguments, whatever the context of the call.
    private mutating func addUses(_ place: Int, _ file: Int, _ binder: inout Binder) {
        var isHanded: Bool?
        for argument in binder.references.arguments(of: place) {
            let targets = binder.bind(file, binder.references.arguments[argument])
            for index in 0..<targets.count {
                guard let external = binder[targets, index].externalName else { continue }
                let found = rules.matching(external, .use, &binder)
                guard !found.isEmpty else { continue }
                let from = binder.references.entries[place].from
                let line = binder.layout.files[file].facts.references[place - binder.references.first[file]].line
                let target = binder.names[external]
                let handed = isHanded ?? (!isOwn(place, file, &binder))
                isHanded = handed
                let view = ReferenceView(
                    path: binder.layout.files[file].path, context: handed ? .handed : [], target: target)
                for rule in found {
                    guard let attributes = rule.accepts(view) else { continue }
                    if rule.subjectIsCallee {
                        for callee in callees(place, file, &binder) {
                            append(
                                rule.signal, from, file, line, subject: callee, attributes: attributes,
                                target: displayNames[Int(callee)], &binder)
                        }
                        continue
                    }
                    // A mention has no arguments, so that one of them cannot be the subject.
                    let subject = rule.subjectArgument == nil ? from : nil
                    append(
                        rule.signal, from, file, line, subject: subject, attributes: attributes, target: target,
                        gate: gates.byReference[place] ?? 0, &binder
                    )
                }
            }
        }
    }

    /// Whether a reference calls or makes nothing that is not of the repository.
    private func isOwn(_ place: Int, _ file: Int, _ binder: inout Binder) -> Bool {
        let reference = binder.references.entries[place]
        guard reference.referenceClass.calls else { return true }
        let targets = binder.bind(file, reference.to)
        return (0..<targets.count).contains { binder[targets, $0].kind == .symbol }
    }

    /// The functions of the repository that a reference calls.
    private func callees(_ place: Int, _ file: Int, _ binder: inout Binder) -> [NodeID] {
        let reference = binder.references.entries[place]
        guard reference.referenceClass.calls else { return [] }
        let targets = binder.bind(file, reference.to)
        return (0..<targets.count).compactMap { index in
            let target = binder[targets, index]
            return target.kind == .symbol && binder.layout.symbolClass(target.id).isCallable ? target.id : nil
        }
    }

    private mutating func addImport(_ place: Int, _ file: Int, _ binder: inout Binder) {
        let reference = binder.references.entries[place]
        let entry = binder.refs.entry(file, reference.to)
        guard entry.form == .imported,
            binder.imports.resolve(entry.name, from: file, binder.layout, binder.namespaces, binder.names) == .external
        else { return }
        for rule in rules.imports(of: entry.name, &binder) where rule.accepts(path: binder.layout.files[file].path) {
            let line = binder.layout.files[file].facts.references[place - binder.references.first[file]].line
            append(
                rule.signal, reference.from, file, line, subject: reference.from, attributes: rule.attributes,
                target: binder.names[entry.name], &binder)
        }
    }
}
