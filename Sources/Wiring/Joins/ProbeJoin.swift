/// Probes and scrapes over HTTP, and the routes of the code that their containers run.
///
/// `probe.served` and `probe.missing` are said only where all routes of the code are known; else it is `probe.unsure`.
struct ProbeJoin: Sendable {
    private static let kinds = ["container.liveness-probe", "container.readiness-probe", "container.startup-probe"]
    /// What serves paths that no route tells of.
    private static let hidden: Set<String> = ["health-endpoint.register"]
    private var found = Joins.Found()

    init(_ program: Program) {
        var routes: [NodeID: Routes] = [:]
        for kind in Self.kinds {
            for site in program.signalsByKind[kind] ?? [] {
                let signal = program.signals[site]
                guard let node = signal.node, signal.attributes["type"] == "http", let path = signal.attributes["path"]
                else { continue }
                let served = routes[node] ?? Routes(program, reachedBy: node)
                routes[node] = served
                add(signal, path, served)
            }
        }
    }

    private mutating func add(_ signal: SignalSite, _ path: String, _ routes: Routes) {
        let answer = routes.answer(path)
        let kind = answer.map { $0 ? "probe.served" : "probe.missing" } ?? "probe.unsure"
        var site = signal
        site.kind = kind
        site.attributes = ["path": path]
        if let port = signal.attributes["port"] { site.attributes["port"] = port }
        found.signals.append(site)
        guard answer == false, !signal.isTest, found.wires.count < Joins.maximumCandidates else { return }
        found.wires.append(
            Wire(
                join: .probeToRoute, from: Wire.Place(path: signal.path, line: signal.line), name: path,
                to: routes.first, why: "no route of the code that the container runs has this path", severity: .high))
    }

    func finish(_ all: inout Joins.Found) {
        all.signals += found.signals
        all.wires += found.wires
    }

    /// What the code of a container serves.
    private struct Routes {
        private var patterns: [RoutePattern] = []
        /// Whether some of it is served under paths that are not known.
        private var isOpen = false
        var first: Wire.Place?

        init(_ program: Program, reachedBy container: NodeID) {
            let reach = program.reach(from: [container])
            for site in program.signalsByKind["http.route"] ?? [] {
                let signal = program.signals[site]
                guard !signal.isTest, let node = signal.node, reach.contains(node) else { continue }
                first = first ?? Wire.Place(path: signal.path, line: signal.line)
                if let path = signal.attributes["path"], !path.isEmpty {
                    patterns.append(RoutePattern(path))
                } else {
                    isOpen = true
                }
            }
            for kind in ProbeJoin.hidden {
                for site in program.signalsByKind[kind] ?? [] {
                    if let node = program.signals[site].node, reach.contains(node) { isOpen = true }
                }
            }
        }

        /// Nil where nobody can tell.
        func answer(_ path: String) -> Bool? {
            var isSure = !isOpen && !patterns.isEmpty
            for pattern in patterns {
                switch pattern.answers(path) {
                case .yes: return true
                case .perhaps: isSure = false
                case .no: break
                }
            }
            return isSure ? false : nil
        }
    }
}
