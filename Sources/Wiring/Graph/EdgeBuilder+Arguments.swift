import AnalyzerProtocol

/// What code from outside may do with a value that it gets.
enum Taking: Equatable {
    case nothing
    /// It calls methods of these interfaces of Go's standard library.
    case interfaces([String])
    /// It calls the methods that objects of Python's standard library have in common.
    case commonMethods
    /// It calls any public method.
    case everything
}

extension EdgeBuilder {
    /// What is passed is used; what is passed to code from outside is called there.
    mutating func addArguments(_ place: Int, of callees: Bound, _ file: Int, _ binder: inout Binder) {
        let arguments = binder.references.arguments(of: place)
        guard !arguments.isEmpty else { return }
        let reference = binder.references.entries[place]
        let isInjected = (0..<callees.count).contains { isInjecting(binder[callees, $0], binder) }
        for argument in arguments {
            let targets = binder.bind(file, binder.references.arguments[argument])
            for index in 0..<targets.count {
                let target = binder[targets, index]
                if isInjected, target.kind == .symbol {
                    addInstanceCall(reference.from, target.id, reference.line, &binder)
                }
                add(
                    reference.from, target, reference.line, References.useKind, calls: false, isExact: false,
                    isOnInstance: true, &binder)
                if target.kind == .symbol, binder.layout.symbolClass(target.id) == .constant {
                    instantiateHeld(target.id, reference.from, reference.line, &binder)
                }
            }
            report(targets, line: reference.line, file, &binder)
            addPassedFields(binder.references.arguments[argument], reference.from, reference.line, file, &binder)
        }
        for index in 0..<callees.count {
            let callee = binder[callees, index]
            if let name = callee.externalName {
                let taking = taking(name, file, &binder)
                guard taking != .nothing else { continue }
                for argument in arguments {
                    give(binder.references.arguments[argument], to: taking, place, file, &binder)
                }
            } else if callee.kind == .symbol, binder.layout.traits[file].embeds {
                addConversions(place, to: callee.id, file, &binder)
            }
        }
    }

    /// Whether a callee has what it is given called for the function that asks for it: `Depends(scheme)`.
    private func isInjecting(_ callee: Target, _ binder: borrowing Binder) -> Bool {
        guard let name = callee.externalName else { return false }
        return injecting.contains(name)
    }

    /// A constant that is handed on is a value of its type.
    private mutating func instantiateHeld(_ node: NodeID, _ from: NodeID, _ line: Int32, _ binder: inout Binder) {
        let held = binder.heldBy(node)
        for index in 0..<held.count where binder[held, index].kind == .symbol {
            let type = binder[held, index].id
            guard binder.layout.symbolClass(type) == .type else { continue }
            add(from, type, line, References.useKind, .instantiates)
        }
    }

    /// What a function, method, field or type from outside does with what it is given.
    private mutating func taking(_ name: NameID, _ file: Int, _ binder: inout Binder) -> Taking {
        if let known = takings[name] { return known }
        let callee = binder.names[name]
        var result = Taking.everything
        // Go's names tell by themselves which of them are of the standard library.
        if binder.layout.traits[file].exportsByCapital, GoStandardLibrary.contains(callee) {
            switch GoStandardLibrary.taking(callee) {
            case .interfaces(let interfaces): result = .interfaces(interfaces)
            case .everything: result = .everything
            case nil: result = .nothing
            }
        } else if PassiveCallees.contains(callee) {
            result = .nothing
        } else if !binder.layout.traits[file].exportsByCapital, PythonStandardLibrary.contains(callee) {
            result = .commonMethods
        }
        takings[name] = result
        return result
    }

    /// A parameter, field or variable of the repository whose type is from outside: that code calls the methods it knows.
    private mutating func addConversions(_ place: Int, to callee: NodeID, _ file: Int, _ binder: inout Binder) {
        let reference = binder.layout.files[file].facts.references[place - binder.references.first[file]]
        let isCall = binder.references.entries[place].referenceClass == .call
        switch binder.layout.symbolClass(callee) {
        case .function, .method:
            guard let parameters = binder.layout.symbol(callee)?.parameters, let last = parameters.last else { return }
            for argument in reference.arguments {
                guard let position = argument.position else { continue }
                let owner = binder.layout.file(callee)
                // The last parameter may be a list of all that follows.
                guard position < parameters.count || binder.refs.entry(owner, last).form == .container else { continue }
                let parameter = position < parameters.count ? parameters[position] : last
                convert(argument, to: binder.bind(owner, parameter), place, file, &binder)
            }
        case .type:
            for argument in reference.arguments {
                guard let name = argument.name, argument.ref != nil || argument.items != nil else { continue }
                var field: NodeID?
                let nameID = binder.names.id(name)
                _ = binder.types.lookup(nameID, in: callee) { if field == nil { field = $0 } }
                guard let field, binder.layout.symbolClass(field) == .field else { continue }
                convert(argument, to: binder.heldBy(field), place, file, &binder)
            }
        case .field, .variable:
            let held = binder.heldBy(callee)
            // What is called is the function that it holds.
            for index in 0..<held.count where isCall && binder[held, index].kind == .symbol {
                let function = binder[held, index].id
                if binder.layout.symbolClass(function).isCallable { addConversions(place, to: function, file, &binder) }
            }
            for argument in reference.arguments where !isCall { convert(argument, to: held, place, file, &binder) }
        case .module, .constant, .alias, .other:
            break
        }
    }

