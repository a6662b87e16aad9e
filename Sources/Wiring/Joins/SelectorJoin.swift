import AnalyzerProtocol

/// Selectors of services, policies, budgets and autoscalers, and the workloads that they should select.
///
/// What a selector should meet may be outside of the repository: made by an operator, a chart, another repository. So one that
/// selects nothing is broken only where workloads of its own folder have the same labels with other values, or other names.
struct SelectorJoin: Sendable {
    private var wires: [Wire] = []
    /// Kinds whose objects are named by autoscalers and rollouts.
    private static let kinds: Set<String> = ["Deployment", "StatefulSet", "Rollout", "ReplicaSet"]

    init(_ program: Program) {
        let lost = program.joins.selections.filter { $0.selectsNothing && !SidePaths.isBeside($0.place.path) }
        guard !lost.isEmpty else { return }
        var labels: [String: [Set<String>]] = [:]
        var names: [String: Set<String>] = [:]
        var isOpen: Set<String> = []
        for node in program.nodes where node.kind == "workload" || node.kind == "resource" {
            let folder = ImportResolver.directory(of: node.path)
            if node.kind == "resource", Self.mayDeploy(node) { isOpen.insert(folder) }
            // Of resources, services have labels, which monitors select.
            if case .string(let text) = node.attributes["labels"] {
                let keys = text.split(separator: ",").map { String($0.prefix { $0 != "=" }) }
                labels[folder, default: []].append(Set(keys))
                if node.kind == "workload", case .string(let kind) = node.attributes["kind"] {
                    names[folder, default: []].insert(kind)
                }
            }
        }
        for selection in lost {
            let folder = ImportResolver.directory(of: selection.place.path)
            guard !isOpen.contains(folder), wires.count < Joins.maximumCandidates else { continue }
            let own = selection.labels.filter { !$0.hasPrefix("@") }
            let isKnown: Bool
            if own.count == 1, let slash = own[0].firstIndex(of: "/"), !own[0].contains("=") {
                // A patch adds a container that its workload has not: `Deployment/shop.sidecar`.
                guard !own[0][slash...].contains(".") else { continue }
                let kind = String(own[0][..<slash])
                isKnown = Self.kinds.contains(kind) && names[folder, default: []].contains(kind)
            } else {
                let keys = Set(own.map { String($0.prefix { $0 != "=" }) })
                isKnown =
                    own.allSatisfy { $0.contains("=") }
                    && labels[folder, default: []].contains { $0.isSuperset(of: keys) }
            }
            guard isKnown, !own.isEmpty else { continue }
            wires.append(
                Wire(
                    join: .selector, from: selection.place, name: own.joined(separator: ","),
                    why: "no \(own[0].hasPrefix("service:") ? "service" : "workload") of the repository has it",
                    severity: .medium))
        }
    }

    /// An object of a kind that is not Kubernetes' own: its controller may deploy workloads.
    private static func mayDeploy(_ node: Node) -> Bool {
        guard case .string(let version) = node.attributes["version"], let slash = version.firstIndex(of: "/") else {
            return false
        }
        let group = version[..<slash]
        return group.contains(".") && !group.hasSuffix(".k8s.io") && group != "monitoring.coreos.com"
    }

    func finish(_ found: inout Joins.Found) { found.wires += wires }
}
