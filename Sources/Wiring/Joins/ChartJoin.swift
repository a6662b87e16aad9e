/// Values that a chart sets and no template uses, and values that templates use and nothing sets. The analyzer of charts tells both.
enum ChartJoin {
    private static let unused = "chart.value-unused"
    private static let unset = "chart.value-unset"

    static func finish(_ program: Program, _ found: inout Joins.Found) {
        add(unused, "a value of the chart that no template uses", .medium, program, &found)
        add(unset, "a template uses it, no values file sets it, and it has no default", .low, program, &found)
    }

    private static func add(
        _ kind: String, _ why: String, _ severity: Wire.Severity, _ program: Program, _ found: inout Joins.Found
    ) {
        for index in program.signalsByKind[kind, default: []].prefix(Joins.maximumCandidates) {
            let site = program.signals[index]
            guard !site.isTest, !SidePaths.isBeside(site.path), let name = site.attributes["name"] else { continue }
            found.wires.append(
                Wire(
                    join: .chartValue, from: Wire.Place(path: site.path, line: site.line), name: name, why: why,
                    severity: severity))
        }
    }
}
