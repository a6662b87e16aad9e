import AnalyzerProtocol

/// All roots, bound to nodes.
struct RootSet {
    struct BoundRoot {
        var root: Root
        var node: NodeID
        var file: Int
    }

    private(set) var all: [BoundRoot] = []
    private(set) var broken: Set<BrokenWire> = []

    init(_ binder: inout Binder) {
        for (file, source) in binder.layout.files.enumerated() {
            for root in source.facts.roots {
                if let symbol = root.symbol {
                    guard let node = binder.layout.node(file, symbolID: symbol) else { continue }
                    all.append(BoundRoot(root: root, node: node, file: file))
                } else if let to = root.to {
                    bind(root, to, file, &binder)
                }
            }
        }
    }

    private mutating func bind(_ root: Root, _ to: RefIndex, _ file: Int, _ binder: inout Binder) {
        let targets = binder.bind(file, to)
        for index in 0..<targets.count {
            switch binder[targets, index].kind {
            case .symbol, .touched:
                all.append(BoundRoot(root: root, node: binder[targets, index].id, file: file))
            case .namespace:
                guard let top = binder.topLevel(ofNamespace: binder[targets, index].id) else { continue }
                all.append(BoundRoot(root: root, node: top, file: file))
            case .missing:
                broken.insert(
                    BrokenWire(
                        path: binder.layout.files[file].path, line: 1, name: binder.names[binder[targets, index].id]))
            case .external, .container, .unknown, .inSubtypes:
                break
            }
        }
    }

    /// The roots of a class, sorted, each once.
    func nodes(_ rootClass: RootClass) -> [NodeID] {
        Array(Set(all.filter { $0.root.rootClass == rootClass }.map(\.node))).sorted()
    }

    var byNode: [NodeID: [(rootClass: RootClass, kind: String?)]] {
        var result: [NodeID: [(rootClass: RootClass, kind: String?)]] = [:]
        for root in all { result[root.node, default: []].append((root.root.rootClass, root.root.kind)) }
        return result
    }

    /// One component for each id, described by its first root; sorted by id.
    func components(_ layout: Layout, _ nodes: [Node]) -> [Component] {
        var byID: [String: [BoundRoot]] = [:]
        for root in all where root.root.rootClass == .production {
            // A root without a component's name is one of its own.
            byID[root.root.component ?? nodes[Int(root.node)].name, default: []].append(root)
        }
        return byID.sorted { $0.key < $1.key }.map { id, roots in
            let roots = roots.sorted { $0.node < $1.node }
            let first = nodes[Int(roots[0].node)]
            return Component(
                id: id, kind: roots[0].root.kind ?? first.kind, path: first.path, line: first.line,
                role: Self.role(roots),
                roots: Array(Set(roots.map(\.node))).sorted(), analyzer: layout.files[roots[0].file].analyzer,
                kinds: Set(roots.compactMap(\.root.kind)).sorted())
        }
    }

    /// A component with one root that serves is a service; tools and examples are such with all their roots only.
    private static func role(_ roots: [BoundRoot]) -> String? {
        let roles = Set(roots.map(\.root.role))
        if roles.contains("service") { return "service" }
        return roles.contains(nil) ? nil : roles.compactMap { $0 }.min()
    }
}
