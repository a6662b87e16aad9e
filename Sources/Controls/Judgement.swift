/// Everything that was judged of one commit.
package struct Judgement: Sendable {
    /// What was judged on its own, sorted by id; one of kind `library` where nothing runs on its own.
    package var components: [JudgedComponent]
    /// In the order of the catalogue.
    package var controls: [ControlResult]
    /// By severity, control and component.
    package var gaps: [Gap]
    package var summary: Summary
    /// How many signals were looked at: grows with the program, however many components it has.
    package var looks: Int

    package init(
        components: [JudgedComponent], controls: [ControlResult], gaps: [Gap], summary: Summary, looks: Int = 0
    ) {
        self.components = components
        self.controls = controls
        self.gaps = gaps
        self.summary = summary
        self.looks = looks
    }
}

/// A column of the matrix.
package struct JudgedComponent: Sendable, Equatable {
    package var id: String
    package var kind: String
    package var path: String
    package var line: Int
    /// The workloads and images that start it.
    package var workloads: [String]

    package init(id: String, kind: String, path: String, line: Int, workloads: [String] = []) {
        self.workloads = workloads
        self.id = id
        self.kind = kind
        self.path = path
        self.line = line
    }
}

/// One row of the matrix.
package struct ControlResult: Sendable {
    package var control: Control
    /// For the repository as a whole.
    package var state: State
    /// What it counts as in the score: cells that reached what is required count as wired.
    package var counted: State
    package var required: State
    package var tested: Bool?
    /// One for each component, in their order; one with the component `(repository)` for a control of the repository.
    package var cells: [Cell]
    package var evidence: [Evidence]
    /// The fingerprint of its worst gap.
    package var gap: String?
    /// Points of the score that closing all of its gaps would win, everything else being as it is.
    package var gain: Double

    package init(
        control: Control, state: State, counted: State? = nil, required: State, tested: Bool?, cells: [Cell],
        evidence: [Evidence], gap: String?, gain: Double = 0
    ) {
        self.counted = counted ?? state
        self.gain = gain
        self.control = control
        self.state = state
        self.required = required
        self.tested = tested
        self.cells = cells
        self.evidence = evidence
        self.gap = gap
    }
}

/// A control for one component.
package struct Cell: Sendable, Equatable {
    package var component: String
    package var state: State
    /// Whether a test reaches what is evidence of the state; nil where there is nothing to reach.
    package var tested: Bool?
    /// Why it is unknown, or does not apply.
    package var reason: String?

    package init(component: String, state: State, tested: Bool? = nil, reason: String? = nil) {
        self.component = component
        self.state = state
        self.tested = tested
        self.reason = reason
    }
}

/// Located support of a state, or against it.
package struct Evidence: Sendable, Equatable {
    package enum Role: String, Sendable, Hashable, CaseIterable { case wiring, definition, counter, declaration, test }

    package var role: Role
    package var path: String
    package var line: Int
    package var endLine: Int
    package var object: String
    /// Empty where no symbol holds it.
    package var symbol: String
    package var message: String
    /// From a root to the symbol, both included; empty where nothing reaches it.
    package var witness: [WitnessEntry]
    /// Nil where it speaks of several components, or of the repository.
    package var component: String?

    /// How evidence begins that only says where something is needed: it has the role of counter-evidence, and speaks against nothing.
    package static let needed = "needed here"

    var isNeed: Bool { role == .counter && message.hasPrefix(Self.needed) }

    package init(
        role: Role, path: String, line: Int, endLine: Int, object: String, symbol: String, message: String,
        witness: [WitnessEntry], component: String?
    ) {
        self.role = role
        self.path = path
        self.line = line
        self.endLine = endLine
        self.object = object
        self.symbol = symbol
        self.message = message
        self.witness = witness
        self.component = component
    }
}

/// A step of a witness, and the line at which it leads to the next.
package struct WitnessEntry: Sendable, Equatable {
    package var symbol: String
    package var path: String
    package var line: Int
    package var guess: Bool

    package init(symbol: String, path: String, line: Int, guess: Bool) {
        self.symbol = symbol
        self.path = path
        self.line = line
        self.guess = guess
    }
}

/// A cell below the state that its control requires.
package struct Gap: Sendable, Equatable {
    /// Of the control and the component alone, so that it survives every edit of the code.
    package var fingerprint: String
    package var control: String
    package var component: String
    package var state: State
    package var required: State
    package var severity: Severity
    package var title: String
    package var why: String
    package var remedy: String
    package var acceptance: [String]
    package var files: [String]
    /// Points of the score that closing it would win, everything else being as it is: none where other components lack the same.
    package var gain: Double

    package init(
        fingerprint: String, control: String, component: String, state: State, required: State, severity: Severity,
        title: String, why: String, remedy: String, acceptance: [String], files: [String], gain: Double = 0
    ) {
        self.gain = gain
        self.fingerprint = fingerprint
        self.control = control
        self.component = component
        self.state = state
        self.required = required
        self.severity = severity
        self.title = title
        self.why = why
        self.remedy = remedy
        self.acceptance = acceptance
        self.files = files
    }
}

/// The matrix in numbers.
package struct Summary: Sendable, Equatable {
    /// 0 to 100; nil where nothing could be judged.
    package var score: Int?
    package var byArea: [String: AreaSummary]
    /// Open gaps.
    package var bySeverity: [Severity: Int]
    /// Controls.
    package var byState: [State: Int]

    package init(
        score: Int?, byArea: [String: AreaSummary], bySeverity: [Severity: Int], byState: [State: Int]
    ) {
        self.score = score
        self.byArea = byArea
        self.bySeverity = bySeverity
        self.byState = byState
    }
}

/// One area in numbers.
package struct AreaSummary: Sendable, Equatable {
    package var score: Int?
    /// Controls that count.
    package var judged: Int
    package var unknown: Int
    package var notApplicable: Int
    /// What it weighs in the score of the repository, where anything of it counts.
    package var weight: Double

    package init(score: Int?, judged: Int, unknown: Int, notApplicable: Int, weight: Double = 0) {
        self.weight = weight
        self.score = score
        self.judged = judged
        self.unknown = unknown
        self.notApplicable = notApplicable
    }
}

/// How an analyzer fared.
package struct AnalyzerStatus: Sendable, Equatable {
    package enum Status: String, Sendable, Hashable { case ok, unavailable, failed }

    package var name: String
    package var version: String
    package var status: Status
    /// How many files of the repository it claims.
    package var files: Int
    /// How many of them gave no facts.
    package var failures: Int
    package var message: String?
    package var failedPaths: [String]

    package init(
        name: String, version: String, status: Status, files: Int, failures: Int, message: String? = nil,
        failedPaths: [String] = []
    ) {
        self.name = name
        self.version = version
        self.status = status
        self.files = files
        self.failures = failures
        self.message = message
        self.failedPaths = failedPaths
    }
}
