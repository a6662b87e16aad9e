import AnalyzerProtocol

/// Where routers are mounted: `include_router(orders, prefix="/orders")`, `r.Mount("/orders", orders())`.
struct Mounts {
    private struct Mount {
        /// Nil where it is computed.
        var path: String?
        var router: NodeID?
        var holder: NodeID?
    }

    /// By the router that is mounted, or the function that makes or fills it.
    private var byTarget: [NodeID: [Mount]] = [:]
    /// Every path that something is mounted at; nil where one is not known.
    private(set) var paths: [String]? = []
    private static let maximumDepth = 8
    private static let maximumPaths = 40

    init(_ program: Program, reach: Reach) {
        for kind in ["http.mount", "http.group", "http.tree"] {
            for site in program.signalsByKind[kind] ?? [] {
                let signal = program.signals[site]
                guard !signal.isTest, let node = signal.node, reach.contains(node) else { continue }
                let path = Self.path(signal)
                if let path {
                    paths?.append(path)
                } else if kind != "http.mount" || signal.subject == nil {
                    paths = nil
                }
                guard kind == "http.mount", let target = signal.subject,
                    program.nodes[Int(target)].attributes["closure"] != .bool(true)
                else { continue }
                byTarget[target, default: []].append(Mount(path: path, router: signal.router, holder: signal.node))
            }
        }
        for site in program.signalsByKind["http.route"] ?? [] {
            guard let below = program.signals[site].below, let node = program.signals[site].node, reach.contains(node)
            else { continue }
            if let path = below.path { paths?.append(path) } else { paths = nil }
        }
    }

    /// The path as it is written; nil where it is computed: then the attribute is a name.
    static func path(_ signal: SignalSite) -> String? {
        signal.attributes["path"].flatMap { $0.isEmpty || $0.hasPrefix("/") ? $0 : nil }
    }

    /// The places of what is registered on a router, by a function; nil where nothing tells that it is mounted.
    func places(router: NodeID?, holder: NodeID?) -> [RoutePattern.Outer]? {
        for node in [router, holder] {
            if let node, byTarget[node] != nil { return places(of: node, depth: 0) }
        }
        return nil
    }

    private func places(of node: NodeID, depth: Int) -> [RoutePattern.Outer] {
        guard depth < Self.maximumDepth else { return [.unknown] }
        var found: [RoutePattern.Outer] = []
        for mount in byTarget[node] ?? [] {
            guard let path = mount.path else {
                found.append(.unknown)
                continue
            }
            let above = [mount.router, mount.holder].compactMap { $0 }.first { $0 != node && byTarget[$0] != nil }
            for outer in above.map({ places(of: $0, depth: depth + 1) }) ?? [.below("")] {
                guard case .below(let prefix) = outer else {
                    found.append(.unknown)
                    continue
                }
                found.append(.below(prefix + "/" + path))
            }
            if found.count > Self.maximumPaths { return [.unknown] }
        }
        return found
    }
}
