/// What the code of a container serves.
struct ServedRoutes {
    private var patterns: [RoutePattern] = []
    /// Whether some of it is served under paths that are not known.
    private var isOpen = false
    private let mounts: [String]?
    private(set) var first: Wire.Place?
    /// Where routes are registered: what stands there says nothing new.
    private(set) var places: Set<Wire.Place> = []

    /// What serves paths that no route tells of.
    private static let hidden: Set<String> = ["health-endpoint.register"]
    /// Routers of an application as a whole: what is registered on them is at the top, unless they are mounted.
    private static let applications = [
        "fastapi.FastAPI.", "flask.Flask.", "quart.Quart.", "starlette.applications.Starlette.", "sanic.Sanic.",
        "bottle.", "falcon.App.", "falcon.asgi.App.", "aiohttp.web.Application.", "tornado.web.",
    ]
    /// What frameworks serve by themselves.
    private static let own = [
        "fastapi.": ["/docs", "/redoc", "/openapi.json", "/docs/oauth2-redirect"], "flask.": ["/static/*"],
        "quart.": ["/static/*"],
    ]
    /// Routers whose routes that end in `/` are those of a whole tree; Django's may include others.
    private static let trees = ["net/http.", "django.", "rest_framework.", "ninja.", "http.DefaultServeMux"]

    init(_ program: Program, reachedBy container: NodeID) {
        let reach = program.reach(from: [container])
        let mounts = Mounts(program, reach: reach)
        self.mounts = mounts.paths
        for site in program.signalsByKind["http.route"] ?? [] {
            let signal = program.signals[site]
            guard !signal.isTest, let node = signal.node, reach.contains(node) else { continue }
            let place = Wire.Place(path: signal.path, line: signal.line)
            first = first ?? place
            places.insert(place)
            add(signal, mounts)
        }
        for site in program.signalsByKind["http.tree"] ?? [] {
            let signal = program.signals[site]
            guard !signal.isTest, let node = signal.node, reach.contains(node) else { continue }
            guard let path = Mounts.path(signal) else {
                isOpen = true
                continue
            }
            patterns.append(RoutePattern(path + "/*", isTree: true))
        }
        for site in program.signalsByKind["http.mount"] ?? [] where program.signals[site].subject == nil {
            // What is mounted is not of the repository.
            let signal = program.signals[site]
            guard !signal.isTest, let node = signal.node, reach.contains(node) else { continue }
            patterns.append(RoutePattern((Mounts.path(signal) ?? "") + "/*", isTree: true))
        }
        for kind in Self.hidden {
            for site in program.signalsByKind[kind] ?? [] {
                let signal = program.signals[site]
                // A service of gRPC answers no path.
                if let node = signal.node, reach.contains(node), signal.target?.contains("grpc") != true {
                    isOpen = true
                }
            }
        }
    }

    private mutating func add(_ signal: SignalSite, _ mounts: Mounts) {
        let target = signal.target ?? ""
        // What is mounted is told by itself.
        if target.hasSuffix(".Mount") { return }
        guard let path = signal.attributes["path"] else {
            isOpen = true
            return
        }
        for (library, paths) in Self.own where target.hasPrefix(library) {
            patterns += paths.map { RoutePattern($0, isTree: false, outer: .unknown) }
        }
        let isTree = Self.trees.contains(where: target.hasPrefix)
        if let below = signal.below {
            // What the group itself is a part of may be mounted elsewhere.
            guard let group = below.path else {
                patterns.append(RoutePattern(path, isTree: isTree, outer: .unknown))
                return
            }
            patterns.append(RoutePattern(group + "/" + path.drop { $0 == "/" }, isTree: isTree))
            return
        }
        if let outer = mounts.places(router: signal.router, holder: signal.node) {
            patterns += outer.map { RoutePattern(path, isTree: isTree, outer: $0) }
            return
        }
        let isTop = Self.applications.contains(where: target.hasPrefix)
        patterns.append(RoutePattern(path, isTree: isTree, outer: isTop ? .below("") : .open))
    }

    /// Nil where nobody can tell.
    func answer(_ path: String) -> Bool? {
        var isSure = !isOpen && !patterns.isEmpty
        for pattern in patterns {
            switch pattern.answers(path, mounts: mounts) {
            case .yes: return true
            case .perhaps: isSure = false
            case .no: break
            }
        }
        return isSure ? false : nil
    }
}
