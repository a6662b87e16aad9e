import AnalyzerProtocol
import Wiring

/// What was found of one control for one column, before evidence is written.
struct CellFinding {
    var state: State
    var reason: String?
    /// What shows the state, and the state it shows before counter-evidence caps it.
    var proof = Finding.none
    var provenState: State?
    /// Whether the state is that of `absence-is`.
    var isByAbsence = false
    /// Whether counter-evidence lowered it.
    var isCapped = false
    /// What `applies-when` found.
    var need = Finding.none
    var counters: [(rule: Control.CounterEvidence, finding: Finding, isOptional: Bool)] = []
    /// Whether nothing of it runs by default, and nothing shipped turns it on.
    var isOffByDefault = false
    /// What shows the state, and does not run unless somebody configures it.
    var offByDefault: [(site: Int, gate: Gate)] = []
    /// Whether nobody read what the column runs, so that it says nothing of the repository.
    var isWithoutCode = false
}

/// Judges one control for one column. See docs/controls.md, How a cell is judged.
struct CellJudge {
    let control: Control
    var view: ColumnView
    let availability: Availability
    /// Signals of paths and contents, which are known whatever analyzers ran.
    let fileSignals: Set<String>

    private var workspace: Workspace { view.workspace }
    private var column: Column { view.column }

    func judge() -> CellFinding {
        if let finding = withoutCode() ?? inAnotherLanguage() { return finding }
        let evaluator = Evaluator(view)
        let asking = Evaluator(view, asksForNeed: true)
        let need =
            control.appliesWhen.when.map { asking.evaluate($0, in: .named(.production)) } ?? Finding(truth: .all)
        if !need.holds, let reason = ofOtherLanguages {
            let known = control.appliesWhen.when.map { isKnownFalse($0, asking) } ?? true
            return known ? notApplicable(need) : CellFinding(state: .unknown, reason: reason)
        }
        if let reason = availability.nobody, !need.holds {
            let known = control.appliesWhen.when.map { isKnownFalse($0, asking) } ?? true
            return known ? notApplicable(need) : CellFinding(state: .unknown, reason: reason)
        }
        guard need.holds else {
            if let reason = availability.oneLess { return CellFinding(state: .unknown, reason: reason) }
            return notApplicable(need)
        }
        var result = climb(evaluator)
        result.need = need
        for rule in control.counterEvidence {
            let finding = evaluator.evaluate(rule.when, in: .named(rootScope))
            guard finding.holds else { continue }
            let isOptional = isOffByDefault(rule, finding)
            result.counters.append((rule, finding, isOptional))
            if isOptional { continue }
            if rule.caps < result.state {
                result.state = rule.caps
                result.isByAbsence = false
                result.isCapped = true
            } else if rule.caps == .missing {
                // Nothing better was found either: what speaks against it decides, whoever did not look.
                result.isCapped = true
            }
        }
        weakenByDefault(&result)
        if let reason = reasonForDoubt(result) ?? unknown(result, evaluator) {
            result.state = .unknown
            result.reason = reason
        }
        return result
    }

    /// Whether what speaks against the control is there for those only who ask for it: found by itself, and not by default.
    private func isOffByDefault(_ rule: Control.CounterEvidence, _ finding: Finding) -> Bool {
        // What says that something is optional says it wherever it stands.
        guard control.root == .production, !finding.sites.isEmpty,
            !rule.when.signals.contains(where: { $0.hasSuffix(".optional") }),
            let usual = view.byDefault
        else { return false }
        let evaluator = Evaluator(usual)
        guard !evaluator.evaluate(rule.when, in: .named(.production)).holds else { return false }
        // What stands under its own condition is an option (`if insecure { … }`); what only a part that has to be asked for
        // does, it does whenever that part is used. What is shipped with it turned on has it.
        return finding.sites.allSatisfy { site in
            workspace.program.signals[site].gate != 0
                && view.gates(of: site).contains { $0.shippedAt == nil }
        }
    }

