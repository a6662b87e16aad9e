internal import AnalyzerHost
package import Configuration
internal import Controls
internal import GitRepository
internal import Models

/// What is in force for a scan that is not done.
package struct ConfigurationView: Sendable {
    /// The file; nil where there is none.
    package let file: String?
    package let rows: [SettingRow]

    package init(_ options: ScanOptions, installation: Installation) throws(ScanError) {
        let start = try ScanStart(options, installation: installation)
        let catalogue = try Catalogue(start.texts)
        // What it names is checked as for a scan.
        _ = try start.configuration.applied(to: catalogue.controls)
        let names = (start.analyzers + start.switchedOff).map(\.name).sorted()
        file = start.configuration.inForce?.settings.file
        var rows: [SettingRow]
        do throws(ModelError) {
            // Without a file, what the catalogue asks.
            let plain = try InForce(Settings(file: ""), profiles: [])
            let inForce = start.configuration.inForce ?? plain
            rows = inForce.rows(controls: catalogue.controls, analyzers: names)
        } catch {
            throw ScanError(.request, error.description)
        }
        if let baseline = try start.baseline() {
            rows.append(
                SettingRow(
                    "baseline", "\(baseline.path), \(baseline.entries.count) gaps",
                    options.baseline == nil ? "of what is scanned" : "--baseline"))
        }
        if !start.configuration.trustsTree { rows.append(SettingRow("waivers in comments", "off", "--no-config")) }
        self.rows = rows
    }

    /// The schema of the configuration, with the names that this installation knows.
    package static func schema(_ installation: Installation) throws -> String {
        let catalogue = try Catalogue.load(installation)
        let profiles = try LoadedConfiguration.profiles(installation.profiles)
        return try SettingsSchema.text(
            controls: catalogue.controls, analyzers: try AnalyzerList.load(installation).map(\.name),
            profiles: profiles.map { ($0.name, $0.title) })
    }

    /// Values files of charts among the files that a scan would read, but for the charts' own.
    package static func valuesFiles(_ options: ScanOptions) throws(ScanError) -> [String] {
        let paths = try OpenedRepository(options).source().files.map(\.path)
        let charts = Set(paths.filter { $0 == "Chart.yaml" || $0.hasSuffix("/Chart.yaml") }.map { $0.dropLast(10) })
        return paths.filter { path in
            let name = path.split(separator: "/").last ?? ""
            return charts.contains(path.dropLast(name.count)) && name.contains("values") && name != "values.yaml"
                && (name.hasSuffix(".yaml") || name.hasSuffix(".yml"))
        }
    }
}
