/// Everything a scan found: the values behind every format, and the JSON of docs/report.schema.json.
public struct Report: Codable, Sendable, Equatable {
    public var schema = "gapmatrix/report/1"
    public var tool: Tool
    public var repository: Repository
    public var analyzers: [Analyzer]
    public var components: [Component]
    public var controls: [Control]
    public var gaps: [Gap]
    /// Worst first, at most ``largestWires``.
    public var brokenWires: [BrokenWire]
    public var summary: Summary
    public var diagnostics: [Diagnostic]
    /// What was asked otherwise than by the catalogue alone; absent where nothing was.
    public var configuration: InForce?

    /// More broken wires than these say only that a repository is not understood.
    package static let largestWires = 500

    package init(
        tool: Tool, repository: Repository, analyzers: [Analyzer], components: [Component], controls: [Control],
        gaps: [Gap], brokenWires: [BrokenWire] = [], summary: Summary, diagnostics: [Diagnostic]
    ) {
        self.tool = tool
        self.repository = repository
        self.analyzers = analyzers
        self.components = components
        self.controls = controls
        self.gaps = gaps
        self.brokenWires = Array(brokenWires.prefix(Self.largestWires))
        self.summary = summary
        self.diagnostics = diagnostics
    }

    enum CodingKeys: String, CodingKey {
        case schema, tool, repository, analyzers, components, controls, gaps, summary, diagnostics, configuration
        case brokenWires = "broken_wires"
    }
}

extension Report {
    /// The program that made the report.
    public struct Tool: Codable, Sendable, Equatable {
        public var name: String
        public var version: String

        package init(name: String, version: String) {
            self.name = name
            self.version = version
        }
    }

    /// What was scanned. `commit` is null for a working tree, and `branch` where HEAD is detached.
    public struct Repository: Codable, Sendable, Equatable {
        public var path: String
        @Nullable public var commit: String?
        /// RFC 3339, with the commit's own offset.
        @Nullable public var committedAt: String?
        @Nullable public var branch: String?

        package init(path: String, commit: String?, committedAt: String?, branch: String?) {
            self.path = path
            self._commit = Nullable(wrappedValue: commit)
            self._committedAt = Nullable(wrappedValue: committedAt)
            self._branch = Nullable(wrappedValue: branch)
        }

        enum CodingKeys: String, CodingKey {
            case path, commit, branch
            case committedAt = "committed_at"
        }
    }

    /// One analyzer and how it fared. `status` is ok, unavailable or failed.
    public struct Analyzer: Codable, Sendable, Equatable {
        public var name: String
        public var version: String
        public var status: String
        public var files: Int
        public var failures: Int
        @Nullable public var message: String?

        package init(name: String, version: String, status: String, files: Int, failures: Int, message: String?) {
            self.name = name
            self.version = version
            self.status = status
            self.files = files
            self.failures = failures
            self._message = Nullable(wrappedValue: message)
        }
    }

    /// Something that starts on its own, and so is judged on its own.
    public struct Component: Codable, Sendable, Equatable {
        public var id: String
        public var kind: String
        public var path: String
        /// The workloads and images that start it, where the chain from them to its code is proven; absent where there are none.
        public var workloads: [String]?

        package init(id: String, kind: String, path: String, workloads: [String]? = nil) {
            self.id = id
            self.kind = kind
            self.path = path
            self.workloads = workloads
        }

        /// What starts it, in short: `started by Deployment/shop, Dockerfile and 2 more`.
        package var deployment: String? {
            guard let workloads, !workloads.isEmpty else { return nil }
            let more = workloads.count > 3 ? " and \(workloads.count - 3) more" : ""
            return "started by " + workloads.prefix(3).joined(separator: ", ") + more
        }
    }