    /// Caps what nobody has who does not configure it: what holds over all that production reaches, and not over what it
    /// reaches by default, is partial where something shipped turns it on or some of it holds by default, else defined.
    /// Where the need is off by default too, so may be the control.
    private func weakenByDefault(_ result: inout CellFinding) {
        guard control.root == .production, result.state >= .partial, !result.isByAbsence,
            let proven = result.provenState, let condition = control.states[proven]?.when,
            let usual = view.byDefault
        else { return }
        let evaluator = Evaluator(usual)
        let left = evaluator.evaluate(condition, in: .named(.production))
        guard left.truth < result.proof.truth else { return }
        let asking = Evaluator(usual, asksForNeed: true)
        if let need = control.appliesWhen.when, !asking.evaluate(need, in: .named(.production)).holds { return }
        var isShipped = false
        for site in result.proof.sites where !usual.isInProduction(Int32(site)) {
            let gates = view.gates(of: site)
            guard let gate = gates.first(where: { $0.shippedAt == nil }) ?? gates.first else { continue }
            result.offByDefault.append((site, gate))
            if gate.shippedAt != nil { isShipped = true }
        }
        guard !result.offByDefault.isEmpty else { return }
        let holdsByDefault = [State.wired, .partial].contains { state in
            control.states[state]?.when.map { evaluator.evaluate($0, in: .named(.production)).holds } ?? false
        }
        result.isOffByDefault = !holdsByDefault && !isShipped
        let cap: State = result.isOffByDefault ? .defined : .partial
        guard result.state > cap else { return }
        result.state = cap
        result.isCapped = true
    }

    /// The scope of `partial`, `wired` and `counter-evidence`.
    private var rootScope: SignalScope { control.root == .pipeline ? .pipeline : .production }

    /// What a workload lacks whose code nobody reads: an image made elsewhere has none here, one of this repository is not known.
    private func withoutCode() -> CellFinding? {
        guard control.scope == .component, !Self.readersOfManifests.isSuperset(of: control.judgedBy),
            column.isDeployment, view.code.analyzers.isDisjoint(with: control.judgedBy)
        else { return nil }
        // Where no file of the repository is of the sort that the control asks for, nothing else matters.
        let asking = Evaluator(view, asksForNeed: true)
        if let need = control.appliesWhen.when, isKnownFalse(need, asking) { return notApplicable(.none) }
        guard let image = view.ownImage else {
            return CellFinding(
                state: .notApplicable, reason: "it runs an image that is made elsewhere: no code of this repository")
        }
        if view.servesFilesOnly {
            if let need = control.appliesWhen.when, !mayConcernFiles(need) { return notApplicable(.none) }
            return CellFinding(
                state: .unknown,
                reason: "\(Words.escaped(image)) serves files by a server whose configuration no analyzer reads",
                isWithoutCode: true)
        }
        let readers = control.judgedBy.joined(separator: ", ")
        return CellFinding(
            state: .unknown,
            reason: "\(Words.escaped(image)) is built here, and its entry point leads to no code that \(readers) read",
            isWithoutCode: true)
    }

    /// Whether a condition may hold for what does nothing but answer requests for files and pages.
    private func mayConcernFiles(_ condition: Condition) -> Bool {
        switch condition {
        case .any(let inner): inner.contains(where: mayConcernFiles)
        case .all(let inner): inner.allSatisfy(mayConcernFiles)
        // What is not there may be.
        case .not: true
        default: !condition.signals.isDisjoint(with: ["service.http-server", "http.web-page", "http.route"])
        }
    }

    /// What nobody can tell of a component whose language those who judge the control do not read.
    private func inAnotherLanguage() -> CellFinding? {
        guard control.scope == .component, !column.isDeployment, let own = column.analyzer,
            workspace.readersOfCode.contains(own), !workspace.readersOfCode.isDisjoint(with: control.judgedBy),
            view.code.analyzers.isDisjoint(with: control.judgedBy)
        else { return nil }
        return CellFinding(state: .unknown, reason: "not supported: no analyzer judges it for what \(own) reads")
    }

    /// What manifests say of a workload is no question of code: what these analyzers alone judge.
    private static let readersOfManifests: Set<String> = ["helm", "kubernetes"]

    /// Why nothing can be said of a repository hardly any of whose code is read, where the control asks for code.
    private var ofOtherLanguages: String? {
        guard !Availability.readersOfArtifacts.isSuperset(of: control.judgedBy), control.root == .production,
            column.kind == "library" || column.kind == "repository", workspace.elsewhere.isAllCode
        else { return nil }
        return workspace.elsewhere.words
    }

    private func notApplicable(_ need: Finding) -> CellFinding {
        CellFinding(state: .notApplicable, reason: "not found: " + control.appliesWhen.words)
    }

