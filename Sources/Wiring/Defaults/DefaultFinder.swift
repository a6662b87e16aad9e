import AnalyzerProtocol

/// Follows a REF to what it is where nobody configures anything: through fields, variables, parameters and getters to the
/// defaults of settings.
///
/// It says that a value is known only where everything that may give it is: one write of something unknown, one caller that
/// passes something unknown, and the value is unknown.
struct DefaultFinder {
    private let uses: ValueUses
    private var known: [NodeID: Defaults] = [:]
    private var pending: Set<NodeID> = []
    private var tested: [ConditionPlace: Outcome] = [:]
    private var depth = 0
    private static let maximumDepth = 24

    private struct ConditionPlace: Hashable {
        var file: Int
        var condition: Int32
    }

    /// What a condition comes to where nobody configures anything.
    enum Outcome {
        case off(DefaultValue)
        case on
        case unknown
    }

    init(_ binder: inout Binder, isTest: [Bool]) { uses = ValueUses(&binder, isTest: isTest) }

    /// Variables that manifests turn on, by plain name, and where.
    var shipped: [String: String] { uses.shipped }

    // MARK: Conditions

    /// The first of the conditions that fails where nobody configures anything, with the value that it fails by.
    mutating func failing(
        _ conditions: [Int32], _ file: Int, _ binder: inout Binder
    ) -> (condition: ConfiguredCondition, value: DefaultValue)? {
        for index in conditions {
            guard let condition = Self.whole(index, file, &binder) else { continue }
            if case .off(let value) = outcome(index, file, &binder) {
                return spoken(condition, value, file, &binder)
            }
        }
        return nil
    }

    /// `if a or b` is told as: not where neither is set. People are told that one of them has to be.
    private mutating func spoken(
        _ condition: ConfiguredCondition, _ value: DefaultValue, _ file: Int, _ binder: inout Binder
    ) -> (condition: ConfiguredCondition, value: DefaultValue) {
        let facts = binder.layout.files[file].facts
        guard condition.test == .unset, facts.refs.indices.contains(Int(condition.ref)),
            case .holds(let parts) = facts.refs[Int(condition.ref)]
        else { return (condition, value) }
        let asked = parts.prefix(4).compactMap { facts.condition($0) }
        let values = asked.compactMap { find($0.ref, file, line: $0.line, &binder).values.first }
        let names = values.map(\.name).filter { !$0.isEmpty }
        guard var first = values.first, var told = asked.first, !names.isEmpty else { return (condition, value) }
        first.name = names.joined(separator: " or ")
        told.line = condition.line
        told.test =
            switch told.test {
            case .set: .unset
            case .unset, .required: .set
            case .equals: .differs
            case .differs: .equals
            }
        return (told, first)
    }

    mutating func outcome(_ index: Int32, _ file: Int, _ binder: inout Binder) -> Outcome {
        let place = ConditionPlace(file: file, condition: index)
        if let found = tested[place] { return found }
        // A condition that asks for itself is not known.
        tested[place] = .unknown
        let found = test(index, file, &binder)
        tested[place] = found
        return found
    }

    private mutating func test(_ index: Int32, _ file: Int, _ binder: inout Binder) -> Outcome {
        guard let condition = Self.whole(index, file, &binder), condition.test != .required else { return .unknown }
        let defaults = find(condition.ref, file, line: condition.line, &binder)
        if let speaks = EnvironmentNames.outcome(
            condition, defaults.isUsable ? defaults.values[0] : nil,
            ValueUses.setting(binder.layout.files[file].facts.refs, condition.ref)
                ?? configuredField(condition.ref, file, &binder),
            path: binder.layout.files[file].path)
        {
            return speaks
        }
        guard defaults.isUsable else { return .unknown }
        var on = 0
        for value in defaults.values {
            guard let holds = Self.holds(condition, value) else { return .unknown }
            if holds { on += 1 }
        }
        if on == 0 { return .off(defaults.values[0]) }
        return on == defaults.values.count ? .on : .unknown
    }

    /// A condition with what its constants stand for among its values; nil where one of them is none that is known.
    private static func whole(_ index: Int32, _ file: Int, _ binder: inout Binder) -> ConfiguredCondition? {
        guard var condition = binder.layout.files[file].facts.condition(index) else { return nil }
        for constant in condition.constants {
            guard let value = self.constant(constant, file, &binder)?.value else { return nil }
            condition.values.append(value)
        }
        return condition
    }

