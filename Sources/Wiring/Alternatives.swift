import AnalyzerProtocol

/// Chooses between two readings of one document, where only another file tells which one is meant.
///
/// A deployment without a selector is a whole object where a kustomization lists its file among its resources (the selector comes
/// with common labels), and a patch of one where it lists it as such. Its analyzer tells both; the symbols of each have the
/// attribute `alternative`, and those of the usual one `usual`, which is meant where no kustomization lists the file.
enum Alternatives {
    private static let attribute = "alternative"

    static func chosen(_ files: [SourceFacts]) -> [SourceFacts] {
        let open = files.indices.filter { index in
            files[index].facts.namespace?.kind == "kubernetes"
                && files[index].facts.symbols.contains { $0.attributes[attribute] != nil }
        }
        guard !open.isEmpty else { return files }
        let meant = listed(in: files)
        var result = files
        for index in open {
            let chosen = meant[files[index].path].map { Literal.string($0) } ?? usual(files[index].facts)
            result[index].facts = only(chosen, of: files[index].facts)
        }
        return result
    }

    /// What kustomizations list files as: as an object, where one of them does.
    private static func listed(in files: [SourceFacts]) -> [String: String] {
        var found: [String: String] = [:]
        for source in files where source.facts.namespace?.kind == "kubernetes" {
            for reference in source.facts.references {
                guard case .string(let what) = reference.arguments.first(where: { $0.name == "as" })?.value,
                    source.facts.refs.indices.contains(Int(reference.to)),
                    case .path(let path) = source.facts.refs[Int(reference.to)]
                else { continue }
                if found[path] != "resource" { found[path] = what }
            }
        }
        return found
    }

    private static func usual(_ facts: Facts) -> Literal {
        facts.symbols.first { $0.attributes["usual"] != nil }?.attributes[attribute] ?? .string("patch")
    }

    private static func only(_ chosen: Literal, of facts: Facts) -> Facts {
        let dropped = Set(
            facts.symbols.filter { symbol in
                symbol.attributes[attribute].map { $0 != chosen } ?? false
            }.map(\.id))
        var kept = facts
        kept.symbols.removeAll { dropped.contains($0.id) }
        kept.references.removeAll { dropped.contains($0.from) }
        kept.signals.removeAll { dropped.contains($0.symbol) }
        kept.roots.removeAll { $0.symbol.map(dropped.contains) ?? false }
        return kept
    }
}
