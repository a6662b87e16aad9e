/// What asks for metrics, and what the code of the selected containers serves.
///
/// As with probes, a path is missing only where all routes of the code are known; and not where a library may serve metrics by
/// itself, which code that speaks of metrics nowhere surely does not.
struct ScrapeJoin: Sendable {
    private struct Scrape: Sendable {
        var site: SignalSite
        var path: String
        var first: Wire.Place?
        /// Where the code that is asked registers routes.
        var routes: Set<Wire.Place>
        /// Whether a route that is known gives metrics.
        var hasMetrics: Bool
    }

    private var scrapes: [Scrape] = []
    private var ports: [(site: SignalSite, port: String, to: Wire.Place?)] = []
    private static let words = ["metrics", "prometheus"]

    init(_ program: Program, pods: PodTable) {
        let sites = (program.signalsByKind["kubernetes.service-monitor"] ?? []).map { program.signals[$0] }
        guard !sites.isEmpty else { return }
        var selected: [NodeID: [NodeID]] = [:]
        for selection in program.joins.selections { selected[selection.node, default: []] += selection.selected }
        var serviceNames: [NodeID: Set<String>] = [:]
        for site in program.signalsByKind["kubernetes.service-port"] ?? [] {
            let signal = program.signals[site]
            if let node = signal.node, let name = signal.attributes["name"] {
                serviceNames[node, default: []].insert(name)
            }
        }
        var answers: [NodeID: (served: ServedRoutes, metrics: Set<Wire.Place>)] = [:]
        for signal in sites.prefix(Joins.maximumCandidates) where !signal.isTest && !SidePaths.isBeside(signal.path) {
            guard let node = signal.node, let path = signal.attributes["path"] else { continue }
            let asked = [node] + (selected[node] ?? [])
            let services = asked.filter { serviceNames[$0] != nil }
            let workloads = Set(asked + services.flatMap { selected[$0] ?? [] }).filter {
                program.nodes[Int($0)].kind == "workload"
            }.sorted()
            if let port = signal.attributes["port"], PodTable.isName(port) {
                addPort(port, signal, program, services: services.map { ($0, serviceNames[$0] ?? []) }, workloads, pods)
            }
            for workload in workloads {
                guard let containers = pods.containers(of: workload), !containers.isEmpty else { continue }
                for container in containers where answers[container.node] == nil {
                    answers[container.node] = (
                        ServedRoutes(program, reachedBy: container.node), Self.metrics(program, container.node)
                    )
                }
                let all = containers.filter { !$0.isInit }.compactMap { answers[$0.node] }
                guard !all.isEmpty, all.allSatisfy({ $0.served.answer(path) == false }) else { continue }
                let routes = all.reduce(into: Set<Wire.Place>()) { $0.formUnion($1.served.places) }
                let metrics = all.reduce(into: Set<Wire.Place>()) { $0.formUnion($1.metrics) }
                // What gives metrics, and is no route, may serve them anywhere.
                guard metrics.isSubset(of: routes) else { continue }
                scrapes.append(
                    Scrape(
                        site: signal, path: path, first: metrics.min { ($0.path, $0.line) < ($1.path, $1.line) },
                        routes: routes, hasMetrics: !metrics.isEmpty))
            }
        }
    }

    private static func metrics(_ program: Program, _ container: NodeID) -> Set<Wire.Place> {
        let sites = (program.signalsByKind["metrics.expose"] ?? []).map { program.signals[$0] }
        guard !sites.isEmpty else { return [] }
        let reach = program.reach(from: [container])
        return Set(
            sites.filter { site in site.node.map { reach.contains($0) } ?? false }
                .map { Wire.Place(path: $0.path, line: $0.line) })
    }

    private mutating func addPort(
        _ port: String, _ signal: SignalSite, _ program: Program, services: [(NodeID, Set<String>)],
        _ workloads: [NodeID], _ pods: PodTable
    ) {
        let to: NodeID
        if signal.attributes["port-of"] == "service" {
            guard let first = services.first, !services.contains(where: { $0.1.contains(port) }) else { return }
            to = first.0
        } else if signal.attributes["port-of"] == "container" {
            let containers = workloads.map { pods.containers(of: $0) }
            guard let first = workloads.first, containers.allSatisfy({ $0 != nil }),
                !containers.contains(where: { ($0 ?? []).contains { $0.ports.contains { $0.name == port } } })
            else { return }
            to = first
        } else {
            return
        }
        let end = program.nodes[Int(to)]
        ports.append((signal, port, Wire.Place(path: end.path, line: end.line)))
    }

    var queries: [MentionQuery] {
        let asked = Set(scrapes.map(\.path) + (scrapes.contains { !$0.hasMetrics } ? Self.words : []))
        return asked.sorted().map { MentionQuery($0) }
    }

    func finish(mentions: Mentions, _ found: inout Joins.Found) {
        func isCode(_ place: Wire.Place) -> Bool {
            FileRole.isCode(place.path) && !FileRole.isTest(place.path) && !FileRole.mayInstall(place.path)
                && !SidePaths.isBeside(place.path)
        }
        let speaks = Self.words.contains { mentions.places(MentionQuery($0)).contains(where: isCode) }
        var seen: Set<Wire> = []
        func add(_ wire: Wire, _ site: SignalSite) {
            guard seen.insert(wire).inserted else { return }
            found.wires.append(wire)
            var signal = site
            signal.kind = "scrape.missing"
            signal.attributes["what"] = wire.name
            found.signals.append(signal)
        }
        for scrape in scrapes {
            let isHanded = mentions.places(MentionQuery(scrape.path)).contains {
                isCode($0) && !scrape.routes.contains($0)
            }
            guard !isHanded, scrape.hasMetrics || !speaks else { continue }
            add(
                Wire(
                    join: .scrape, from: Wire.Place(path: scrape.site.path, line: scrape.site.line),
                    name: scrape.path, to: scrape.first,
                    why: scrape.hasMetrics
                        ? "the code that is asked for metrics has them under another path"
                        : "the code that is asked for metrics has no such route, and speaks of no metrics",
                    severity: .medium), scrape.site)
        }
        for (site, port, to) in ports {
            let what = site.attributes["port-of"] == "service" ? "service" : "container"
            add(
                Wire(
                    join: .scrape, from: Wire.Place(path: site.path, line: site.line), name: port, to: to,
                    why: "no \(what) that is selected has a port of this name", severity: .medium), site)
        }
    }
}
