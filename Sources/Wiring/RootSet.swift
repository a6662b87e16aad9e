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
        let loaded = Self.loadedNamespaces(&binder)
        for (file, source) in binder.layout.files.enumerated() {
            for root in source.facts.roots {
                if root.isStandalone, Self.isPart(file, loaded, binder) { continue }
                if let symbol = root.symbol {
                    guard let node = binder.layout.node(file, symbolID: symbol) else { continue }
                    all.append(BoundRoot(root: root, node: node, file: file))
                } else if let to = root.to {
                    bind(root, to, file, &binder)
                }
            }
        }
    }

    /// The namespaces that other files load.
    private static func loadedNamespaces(_ binder: inout Binder) -> Set<Int32> {
        var loaded: Set<Int32> = []
        guard binder.layout.files.contains(where: { $0.facts.roots.contains(where: \.isStandalone) }) else { return [] }
        for file in binder.layout.files.indices {
            for place in binder.references.range(file) where binder.references.entries[place].referenceClass == .include
            {
                let index = binder.references.entries[place].to
                if let id = binder.namespaceLoaded(by: binder.refs.entry(file, index), from: file) { loaded.insert(id) }
                let targets = binder.bind(file, index)
                for target in 0..<targets.count where binder[targets, target].kind == .namespace {
                    loaded.insert(binder[targets, target].id)
                }
            }
        }
        return loaded
    }

    /// Whether a file is loaded by another, or lies in a package and so cannot run by itself.
    private static func isPart(_ file: Int, _ loaded: Set<Int32>, _ binder: borrowing Binder) -> Bool {
        let namespace = binder.layout.files[file].facts.namespace
        if loaded.contains(binder.namespaces.ofFile[file]) { return true }
        let directory = ImportResolver.directory(of: binder.layout.files[file].path)
        guard !directory.isEmpty, let package = binder.namespaces.find(directory, kind: namespace?.kind) else {
            return false
        }
        return binder.namespaces[package].hasFiles
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
        let homes = WorkloadHomes(layout)
        for (id, roots) in byID {
            let parts = homes.parted(roots)
            guard parts.count > 1 else { continue }
            byID[id] = nil
            for part in parts {
                // A name that tells its folder already keeps it.
                let name = part.suffix.map { "\(id) (\($0))" } ?? id
                byID[name, default: []] += part.roots
            }
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
