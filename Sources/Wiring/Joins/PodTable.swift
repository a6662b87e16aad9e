import AnalyzerProtocol

/// The workloads of Kubernetes with their containers, and the ports that these declare.
struct PodTable: Sendable {
    struct Container: Sendable {
        var node: NodeID
        var isInit: Bool
        /// Names and numbers as they are written; either may be empty.
        var ports: [(name: String, number: String)]
    }

    private var containers: [NodeID: [Container]] = [:]
    private var workloads: [NodeID: NodeID] = [:]
    /// What patches change: these may add any port or time.
    private var patched: Set<NodeID> = []

    init(_ program: Program) {
        var byName: [String: NodeID] = [:]
        var patches: Set<Substring> = []
        for node in program.nodes {
            switch node.kind {
            // A service of compose is no pod.
            case "workload" where node.attributes["kind"] != nil && node.analyzer != "containers":
                byName[node.path + "\n" + node.name] = node.id
            case "resource":
                if let patch = node.name.ranges(of: "Patch/").first { patches.insert(node.name[patch.upperBound...]) }
            default: break
            }
        }
        for (name, workload) in byName {
            guard case .string(let kind) = program.nodes[Int(workload)].attributes["kind"],
                let own = name.ranges(of: kind + "/").first
            else { continue }
            if patches.contains(name[own.lowerBound...]) { patched.insert(workload) }
        }
        for node in program.nodes where node.kind == "container" {
            guard let dot = node.name.lastIndex(of: "."),
                let workload = byName[node.path + "\n" + node.name[..<dot]]
            else { continue }
            workloads[node.id] = workload
            containers[workload, default: []].append(
                Container(
                    node: node.id, isInit: node.attributes["init"] == .string("true"), ports: Self.ports(of: node)))
        }
    }

    private static func ports(of node: Node) -> [(name: String, number: String)] {
        guard case .string(let text) = node.attributes["ports"] else { return [] }
        return text.split(separator: " ").map { port in
            let name = port.prefix { $0 != ":" }
            return (String(name), String(port.dropFirst(name.count + 1)))
        }
    }

    /// The workload of a container; nil where a patch may change it, or nobody knows it.
    func workload(of container: NodeID) -> NodeID? {
        workloads[container].flatMap { patched.contains($0) ? nil : $0 }
    }

    /// The containers of a workload; nil where a patch may add some.
    func containers(of workload: NodeID) -> [Container]? {
        patched.contains(workload) ? nil : containers[workload]
    }

    /// Whether a container surely has no port of this name.
    func lacks(_ name: String, _ container: NodeID) -> Bool {
        guard Self.isName(name), let workload = workload(of: container),
            let own = containers[workload]?.first(where: { $0.node == container })
        else { return false }
        return !own.ports.contains { $0.name == name }
    }

    /// Whether it is a port's name: neither a number nor something that a tool fills in.
    static func isName(_ port: String) -> Bool {
        let bytes = port.utf8
        return !bytes.isEmpty && bytes.count <= 15
            && bytes.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
            && bytes.contains { (97...122).contains($0) }
    }

    static func isNumber(_ port: String) -> Bool {
        !port.isEmpty && port.utf8.count <= 5 && port.utf8.allSatisfy { (48...57).contains($0) }
    }
}

extension Program {
    /// Whether a container runs code of the repository that an analyzer reads.
    func runsCode(_ container: NodeID) -> Bool {
        let languages: Set<String> = ["go", "python", "erlang"]
        return reach(from: [container]).nodes.contains { languages.contains(nodes[Int($0)].analyzer) }
    }
}
