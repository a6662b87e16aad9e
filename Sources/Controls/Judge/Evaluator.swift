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
        sites = Self.union(sites, other.sites)
        lacking = Self.union(lacking, other.lacking)
        lackedKinds.formUnion(other.lackedKinds)
    }

    /// Of two sorted lists.
    static func union(_ left: [Int], _ right: [Int]) -> [Int] {
        if left.isEmpty { return right }
        guard let last = left.last, let first = right.first else { return left }
        if last < first { return left + right }
        var result: [Int] = []
        result.reserveCapacity(left.count + right.count)
        var (one, two) = (0, 0)
        while one < left.count, two < right.count {
            if left[one] == right[two] { two += 1 }
            if two == right.count || left[one] <= right[two] {
                result.append(left[one])
                one += 1
            } else {
                result.append(right[two])
                two += 1
            }
        }
        result.append(contentsOf: left[one...])
        result.append(contentsOf: right[two...])
        return result
    }
}

/// Evaluates conditions for one column.
struct Evaluator {
    let view: ColumnView
    /// Whether it is asked if the control applies at all.
    let asksForNeed: Bool

    private var workspace: Workspace { view.workspace }
    private var table: SignalTable { view.table }

    init(_ view: ColumnView, asksForNeed: Bool = false) {
        self.view = view
        self.asksForNeed = asksForNeed
    }

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
        let plan = workspace.plan(query)
        switch scope {
        case .named(let name):
            switch query.reach ?? name {
            case .production: return view.production(plan)
            // What others use is no code without a user, which alone makes a control apply to those who do not call it.
            case .anywhere: return view.anywhere(plan, leavesUsed: asksForNeed && query.reach == .anywhere)
            case let other: return workspace.sites(plan, in: other)
            }
        case .within(let sites):
            workspace.count(min(sites.count, plan.sites.count))
            let found =
                sites.count < plan.sites.count
                ? sites.filter { plan.asksFor(Int32($0)) }.sorted()
                : plan.sites.lazy.map(Int.init).filter(sites.contains)
            return query.reach == nil ? found : found.filter { isMeant(query, Int32($0)) }
        }
    }

    /// Whether a signal is in the scope that the query itself names.
    func isMeant(_ query: SignalQuery, _ site: Int32) -> Bool {
        switch query.reach {
        case nil: true
        case .production?: view.isInProduction(site)
        case .anywhere?: view.isAnywhere(site) && !(asksForNeed && view.isUsedByOthersOnly(site))
        case let other?: workspace.contains(site, in: other)
        }
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
        // What leads nowhere as far as is known lacks whatever is asked.
        var isLack = false
        if case .not = reaches { isLack = true }
        for site in asked {
            if let own = subjects[site], own.isEmpty ? isLack : !own.isDisjoint(with: led.subjects) {
                proofs.insert(site)
            } else {
                hasAll = false
                result.lacking.append(site)
            }
        }
        if !isLack, !result.lacking.isEmpty {
            let handed = handedOver(to: result.lacking, reaches, in: scope)
            result.lacking.removeAll { handed[$0] != nil }
            hasAll = result.lacking.isEmpty
            for (site, sites) in handed { proofs.formUnion([site] + sites) }
        }
        guard !proofs.isEmpty else { return result }
        proofs.formUnion(led.sites)
        result.truth = hasAll ? .all : .some
        result.sites = proofs.sorted()
        return result
    }

    /// By signal, what its own line is handed that meets a condition: `r.GET("/orders", auth.Verify(), list)` with an `auth` of
    /// another repository, of which nothing leads on from here.
    private func handedOver(to sites: [Int], _ condition: Condition, in scope: Scope) -> [Int: [Int]] {
        struct Line: Hashable {
            var node: NodeID
            var line: Int
        }
        func line(_ site: Int) -> Line { Line(node: table.nodes[site], line: workspace.program.signals[site].line) }
        let asked = Set(sites)
        var found: [Line: [Int]] = [:]
        for site in evaluate(condition, in: scope).sites where !asked.contains(site) && table.nodes[site] >= 0 {
            found[line(site), default: []].append(site)
        }
        guard !found.isEmpty else { return [:] }
        var result: [Int: [Int]] = [:]
        for site in sites {
            if let handed = found[line(site)] { result[site] = handed }
        }
        return result
    }

    /// What leads somewhere on behalf of a signal: its subject, and in a pipeline the steps and jobs that run it, which lead to
    /// what has to pass before them.
    private func starts(of site: Int, in scope: Scope) -> Set<NodeID> {
        let node = table.nodes[site]
        var found = Set(workspace.program.signals[site].guards)
        if table.subjects[site] >= 0 { found.insert(table.subjects[site]) }
        guard case .named(let name) = scope, name == .pipeline || name == .enforced, node >= 0 else { return found }
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
        let exposed = evaluate(of, in: scope).sites.filter { table.nodes[$0] >= 0 }
        guard !exposed.isEmpty else { return .none }
        let guards = evaluate(guardedBy, in: .named(.anywhere)).sites
        let isLibrary = view.column.kind == "library"
        let cover = Cover(guards, workspace.program, starts: isLibrary ? [] : Set(view.column.roots))
        let reach =
            isPipeline ? workspace.pipeline(avoiding: cover.nodes) : view.reach(avoiding: cover.nodes)
        let around = exposed.filter {
            reach.contains(table.nodes[$0]) && !cover.holds(workspace.program.signals[$0])
        }
        return Finding(truth: around.isEmpty ? .none : .all, sites: around)
    }

    private func sameSymbol(_ conditions: [Condition], in scope: Scope) -> Finding {
        var sites: [Int] = []
        var common: Set<NodeID>?
        for condition in conditions {
            let finding = evaluate(condition, in: scope)
            let nodes = Set(finding.sites.lazy.map { table.nodes[$0] }.filter { $0 >= 0 })
            common = common.map { $0.intersection(nodes) } ?? nodes
            sites += finding.sites
        }
        guard let common, !common.isEmpty else { return .none }
        let proofs = sites.filter { common.contains(table.nodes[$0]) }
        return Finding(truth: .all, sites: Set(proofs).sorted())
    }
}

extension SignalSite {
    /// What it is about, and what runs before that.
    fileprivate var runs: [NodeID] { subject.map { [$0] + guards } ?? guards }
}
