import AnalyzerProtocol
import Wiring

/// Writes the evidence of one cell: what is wired and how, what exists and what it lacks, and what speaks against it.
struct EvidenceWriter {
    let control: Control
    var view: ColumnView
    let words: Words

    /// More of one role than this is counted, not shown.
    private static let limit = 8
    /// Defects that are listed one by one.
    private static let defects = 100

    private var workspace: Workspace { view.workspace }
    private var column: Column { view.column }
    private var program: Program { workspace.program }

    func write(_ finding: CellFinding) -> [Evidence] {
        guard finding.state.rung != nil else { return [] }
        var result: [Evidence] = []
        switch finding.provenState {
        case .wired, .partial:
            if finding.isByAbsence {
                result += byAbsence(finding)
            } else if finding.isOffByDefault {
                result += list(finding.proof.sites, role: .definition) { words.describe($0) }
            } else {
                result += list(finding.proof.sites, role: .wiring) { words.describe($0) }
                result += definitions(besides: finding.proof.sites)
            }
        case .defined:
            result += list(finding.proof.sites, role: .definition) { describeUnwired($0) }
        case .declared:
            result += list(finding.proof.sites, role: .declaration) { words.describe($0) }
        default:
            // What a path or content says of the repository is said of nobody in particular.
            let nodes = view.table.nodes
            let held = finding.need.sites.filter { nodes[$0] >= 0 }
            result += list(held.isEmpty ? finding.need.sites : held, role: .counter, limit: 3) {
                "\(Evidence.needed), where it \(words.describe($0))"
            }
        }
        for (rule, counter, isOptional) in finding.counters {
            let words = self.words
            let reason =
                (isOptional ? "only where somebody asks for it: " : "") + Words.escaped(rule.words).trimmingPunctuation
            // Where each is a defect of its own, all of them are wanted.
            let limit = control.absenceIs == .wired ? Self.defects : Self.limit
            result += list(counter.sites, role: .counter, limit: limit) { "\(reason): \(words.describe($0))" }
        }
        result += offByDefault(finding)
        if finding.proof.truth == .some {
            let lacked = finding.proof.lackedKinds.sorted().prefix(2).map { words.meaning(of: $0) }.joined(
                separator: " or ")
            result += list(finding.proof.lacking, role: .counter) {
                "\(words.describe($0)); nothing it leads to \(lacked)"
            }
        }
        if let test = test(finding) { result.append(test) }
        return result
    }

    /// Whether a test reaches what is evidence of the state.
    func tested(_ finding: CellFinding) -> Bool? {
        guard let rung = finding.state.rung, rung >= 2 else { return nil }
        let nodes = testableNodes(finding)
        return nodes.contains { _ in true } ? nodes.contains(where: workspace.test.contains) : nil
    }

    // MARK: Roles

    /// What does not run unless somebody configures it: each condition once, where it is asked.
    private func offByDefault(_ finding: CellFinding) -> [Evidence] {
        var result: [Evidence] = []
        var seen: Set<Gate> = []
        for (site, gate) in finding.offByDefault where seen.insert(gate).inserted {
            guard result.count < Self.limit else { break }
            let signal = program.signals[site]
            let asker = workspace.firstNode(of: gate.path)
            let place = "\(Words.escaped(gate.defaultPath)):\(gate.defaultLine)"
            let shipped = gate.shippedAt.map { ", turned on at \(Words.escaped($0))" } ?? ""
            result.append(
                Evidence(
                    role: .counter, path: gate.path, line: gate.line, endLine: gate.line, object: asker?.object ?? "",
                    symbol: signal.node.map { Words.escaped(program.nodes[Int($0)].name) } ?? "",
                    message:
                        "off unless \(Words.escaped(gate.name)) is \(Words.escaped(gate.wanted)) (\(Words.defaultText(gate.value)) at \(place)\(shipped)): \(words.describe(signal))",
                    witness: signal.node.map { entries(view.reach.witness(to: $0)) } ?? [],
                    component: column.evidenceComponent))
        }
        return result
    }