    /// The constant that a REF denotes, and nothing else.
    private static func constant(_ ref: RefIndex, _ file: Int, _ binder: inout Binder) -> Symbol? {
        let targets = binder.bind(file, ref)
        guard targets.count == 1, binder[targets, 0].kind == .symbol else { return nil }
        let node = binder[targets, 0].id
        return binder.layout.symbolClass(node) == .constant ? binder.layout.symbol(node) : nil
    }

    /// The plain name of the field of the configuration that a REF denotes.
    private func configuredField(_ ref: RefIndex, _ file: Int, _ binder: inout Binder) -> String? {
        let refs = binder.layout.files[file].facts.refs
        guard refs.indices.contains(Int(ref)), case .member(let name, _) = refs[Int(ref)] else { return nil }
        let targets = binder.bind(file, ref)
        for index in 0..<targets.count where binder[targets, index].kind == .symbol {
            let owner = binder.types.ownerOf[Int(binder[targets, index].id)]
            if owner >= 0, uses.configurations.contains(owner) { return ValueUses.plain(name) }
        }
        return nil
    }

    private static func holds(_ condition: ConfiguredCondition, _ value: DefaultValue) -> Bool? {
        switch condition.test {
        case .set: value.isSet
        case .unset: value.isSet.map { !$0 }
        case .equals: condition.values.contains(where: value.equals)
        case .differs: !condition.values.contains(where: value.equals)
        case .required: nil
        }
    }

    // MARK: Values

    /// What a REF is where nobody configures anything.
    mutating func find(_ ref: RefIndex, _ file: Int, line: Int, _ binder: inout Binder) -> Defaults {
        guard depth < Self.maximumDepth else { return .unknown }
        depth += 1
        defer { depth -= 1 }
        let source = binder.layout.files[file]
        guard source.facts.refs.indices.contains(Int(ref)) else { return .unknown }
        switch source.facts.refs[Int(ref)] {
        case .setting(let name, let literal):
            return setting(name, literal, path: source.path, line: line, &binder)
        case .environment(let name):
            return setting(name, nil, path: source.path, line: line, &binder)
        case .parameter(let name, let index, let of, let literal):
            return parameter(name, index, of: of, literal, file, &binder)
        case .holds(let conditions):
            return holding(conditions, file, &binder)
        case .result(let of, let index) where index == 0:
            let callees = binder.bind(file, of)
            return join(callees, &binder) { finder, node, binder in finder.returned(by: node, &binder) }
        case .element(let of):
            if let parts = find(of, file, line: line, &binder).parts { return parts }
            return bound(ref, file, &binder)
        default:
            return bound(ref, file, &binder)
        }
    }

    private mutating func bound(_ ref: RefIndex, _ file: Int, _ binder: inout Binder) -> Defaults {
        let targets = binder.bind(file, ref)
        return join(targets, &binder) { finder, node, binder in finder.held(by: node, &binder) }
    }

    private mutating func join(
        _ targets: Bound, _ binder: inout Binder, _ body: (inout DefaultFinder, NodeID, inout Binder) -> Defaults
    ) -> Defaults {
        var result = Defaults()
        for index in 0..<targets.count {
            let target = binder[targets, index]
            if target.kind == .touched { continue }
            guard target.kind == .symbol else { return .unknown }
            result.add(body(&self, target.id, &binder))
        }
        return result
    }

    private mutating func setting(
        _ name: String, _ literal: Literal?, path: String, line: Int, _ binder: inout Binder
    ) -> Defaults {
        let plain = ValueUses.plain(name)
        if uses.requiredSettings.contains(plain) { return .unknown }
        var result = Defaults()
        // `if args.https_only { environ["HTTPS_ONLY"] = "1" }`: what is changed only where it is set stays unset.
        for place in uses.settings[plain] ?? [] where !runsWhereSet(place, plain, binder) {
            result.add(given(place, named: name, &binder))
        }
        if let id = binder.names.find(name) {
            for node in uses.literals[id] ?? [] {
                guard let symbol = binder.layout.symbol(node), let value = symbol.value else { continue }
                result.add(value: value, symbol, binder.layout.files[binder.layout.file(node)].path)
            }
        }
        if let literal { result.add(DefaultValue(literal: literal, name: name, path: path, line: line)) }
        for index in result.values.indices { result.rename(index, to: name) }
        return result
    }

