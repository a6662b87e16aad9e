import AnalyzerProtocol
import Models

/// What routers keep, and what surrounds them.
struct Routers {
    /// By router: what is registered on it.
    var kept: [NodeID: [NodeID]] = [:]
    /// By router: what runs before all of that, or the router that includes it; with the lines that say so.
    var guards: [NodeID: [(target: NodeID, line: Int32)]] = [:]
}

extension EdgeBuilder {
    /// The variable or function that a decorator is a member of, where it holds something that runs nothing by itself:
    /// `router` of `@router.get("/")`.
    func inertVariable(_ decorator: RefIndex, _ file: Int, _ binder: inout Binder) -> NodeID? {
        let entry = binder.refs.entry(file, decorator)
        guard entry.form == .member, entry.of >= 0, entry.of < decorator else { return nil }
        let named = binder.refs.entry(file, entry.of)
        guard named.form == .name || named.form == .imported || named.form == .namespaced else { return nil }
        let owners = binder.bind(file, entry.of)
        guard owners.count == 1, binder[owners, 0].kind == .symbol else { return nil }
        let node = binder[owners, 0].id
        switch binder.layout.symbolClass(node) {
        case .variable:
            return isInert(node, &binder) ? node : nil
        case .function:
            for made in binder.decorators[node] ?? [] {
                let targets = binder.bind(binder.layout.file(node), made)
                for place in 0..<targets.count {
                    if let name = binder[targets, place].externalName, binder.models.isInert(binder.instanceName(name))
                    {
                        return node
                    }
                }
            }
            return nil
        default:
            return nil
        }
    }

    /// Whether a variable holds nothing but what runs nothing by itself.
    private func isInert(_ variable: NodeID, _ binder: inout Binder) -> Bool {
        let held = binder.heldBy(variable)
        guard held.count > 0 else { return false }
        for place in 0..<held.count {
            guard let name = binder[held, place].externalName, binder.models.isInert(binder.instanceName(name)) else {
                return false
            }
        }
        return true
    }

    /// What surrounds a router leads from it, and from all that is registered on it.
    mutating func addGuards(_ place: Int, _ file: Int, _ binder: inout Binder) {
        let reference = binder.references.entries[place]
        let routers = binder.bind(file, reference.to)
        for index in 0..<routers.count where binder[routers, index].kind == .symbol {
            let router = binder[routers, index].id
            for argument in binder.references.arguments(of: place) {
                let guards = binder.bind(file, binder.references.arguments[argument])
                for guardIndex in 0..<guards.count where binder[guards, guardIndex].kind == .symbol {
                    let target = binder[guards, guardIndex]
                    add(router, target, reference.line, References.useKind, calls: false, isExact: true, &binder)
                    addInstanceCall(router, target.id, reference.line, &binder)
                    self.routers.guards[router, default: []].append((target.id, reference.line))
                }
            }
        }
    }

    /// What is registered on a router runs what surrounds the router, and the routers that include it.
    mutating func addKept(_ binder: inout Binder) {
        for (router, handlers) in routers.kept.sorted(by: { $0.key < $1.key }) {
            var seen: Set<NodeID> = [router]
            var left = [router]
            while let next = left.popLast() {
                for (target, line) in routers.guards[next] ?? [] where seen.insert(target).inserted {
                    // An outer router keeps the routes of others too: only what surrounds it counts.
                    if binder.layout.symbolClass(target) == .variable, isInert(target, &binder) {
                        left.append(target)
                        continue
                    }
                    for handler in handlers where handler != target {
                        add(
                            handler, .symbol(target), line, References.useKind, calls: false, isExact: true, &binder)
                        addInstanceCall(handler, target, line, &binder)
                    }
                }
            }
        }
    }

    /// `scheme = Bearer()` and `Depends(scheme)`: what a variable or field holds is called, `Bearer.__call__`.
    mutating func addInstanceCall(_ from: NodeID, _ value: NodeID, _ line: Int32, _ binder: inout Binder) {
        guard binder.layout.symbolClass(value).isValue else { return }
        let held = binder.heldBy(value)
        for index in 0..<held.count where binder[held, index].kind == .symbol {
            let type = binder[held, index].id
            guard binder.layout.symbolClass(type) == .type else { continue }
            var found: NodeID?
            _ = binder.types.lookup(binder.names.id("__call__"), in: type) { if found == nil { found = $0 } }
            if let found { add(from, found, line, References.useKind, []) }
        }
    }

    /// The type of a decorated method that needs an instance: a validator runs with its model, and not by being declared.
    func instanceOwner(of subject: NodeID, _ targets: Bound, _ binder: inout Binder) -> NodeID? {
        guard binder.layout.symbolClass(subject) == .method, !targets.isValue else { return nil }
        let owner = binder.types.ownerOf[Int(subject)]
        guard owner >= 0, binder.layout.symbolClass(owner) == .type else { return nil }
        for place in 0..<targets.count where binder[targets, place].externalName == nil { return nil }
        return owner
    }
}

extension Binder {
    /// Whether what an instance is decides which method of this name runs: not where methods are promoted, or belong to the type.
    func isDispatched(_ node: NodeID) -> Bool {
        layout.symbolClass(node) == .method && !layout.traits[layout.file(node)].embeds && !layout.has("static", node)
    }
}

extension Layout {
    /// The line of a symbol; 1 for a top level.
    func line(_ node: NodeID) -> Int32 { Int32(clamping: symbol(node)?.line ?? 1) }
}