    private func byAbsence(_ finding: CellFinding) -> [Evidence] {
        let message = Words.escaped(control.states[finding.state]?.words ?? control.title).trimmingPunctuation
        // What speaks against it for those only who ask for it is no proof of it either.
        let optional = Set(finding.counters.filter(\.isOptional).flatMap(\.finding.sites))
        let found = list(finding.need.sites.filter { !optional.contains($0) }, role: .wiring, limit: 3) {
            "\(message): \(words.describe($0))"
        }
        if !found.isEmpty { return found }
        // Nothing in particular shows it: the place where the component starts stands for all of it, or the first file that was read.
        guard let root = column.roots.first ?? program.nodes.first?.id else { return [] }
        let node = program.nodes[Int(root)]
        return [
            Evidence(
                role: .wiring, path: node.path, line: max(1, node.line), endLine: max(1, node.line, node.endLine),
                object: node.object,
                symbol: Words.escaped(node.name), message: message,
                witness: entries(view.reach.witness(to: root)),
                component: column.evidenceComponent)
        ]
    }

    /// What implements a thing that is wired, as far as production reaches it.
    private func definitions(besides proof: [Int]) -> [Evidence] {
        guard let condition = control.states[.defined]?.when else { return [] }
        let known = Set(proof)
        let sites = Evaluator(view).evaluate(condition, in: .named(.anywhere)).sites
            .filter { !known.contains($0) && view.isInProduction(Int32($0)) }
        return list(sites, role: .definition, limit: 4) { words.describe($0) }
    }

    private func describeUnwired(_ site: SignalSite) -> String {
        let text = words.describe(site)
        guard let node = site.node else { return text }
        let reach = control.root == .pipeline ? workspace.pipeline : view.reach
        let who = control.root == .pipeline ? "pipeline" : "production"
        guard !reach.contains(node) else {
            let looked = (control.states[.wired]?.when?.signals.sorted() ?? []).filter { $0 != site.kind }.prefix(2)
            let found = looked.map { words.meaning(of: $0) }.joined(separator: " or ")
            return found.isEmpty ? text : "\(text); \(who) reaches it, and nothing there that \(found)"
        }
        if control.root == .production,
            let other = workspace.firstColumn(reaching: node)
        {
            return "\(text); \(Words.escaped(other.id)) reaches it, \(Words.escaped(column.id)) does not"
        }
        if program.nodes[Int(node)].analyzer == Self.analyzerOfPages {
            return "\(text); what uses a file of this kind is not followed"
        }
        if control.root == .production, workspace.pipeline.contains(node) {
            return "\(text); no \(who) root reaches it: a pipeline runs it"
        }
        return "\(text); no \(who) root reaches it\(nearestCaller(of: node))"
    }

    /// What templates and pages are rendered by is told by texts that nobody resolves.
    private static let analyzerOfPages = "web"

    /// `: nothing calls it`, or who would have to be called.
    private func nearestCaller(of start: NodeID) -> String {
        var node = start
        var seen: Set<NodeID> = [start]
        for _ in 0..<16 {
            let callers = program.callers(of: node).map(\.node).filter { !seen.contains($0) }
            let product = callers.filter { !program.nodes[Int($0)].isTest }
            guard let next = product.first else {
                let name = Words.escaped(program.nodes[Int(node)].name)
                let onlyTests = !callers.isEmpty
                if node == start { return onlyTests ? ": only tests call it" : ": nothing calls it" }
                return onlyTests
                    ? "; nearest caller: \(name), which only tests call"
                    : "; nearest caller: \(name), which nothing calls"
            }
            seen.insert(next)
            node = next
        }
        return "; nearest caller: \(Words.escaped(program.nodes[Int(node)].name))"
    }

    private func testableNodes(_ finding: CellFinding) -> some Sequence<NodeID> {
        let table = view.table
        return finding.proof.sites.lazy.flatMap { [table.nodes[$0], table.subjects[$0]] }.filter { $0 >= 0 }
    }