    /// Whether a write of a setting runs only where the same setting, under this or another spelling, is set.
    private func runsWhereSet(_ place: ValueUses.Place, _ plain: String, _ binder: borrowing Binder) -> Bool {
        let facts = binder.layout.files[place.file].facts
        return facts.references[place.reference].when.contains { index in
            guard let condition = facts.condition(index), condition.test == .set else { return false }
            return ValueUses.setting(facts.refs, condition.ref) == plain
        }
    }

    private mutating func holding(_ conditions: [Int32], _ file: Int, _ binder: inout Binder) -> Defaults {
        var isOn = !conditions.isEmpty
        for index in conditions {
            switch outcome(index, file, &binder) {
            case .off(var value):
                value.literal = .bool(false)
                return Defaults([value])
            case .unknown: isOn = false
            case .on: continue
            }
        }
        guard isOn else { return .unknown }
        let path = binder.layout.files[file].path
        return Defaults([DefaultValue(literal: .bool(true), name: "", path: path, line: 1)])
    }

    private mutating func returned(by node: NodeID, _ binder: inout Binder) -> Defaults {
        let layout = binder.layout
        guard layout.symbolClass(node).isCallable, let symbol = layout.symbol(node), let given = symbol.given else {
            return .unknown
        }
        return find(given, layout.file(node), line: symbol.line, &binder)
    }

    /// What a field, variable or constant holds, or what a property gives.
    private mutating func held(by node: NodeID, _ binder: inout Binder) -> Defaults {
        if let found = known[node] { return found }
        guard pending.insert(node).inserted else { return .unknown }
        let found = compute(node, &binder)
        pending.remove(node)
        known[node] = found
        return found
    }

    private mutating func compute(_ node: NodeID, _ binder: inout Binder) -> Defaults {
        let layout = binder.layout
        guard let symbol = layout.symbol(node), !uses.required.contains(node) else { return .unknown }
        let symbolClass = layout.symbolClass(node)
        if symbolClass.isCallable { return returned(by: node, &binder) }
        guard symbolClass.isValue else { return .unknown }
        let file = layout.file(node)
        let owner = binder.types.ownerOf[Int(node)]
        let isConfiguration = owner >= 0 && uses.configurations.contains(owner) || symbol.attributes["setting"] != nil
        let traits = layout.traits[file]
        var result = Defaults()
        if let given = symbol.given {
            result.add(find(given, file, line: symbol.line, &binder))
        } else if let value = symbol.value {
            // A field of any other type is a state, which subtypes and others set as they like.
            guard symbolClass != .field || isConfiguration else { return .unknown }
            result.add(value: value, symbol, layout.files[file].path)
        } else if !traits.embeds, let made = madeByCall(symbol, file, &binder) {
            result.add(made)
        } else if !traits.embeds {
            // Where nothing says what it is at first, it is assigned in ways that no one line tells.
            return .unknown
        }
        if symbolClass == .field, !traits.embeds, uses.subtyped.contains(owner) {
            // A subtype may have its own.
            if isRedefined(node, owner, &binder) { return .unknown }
        }
        var fills: [ValueUses.Place] = []
        for place in uses.writes[node] ?? [] where !isDeclaration(place, node, symbol, binder) {
            switch ownGuard(of: place, node, &binder) {
            // What is changed only where it is set stays unset.
            case .set: continue
            case .unset: fills.append(place)
            default:
                // A flag whose default is the field itself adds nothing to it.
                if gives(place, node, &binder) { continue }
                result.add(given(place, named: symbol.name, &binder))
                guard result.isKnown else { return .unknown }
            }
        }
        if symbolClass == .field, owner >= 0 {
            let isSeen = addMade(node, symbol, owner, &result, &binder)
            guard result.isKnown else { return .unknown }
            if traits.embeds, isConfiguration, !result.values.contains(where: { $0.isSet != false }) {
                // `viper.SetDefault("server.read_timeout", "30s")` fills the field after the struct is made.
                let filling = uses.settings(filling: node, binder)
                if !filling.isEmpty {
                    result = Defaults()
                    for name in filling { result.add(setting(name, nil, path: "", line: 0, &binder)) }
                    guard result.isKnown else { return .unknown }
                    for index in result.values.indices { result.rename(index, to: symbol.name) }
                }
            }
            if result.values.isEmpty, traits.embeds, isConfiguration {
                result.add(
                    DefaultValue(literal: .null, name: symbol.name, path: layout.files[file].path, line: symbol.line))
            } else if traits.embeds, !isConfiguration {
                // Others may fill what they can see, and what nobody was seen to fill is not understood.
                let isPrivate = !traits.isCallableFromOutside(binder.names[layout.shortName(node)])
                guard isPrivate, isSeen || uses.writes[node] != nil else { return .unknown }
            }
        }
        guard !fills.isEmpty else { return result }
        // `if c.Level == "" { c.Level = "info" }`
        var filled = Defaults()
        for value in result.values where value.isSet != false { filled.add(value) }
        for place in fills { filled.add(given(place, named: symbol.name, apartFrom: node, &binder)) }
        return result.isKnown ? filled : .unknown
    }