    /// One control for the repository as a whole, its cells, and the evidence. `gap` is the fingerprint of its worst gap.
    public struct Control: Codable, Sendable, Equatable {
        public var id: String
        public var area: String
        public var title: String
        public var severity: String
        public var state: String
        public var required: String
        @Nullable public var tested: Bool?
        public var cells: [Cell]
        public var evidence: [Evidence]
        @Nullable public var gap: String?
        /// Points of the score that closing all of its gaps would win, everything else being as it is.
        public var gain: Double
        /// What it counts as in the score, where less than wired is required and that is another state than its own; absent otherwise.
        public var countsAs: String?

        package init(
            id: String, area: String, title: String, severity: String, state: String, required: String, tested: Bool?,
            cells: [Cell], evidence: [Evidence], gap: String?, gain: Double = 0, countsAs: String? = nil
        ) {
            self.gain = gain
            self.countsAs = countsAs
            self.id = id
            self.area = area
            self.title = title
            self.severity = severity
            self.state = state
            self.required = required
            self._tested = Nullable(wrappedValue: tested)
            self.cells = cells
            self.evidence = evidence
            self._gap = Nullable(wrappedValue: gap)
        }

        enum CodingKeys: String, CodingKey {
            case id, area, title, severity, state, required, tested, cells, evidence, gap, gain
            case countsAs = "counts_as"
        }
    }

    /// A control for one component. `reason` says why it is unknown or does not apply.
    public struct Cell: Codable, Sendable, Equatable {
        public var component: String
        public var state: String
        @Nullable public var tested: Bool?
        @Nullable public var reason: String?

        package init(component: String, state: String, tested: Bool?, reason: String?) {
            self.component = component
            self.state = state
            self._tested = Nullable(wrappedValue: tested)
            self._reason = Nullable(wrappedValue: reason)
        }
    }

    /// Located support of a state, or against it. `role` is definition, wiring, counter, declaration or test.
    public struct Evidence: Codable, Sendable, Equatable {
        public var role: String
        public var path: String
        public var line: Int
        public var endLine: Int
        public var object: String
        public var symbol: String
        public var message: String
        @Nullable public var component: String?
        /// The path from a root to the evidence, both ends included; empty where nothing reaches it.
        public var witness: [Step]

        package init(
            role: String, path: String, line: Int, endLine: Int, object: String, symbol: String, message: String,
            component: String?, witness: [Step]
        ) {
            self.role = role
            self.path = path
            self.line = line
            self.endLine = endLine
            self.object = object
            self.symbol = symbol
            self.message = message
            self._component = Nullable(wrappedValue: component)
            self.witness = witness
        }

        enum CodingKeys: String, CodingKey {
            case role, path, line, object, symbol, message, component, witness
            case endLine = "end_line"
        }
    }

    /// One symbol of a witness, and the line at which it leads to the next one.
    /// `guess` says that the step rests on dynamic dispatch by name.
    public struct Step: Codable, Sendable, Equatable {
        public var symbol: String
        public var path: String
        public var line: Int
        public var guess: Bool

        package init(symbol: String, path: String, line: Int, guess: Bool) {
            self.symbol = symbol
            self.path = path
            self.line = line
            self.guess = guess
        }
    }

    /// A gap that a team lives with: why, who answers for it, and until when. It stays in the report, and is counted apart.
    public struct Waiver: Codable, Sendable, Equatable {
        public var reason: String
        @Nullable public var owner: String?
        /// The last day on which it holds, `2027-01-31`; null where it holds until it is taken back.
        @Nullable public var until: String?
        /// `configuration`, or `comment` where it stands beside the code.
        public var source: String
        /// Where the waiver stands: the configuration, or the file with its comment.
        public var path: String
        public var line: Int

        package init(
            reason: String, owner: String?, until: String?, source: String = "configuration", path: String, line: Int
        ) {
            self.source = source
            self.reason = reason
            self._owner = Nullable(wrappedValue: owner)
            self._until = Nullable(wrappedValue: until)
            self.path = path
            self.line = line
        }
    }

