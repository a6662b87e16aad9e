package import AnalyzerProtocol

/// One control of the catalogue: everything its YAML file says, validated.
package struct Control: Sendable {
    /// Whether each component has a cell of its own.
    package enum Scope: String, Sendable, Hashable { case component, repository }

    /// Words for the reader, and the condition; without one it cannot be shown (a state) or always holds (`applies-when`).
    package struct Rule: Sendable {
        package var words: String
        package var when: Condition?
    }

    /// What caps the state where it holds.
    package struct CounterEvidence: Sendable {
        package var words: String
        package var when: Condition
        package var caps: State
    }

    package var id: String
    package var area: String
    package var title: String
    package var severity: Severity
    package var scope: Scope
    /// The class of roots that has to reach a signal for `wired`.
    package var root: RootClass
    package var judgedBy: [String]
    package var required: State
    package var appliesWhen: Rule
    /// By state: declared, defined, partial, wired.
    package var states: [State: Rule]
    package var absenceIs: State?
    /// Where it holds and the control is not wired, nobody can tell.
    package var unknownWhen: Rule?
    /// Signals of files in which its proof may stand although no analyzer reads them.
    package var hiddenIn: [String]
    package var counterEvidence: [CounterEvidence]
    package var why: String?
    package var remedy: String
    package var acceptance: [String]
    package var references: [String]
    /// Why nobody asks for it here; nil where it is judged.
    package var off: String?
}

/// What is wrong with a control's file, and where.
package struct ControlError: Error, Sendable, Equatable, CustomStringConvertible {
    package var file: String
    /// 1-based; nil where the file as a whole is meant.
    package var line: Int?
    package var message: String

    package init(file: String, line: Int? = nil, message: String) {
        self.file = file
        self.line = line
        self.message = message
    }

    package var description: String {
        line.map { "\(file):\($0): \(message)" } ?? "\(file): \(message)"
    }
}
