/// Values that a chart sets and no template uses, and values that templates use and nothing sets. The analyzer of charts tells both.
enum ChartJoin {
    private static let unused = "chart.value-unused"
    private static let unset = "chart.value-unset"

    /// What may be given when the chart is installed: `--set shop.token=…` of a script or pipeline.
    static func queries(_ program: Program) -> [MentionQuery] {
        program.signalsByKind[unset, default: []].prefix(Joins.maximumCandidates).compactMap {
            program.signals[$0].attributes["name"].map { MentionQuery($0) }
        }
    }

    static func finish(_ program: Program, mentions: Mentions, _ found: inout Joins.Found) {
        add(unused, "a value of the chart that no template uses", .medium, program, nil, &found)
        add(
            unset, "a template uses it, no values file sets it, and it has no default", .low, program, mentions, &found)
    }

    private static func add(
        _ kind: String, _ why: String, _ severity: Wire.Severity, _ program: Program, _ mentions: Mentions?,
        _ found: inout Joins.Found
    ) {
        for index in program.signalsByKind[kind, default: []].prefix(Joins.maximumCandidates) {
            let site = program.signals[index]
            guard !site.isTest, !SidePaths.isBeside(site.path), let name = site.attributes["name"] else { continue }
            let isGiven = mentions?.places(MentionQuery(name)).contains { FileRole.mayInstall($0.path) }
            if isGiven == true { continue }
            found.wires.append(
                Wire(
                    join: .chartValue, from: Wire.Place(path: site.path, line: site.line), name: name, why: why,
                    severity: severity))
        }
    }
}