    /// A cell below the state that its control requires.
    public struct Gap: Codable, Sendable, Equatable {
        public var fingerprint: String
        public var control: String
        public var component: String
        public var state: String
        public var required: String
        public var severity: String
        public var title: String
        public var why: String
        public var remedy: String
        public var acceptance: [String]
        public var files: [String]
        /// Points of the score that closing it would win, everything else being as it is; 0 where other components lack the same.
        public var gain: Double
        @Nullable public var waived: Waiver?
        /// True where the baseline knows the gap, so that it is not new; absent otherwise.
        public var inBaseline: Bool?

        package init(
            fingerprint: String, control: String, component: String, state: String, required: String, severity: String,
            title: String, why: String, remedy: String, acceptance: [String], files: [String], gain: Double = 0,
            waived: Waiver? = nil
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
            self._waived = Nullable(wrappedValue: waived)
        }

        enum CodingKeys: String, CodingKey {
            case fingerprint, control, component, state, required, severity, title, why, remedy, acceptance, files,
                gain, waived
            case inBaseline = "in_baseline"
        }
    }

    /// The matrix in numbers. `score` is 0 to 100, null where nothing could be judged.
    public struct Summary: Codable, Sendable, Equatable {
        @Nullable public var score: Int?
        public var byArea: [String: Area]
        /// Open gaps by severity.
        public var bySeverity: [String: Int]
        /// Controls by state.
        public var byState: [String: Int]
        /// Gaps that somebody waived; absent where there are none. They are not among those by severity.
        public var waived: Int?
        /// Open gaps that the baseline knows; absent where there are none.
        public var inBaseline: Int?

        package init(score: Int?, byArea: [String: Area], bySeverity: [String: Int], byState: [String: Int]) {
            self._score = Nullable(wrappedValue: score)
            self.byArea = byArea
            self.bySeverity = bySeverity
            self.byState = byState
        }

        enum CodingKeys: String, CodingKey {
            case score, waived
            case inBaseline = "in_baseline"
            case byArea = "by_area"
            case bySeverity = "by_severity"
            case byState = "by_state"
        }
    }

    /// One area's share: its score, and how many of its controls count, are unknown, or do not apply.
    public struct Area: Codable, Sendable, Equatable {
        @Nullable public var score: Int?
        public var judged: Int
        public var unknown: Int
        public var notApplicable: Int
        /// What it weighs in the score of the repository, where anything of it counts.
        public var weight: Double

        package init(score: Int?, judged: Int, unknown: Int, notApplicable: Int, weight: Double = 0) {
            self.weight = weight
            self._score = Nullable(wrappedValue: score)
            self.judged = judged
            self.unknown = unknown
            self.notApplicable = notApplicable
        }

        enum CodingKeys: String, CodingKey {
            case score, judged, unknown, weight
            case notApplicable = "not_applicable"
        }
    }

    /// Something the scan could not read or wants to tell. `path` and `line` are null where it concerns no file.
    public struct Diagnostic: Codable, Sendable, Equatable {
        public var severity: String
        @Nullable public var path: String?
        @Nullable public var line: Int?
        public var message: String
        /// `configuration` where a setting, a waiver or the baseline is meant, and nothing was left unread; absent otherwise.
        public var kind: String?

        package init(severity: String, path: String?, line: Int?, message: String, kind: String? = nil) {
            self.kind = kind
            self.severity = severity
            self._path = Nullable(wrappedValue: path)
            self._line = Nullable(wrappedValue: line)
            self.message = message
        }
    }
}

extension Report {
    /// Whether a gap that is neither waived nor known to the baseline is of this severity or a worse one.
    package func hasGap(atOrAbove severity: String) -> Bool {
        let limit = Ladder.rank(severity: severity)
        return gaps.contains { $0.isNew && Ladder.rank(severity: $0.severity) <= limit }
    }
}

extension Report.Diagnostic {
    package static let configuration = "configuration"

    /// Whether it speaks of the configuration, and not of what was read.
    package var isOfConfiguration: Bool { kind == Self.configuration }
}

extension Report.Gap {
    /// Whether nobody accepted it: it is neither waived nor known to the baseline.
    package var isNew: Bool { waived == nil && inBaseline != true }
}
