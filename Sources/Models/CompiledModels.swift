package import AnalyzerProtocol

/// Models made ready for matching: every question costs a hash lookup first.
package struct CompiledModels: Sendable {
    package let contentRules: [ContentRule]
    /// The literals of those content rules that are about any path.
    let contentLiterals: LiteralIndex
    /// The paths of the others.
    let contentPaths: GlobIndex
    let normalizer: NameNormalizer
    private let registerNames: NameTable<Bool>
    private let hooks: NameTable<HookNames>
    private let inert: Set<String>
    private let calls: NameTable<ReferenceRule>
    private let uses: NameTable<ReferenceRule>
    private let writes: NameTable<ReferenceRule>
    private let inherits: NameTable<TypeRule>
    private let imports: [String: [ImportRule]]
    private let ownCalls: CallNameIndex
    private let outside: CallNameIndex
    /// The packages of which some entry names a member.
    private let knownPackages: Set<String>
    private let environment: [(name: Pattern, rule: ReferenceRule)]
    private let symbols: SymbolIndex
    private let dependencies: [String: NameTable<DependencyRule>]
    let paths: PathIndex
    private let calledNames: NameSet
    private let commands: CommandIndex
    /// By ecosystem.
    package let distributions: [String: Distributions]
    private let foreignVariables: Set<String>

    package init(_ set: ModelSet) throws(ModelError) {
        var normalizer = NameNormalizer()
        for alias in set.aliases { normalizer.addAlias(alias.name, of: alias.of) }
        for type in set.types {
            let name = normalizer.canonicalName(type.name)
            for call in type.returnedBy { normalizer.addType(name, returnedBy: normalizer.instanceName(call)) }
        }
        self.normalizer = normalizer
        let canonical = normalizer.instanceName

        var registerNames = NameTable<Bool>()
        for name in set.registers { registerNames.insert(name.map(canonical), true) }
        for name in set.wraps { registerNames.insert(name.map(canonical), false) }
        self.registerNames = registerNames
        var hooks = NameTable<HookNames>()
        for entry in set.hooks {
            let names = HookNames(entry.methods)
            for base in entry.bases { hooks.insert(base.map(canonical), names) }
        }
        self.hooks = hooks
        inert = Set(set.inert.map(canonical))

        var calls = NameTable<ReferenceRule>()
        var uses = NameTable<ReferenceRule>()
        var writes = NameTable<ReferenceRule>()
        var inherits = NameTable<TypeRule>()
        var imports: [String: [ImportRule]] = [:]
        var ownCalls = CallNameIndex()
        var outside = CallNameIndex()
        var knownPackages: Set<String> = []
        var environment: [(name: Pattern, rule: ReferenceRule)] = []
        var symbols = SymbolIndex()
        var dependencies: [String: NameTable<DependencyRule>] = [:]
        var paths: [PathRule] = []
        var contents: [ContentRule] = []
        var commands = CommandIndex()

        for (order, entry) in set.entries.enumerated() {
            let conditions = entry.conditions.mapNames(canonical)
            func patterns(_ names: [String]) throws(ModelError) -> [NamePattern] {
                var result: [NamePattern] = []
                for name in names {
                    guard let pattern = NamePattern(name) else {
                        throw ModelError(file: entry.source, line: entry.line, message: "'\(name)' is not a name")
                    }
                    let mapped = pattern.map(canonical)
                    if !result.contains(mapped) { result.append(mapped) }
                }
                return result
            }
            switch entry.match {
            case .call(let names):
                let rule = ReferenceRule(entry: entry, conditions: conditions, order: order)
                for pattern in try patterns(names) { calls.insert(pattern, rule) }
                knownPackages.formUnion(names.map { OutsideName(canonical($0)).package })
            case .use(let names):
                let rule = ReferenceRule(entry: entry, conditions: conditions, order: order)
                for pattern in try patterns(names) { uses.insert(pattern, rule) }
                knownPackages.formUnion(names.map { OutsideName(canonical($0)).package })
            case .write(let names):
                let rule = ReferenceRule(entry: entry, conditions: conditions, order: order)
                for pattern in try patterns(names) { writes.insert(pattern, rule) }
            case .inherit(let names):
                let rule = TypeRule(entry: entry, conditions: conditions, order: order)
                for pattern in try patterns(names) { inherits.insert(pattern, rule) }
            case .include(let names):
                let rule = ImportRule(entry: entry, conditions: conditions, order: order)
                for name in names { imports[canonical(name), default: []].append(rule) }
            case .callOf(let owner, let name):
                ownCalls.insert(
                    owner: owner, name: name, ReferenceRule(entry: entry, conditions: conditions, order: order))
            case .outside(let owner, let name):
                outside.insert(
                    owner: owner, name: name, ReferenceRule(entry: entry, conditions: conditions, order: order))
            case .environment(let name):
                environment.append((name, ReferenceRule(entry: entry, conditions: conditions, order: order)))
            case .symbol(let kinds):
                let rule = SymbolRule(entry: entry, conditions: conditions, order: order)
                for kind in kinds { symbols.insert(rule, kind: kind) }
            case .dependency(let ecosystem, let names, let scopes):
                let rule = DependencyRule(
                    match: SignalMatch(signal: entry.signal, attributes: entry.literalAttributes), scopes: scopes,
                    conditions: conditions)
                for name in names {
                    guard let pattern = NamePattern(name) else {
                        throw ModelError(
                            file: entry.source, line: entry.line, message: "'\(name)' is not a dependency's name")
                    }
                    dependencies[ecosystem, default: .init()].insert(
                        pattern.map { DependencyRule.normalize($0, ecosystem: ecosystem) }, rule)
                }
            case .path(let globs):
                paths.append(
                    PathRule(
                        match: SignalMatch(signal: entry.signal, attributes: entry.literalAttributes),
                        globs: globs.globs, notPath: conditions.notPath))
            case .run(let commandWords):
                let rule = ReferenceRule(entry: entry, conditions: conditions, order: order)
                for words in commandWords { commands.insert(words, rule) }
            case .content(let pattern, let literal):
                contents.append(ContentRule(entry: entry, pattern: pattern, literal: literal, conditions: conditions))
            }
        }
        self.calls = calls
        self.uses = uses
        self.writes = writes
        self.inherits = inherits
        self.imports = imports
        ownCalls.finish()
        self.ownCalls = ownCalls
        outside.finish()
        self.outside = outside
        self.knownPackages = knownPackages
        self.environment = environment
        symbols.finish()
        self.symbols = symbols
        calledNames = NameSet(symbols.calledNames)
        self.dependencies = dependencies
        self.paths = PathIndex(paths)
        contentRules = contents
        self.commands = commands
        var literals = LiteralIndex(isExact: true)
        for (index, rule) in contents.enumerated() where rule.conditions.path == nil {
            literals.insert(rule.literal.literal, id: index)
        }
        literals.build()
        contentLiterals = literals
        var globs = GlobIndex()
        for (index, rule) in contents.enumerated() {
            for glob in rule.conditions.path?.globs ?? [] { globs.insert(glob, id: index) }
        }
        contentPaths = globs
        distributions = set.distributions
        foreignVariables = set.foreignVariables
    }

    /// Whether a variable of the environment is read by programs other than the repository's own.
    package func isForeignVariable(_ name: String) -> Bool {
        if foreignVariables.contains(name) { return true }
        // `POSTGRES_*` stands for whatever begins so.
        return name.indices.dropFirst().contains { foreignVariables.contains(String(name[..<$0]) + "*") }
    }

    // MARK: Names

    /// The name with aliases replaced and major version segments dropped.
    package func canonicalName(_ name: String) -> String { normalizer.canonicalName(name) }

    /// The canonical name with the calls in it replaced by what they return, as far as that is known:
    /// `a/v2.NewClient().Get` is `a.Client.Get`, `pkg.Class().run` is `pkg.Class.run`.
    package func instanceName(_ name: String) -> String { normalizer.instanceName(name) }

    /// The type of what a call of this canonical name returns.
    package func instanceType(ofCall callee: String) -> String? { normalizer.returnedBy[callee] }

    /// True for what keeps the callables it is given, false for what surely does not, nil where no model says.
    package func registers(_ canonicalName: String) -> Bool? {
        var result: Bool?
        registerNames.forEach(matching: canonicalName) { value in
            // A name that is in both lists is kept: reaching too much is the safer error.
            result = (result ?? false) || value
        }
        return result
    }

    /// What a library calls on instances of classes that derive from this canonical name; nil where no model says, and so anything may be.
    package func hooks(ofBase canonicalName: String) -> HookNames? {
        var result: HookNames?
        hooks.forEach(matching: canonicalName) { result = (result ?? HookNames([])).union($0) }
        return result
    }

    /// Whether what this type keeps runs only once something else is given the instance: a router that is not mounted serves nothing.
    package func isInert(_ canonicalType: String) -> Bool { inert.contains(canonicalType) }

    // MARK: Matches

    /// The rules that a reference of this kind to this canonical external name may match, in the order of their entries.
    package func referenceMatches(kind: ReferenceKind, name: String) -> [ReferenceRule] {
        let name = name.utf8.contains(UInt8(ascii: "(")) ? instanceName(name) : name
        var found: [ReferenceRule] = []
        switch kind {
        case .write:
            writes.forEach(matching: name) { found.append($0) }
        case .inherit, .include:
            break
        case .call, .instantiate, .decorate:
            calls.forEach(matching: name) { found.append($0) }
            uses.forEach(matching: name) { found.append($0) }
        default:
            uses.forEach(matching: name) { found.append($0) }
        }
        if found.isEmpty, kind != .write { return outsideMatches(name) }
        return found.inEntryOrder(\.order)
    }

    /// The rules for names of libraries that no entry knows: what such a name says is all there is.
    private func outsideMatches(_ name: String) -> [ReferenceRule] {
        guard !outside.isEmpty else { return [] }
        let parts = OutsideName(name)
        guard !parts.package.isEmpty, !knownPackages.contains(parts.package) else { return [] }
        return outside.matches(owner: parts.owner, name: parts.member)
    }

    /// The rules for types that derive from this canonical external name.
    package func inheritMatches(externalBase: String) -> [TypeRule] {
        var found: [TypeRule] = []
        inherits.forEach(matching: externalBase) { found.append($0) }
        return found.inEntryOrder(\.order)
    }

    /// The rules for imports of this module, or of one that it lies below.
    package func importMatches(module: String) -> [ImportRule] {
        guard !imports.isEmpty else { return [] }
        let module = canonicalName(module)
        var found = imports[module] ?? []
        for end in module.segmentBorders { found += imports[String(module[..<end])] ?? [] }
        return found.inEntryOrder(\.order)
    }

    /// The rules for definitions of this kind.
    package func symbolRules(kind: String) -> [SymbolRule] { symbols.rules(kind: kind) }

    /// Those of the rules for definitions of this kind that may accept this last part of a name; most names have none.
    package func symbolRules(kind: String, name: String) -> [SymbolRule] { symbols.candidates(kind: kind, name: name) }

    /// Whether a rule for definitions asks who calls this canonical external name: all other calls need not be kept.
    package func asksWhoCalls(_ name: String) -> Bool { calledNames.contains(name) }

    /// The signals that a call of the repository's own function or method may give. Ask once for each function.
    package func callOfRules(owner: String?, name: String) -> [ReferenceRule] {
        ownCalls.matches(owner: owner, name: name)
    }

    /// The rules for reading this environment variable.
    package func environmentRules(name: String) -> [ReferenceRule] {
        environment.compactMap { $0.name.matches(name) ? $0.rule : nil }
    }

    /// The rules for running a program with these arguments, in the order of their entries.
    package func commandRules(program: String, arguments: [String]) -> [ReferenceRule] {
        commands.matches(program: program, arguments: arguments).inEntryOrder(\.order)
    }

    /// The signals of a declared dependency.
    package func dependencyMatches(_ dependency: Dependency, path: String) -> [SignalMatch] {
        guard let table = dependencies[dependency.ecosystem] else { return [] }
        var found: [SignalMatch] = []
        table.forEach(matching: DependencyRule.normalize(dependency.name, ecosystem: dependency.ecosystem)) { rule in
            if rule.accepts(dependency, path: path), !found.contains(rule.match) { found.append(rule.match) }
        }
        return found
    }
}

extension ReferenceKind {
    /// An assignment to an attribute or field.
    package static let write = Self(rawValue: "write")
    /// What reads a variable of the environment.
    package static let read = Self(rawValue: "read")
}

extension Array {
    /// Sorted by the place of their entries, each once: one entry may be found by several of its names.
    fileprivate func inEntryOrder(_ order: (Element) -> Int) -> [Element] {
        guard count > 1 else { return self }
        var result: [Element] = []
        for element in self.sorted(by: { order($0) < order($1) }) {
            if let last = result.last, order(last) == order(element) { continue }
            result.append(element)
        }
        return result
    }
}
