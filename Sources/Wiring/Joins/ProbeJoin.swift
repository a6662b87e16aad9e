/// Probes and scrapes over HTTP, and the routes of the code that their containers run.
///
/// `probe.served` and `probe.missing` are said only where all routes of the code are known; else it is `probe.unsure`.
struct ProbeJoin: Sendable {
    private struct Probe: Sendable {
        var site: SignalSite
        var path: String
        var answer: Bool?
        /// Whether it asks a port that the container does not have; see ``PortJoin``.
        var isPortless: Bool
        var first: Wire.Place?
        /// Where the code that it calls registers routes.
        var routes: Set<Wire.Place>
    }

    private static let kinds = ["container.liveness-probe", "container.readiness-probe", "container.startup-probe"]
    private var probes: [Probe] = []

    init(_ program: Program, pods: PodTable) {
        var routes: [NodeID: ServedRoutes] = [:]
        for kind in Self.kinds {
            for site in program.signalsByKind[kind] ?? [] {
                let signal = program.signals[site]
                guard let node = signal.node, signal.attributes["type"] == "http", let path = signal.attributes["path"]
                else { continue }
                let served = routes[node] ?? ServedRoutes(program, reachedBy: node)
                routes[node] = served
                let isPortless = signal.attributes["port"].map { pods.lacks($0, node) } ?? false
                probes.append(
                    Probe(
                        site: signal, path: path, answer: isPortless ? false : served.answer(path),
                        isPortless: isPortless, first: served.first, routes: served.places))
            }
        }
    }

    /// Paths that no route has: a library may be handed one, and serve it.
    var queries: [MentionQuery] {
        Array(Set(probes.filter { $0.answer == false && !$0.isPortless }.map { Self.query($0.path) })).prefix(
            Joins.maximumCandidates
        )
        .sorted { $0.text < $1.text }
    }

    private static func query(_ path: String) -> MentionQuery {
        MentionQuery(String(path.prefix { $0 != "?" && $0 != "#" }.reversed().drop { $0 == "/" }.reversed()))
    }

    func finish(mentions: Mentions, _ all: inout Joins.Found) {
        for probe in probes {
            var answer = probe.answer
            if answer == false, !probe.isPortless {
                let isHanded = mentions.places(Self.query(probe.path)).contains {
                    FileRole.isCode($0.path) && !FileRole.isTest($0.path) && !FileRole.mayInstall($0.path)
                        && !SidePaths.isBeside($0.path) && !probe.routes.contains($0)
                }
                if isHanded { answer = nil }
            }
            var site = probe.site
            site.kind = answer.map { $0 ? "probe.served" : "probe.missing" } ?? "probe.unsure"
            site.attributes = ["path": probe.path]
            if let port = probe.site.attributes["port"] { site.attributes["port"] = port }
            all.signals.append(site)
            guard answer == false, !probe.isPortless, !site.isTest, all.wires.count < Joins.maximumCandidates else {
                continue
            }
            all.wires.append(
                Wire(
                    join: .probeToRoute, from: Wire.Place(path: site.path, line: site.line), name: probe.path,
                    to: probe.first, why: "no route of the code that the container runs has this path", severity: .high)
            )
        }
    }
}
