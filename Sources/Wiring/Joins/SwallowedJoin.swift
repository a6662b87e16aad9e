/// Objects of Kubernetes that the next one swallows, since the `---` between them is missing. The analyzers of manifests and of charts tell.
enum SwallowedJoin {
    private static let kind = "kubernetes.swallowed-object"

    static func finish(_ program: Program, _ found: inout Joins.Found) {
        for index in program.signalsByKind[kind, default: []].prefix(Joins.maximumCandidates) {
            let site = program.signals[index]
            guard !site.isTest, !SidePaths.isBeside(site.path) else { continue }
            found.wires.append(
                Wire(
                    join: .swallowedObject, from: Wire.Place(path: site.path, line: site.line),
                    name: site.attributes["kind"] ?? "the object above",
                    why: "the object above this line is lost: no `---` stands between it and the next one",
                    severity: .high))
        }
    }
}
