import Wiring

/// What decides about a control and cannot be read here: sources in other languages, and parts of pipelines that are kept elsewhere.
struct Elsewhere {
    /// The languages of sources that no analyzer reads, those with most files first.
    let languages: [String]
    /// Whether hardly a source is in a language that an analyzer reads, and whether most are in others.
    let isAllCode: Bool
    let isMostCode: Bool

    /// A signal of this kind stands for each file of source that no analyzer reads; it names its `language`.
    private static let source = "source.unsupported"
    /// Pages bring along scripts whatever the service is written in: they do not make it one of another language.
    private static let ofPages: Set<String> = ["JavaScript", "TypeScript"]

    /// - Parameter readers: the analyzers that read code.
    init(_ program: Program, _ files: FileTable, readers: Set<String>) {
        var counts: [String: Int] = [:]
        for site in program.signalsByKind[Self.source] ?? [] {
            let signal = program.signals[site]
            guard !signal.isTest, !SidePaths.isBeside(signal.path), !SidePaths.isForDevelopers(signal.path) else {
                continue
            }
            counts[signal.attributes["language"] ?? "", default: 0] += 1
        }
        languages = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
        let read = files.files.count { readers.contains($0.analyzer) && !SidePaths.isBeside($0.path) }
        let weighed = counts.filter { !Self.ofPages.contains($0.key) }.values.reduce(0, +)
        isAllCode = counts.values.reduce(0, +) > 10 * read
        isMostCode = isAllCode || weighed > read
    }

    var words: String {
        let named = languages.prefix(3).joined(separator: ", ") + (languages.count > 3 ? " and others" : "")
        return "not supported: there is code in \(named), which no analyzer of this version reads"
    }

    /// Signals of these kinds stand where a pipeline runs what another repository keeps: the second where it may check code, which
    /// what builds and publishes by its name does not.
    static let parts: Set<String> = ["pipeline.elsewhere", "pipeline.checks-elsewhere"]

    /// A part of a pipeline that is kept elsewhere, and where it is run.
    static func pipelinePart(_ workspace: Workspace, kind: String) -> String? {
        let sites = workspace.program.signalsByKind[kind] ?? []
        guard let found = sites.first(where: { workspace.contains(Int32($0), in: .pipeline) }) else { return nil }
        let signal = workspace.program.signals[found]
        let name = Words.escaped(signal.attributes["name"] ?? "")
        return "the pipeline runs \(name), which is kept elsewhere (\(Words.escaped(signal.path)):\(signal.line))"
    }
}
