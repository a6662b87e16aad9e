package import Controls
import Reporting

/// One setting, what it is, and where that comes from.
package struct SettingRow: Sendable, Equatable {
    package var setting: String
    package var value: String
    /// `default`, a profile, or a file and its line.
    package var origin: String

    package init(_ setting: String, _ value: String, _ origin: String) {
        self.setting = setting
        self.value = value
        self.origin = origin
    }
}

extension InForce {
    /// Everything that is in force. What stands in the catalogue is left out of controls, and told of areas and analyzers.
    ///
    /// - Parameter controls: the catalogue's, as they are without it.
    package func rows(controls: [Control], analyzers: [String]) -> [SettingRow] {
        var rows: [SettingRow] = []
        if let profile, let line = settings.profile?.line {
            rows.append(SettingRow("profile", "\(profile.name): \(profile.title)", settings.place(line)))
        } else {
            rows.append(SettingRow("profile", "none", "default"))
        }
        for entry in settings.exclude { rows.append(SettingRow("exclude", entry.text, settings.place(entry.line))) }
        for entry in settings.components {
            rows.append(
                SettingRow("component \(entry.name)", entry.of.joined(separator: ", "), settings.place(entry.line)))
        }
        for entry in settings.roots {
            let symbol = entry.symbol.map { "\($0) in " } ?? ""
            rows.append(SettingRow("root of \(entry.component)", symbol + entry.path, settings.place(entry.line)))
        }
        let record = record(controls)
        for off in record.controlsOff {
            rows.append(SettingRow("control \(off.control)", "off: \(off.reason)", off.by))
        }
        for change in record.controlsChanged {
            var parts: [String] = []
            if let required = change.required { parts.append("required \(required.to) (default \(required.from))") }
            if let severity = change.severity { parts.append("severity \(severity.to) (default \(severity.from))") }
            if let reason = change.reason { parts.append(reason) }
            rows.append(SettingRow("control \(change.control)", parts.joined(separator: ", "), change.by))
        }
        let rest = controls.count - record.controlsOff.count - record.controlsChanged.count
        rows.append(SettingRow("other controls", "\(rest), as the catalogue asks", "default"))
        rows += areaRows
        for name in analyzers {
            guard let entry = settings.analyzers.first(where: { $0.name == name }) else {
                rows.append(SettingRow("analyzer \(name)", "on", "default"))
                continue
            }
            let limit = entry.seconds.map { ", \($0) s a file" } ?? ""
            rows.append(
                SettingRow(
                    "analyzer \(name)", (entry.skip.map { "off: \($0)" } ?? "on") + limit, settings.place(entry.line)))
        }
        for entry in settings.productionValues {
            rows.append(SettingRow("production-values", entry.text, settings.place(entry.line)))
        }
        let own = [
            ("controls", settings.ownControls), ("models", settings.ownModels), ("signals", settings.ownSignals),
        ]
        for (name, entry) in own {
            if let entry { rows.append(SettingRow("own \(name)", entry.text, settings.place(entry.line))) }
        }
        for rule in settings.waivers {
            let component = rule.component.map { " of \($0)" } ?? ""
            let owner = rule.owner.map { ", \($0)" } ?? ""
            let until = rule.until.map { ", until \($0)" } ?? ""
            rows.append(
                SettingRow(
                    "waiver of \(rule.control)\(component)", rule.reason + owner + until, settings.place(rule.line)))
        }
        return rows
    }

    private var areaRows: [SettingRow] {
        Area.all.map { area in
            let own = settings.areas.first { $0.area == area && $0.weight != nil }
            let preset = profile?.areas.first { $0.area == area && $0.weight != nil }
            let origin =
                own.map { settings.place($0.line) } ?? preset.map { _ in "profile \(profile?.name ?? "")" } ?? "default"
            let weight = areaWeights[area] ?? 0
            let shown = weight == weight.rounded() ? String(Int(weight)) : String(weight)
            return SettingRow("area \(area)", "weighs \(shown)", origin)
        }
    }
}