    private mutating func convert(
        _ argument: Argument, to types: Bound, _ place: Int, _ file: Int, _ binder: inout Binder, depth: Int = 0
    ) {
        for index in 0..<types.count {
            let type = binder[types, index]
            if type.kind == .container, depth < Self.maximumDepth {
                convert(argument, to: binder.contents(type), place, file, &binder, depth: depth + 1)
            }
            guard let name = type.externalName, !binder.names[name].utf8.contains(UInt8(ascii: "(")) else { continue }
            let taking = taking(name, file, &binder)
            guard taking != .nothing else { continue }
            if let ref = argument.ref { give(ref, to: taking, place, file, &binder) }
            for item in argument.items ?? [] where depth < Self.maximumDepth {
                convert(item, to: types, place, file, &binder, depth: depth + 1)
            }
        }
    }

    private mutating func give(_ ref: RefIndex, to taking: Taking, _ place: Int, _ file: Int, _ binder: inout Binder) {
        let targets = binder.bind(file, ref)
        let reference = binder.references.entries[place]
        for index in 0..<targets.count {
            give(binder[targets, index], to: taking, reference.from, reference.line, &binder)
        }
    }

    /// Hands a value to code from outside.
    mutating func give(
        _ target: Target, to taking: Taking, _ from: NodeID, _ line: Int32, _ binder: inout Binder, depth: Int = 0
    ) {
        guard depth < Self.maximumDepth else { return }
        if target.kind == .container {
            let inner = binder.contents(target)
            for index in 0..<inner.count {
                give(binder[inner, index], to: taking, from, line, &binder, depth: depth + 1)
            }
        }
        guard target.kind == .symbol else { return }
        let symbolClass = binder.layout.symbolClass(target.id)
        if symbolClass == .type {
            switch taking {
            case .nothing: break
            case .everything:
                escaping.insert(target.id)
                add(from, target.id, line, References.useKind, .escapes)
            case .commonMethods:
                giveCommon(target.id, from, line, &binder)
            case .interfaces(let interfaces):
                for interface in interfaces { give(target.id, as: interface, from, line, &binder) }
            }
        } else if symbolClass.isValue {
            let held = binder.heldBy(target.id)
            for index in 0..<held.count where binder[held, index] != target {
                give(binder[held, index], to: taking, from, line, &binder, depth: depth + 1)
            }
        }
    }

    /// The standard library calls what it knows of; where a model says what it calls of such a type, nothing but that.
    private mutating func giveCommon(_ type: NodeID, _ from: NodeID, _ line: Int32, _ binder: inout Binder) {
        guard !OutsideCalls(type, &binder).areKnown else { return }
        var seen: Set<NameID> = []
        for ancestor in binder.types.ancestors(type) {
            for member in binder.types.ownMembers[ancestor] ?? [] where binder.layout.symbolClass(member).isCallable {
                let name = binder.layout.shortName(member)
                guard seen.insert(name).inserted, PythonStandardLibrary.calls(method: binder.names[name]) else {
                    continue
                }
                add(from, member, line, References.useKind, [.virtual, .guess])
            }
        }
    }

    /// A type is taken as an interface of the standard library, if it has its methods.
    private mutating func give(
        _ type: NodeID, as interface: String, _ from: NodeID, _ line: Int32, _ binder: inout Binder
    ) {
        if binder.layout.has("interface", type) {
            // Whoever satisfies an interface of the repository answers, for methods taken from an external one too.
            for wanted in GoStandardLibrary.methods(of: interface) where binder.method(wanted.name, in: type) == nil {
                let name = binder.names.id(wanted.name)
                add(from, ~dispatch.selector(named: name, inSubtypesOf: type), line, References.useKind, .guess)
            }
        }
        guard let methods = binder.methods(of: interface, in: type) else { return }
        var found = methods
        let behind = GoStandardLibrary.behind(interface)
        for other in behind.interfaces { found += binder.methods(of: other, in: type) ?? [] }
        for name in behind.methods { if let method = binder.method(name, in: type) { found.append(method) } }
        for method in found { add(from, method, line, References.useKind, [.virtual, .guess]) }
    }
}

extension Binder {
    /// The methods that a type has for an interface of the standard library; nil where it does not satisfy it.
    fileprivate mutating func methods(of interface: String, in type: NodeID) -> [NodeID]? {
        var found: [NodeID] = []
        // What an external base has is not known.
        var isOpen: Bool?
        for wanted in GoStandardLibrary.methods(of: interface) {
            if let method = method(wanted.name, in: type), layout.symbol(method)?.results.count == wanted.results {
                found.append(method)
            } else {
                isOpen = isOpen ?? !types.externalBases(type).isEmpty
                if isOpen == false { return nil }
            }
        }
        return found
    }

    fileprivate mutating func method(_ name: String, in type: NodeID) -> NodeID? {
        var found: NodeID?
        _ = types.lookup(names.id(name), in: type) { if found == nil { found = $0 } }
        return found.flatMap { layout.symbolClass($0).isCallable ? $0 : nil }
    }
}
