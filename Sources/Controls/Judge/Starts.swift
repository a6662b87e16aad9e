import AnalyzerProtocol
import Wiring

/// Which starts of a program are judged on their own.
enum Starts {
    /// Without second names of the same start, without modules that can also be run by themselves, and without scripts that
    /// nothing starts where it is known what deployments start.
    static func distinct(_ components: [Component], of program: Program, _ reaches: Reaches) -> [Component] {
        let named = Set(
            components.filter { !isScript($0) }.flatMap { component in
                component.kinds.contains("console-script") ? component.roots.map { program.nodes[Int($0)].path } : []
            })
        let components = withoutTwins(withoutLoaded(components, of: program, reaches))
        let scripts = components.filter(isScript)
        guard !scripts.isEmpty else { return components }
        let loaded = loadedModules(program, among: scripts)
        let serving = servingNodes(program)
        let unknown = unknownImages(components, program, reaches)
        let areKnown = unknown.isEmpty && isPythonDeployed(components)
        let started = startedFiles(program, among: scripts)
        return components.filter { component in
            // What is deployed is judged, whoever else loads it.
            guard isScript(component), component.workloads.isEmpty else { return true }
            // `python -m shop` and the console script `shop` are one program.
            if component.roots.allSatisfy({ named.contains(program.nodes[Int($0)].path) }) { return false }
            if !started.contains(component.path),
                areKnown || isBesideStarted(component, in: components, unknown: unknown)
            {
                return false
            }
            guard loaded.contains(component.path) else { return true }
            let reach = reaches.of(component.roots).reach
            return serving.contains(where: reach.contains)
        }
    }

    /// Without applications and workers that are objects of the program and that nobody starts as such, while somebody who
    /// loads them runs one of their kind: `shop run` serves the application of `shop.web`, a worker that a manifest starts
    /// takes the tasks of every application that it loads.
    private static func withoutLoaded(
        _ components: [Component], of program: Program, _ reaches: Reaches
    ) -> [Component] {
        let applications = components.filter { $0.kinds == ["python-app"] && $0.workloads.isEmpty }
        let workers = components.filter { $0.kinds == ["worker"] && $0.workloads.isEmpty }
        var dropped: Set<String> = []
        if !applications.isEmpty {
            let runs = nodes(running: Served.web, of: program)
            let servers = components.filter {
                !$0.kinds.contains("python-app") && !$0.kinds.contains("worker") && !$0.isDeployment
            }
            for server in servers {
                let reach = reaches.of(server.roots).reach
                guard runs.contains(where: reach.contains) else { continue }
                for each in applications where each.roots.allSatisfy(reach.contains) { dropped.insert(each.id) }
            }
        }
        if !workers.isEmpty {
            for started in components where started.kinds.contains("worker") && !started.workloads.isEmpty {
                let reach = reaches.of(started.roots).reach
                for each in workers where each.roots.allSatisfy(reach.contains) { dropped.insert(each.id) }
            }
        }
        return components.filter { !dropped.contains($0.id) }
    }

    /// Without the other entry of a Django project of which one is deployed: `startproject` makes both `wsgi.py` and `asgi.py`.
    private static func withoutTwins(_ components: [Component]) -> [Component] {
        let entries = components.filter { component in
            component.kinds == ["python-app"]
                && (component.path.hasSuffix("/wsgi.py") || component.path.hasSuffix("/asgi.py"))
        }
        let deployed = Set(entries.filter { !$0.workloads.isEmpty }.map { folder(of: $0.path) })
        let dropped = Set(
            entries.filter { $0.workloads.isEmpty && deployed.contains(folder(of: $0.path)) }.map(\.id))
        return dropped.isEmpty ? components : components.filter { !dropped.contains($0.id) }
    }

    private static func nodes(running kinds: Set<String>, of program: Program) -> [NodeID] {
        kinds.flatMap { program.signalsByKind[$0] ?? [] }.compactMap { site in
            let signal = program.signals[site]
            return signal.attributes[Served.object] == nil && !signal.isTest ? signal.node : nil
        }
    }

    private static func isScript(_ component: Component) -> Bool { component.kinds == ["python-script"] }

    /// The scripts' files that other files of the product load: each is a part of these, and its own start an aside.
    private static func loadedModules(_ program: Program, among scripts: [Component]) -> Set<String> {
        let paths = Set(scripts.map(\.path).filter { !$0.hasSuffix("/__main__.py") })
        var result: Set<String> = []
        for node in program.nodes where node.kind == "module" && paths.contains(node.path) {
            let isLoaded = program.callers(of: node.id).contains { caller in
                let other = program.nodes[Int(caller.node)]
                return other.path != node.path && !other.isTest && !SidePaths.isBeside(other.path)
            }
            if isLoaded { result.insert(node.path) }
        }
        return result
    }

    /// Whether deployments of the product lead to its Python code.
    private static func isPythonDeployed(_ components: [Component]) -> Bool {
        let python = Set(components.filter(isScript).map(\.analyzer))
        return components.contains { !$0.workloads.isEmpty && python.contains($0.analyzer) }
    }

    /// The folders of images that are deployed and of which nobody knows what they start.
    private static func unknownImages(
        _ components: [Component], _ program: Program, _ reaches: Reaches
    ) -> Set<String> {
        var folders: Set<String> = []
        for component in components where component.isDeployment {
            for node in reaches.of(component.roots).reach.nodes where program.nodes[Int(node)].kind == "image" {
                folders.insert(folder(of: program.nodes[Int(node)].path))
            }
        }
        return folders
    }

    /// Whether a script lies beside the one that the image of its folder starts, in a repository of services that lie side by
    /// side, each with an image of its own: the images of the others start none of its folder.
    private static func isBesideStarted(
        _ script: Component, in components: [Component], unknown: Set<String>
    ) -> Bool {
        let own = folder(of: script.path)
        let images = components.filter { $0.analyzer == script.analyzer && folder(of: $0.path) == own }
            .flatMap(\.workloads).filter { $0.hasSuffix("Dockerfile") }.map(folder)
        guard let image = images.first(where: { $0 == own || own.hasPrefix($0 + "/") }) else { return false }
        let services = folder(of: image)
        guard !services.isEmpty else { return false }
        return unknown.allSatisfy { other in
            other.hasPrefix(services + "/") && !(other + "/").hasPrefix(image + "/") && !image.hasPrefix(other + "/")
        }
    }

    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    }

    /// The scripts' files that a deployment, another program, a pipeline or a document starts.
    private static func startedFiles(_ program: Program, among scripts: [Component]) -> Set<String> {
        let paths = Set(scripts.map(\.path))
        var result = Set(scripts.filter { !$0.workloads.isEmpty }.map(\.path))
        for node in program.nodes where paths.contains(node.path) && !result.contains(node.path) {
            let isRun = program.callers(of: node.id).contains {
                $0.kind == ReferenceKind.run.rawValue && program.nodes[Int($0.node)].path != node.path
            }
            if isRun { result.insert(node.path) }
        }
        return result
    }

    private static func servingNodes(_ program: Program) -> [NodeID] {
        let kinds = program.signalsByKind.filter { $0.key.hasPrefix("service.") }
        return kinds.values.joined().compactMap { site in
            program.signals[site].attributes[Served.object] == nil ? program.signals[site].node : nil
        }
    }
}
