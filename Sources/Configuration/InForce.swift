package import Controls
package import Models
package import Reporting

/// A configuration with its profile, checked against what exists: what a scan asks of it.
package struct InForce: Sendable, Equatable {
    package let settings: Settings
    package let profile: Profile?

    /// - Parameter profiles: those of the catalogue.
    package init(_ settings: Settings, profiles: [Profile]) throws(ModelError) {
        self.settings = settings
        guard let name = settings.profile else {
            profile = nil
            return
        }
        profile = profiles.first { $0.name == name.text }
        if profile == nil {
            let names = profiles.map(\.name).sorted()
            throw ModelError(
                file: settings.file, line: name.line,
                message: "no profile '\(name.text)': \(names.joined(separator: ", "))"
                    + NearestName.hint(name.text, among: names))
        }
    }

    /// Where a setting stands: the file's line, or the profile.
    private func place(_ line: Int?) -> String {
        line.map(settings.place) ?? "profile \(profile?.name ?? "")"
    }

    /// What is said of one control, the file's word before the profile's, and that of a control before that of its area.
    private func entry(_ control: Control) -> (entry: Settings.ControlEntry, by: String)? {
        let own = settings.controls.first { $0.control == control.id }
        let preset = profile?.controls.first { $0.control == control.id }
        if var own {
            // Whoever says something of a control asks for it, whatever the profile leaves out.
            if own.skip == nil, let preset, preset.skip == nil {
                own.required = own.required ?? preset.required
                own.severity = own.severity ?? preset.severity
            }
            return (own, place(own.line))
        }
        if let area = settings.areas.first(where: { $0.area == control.area }), let skip = area.skip {
            return (entry(of: control, skip: skip, line: area.line), place(area.line))
        }
        if let preset { return (preset, place(nil)) }
        if let area = profile?.areas.first(where: { $0.area == control.area }), let skip = area.skip {
            return (entry(of: control, skip: skip, line: area.line), place(nil))
        }
        return nil
    }

    private func entry(of control: Control, skip: String, line: Int) -> Settings.ControlEntry {
        Settings.ControlEntry(
            control: control.id, skip: skip, required: nil, severity: nil, reason: nil, line: line)
    }

    /// The controls as they are asked here.
    ///
    /// - Throws: where it names a control that does not exist.
    package func applied(to controls: [Control]) throws(ModelError) -> [Control] {
        try checkNames(controls)
        return controls.map { control in
            guard let (entry, _) = entry(control) else { return control }
            var control = control
            if let skip = entry.skip {
                control.off =
                    settings.controls.contains { $0.control == control.id } || isOff(area: control.area)
                    ? "switched off by \(settings.file): \(skip)"
                    : "switched off by the profile \(profile?.name ?? ""): \(skip)"
            }
            control.required = entry.required ?? control.required
            control.severity = entry.severity ?? control.severity
            return control
        }
    }

    private func isOff(area: String) -> Bool { settings.areas.contains { $0.area == area && $0.skip != nil } }

    private func checkNames(_ controls: [Control]) throws(ModelError) {
        let names = Set(controls.map(\.id))
        func check(_ name: String, _ file: String, _ line: Int) throws(ModelError) {
            guard !names.contains(name) else { return }
            throw ModelError(
                file: file, line: line,
                message: "no control '\(name)'\(NearestName.hint(name, among: names))"
                    + "; `gapmatrix controls list` names them all")
        }
        for entry in settings.controls { try check(entry.control, settings.file, entry.line) }
        for waiver in settings.waivers { try check(waiver.control, settings.file, waiver.line) }
        guard let profile else { return }
        for entry in profile.controls {
            try check(entry.control, "the profile \(profile.name)", entry.line)
        }
    }

    /// - Throws: where it names an analyzer that does not exist.
    package func checkAnalyzers(_ names: [String]) throws(ModelError) {
        for entry in settings.analyzers where !names.contains(entry.name) {
            throw ModelError(
                file: settings.file, line: entry.line,
                message: "no analyzer '\(entry.name)': \(names.joined(separator: ", "))"
                    + NearestName.hint(entry.name, among: names)
                    + "; a repository cannot name one to run: give a folder of analyzers with --analyzers")
        }
    }

    /// What each area weighs in the score.
    package var areaWeights: [String: Double] {
        var weights = Area.weights
        for area in (profile?.areas ?? []) + settings.areas {
            if let weight = area.weight { weights[area.area] = weight }
        }
        return weights
    }

    /// What the report says of it, but for what is known after the scan alone.
    ///
    /// - Parameter controls: the catalogue's, as they are without it.
    package func record(_ controls: [Control]) -> Report.InForce {
        var record = Report.InForce(file: settings.file, profile: profile?.name)
        for control in controls {
            guard let (entry, by) = entry(control) else { continue }
            if let skip = entry.skip {
                record.controlsOff.append(.init(control: control.id, reason: skip, by: by))
                continue
            }
            func change(_ from: String, _ to: String?) -> Report.InForce.Change? {
                to.flatMap { $0 == from ? nil : .init(from: from, to: $0) }
            }
            let required = change(control.required.rawValue, entry.required?.rawValue)
            let severity = change(control.severity.rawValue, entry.severity?.rawValue)
            guard required != nil || severity != nil else { continue }
            record.controlsChanged.append(
                .init(control: control.id, required: required, severity: severity, reason: entry.reason, by: by))
        }
        for (area, weight) in areaWeights where weight != Area.weights[area] { record.areaWeights[area] = weight }
        record.excluded.patterns = settings.exclude.map(\.text)
        record.components = settings.components.map { .init(name: $0.name, of: $0.of) }
        record.roots = settings.roots.map { .init(path: $0.path, symbol: $0.symbol, component: $0.component) }
        record.analyzers = settings.analyzers.map { .init(name: $0.name, off: $0.skip, seconds: $0.seconds) }
        record.productionValues = settings.productionValues.map(\.text)
        return record
    }

    /// Names all that decides about states and gaps, and nothing else: neither lines nor reasons nor waivers.
    package var identity: [String] {
        var parts: [String] = []
        func add(_ kind: String, _ texts: [String?]) { parts.append(([kind] + texts.map { $0 ?? "-" }).description) }
        for entry in settings.exclude { add("exclude", [entry.text]) }
        for entry in settings.components { add("component", [entry.name] + entry.of) }
        for entry in settings.roots { add("root", [entry.path, entry.symbol, entry.component, entry.kind]) }
        for (origin, controls, areas) in [
            ("file", settings.controls, settings.areas), ("profile", profile?.controls ?? [], profile?.areas ?? []),
        ] {
            for entry in controls {
                add(
                    origin,
                    [
                        entry.control, entry.skip == nil ? "on" : "off", entry.required?.rawValue,
                        entry.severity?.rawValue,
                    ])
            }
            for entry in areas { add(origin, [entry.area, entry.skip == nil ? "on" : "off", "\(entry.weight ?? -1)"]) }
        }
        for entry in settings.analyzers { add("analyzer", [entry.name, entry.skip == nil ? "on" : "off"]) }
        for entry in settings.productionValues { add("values", [entry.text]) }
        return parts
    }
}
