internal import Foundation
package import History
package import Reporting

/// What templates are given: the values of a report and, where it was asked for, of a history. docs/templates.md lists them.
package struct Model {
    /// Raised when a key goes or changes its meaning; new keys do not raise it.
    static let version = 1

    static let names: Set<String> = [
        "model", "tool", "repository", "score", "scored", "counts", "legend", "areas", "priorities", "controls",
        "components", "severities", "items",
        "known", "waived", "questions", "wires", "gate", "roadmap", "stages", "risks", "files", "newfiles", "history",
        "analyzers",
        "unread", "inforce", "warnings",
    ]

    let report: Report
    let history: History?
    let name: String
    let words: StateWords

    /// - Parameters:
    ///   - name: what the repository is called in titles.
    ///   - words: what the catalogue says of the states of its controls.
    package init(_ report: Report, history: History? = nil, name: String, words: StateWords = StateWords([])) {
        self.report = report
        self.history = history
        self.name = name
        self.words = words
    }
}

extension CompiledTemplate {
    /// The document of a report.
    /// - Throws: ``TemplateError``.
    package func render(_ model: Model) throws(TemplateError) -> String {
        let budget = Budget()
        return try render(ModelBuilder(model, markup: markup, budget: budget).values, budget: budget)
    }
}
