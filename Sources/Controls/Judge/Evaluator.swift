import Models
import Wiring

/// How far a condition holds. `some` comes from `each` alone: for some of what it asks for, not for all.
enum Truth: Int, Comparable {
    case none, some, all
    static func < (left: Truth, right: Truth) -> Bool { left.rawValue < right.rawValue }
}

/// What an evaluation found: the truth, and the signals that prove it.
struct Finding {
    var truth: Truth
    /// Indexes into the program's signals, sorted.
    var sites: [Int] = []
    /// Those that `each` asked for in vain, with the kinds that they lack.
    var lacking: [Int] = []
    var lackedKinds: Set<String> = []

    static let none = Finding(truth: .none)
    var holds: Bool { truth != .none }

    mutating func take(_ other: Finding) {
        sites = Set(sites).union(other.sites).sorted()
        lacking = Set(lacking).union(other.lacking).sorted()
        lackedKinds.formUnion(other.lackedKinds)
    }
}

/// Evaluates conditions for one column.
struct Evaluator {
    let workspace: Workspace
    let column: Column
    /// Whether it is asked if the control applies at all.
    var asksForNeed = false

    enum Scope {
        case named(SignalScope)
        /// These signals only.
        case within(Set<Int>)
    }

    func evaluate(_ condition: Condition, in scope: Scope) -> Finding {
        switch condition {
        case .signals(let query):
            let sites = sites(query, in: scope)
            return Finding(truth: sites.isEmpty ? .none : .all, sites: sites)
        case .any(let inner):
            return any(inner, in: scope)
        case .all(let inner):
            var result = Finding(truth: .all)
            for condition in inner {
                let finding = evaluate(condition, in: scope)
                guard finding.holds else { return .none }
                result.truth = min(result.truth, finding.truth)
                result.take(finding)
            }
            return result
        case .not(let inner):
            return evaluate(inner, in: scope).holds ? .none : Finding(truth: .all)
        case .each(let of, let reaches):
            return each(of: of, reaches: reaches, in: scope)
        case .some(let of, let reaches):
            let finding = each(of: of, reaches: reaches, in: scope)
            return finding.holds ? Finding(truth: .all, sites: finding.sites) : .none
        case .bypass(let of, let guardedBy):
            return bypass(of: of, guardedBy: guardedBy, in: scope)
        case .sameSymbol(let conditions):
            return sameSymbol(conditions, in: scope)
        case .more(let of, let than):
            let sites = evaluate(of, in: scope).sites
            let isMore = sites.count > evaluate(than, in: scope).sites.count
            return isMore ? Finding(truth: .all, sites: sites) : .none
        }
    }

    func sites(_ query: SignalQuery, in scope: Scope) -> [Int] {
        // Looked up once for all signals of the query.
        var within: Set<Int>?
        var members: [Bool]?
        switch scope {
        case .within(let sites):
            within = sites
            members = query.reach.flatMap { workspace.members(of: $0, column) }
        case .named(let name):
            members = workspace.members(of: query.reach ?? name, column)
        }
        // What others use is no code without a user, which alone makes a control apply to those who do not call it.
        let left = asksForNeed && query.reach == .anywhere ? workspace.usedByOthersOnly(column) : nil
        var result: [Int] = []
        for kind in query.kinds {
            for site in workspace.program.signalsByKind[kind] ?? [] {
                if let members, !members[site] { continue }
                if let left, left[site] { continue }
                if let within, !within.contains(site) { continue }
                if accepts(query, site) { result.append(site) }
            }
        }
        return query.kinds.count > 1 ? result.sorted() : result
    }

    private func accepts(_ query: SignalQuery, _ site: Int) -> Bool {
        if !query.without.isEmpty, workspace.holds(query.without, besides: site) { return false }
        guard !query.attributes.isEmpty else { return true }
        let attributes = workspace.program.signals[site].attributes
        return query.attributes.allSatisfy { workspace.matches($0.pattern, attributes[$0.name] ?? "") }
    }