    /// What a function gives whose result is all that a variable or field ever holds; nil where that is not known.
    private mutating func madeByCall(_ symbol: Symbol, _ file: Int, _ binder: inout Binder) -> Defaults? {
        guard let type = symbol.type else { return nil }
        let refs = binder.layout.files[file].facts.refs
        guard refs.indices.contains(Int(type)), case .result(_, 0) = refs[Int(type)] else { return nil }
        let found = find(type, file, line: symbol.line, &binder)
        return found.isUsable ? found : nil
    }

    /// Whether a write of something runs only where that is set, or only where it is not.
    private func ownGuard(
        of place: ValueUses.Place, _ node: NodeID, _ binder: inout Binder
    ) -> ConfiguredCondition.Test? {
        let facts = binder.layout.files[place.file].facts
        for index in facts.references[place.reference].when {
            guard let condition = facts.condition(index), [.set, .unset].contains(condition.test),
                asks(condition, for: node, place.file, &binder)
            else { continue }
            return condition.test
        }
        return nil
    }

    /// Whether a write gives something nothing but its own value.
    private func gives(_ place: ValueUses.Place, _ node: NodeID, _ binder: inout Binder) -> Bool {
        let argument = binder.layout.files[place.file].facts.references[place.reference].arguments.first
        guard let argument, argument.value == nil, let ref = argument.given ?? argument.ref else { return false }
        let targets = binder.bind(place.file, ref)
        var isItself = false
        for index in 0..<targets.count where binder[targets, index].kind != .touched {
            guard binder[targets, index].kind == .symbol, binder[targets, index].id == node else { return false }
            isItself = true
        }
        return isItself
    }

    private func asks(
        _ condition: ConfiguredCondition, for node: NodeID, _ file: Int, _ binder: inout Binder
    ) -> Bool {
        let facts = binder.layout.files[file].facts
        guard facts.refs.indices.contains(Int(condition.ref)) else { return false }
        switch facts.refs[Int(condition.ref)] {
        case .setting, .environment, .parameter, .holds: return false
        default:
            let asked = binder.bind(file, condition.ref)
            return (0..<asked.count).contains { binder[asked, $0].kind == .symbol && binder[asked, $0].id == node }
        }
    }

    /// The declaration of a class attribute writes it too.
    private func isDeclaration(_ place: ValueUses.Place, _ node: NodeID, _ symbol: Symbol, _ binder: borrowing Binder)
        -> Bool
    {
        place.file == binder.layout.file(node)
            && binder.layout.files[place.file].facts.references[place.reference].line == symbol.line
    }

    private func isRedefined(_ node: NodeID, _ owner: NodeID, _ binder: inout Binder) -> Bool {
        let name = binder.layout.shortName(node)
        for (type, _) in binder.types.bases where type != owner {
            guard binder.types.ancestors(type).contains(owner) else { continue }
            var found = false
            _ = binder.types.lookup(name, in: type) { if $0 != node { found = true } }
            if found { return true }
        }
        return false
    }

    /// What composite literals and constructor calls give a field.
    /// - Returns: whether any of them names it.
    private mutating func addMade(
        _ node: NodeID, _ symbol: Symbol, _ owner: NodeID, _ result: inout Defaults, _ binder: inout Binder
    ) -> Bool {
        var isSeen = false
        let name = binder.names[binder.layout.shortName(node)]
        let embeds = binder.layout.traits[binder.layout.file(node)].embeds
        // What a constructor of its own is given is what that makes of it.
        if !embeds, let initializer = binder.names.find("__init__") {
            var isOwn = false
            _ = binder.types.lookup(initializer, in: owner) { _ in isOwn = true }
            if isOwn { return false }
        }
        for place in uses.makers[owner] ?? [] {
            let reference = binder.layout.files[place.file].facts.references[place.reference]
            if embeds, reference.kind != .instantiate { continue }
            if let argument = reference.arguments.first(where: { $0.name == name }) {
                isSeen = true
                if failing(reference.when, place.file, &binder) != nil { continue }
                result.add(value(of: argument, place.file, line: reference.line, name: symbol.name, &binder))
            } else if reference.arguments.contains(where: { $0.name == nil }) {
                result = .unknown
            } else if embeds {
                let path = binder.layout.files[place.file].path
                result.add(DefaultValue(literal: .null, name: symbol.name, path: path, line: reference.line))
            }
            guard result.isKnown else { break }
        }
        return isSeen
    }

