import AnalyzerProtocol

/// Tells apart workloads of one kind and name that have nothing else in common: a chart's, and those of a tree of manifests.
///
/// They are one where they have the same namespace, or where a kustomization puts both together.
struct WorkloadHomes {
    private static let kinds: Set<String> = ["kubernetes-workload", "helm-workload"]
    private let layout: Layout
    /// The kustomizations that name a file, by its path.
    private var parents: [String: [String]] = [:]

    /// Names of symbols that are kustomizations begin so.
    private static let kustomization = "Kustomization/"
    private static let maximumParents = 1000

    init(_ layout: Layout) {
        self.layout = layout
        for source in layout.files where source.facts.namespace?.kind == "kubernetes" {
            let ids = source.facts.symbols.filter { $0.name.hasPrefix(Self.kustomization) }.map(\.id)
            guard !ids.isEmpty else { continue }
            for reference in source.facts.references where ids.contains(reference.from) {
                guard source.facts.refs.indices.contains(Int(reference.to)),
                    case .path(let path) = source.facts.refs[Int(reference.to)]
                else { continue }
                parents[path, default: []].append(source.path)
            }
        }
    }

    /// The roots of one component, in as many parts as there are workloads of that name; each with what to add to its name.
    func parted(_ roots: [RootSet.BoundRoot]) -> [(roots: [RootSet.BoundRoot], suffix: String?)] {
        guard roots.count > 1, roots.allSatisfy({ $0.root.kind.map(Self.kinds.contains) == true }) else {
            return [(roots, nil)]
        }
        var parts: [(home: String, marks: Set<String>, roots: [RootSet.BoundRoot])] = []
        for root in roots {
            let home = home(of: root)
            var part = (home: home, marks: marks(of: root, home), roots: [root])
            // What it has in common with several joins them all.
            for index in parts.indices.reversed() where !parts[index].marks.isDisjoint(with: part.marks) {
                let other = parts.remove(at: index)
                part = (min(other.home, part.home), other.marks.union(part.marks), other.roots + part.roots)
            }
            parts.append(part)
        }
        guard parts.count > 1 else { return [(roots, nil)] }
        return parts.map { ($0.roots, $0.home.isEmpty ? nil : $0.home) }
    }

    /// The folder of manifests, or of a chart.
    private func home(of root: RootSet.BoundRoot) -> String {
        let folder = ImportResolver.directory(of: layout.files[root.file].path)
        guard root.root.kind == "helm-workload" else { return folder }
        let segments = folder.split(separator: "/", omittingEmptySubsequences: false)
        guard let templates = segments.lastIndex(of: "templates") else { return folder }
        return segments[..<templates].joined(separator: "/")
    }

    private func marks(of root: RootSet.BoundRoot, _ home: String) -> Set<String> {
        var marks: Set<String> = ["folder " + home]
        if case .string(let namespace) = layout.symbol(root.node)?.attributes["namespace"], !namespace.contains("$") {
            marks.insert("namespace " + namespace)
        }
        var open = [layout.files[root.file].path]
        var seen: Set<String> = []
        while let path = open.popLast(), seen.count < Self.maximumParents {
            for parent in parents[path] ?? [] where seen.insert(parent).inserted {
                marks.insert("kustomization " + parent)
                open.append(parent)
            }
        }
        return marks
    }
}