    /// The highest state whose condition holds.
    private func climb(_ evaluator: Evaluator) -> CellFinding {
        for state in State.ladder.reversed() {
            guard let condition = control.states[state]?.when else { continue }
            if state == .wired, control.root == .pipeline {
                let enforced = evaluator.evaluate(condition, in: .named(.enforced))
                if enforced.holds {
                    return CellFinding(
                        state: enforced.truth == .some ? .partial : state, proof: enforced, provenState: state)
                }
            }
            let finding = evaluator.evaluate(condition, in: .named(state >= .partial ? rootScope : .anywhere))
            guard finding.holds else { continue }
            if state == .wired, control.root == .pipeline {
                // It holds in what the pipeline runs, and not in what can fail it.
                var result = CellFinding(state: .partial, proof: finding, provenState: state)
                let words = "Its failure is ignored: the pipeline passes all the same."
                result.counters.append(
                    (Control.CounterEvidence(words: words, when: condition, caps: .partial), finding, false))
                result.isCapped = true
                return result
            }
            let isWeakened = state == .wired && finding.truth == .some
            if isWeakened, let usual = holdingByDefault(condition, finding) {
                return CellFinding(state: state, proof: usual, provenState: state)
            }
            return CellFinding(state: isWeakened ? .partial : state, proof: finding, provenState: state)
        }
        if let state = control.absenceIs { return CellFinding(state: state, provenState: state, isByAbsence: true) }
        return CellFinding(state: .missing)
    }

    /// What shows that a condition holds for all that runs by default: what lacks it has to be asked for, and nothing
    /// shipped asks for it.
    private func holdingByDefault(_ condition: Condition, _ finding: Finding) -> Finding? {
        guard control.root == .production, !finding.lacking.isEmpty, let usual = view.byDefault else { return nil }
        let found = Evaluator(usual).evaluate(condition, in: .named(.production))
        guard found.truth == .all,
            finding.lacking.allSatisfy({ site in view.gates(of: site).contains { $0.shippedAt == nil } })
        else { return nil }
        return found
    }

    /// Whether a condition does not hold by what paths and contents say alone, whatever analyzers would find.
    private func isKnownFalse(_ condition: Condition, _ evaluator: Evaluator) -> Bool {
        switch condition {
        case .all(let inner): inner.contains { isKnownFalse($0, evaluator) }
        case .any(let inner): inner.allSatisfy { isKnownFalse($0, evaluator) }
        default:
            condition.signals.isSubset(of: fileSignals)
                && !evaluator.evaluate(condition, in: .named(.production)).holds
        }
    }

    /// What the control itself says that nobody can tell.
    private func unknown(_ result: CellFinding, _ evaluator: Evaluator) -> String? {
        guard let rule = control.unknownWhen, let condition = rule.when, result.state < .wired, !result.isCapped,
            evaluator.evaluate(condition, in: .named(rootScope)).holds
        else { return nil }
        return rule.words
    }

    /// Why what was found is not enough to say so.
    private func reasonForDoubt(_ result: CellFinding) -> String? {
        // What was found against it is there, whoever else did not look.
        if result.isCapped { return nil }
        if let reason = availability.nobody { return reason }
        if let reason = availability.oneLess, result.state != .wired || result.isByAbsence { return reason }
        if result.isByAbsence || result.state <= .declared {
            if let paths = named(view.unread(availability.unread)) { return "not read: \(paths)" }
        }
        if !result.isByAbsence, result.state <= .declared, let reason = ofOtherLanguages { return reason }
        if let reason = partElsewhere(result) { return reason }
        let isHidden = hiddenPart != nil && !asksForTests
        if control.root == .pipeline, result.state == .defined || (isHidden && result.state < .defined) {
            return named(workspace.unreadFiles(of: ["pipeline.file"], by: ["pipelines"])).map {
                "the pipeline files \($0) are read by no analyzer of this version"
            }
        }
        if result.state <= .declared, !result.isByAbsence, !control.hiddenIn.isEmpty {
            return named(workspace.unreadFiles(of: control.hiddenIn.filter { $0 != hiddenPart })).map {
                "it may stand in files that no analyzer of this version reads: \($0)"
            }
        }
        return nil
    }

    /// Why a control of the pipeline that was not found may hold all the same: a part of the pipeline is kept elsewhere, or the tests are
    /// in a language that nobody reads. Tests that are in no file here are run by nobody.
    private func partElsewhere(_ result: CellFinding) -> String? {
        guard control.root == .pipeline, result.state <= .defined, !result.isByAbsence else { return nil }
        if asksForTests, result.state <= .declared {
            return workspace.elsewhere.isMostCode ? workspace.elsewhere.words : nil
        }
        return hiddenPart.flatMap { Elsewhere.pipelinePart(workspace, kind: $0) }
    }

    /// The signal of parts of a pipeline that are kept elsewhere, where they may hold the control.
    private var hiddenPart: String? { control.hiddenIn.first(where: Elsewhere.parts.contains) }

    private var asksForTests: Bool {
        [State.wired, .defined].contains { state in
            control.states[state]?.when?.signals.contains { $0.hasPrefix("test.") } ?? false
        }
    }

    private func named(_ paths: [String]) -> String? {
        guard !paths.isEmpty else { return nil }
        let more = paths.count > 3 ? " and \(paths.count - 3) more" : ""
        return paths.prefix(3).map { Words.escaped($0) }.joined(separator: ", ") + more
    }
}
