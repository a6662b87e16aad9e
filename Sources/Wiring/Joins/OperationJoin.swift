/// Operations that an interface description has, and routes that the code serves.
struct OperationJoin: Sendable {
    /// So few operations, or so many that no route is known for, tell nothing: the code registers its routes in another way.
    private static let fewest = 5

    func finish(_ program: Program, _ found: inout Joins.Found) {
        var routes: Set<[String]> = []
        for site in program.signalsByKind["http.route", default: []] where !program.signals[site].isTest {
            guard let path = program.signals[site].attributes["path"] else { continue }
            let segments = Self.segments(path)
            // A mount, or a route that takes all that follows, may serve anything.
            if segments.contains("**") { return }
            if !segments.isEmpty { routes.insert(segments) }
        }
        guard !routes.isEmpty else { return }
        let sites = program.signalsByKind["api.operation", default: []].filter { !program.signals[$0].isTest }
        for (_, sites) in Dictionary(grouping: sites, by: { program.signals[$0].path }).sorted(by: { $0.key < $1.key })
        {
            let unserved = sites.filter { !isServed(program.signals[$0].attributes["path"] ?? "", routes) }
            guard sites.count >= Self.fewest, unserved.count * 5 <= sites.count else { continue }
            for site in unserved {
                var signal = program.signals[site]
                let name = "\(signal.attributes["method"] ?? "") \(signal.attributes["path"] ?? "")"
                found.wires.append(
                    Wire(
                        join: .document, from: Wire.Place(path: signal.path, line: signal.line), name: name,
                        why: "an interface description has it, and no code serves it", severity: .low))
                signal.kind = "api.unserved"
                found.signals.append(signal)
            }
        }
    }

    /// A route may stand below prefixes that its router is mounted at: its segments are the last ones.
    private func isServed(_ path: String, _ routes: Set<[String]>) -> Bool {
        let segments = Self.segments(path)
        return segments.isEmpty || segments.indices.contains { routes.contains(Array(segments[$0...])) }
    }

    /// Parameters of all frameworks are `*`; `**` takes the rest.
    static func segments(_ path: String) -> [String] {
        var text = path
        if let space = text.lastIndex(of: " ") { text = String(text[text.index(after: space)...]) }
        return text.split(separator: "/").prefix(40).map { segment in
            if segment.contains("...") || segment.hasPrefix("*") || segment.contains(":path") || segment.contains(".*")
            {
                return "**"
            }
            let isParameter = segment.contains { "{<:$(".contains($0) }
            return isParameter ? "*" : String(segment)
        }
    }
}
