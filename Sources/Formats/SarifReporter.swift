package import Controls
package import Reporting

/// SARIF 2.1.0: a rule for each control, a result for each gap (kind `fail`) and each cell that could not be judged (`open`).
package enum SarifReporter {
    /// - Parameters:
    ///   - controls: the catalogue, for the help of rules; the report's own words stand in for what it lacks.
    ///   - repositoryURI: where the repository lies, as an absolute URI; without one no version control is named.
    package static func render(
        _ report: Report, controls: [Control] = [], repositoryURI: String? = nil
    ) throws -> String {
        let index = GapIndex(report)
        let catalogue = Dictionary(controls.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        // A control that applies nowhere is no rule of this run.
        let judged = report.controls.filter { control in control.cells.contains { $0.state != "n/a" } }
        let rules = judged.map { SarifRules.rule($0, catalogue[$0.id], index) }
        let ruleIndex = Dictionary(
            judged.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        var places = SarifPlaces(outside: report.configuration?.given == true ? report.configuration?.file : nil)
        let results = SarifResults(index: index, rules: ruleIndex)
        let gaps = report.gaps.compactMap { results.gap($0, &places) }
        let open = judged.flatMap { control in
            control.cells.filter { $0.state == "unknown" }.compactMap { results.unknown(control, $0, &places) }
        }
        let invocation = invocation(report, &places)
        let run = Sarif.Run(
            tool: Sarif.Tool(
                driver: Sarif.Driver(
                    name: report.tool.name, version: report.tool.version, semanticVersion: report.tool.version,
                    rules: rules)),
            automationDetails: Sarif.AutomationDetails(id: "gapmatrix/"), invocations: [invocation],
            versionControlProvenance: repositoryURI.map { [versionControl(report.repository, $0)] },
            originalUriBaseIds: [
                SarifPlaces.base: Sarif.ArtifactLocation(
                    description: Sarif.Message(text: "The root of the repository at the scanned commit."))
            ],
            artifacts: places.artifacts, results: gaps + open,
            properties: Sarif.Properties(score: report.summary.score, configuration: report.configuration))
        return try JSONReporter.render(Sarif.Log(runs: [run]))
    }

    private static func versionControl(_ repository: Report.Repository, _ uri: String) -> Sarif.VersionControl {
        Sarif.VersionControl(
            repositoryUri: uri, revisionId: repository.commit, branch: repository.branch,
            mappedTo: Sarif.ArtifactLocation(uriBaseId: SarifPlaces.base))
    }

    /// What was not read, or not in full, is told by the tool about itself.
    private static func invocation(_ report: Report, _ places: inout SarifPlaces) -> Sarif.Invocation {
        var notes: [Sarif.Notification] = report.analyzers.filter { $0.status != "ok" }.map { analyzer in
            Sarif.Notification(
                level: "error",
                message: places.message(
                    "analyzer \(analyzer.name): \(analyzer.status)" + (analyzer.message.map { ", \($0)" } ?? "")))
        }
        // What is in force, for a reader who sees no property bags.
        var settings = AcceptedText.lines(report).map {
            Sarif.Notification(level: "note", message: places.message($0))
        }
        for diagnostic in report.diagnostics {
            let note = notification(diagnostic, &places)
            if diagnostic.isOfConfiguration { settings.append(note) } else { notes.append(note) }
        }
        return Sarif.Invocation(
            executionSuccessful: !report.analyzers.contains { $0.status != "ok" },
            toolExecutionNotifications: notes.isEmpty ? nil : notes,
            toolConfigurationNotifications: settings.isEmpty ? nil : settings)
    }

    private static func notification(
        _ diagnostic: Report.Diagnostic, _ places: inout SarifPlaces
    ) -> Sarif.Notification {
        let level = diagnostic.severity == "info" ? "note" : diagnostic.severity == "error" ? "error" : "warning"
        let location = diagnostic.path.map { places.location($0, line: diagnostic.line, endLine: nil) }
        return Sarif.Notification(
            level: level, message: places.message(diagnostic.message), locations: location.map { [$0] })
    }
}

/// Severities in the words of SARIF and of those who read it.
enum SarifRules {
    static func level(_ severity: String) -> String {
        switch severity {
        case "blocker", "high": "error"
        case "medium": "warning"
        default: "note"
        }
    }

    static func rule(_ control: Report.Control, _ entry: Control?, _ index: GapIndex) -> Sarif.Rule {
        let gap = control.cells.lazy.compactMap { index.gap(control.id, $0.component) }.first
        let why = entry?.why ?? gap?.why
        let remedy = entry?.remedy ?? gap?.remedy
        let acceptance = entry?.acceptance ?? gap?.acceptance ?? []
        return Sarif.Rule(
            id: control.id, shortDescription: Sarif.Message(text: SarifPlaces.plain(control.title)),
            fullDescription: why.map { Sarif.Message(text: SarifPlaces.plain($0)) },
            help: help(why: why, remedy: remedy, acceptance: acceptance), helpUri: entry?.references.first,
            defaultConfiguration: Sarif.Configuration(level: level(control.severity)),
            properties: Sarif.Properties(
                tags: [control.area] + (control.area == "security" ? [] : ["maintainability"]), precision: "high",
                problemSeverity: ["blocker": "error", "high": "error", "medium": "warning"][control.severity]
                    ?? "recommendation",
                // Code scanning ranks by this number, and only what is about security has one.
                securitySeverity: control.area == "security"
                    ? ["blocker": "9.5", "high": "8.0", "medium": "5.5"][control.severity] ?? "3.0" : nil,
                area: control.area, severity: control.severity, required: control.required))
    }

    private static func help(why: String?, remedy: String?, acceptance: [String]) -> Sarif.Message? {
        guard let remedy else { return nil }
        var text = ["To do: " + remedy]
        var markdown = ["**To do:** " + Escaping.markdown(remedy)]
        if let why {
            text.insert(why, at: 0)
            markdown = [Escaping.markdown(why), ""] + markdown
        }
        if !acceptance.isEmpty {
            text.append("Done when: " + acceptance.joined(separator: " "))
            markdown += ["", "**Done when:**", ""] + acceptance.map { "- " + Escaping.markdown($0) }
        }
        return Sarif.Message(
            text: SarifPlaces.plain(text.joined(separator: " ")), markdown: markdown.joined(separator: "\n"))
    }
}
