import AnalyzerProtocol

/// Makes one component of a service and of the workloads and images that start it, where the chain from the one to the other is proven:
/// workload, image, what builds it, its entry point, the code's root.
enum ComponentJoin {
    private static let deploymentKinds: Set<String> = ["workload", "image"]
    private static let startingKinds: Set<String> = ["run", "build"]

    /// - Returns: the components without those that became a part of others, sorted by id.
    static func join(_ components: [Component], _ graph: Graph, _ nodes: [Node]) -> [Component] {
        var result = components
        for index in result.indices {
            result[index].isDeployment = result[index].roots.allSatisfy {
                deploymentKinds.contains(nodes[Int($0)].kind)
            }
        }
        guard result.contains(where: \.isDeployment) else { return result }
        var byRoot: [NodeID: [Int]] = [:]
        for (index, component) in result.enumerated() {
            for root in component.roots { byRoot[root, default: []].append(index) }
        }
        let byContents = contents(of: result, graph, nodes)
        let starts = Set(graph.kinds.indices.filter { startingKinds.contains(graph.kinds[$0]) }.map { UInt8($0) })
        var absorbed: Set<Int> = []
        for index in result.indices where result[index].isDeployment {
            let started = started(by: result[index], graph, nodes, starts)
            // A command of its own leaves of the image what it holds.
            let others = Set(started.flatMap { (byRoot[$0] ?? []) + (byContents[$0] ?? []) }).subtracting([index])
            // An image that a workload runs is seen through the workload.
            for other in others where isImage(result[other], nodes) && !isImage(result[index], nodes) {
                absorbed.insert(other)
            }
            let releases = started.filter {
                nodes[Int($0)].kind == "target" && nodes[Int($0)].name.contains(DeploymentIndex.releasePrefix)
            }
            let names = Set(
                releases.compactMap { nodes[Int($0)].name.split(separator: " ").last.map(String.init) })
            // What an example deploys tells nothing of how the product is deployed.
            let codes = others.filter {
                !result[$0].isDeployment && !absorbed.contains($0)
                    && (result[index].role != "example" || result[$0].role == "example")
            }
            guard let code = codes.min(by: { rank(result[$0], names) < rank(result[$1], names) }) else { continue }
            absorbed.insert(index)
            // A release is one program, however many applications it starts.
            let applications = releases.flatMap { graph.edges(of: $0).map(\.target) }
            let parts = codes.filter { $0 != code && !result[$0].roots.filter(applications.contains).isEmpty }
            for part in parts {
                absorbed.insert(part)
                for root in result[part].roots { byRoot[root] = [code] }
                result[code].roots += result[part].roots
            }
            result[code].workloads.append(result[index].id)
            result[code].roots = Array(Set(result[code].roots + result[index].roots)).sorted()
            // What is deployed is no tool, wherever it lies.
            if result[code].role == "tool", result[index].role == nil || result[index].role == "service" {
                result[code].role = "service"
            }
        }
        return result.enumerated().filter { !absorbed.contains($0.offset) }.map(\.element)
    }

    /// Images by the symbols of what they hold.
    private static func contents(of components: [Component], _ graph: Graph, _ nodes: [Node]) -> [NodeID: [Int]] {
        var found: [NodeID: [Int]] = [:]
        for (index, component) in components.enumerated() where isImage(component, nodes) {
            for edge in component.roots.flatMap({ graph.edges(of: $0) })
            where edge.target >= 0 && graph.kinds[Int(edge.kind)] == "use" && nodes[Int(edge.target)].kind == "image" {
                found[edge.target, default: []].append(index)
            }
        }
        return found
    }

    private static func isImage(_ component: Component, _ nodes: [Node]) -> Bool {
        component.isDeployment && component.roots.allSatisfy { nodes[Int($0)].kind == "image" }
    }

    /// An entry script may start several: what serves comes first.
    /// Of a release's applications the one that it is named for stands for all.
    private static func rank(_ component: Component, _ releases: Set<String>) -> (Int, Int, String) {
        (
            component.kinds == ["python-script"] || component.role == "tool" ? 1 : 0,
            releases.contains(component.id) ? 0 : 1, component.id
        )
    }

    /// What the component's roots start, and what that starts; not what only prepares them.
    private static func started(
        by component: Component, _ graph: Graph, _ nodes: [Node], _ starts: Set<UInt8>
    ) -> Set<NodeID> {
        var found = Set(component.roots)
        var open = component.roots
        while let node = open.popLast() {
            for edge in graph.edges(of: node)
            where edge.target >= 0 && starts.contains(edge.kind)
                && nodes[Int(edge.target)].attributes["init"] != .string("true")
            {
                if found.insert(edge.target).inserted { open.append(edge.target) }
            }
        }
        return found
    }
}
