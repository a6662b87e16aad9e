import AnalyzerProtocol
package import Models

/// Joins the facts of all files into one program: names to definitions, references to edges, meaning to places.
package enum Linker {
    /// - Parameters:
    ///   - fileSignals: what paths and contents say, found by the caller.
    ///   - variables: what configuration files set.
    package static func link(
        _ files: [SourceFacts], models: CompiledModels, fileSignals: [FileSignal] = [],
        variables: [EnvironmentSetting] = []
    ) -> Program {
        var names = Names()
        let layout = Layout(Alternatives.chosen(files), names: &names)
        var binder = Binder(layout, models: models, names: names)
        binder.addStars()
        TypeBuilder.build(&binder)

        let roots = RootSet(&binder)
        let isTest = TestFiles.mark(layout, roots)
        var shipped: [String: String] = [:]
        for variable in variables where variable.turnsOn {
            let place = "\(variable.place.path):\(variable.place.line)"
            let name = ValueUses.plain(variable.variable)
            shipped[name] = min(shipped[name] ?? place, place)
        }
        let gates = GateTable(&binder, isTest: isTest, shipped: shipped)
        var builder = EdgeBuilder(nodeCount: layout.nodeCount, gates: gates.byReference)
        builder.build(&binder)
        let dispatch = builder.dispatch.build(&binder, isTest: isTest)
        // A root that is a type is driven by code from outside.
        let types = TypeInfoBuilder.build(&binder, escaping: builder.escaping.union(roots.all.map(\.node)))

        var program = Program()
        program.nodes = NodeNaming.nodes(layout, isTest)
        program.graph = Graph(
            nodeCount: layout.nodeCount, kinds: binder.references.kinds,
            edges: builder.takeEdges(through: dispatch), implied: builder.implied, dispatch: dispatch,
            types: types, ownLines: program.nodes.map { Int32(clamping: $0.line) })
        program.components = ComponentJoin.join(
            roots.components(layout, program.nodes), program.graph, program.nodes)
        program.testRoots = roots.nodes(.test)
        program.pipelineRoots = roots.nodes(.pipeline)
        program.brokenWires = builder.broken.union(roots.broken).sorted {
            ($0.path, $0.line, $0.name) < ($1.path, $1.line, $1.name)
        }

        var signals = SignalBuilder(
            models: models, isTest: isTest, displayNames: program.nodes.map(\.name), gates: gates)
        signals.build(&binder, roots: roots.byNode)
        program.gates = signals.gates.gates
        program.setSignals(signals.takeSites(with: fileSignals.map { TestFiles.site($0) }))
        program.joins = JoinFacts(&binder, isTest: isTest, escaping: builder.escaping)
        for source in layout.files {
            program.dependencies += source.facts.dependencies.map {
                DeclaredDependency(path: source.path, dependency: $0)
            }
            program.diagnostics += source.facts.diagnostics.map { FileDiagnostic(path: source.path, diagnostic: $0) }
        }
        program.dependencies.sort {
            ($0.path, $0.dependency.line, $0.dependency.name) < ($1.path, $1.dependency.line, $1.dependency.name)
        }
        return program
    }
}

extension Program {
    /// Sorts the signals, leaves doubles out and indexes them.
    mutating func setSignals(_ sites: consuming [SignalSite]) {
        let sites = sites
        var kept: [SignalSite] = []
        kept.reserveCapacity(sites.count)
        var order = Array(sites.indices)
        order.sort { sites[$0].precedes(sites[$1]) ?? ($0 < $1) }
        for site in order.lazy.map({ sites[$0] }) {
            // Two names of one thing give one signal.
            if kept.last(
                while: { $0.precedes(site) == nil },
                contains: {
                    $0.subject == site.subject && $0.attributes == site.attributes && $0.gate == site.gate
                        && $0.isIgnored == site.isIgnored
                })
            {
                continue
            }
            kept.append(site)
        }
        signals = kept
        signalsByKind = [:]
        for (index, site) in kept.enumerated() { signalsByKind[site.kind, default: []].append(index) }
    }
}

extension SignalSite {
    /// Nil for signals of one kind in one place.
    fileprivate func precedes(_ other: SignalSite) -> Bool? {
        if path != other.path { return path < other.path }
        if line != other.line { return line < other.line }
        if kind != other.kind { return kind < other.kind }
        if node != other.node { return (node ?? -1) < (other.node ?? -1) }
        return nil
    }
}

extension Array {
    /// Whether one of the last elements that satisfy `condition` satisfies `predicate` too.
    fileprivate func last(while condition: (Element) -> Bool, contains predicate: (Element) -> Bool) -> Bool {
        for element in reversed() {
            guard condition(element) else { return false }
            if predicate(element) { return true }
        }
        return false
    }
}
