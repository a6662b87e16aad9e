/// Ports that services and probes name, and those that containers declare.
///
/// A container may listen on a port that it does not declare: a number is broken only where all containers run code of the
/// repository and declare others, and it stands nowhere else. A name means what is declared, and nothing else.
struct PortJoin: Sendable {
    private struct Service: Sendable {
        var place: Wire.Place
        var target: String
        var workload: Wire.Place
    }

    private var named: [Service] = []
    private var numbered: [Service] = []
    private var probes: [Wire] = []
    /// What is deployed besides workloads, by path: a number there is a service's.
    private var objects: [String: [ClosedRange<Int>]] = [:]
    private static let probeKinds = [
        "container.liveness-probe", "container.readiness-probe", "container.startup-probe",
    ]

    init(_ program: Program, pods: PodTable) {
        var selected: [NodeID: [NodeID]] = [:]
        for selection in program.joins.selections { selected[selection.node, default: []] += selection.selected }
        for site in program.signalsByKind["kubernetes.service-port"] ?? [] {
            let signal = program.signals[site]
            guard !signal.isTest, !SidePaths.isBeside(signal.path), let target = signal.attributes["target"],
                let node = signal.node, let workloads = selected[node], let first = workloads.first,
                named.count + numbered.count < Joins.maximumCandidates
            else { continue }
            let pod = program.nodes[Int(first)]
            let service = Service(
                place: Wire.Place(path: signal.path, line: signal.line), target: target,
                workload: Wire.Place(path: pod.path, line: pod.line))
            let containers = workloads.map { pods.containers(of: $0) }
            guard containers.allSatisfy({ $0 != nil }) else { continue }
            let all = containers.flatMap { $0 ?? [] }
            if PodTable.isName(target) {
                if !all.contains(where: { $0.ports.contains { $0.name == target } }) { named.append(service) }
            } else if PodTable.isNumber(target) {
                let running = all.filter { !$0.isInit }
                let isDeclared = running.allSatisfy { !$0.ports.isEmpty }
                if isDeclared, !running.isEmpty, !all.contains(where: { $0.ports.contains { $0.number == target } }),
                    running.allSatisfy({ program.runsCode($0.node) })
                {
                    numbered.append(service)
                }
            }
        }
        addProbes(program, pods)
        guard !numbered.isEmpty else { return }
        for node in program.nodes where node.kind == "resource" && node.line <= node.endLine {
            objects[node.path, default: []].append(node.line...node.endLine)
        }
    }

    private mutating func addProbes(_ program: Program, _ pods: PodTable) {
        for kind in Self.probeKinds {
            for site in program.signalsByKind[kind] ?? [] {
                let signal = program.signals[site]
                guard !signal.isTest, !SidePaths.isBeside(signal.path), let node = signal.node,
                    let port = signal.attributes["port"], pods.lacks(port, node),
                    probes.count < Joins.maximumCandidates
                else { continue }
                let container = program.nodes[Int(node)]
                probes.append(
                    Wire(
                        join: .port, from: Wire.Place(path: signal.path, line: signal.line), name: port,
                        to: Wire.Place(path: container.path, line: container.line),
                        why: "the container that is probed has no port of this name", severity: .high))
            }
        }
    }

    var queries: [MentionQuery] { Array(Set(numbered.map(\.target))).sorted().map { MentionQuery($0) } }

    func finish(mentions: Mentions, _ found: inout Joins.Found) {
        var wires = probes
        for service in named {
            wires.append(
                Wire(
                    join: .port, from: service.place, name: service.target, to: service.workload,
                    why: "no container that the service selects has a port of this name", severity: .high))
        }
        for service in numbered where !mentions.places(MentionQuery(service.target)).contains(where: mayListen) {
            wires.append(
                Wire(
                    join: .port, from: service.place, name: service.target, to: service.workload,
                    why: "the containers that the service selects declare other ports, and nothing else names this one",
                    severity: .medium))
        }
        // Several values files give the same service.
        var seen: Set<Wire> = []
        found.wires += wires.filter { seen.insert($0).inserted }
    }

    private func mayListen(_ place: Wire.Place) -> Bool {
        if FileRole.isDocument(place.path) || FileRole.isManifest(place.path) { return false }
        return !(objects[place.path] ?? []).contains { $0.contains(place.line) }
    }
}
