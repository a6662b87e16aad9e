internal import Reporting

/// What the script of a page gets to know: the report in few bytes. Texts, files and steps of witnesses stand once each, and are named by their places.
struct PageData: Encodable {
    var schema = "gapmatrix/page/1"
    var tool: Report.Tool
    var repository: Report.Repository
    var score: Int?
    var areas: [Area] = []
    var severities = Ladder.severities
    var components: [Component] = []
    var controls: [Control] = []
    var guides: [Guide] = []
    var gaps: [Gap] = []
    var texts: [String] = []
    var files: [File] = []
    var steps: [[Int]] = []
    var wires: [Wire] = []
    var diagnostics: [Diagnostic] = []
    /// What the configuration changes, in sentences.
    var inForce: [String] = []
    /// What it says without effect, and waivers that count no more.
    var warnings: [Diagnostic] = []
    var analyzers: [Report.Analyzer] = []
    var history: PageHistory?
    var omitted: Omitted

    /// What a page has no room for.
    struct Omitted: Encodable, Equatable {
        var evidence = 0
        var excerpts = 0
        var diagnostics = 0
        var commits = 0
        var cells = 0
        var changes = 0
    }

    struct Area: Encodable {
        var name: String
        var score: Int?
        var judged: Int
        var unknown: Int
        var notApplicable: Int
    }

    struct Component: Encodable {
        var id: String
        var kind: String
        var path: String
        var workloads: [String]
    }

    struct Control: Encodable {
        var id: String
        var area: String
        var title: String
        var severity: String
        var state: String
        var required: String
        /// Points of the score that closing its gaps would win.
        var gain: Double
        var tested: Bool?
        /// A letter for each component, `.` where it has no cell; empty for a control of the repository as a whole.
        var cells: String
        /// `t` and `f` where it is known whether a test reaches the cell, else `.`.
        var testedCells: String
        /// By component the place of the reason among the texts, or -1.
        var reasons: [Int]
        /// Of the repository as a whole: why it is unknown or does not apply.
        var reason: Int
        var evidence: [Evidence] = []
        /// Pieces of evidence that the page has no room for.
        var omitted = 0
    }

    struct Evidence: Encodable {
        var role: String
        var file: Int
        var line: Int
        var end: Int
        var symbol: String
        var message: String
        /// -1 for what speaks of the repository as a whole.
        var component: Int
        var witness: [Int]
    }

    /// What a gap says to all of its kind.
    struct Guide: Encodable, Hashable {
        var why: String
        var remedy: String
        var acceptance: [String]
    }

    struct Gap: Encodable {
        var control: Int
        /// -1 for the repository as a whole.
        var component: Int
        var state: String
        var severity: String
        var fingerprint: String
        var guide: Int
        var files: [Int]
        var waived: Report.Waiver?
        var known: Bool
    }

    struct File: Encodable {
        var path: String
        /// Pieces of its text: the number of the first line, and the lines.
        var pieces: [Piece] = []
    }

    struct Piece: Encodable, Equatable {
        var from: Int
        var lines: [String]
    }

    struct Wire: Encodable {
        var join: String
        var severity: String
        var file: Int
        var line: Int
        var name: String
        var toFile: Int
        var toLine: Int
        var why: String
        var controls: [String]
    }

    struct Diagnostic: Encodable {
        var severity: String
        var file: Int
        var line: Int
        var message: String
    }

    /// A state in one letter.
    static func letter(_ state: String) -> Character {
        switch state {
        case "wired": "w"
        case "partial": "p"
        case "defined": "d"
        case "declared": "c"
        case "missing": "m"
        case "unknown": "u"
        default: "n"
        }
    }
}
