import AnalyzerProtocol

/// The path under which a repository without a manifest imports itself: sources of the years before `go.mod` lay below a workspace's path and named each other in
/// full (`github.com/acme/shop/store` for the folder `store`).
enum InferredPrefix {
    /// Nil where a manifest says it, and where several paths are as likely.
    static func find(_ layout: Layout, _ namespaces: Namespaces, declared: [(prefix: String, declaredIn: String)])
        -> String?
    {
        // One prefix says where the names of this repository begin; a manifest of a tool in a folder of its own does not.
        guard !declared.contains(where: { !$0.prefix.isEmpty && $0.declaredIn.isEmpty }) else { return nil }
        let manifests = declared.filter { !$0.prefix.isEmpty }.map(\.declaredIn)
        var folders: [String: Set<String>] = [:]
        for source in layout.files {
            guard let namespace = source.facts.namespace, namespace.separator == "/", namespace.search.isEmpty,
                !isForeign(source.path), !manifests.contains(where: { source.path.hasPrefix($0 + "/") })
            else { continue }
            for case .imported(let module, _) in source.facts.refs {
                for (prefix, folder) in ends(of: module)
                where namespaces.find(folder, kind: namespace.kind).map({ namespaces[$0].hasFiles }) == true {
                    folders[prefix, default: []].insert(folder)
                }
            }
        }
        guard let most = folders.values.map(\.count).max() else { return nil }
        let best = folders.filter { $0.value.count == most }.map(\.key)
        return best.count == 1 ? best[0] : nil
    }

    /// Every way to take a module's path apart into a host's path and a folder.
    private static func ends(of module: String) -> [(prefix: String, folder: String)] {
        let segments = module.split(separator: "/", omittingEmptySubsequences: false)
        // The standard library's paths have no host.
        guard segments.count > 2, segments.count <= 16, segments[0].contains(".") else { return [] }
        return (2..<segments.count).map { count in
            (segments[..<count].joined(separator: "/"), segments[count...].joined(separator: "/"))
        }
    }

    private static func isForeign(_ path: String) -> Bool {
        path.split(separator: "/").contains { ["vendor", "Godeps", "_vendor", "third_party"].contains($0) }
    }
}