    private func test(_ finding: CellFinding) -> Evidence? {
        guard let rung = finding.state.rung, rung >= 2 else { return nil }
        guard let node = testableNodes(finding).first(where: workspace.test.contains) else { return nil }
        let witness = entries(workspace.test.witness(to: node))
        guard let root = workspace.test.witness(to: node).first else { return nil }
        let holder = program.nodes[Int(root.node)]
        return Evidence(
            role: .test, path: holder.path, line: max(1, holder.line), endLine: max(1, holder.line, holder.endLine),
            object: holder.object,
            symbol: Words.escaped(holder.name),
            message: "a test reaches \(Words.escaped(program.nodes[Int(node)].name))", witness: witness,
            component: column.evidenceComponent)
    }

    // MARK: Parts

    /// Evidence at the signals' places: what production reaches first, then by path and line.
    private func list(_ sites: [Int], role: Evidence.Role, limit: Int = limit, message: (SignalSite) -> String)
        -> [Evidence]
    {
        let reach = control.root == .pipeline && role == .wiring ? workspace.pipeline : view.reach
        let table = view.table
        func isReached(_ site: Int) -> Bool {
            let node = table.nodes[site]
            return node >= 0 ? reach.contains(node) : !table.flags[site].contains(.isTest)
        }
        let shown = shown(of: sites, limit: limit, isReached: isReached)
        var result = shown.sites.map { site in
            let signal = program.signals[site]
            let line = max(1, signal.line)
            return Evidence(
                role: role, path: signal.path, line: line, endLine: max(line, signal.endLine),
                object: signal.object,
                symbol: signal.node.map { Words.escaped(program.nodes[Int($0)].name) } ?? "",
                message: message(signal),
                witness: signal.node.map { entries(reach.witness(to: $0)) } ?? [],
                component: column.evidenceComponent)
        }
        if shown.hidden > 0 { result[result.count - 1].message += " (and \(shown.hidden) more)" }
        return result
    }

    /// The first places, what is reached before what is not, but of every kind of signal one: eight migrations do not hide what
    /// runs them. There may be as many sites as the program has signals, and this is asked for each cell: nothing is copied.
    ///
    /// - Parameter sites: sorted, so that signals of one place lie side by side; the first speaks for the others.
    private func shown(of sites: [Int], limit: Int, isReached: (Int) -> Bool) -> (sites: [Int], hidden: Int) {
        let table = view.table
        var kinds: Set<Int32> = []
        var heads: [(order: Int, site: Int)] = []
        var rest: [(order: Int, site: Int)] = []
        var count = 0
        func take(_ site: Int) {
            if heads.count < limit, kinds.insert(table.kinds[site]).inserted {
                heads.append((count, site))
            } else if rest.count < limit {
                rest.append((count, site))
            }
            count += 1
        }
        var unreached: [Int] = []
        var index = 0
        while index < sites.count {
            let first = sites[index]
            let place = table.places[first]
            var reached = -1
            while index < sites.count, table.places[sites[index]] == place {
                if reached < 0, isReached(sites[index]) { reached = sites[index] }
                index += 1
            }
            if reached >= 0 { take(reached) } else { unreached.append(first) }
        }
        unreached.forEach(take)
        let chosen = (heads + rest.prefix(limit - heads.count)).sorted { $0.order < $1.order }
        return (chosen.map(\.site), count - chosen.count)
    }

    private func entries(_ steps: [WitnessStep]) -> [WitnessEntry] {
        steps.map { step in
            let node = program.nodes[Int(step.node)]
            return WitnessEntry(
                symbol: Words.escaped(node.name), path: node.path, line: max(1, step.line), guess: step.guess)
        }
    }
}

extension Column {
    /// Evidence for the repository as a whole belongs to no component.
    var evidenceComponent: String? { kind == "repository" ? nil : id }
}