    private func any(_ inner: [Condition], in scope: Scope) -> Finding {
        let findings = inner.map { evaluate($0, in: scope) }.filter(\.holds)
        var result = Finding(truth: findings.map(\.truth).max() ?? .none)
        for finding in findings { result.take(finding) }
        if result.truth == .all { (result.lacking, result.lackedKinds) = ([], []) }
        return result
    }

    /// A signal whose subject is not known cannot be shown to lead anywhere, and so counts as one that does not.
    private func each(of: Condition, reaches: Condition, in scope: Scope) -> Finding {
        let asked = evaluate(of, in: scope).sites
        guard !asked.isEmpty else { return .none }
        var result = Finding(truth: .none, lackedKinds: reaches.signals)
        var proofs: Set<Int> = []
        var hasAll = true
        var subjects: [Int: Set<NodeID>] = [:]
        for site in asked { subjects[site] = starts(of: site, in: scope) }
        let led = follow(reaches, from: subjects.values.reduce(into: []) { $0.formUnion($1) })
        for site in asked {
            if let own = subjects[site], !own.isDisjoint(with: led.subjects) {
                proofs.insert(site)
            } else {
                hasAll = false
                result.lacking.append(site)
            }
        }
        guard !proofs.isEmpty else { return result }
        proofs.formUnion(led.sites)
        result.truth = hasAll ? .all : .some
        result.sites = proofs.sorted()
        return result
    }

    /// What leads somewhere on behalf of a signal: its subject, and in a pipeline the steps and jobs that run it, which lead to
    /// what has to pass before them.
    private func starts(of site: Int, in scope: Scope) -> Set<NodeID> {
        let signal = workspace.program.signals[site]
        var found = Set(signal.runs)
        guard case .named(let name) = scope, name == .pipeline || name == .enforced, let node = signal.node else {
            return found
        }
        let way = workspace.pipeline.witness(to: node).map(\.node)
        // The last step on the way is the one that runs it: those before may be other jobs.
        if let step = way.last(where: { ["step", "job"].contains(workspace.program.nodes[Int($0)].kind) }) {
            found.insert(step)
        }
        return found
    }

    private func bypass(of: Condition, guardedBy: Condition, in scope: Scope) -> Finding {
        var isPipeline = false
        if case .named(let name) = scope, name == .pipeline || name == .enforced { isPipeline = true }
        let exposed = evaluate(of, in: scope).sites.filter { workspace.program.signals[$0].node != nil }
        guard !exposed.isEmpty else { return .none }
        let guards = evaluate(guardedBy, in: .named(.anywhere)).sites
        let cover = Cover(guards, workspace.program, starts: column.kind == "library" ? [] : Set(column.roots))
        let reach = workspace.reach(column, isPipeline: isPipeline, avoiding: cover.nodes)
        let around = exposed.filter { site in
            let signal = workspace.program.signals[site]
            return (signal.node.map(reach.contains) ?? false) && !cover.holds(signal)
        }
        return Finding(truth: around.isEmpty ? .none : .all, sites: around)
    }

    private func sameSymbol(_ conditions: [Condition], in scope: Scope) -> Finding {
        var sites: [Int] = []
        var common: Set<NodeID>?
        for condition in conditions {
            let finding = evaluate(condition, in: scope)
            let nodes = Set(finding.sites.compactMap { workspace.program.signals[$0].node })
            common = common.map { $0.intersection(nodes) } ?? nodes
            sites += finding.sites
        }
        guard let common, !common.isEmpty else { return .none }
        let proofs = sites.filter { site in workspace.program.signals[site].node.map(common.contains) ?? false }
        return Finding(truth: .all, sites: Set(proofs).sorted())
    }
}

extension SignalSite {
    /// What it is about, and what runs before that.
    fileprivate var runs: [NodeID] { subject.map { [$0] + guards } ?? guards }
}
