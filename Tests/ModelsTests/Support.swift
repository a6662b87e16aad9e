import AnalyzerProtocol
import Models
import Testing

let vocabulary = SignalVocabulary(words: [
    "outbound-call.http": "calls", "http.route": "routes", "circuit-breaker.define": "defines",
    "circuit-breaker.guard": "guards",
    "test.unit": "tests", "pipeline.file": "pipes", "secret.token": "leaks", "tracing.dependency": "depends",
    "service.worker": "works",
])

/// Compiles a model file given as text.
func compile(_ yaml: String) throws -> CompiledModels {
    try CompiledModels(ModelSet(files: [("models.yml", yaml)], vocabulary: vocabulary))
}

/// An entry with this `match`, and further lines.
func entry(_ match: String, signal: String = "outbound-call.http", more: String = "") -> String {
    "- signal: \(signal)\n  match: \(match)\n  example: a\n  counterexample: b\n"
        + more.split(separator: "\n").map { "  \($0)\n" }.joined()
}

extension CompiledModels {
    /// The signals that a reference gives.
    func signals(
        _ kind: ReferenceKind, _ name: String, _ arguments: [ArgumentView] = [], path: String = "a.go",
        context: ReferenceContext = []
    ) -> [String] {
        let view = ReferenceView(path: path, context: context, arguments: arguments, target: name)
        return referenceMatches(kind: kind, name: name).filter { $0.accepts(view) != nil }.map(\.signal)
    }
}