    /// What a write gives; nothing where it does not run unless somebody configures something.
    /// - Parameter node: what its conditions ask for does not count: the write is what answers them.
    private mutating func given(
        _ place: ValueUses.Place, named name: String, apartFrom node: NodeID? = nil, _ binder: inout Binder
    ) -> Defaults {
        let facts = binder.layout.files[place.file].facts
        let reference = facts.references[place.reference]
        let conditions = reference.when.filter { index in
            guard let node, let condition = facts.condition(index) else { return true }
            return !asks(condition, for: node, place.file, &binder)
        }
        if let off = failing(conditions, place.file, &binder) {
            return Defaults([
                DefaultValue(literal: .null, name: off.value.name, path: off.value.path, line: off.value.line)
            ])
        }
        guard let argument = reference.arguments.first else { return .unknown }
        return value(of: argument, place.file, line: reference.line, name: name, &binder)
    }

    mutating func value(
        of argument: Argument, _ file: Int, line: Int, name: String, _ binder: inout Binder
    ) -> Defaults {
        // A constant is called by the name of what it is the value of.
        let literal = argument.given == nil ? argument.value : nil
        let ref = argument.given ?? argument.ref
        if let value = literal ?? ref.flatMap({ Self.constant($0, file, &binder)?.value }) {
            let path = binder.layout.files[file].path
            return Defaults([DefaultValue(literal: value, name: name, path: path, line: line)])
        }
        return ref.map { find($0, file, line: line, &binder) } ?? .unknown
    }

    // MARK: Parameters

    private mutating func parameter(
        _ name: String, _ index: Int, of: RefIndex, _ literal: Literal?, _ file: Int, _ binder: inout Binder
    ) -> Defaults {
        let functions = binder.bind(file, of)
        var result = Defaults()
        for place in 0..<functions.count where binder[functions, place].kind == .symbol {
            result.add(passed(to: binder[functions, place].id, name, index, literal, &binder))
        }
        return result
    }

    private mutating func passed(
        to function: NodeID, _ name: String, _ index: Int, _ literal: Literal?, _ binder: inout Binder
    ) -> Defaults {
        let layout = binder.layout
        if uses.passed.contains(function) || uses.subtyped.contains(function) { return .unknown }
        if layout.symbolClass(function) == .method, uses.abstractNames.contains(layout.shortName(function)) {
            return .unknown
        }
        var result = Defaults()
        for place in uses.callers[function] ?? [] {
            let reference = layout.files[place.file].facts.references[place.reference]
            guard reference.kind == .call else { return .unknown }
            if failing(reference.when, place.file, &binder) != nil { continue }
            if reference.arguments.contains(where: { $0.name == "*" || $0.name == "**" }) { return .unknown }
            if let argument = reference.arguments.first(where: {
                $0.name == name || $0.name == nil && $0.position == index
            }) {
                result.add(value(of: argument, place.file, line: reference.line, name: name, &binder))
            } else if let literal {
                let symbol = layout.symbol(function)
                result.add(
                    DefaultValue(
                        literal: literal, name: name, path: layout.files[layout.file(function)].path,
                        line: symbol?.line ?? 1))
            } else {
                return .unknown
            }
            guard result.isKnown else { return .unknown }
        }
        return result
    }
}

extension Facts {
    /// The condition at an index; nil beyond the table's end.
    func condition(_ index: Int32) -> ConfiguredCondition? {
        conditions.indices.contains(Int(index)) ? conditions[Int(index)] : nil
    }
}

extension Defaults {
    fileprivate mutating func add(value: Literal, _ symbol: Symbol, _ path: String) {
        add(DefaultValue(literal: value, name: symbol.name, path: path, line: symbol.line))
    }
}
