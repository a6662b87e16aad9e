import Controls

/// What a change of the configuration does, so that whoever reviews it sees it: in plain sentences, not escaped.
package enum SettingsChanges {
    /// - Parameter before: nil where there was no file.
    package static func lines(from before: Settings?, to after: Settings?) -> [String] {
        switch (before, after) {
        case (nil, nil): return []
        case (nil, let new?): return ["adds \(new.file)"] + changes(from: Settings(file: new.file), to: new)
        case (let old?, nil): return ["removes \(old.file)"]
        case (let old?, let new?): return changes(from: old, to: new)
        }
    }

    private static func changes(from old: Settings, to new: Settings) -> [String] {
        var lines = old.file == new.file ? [] : ["\(old.file) is called \(new.file) now"]
        func add(_ what: String, _ names: [String], _ known: [String]) {
            let known = Set(known)
            let added = names.filter { !known.contains($0) }
            guard !added.isEmpty else { return }
            let shown = added.prefix(20).joined(separator: ", ")
            lines.append("\(what) \(shown)\(added.count > 20 ? " and \(added.count - 20) more" : "")")
        }
        if old.profile?.text != new.profile?.text {
            lines.append("profile \(new.profile?.text ?? "none") instead of \(old.profile?.text ?? "none")")
        }
        add("switches off", off(new), off(old))
        add("switches on again", off(old), off(new))
        add("asks otherwise of", asked(new), asked(old))
        add("leaves out", new.exclude.map(\.text), old.exclude.map(\.text))
        add("switches off the analyzer", skipped(new), skipped(old))
        add("adds roots in", new.roots.map(\.path), old.roots.map(\.path))
        add("waives", waivers(new), waivers(old))
        add("waives no more", waivers(old), waivers(new))
        if lines.isEmpty, !isSame(old, new) { lines.append("other settings of \(new.file) changed") }
        return lines
    }

    private static func off(_ settings: Settings) -> [String] {
        settings.controls.filter { $0.skip != nil }.map(\.control)
            + settings.areas.filter { $0.skip != nil }.map { "the area \($0.area)" }
    }

    private static func asked(_ settings: Settings) -> [String] {
        settings.controls.filter { $0.skip == nil }.map { entry in
            let parts = [entry.required?.rawValue, entry.severity?.rawValue].compactMap(\.self)
            return "\(entry.control) (\(parts.joined(separator: ", ")))"
        }
    }

    private static func skipped(_ settings: Settings) -> [String] {
        settings.analyzers.filter { $0.skip != nil }.map(\.name)
    }

    private static func waivers(_ settings: Settings) -> [String] {
        settings.waivers.map { rule in
            let component = rule.component.map { " of \($0)" } ?? ""
            let fingerprint = rule.fingerprint.map { " \($0)" } ?? ""
            let until = rule.until.map { " until \($0)" } ?? ""
            return "\(rule.control)\(component)\(fingerprint)\(until) (\(rule.reason))"
        }
    }

    /// Lines aside.
    private static func isSame(_ old: Settings, _ new: Settings) -> Bool {
        func plain(_ settings: Settings) -> [String] {
            settings.components.map { "\($0.name) \($0.of)" }
                + settings.areas.map { "\($0.area) \($0.weight ?? -1)" }
                + settings.analyzers.map { "\($0.name) \($0.seconds ?? -1)" }
                + settings.productionValues.map(\.text)
                + [settings.ownControls, settings.ownModels, settings.ownSignals].map { $0?.text ?? "-" }
        }
        return plain(old) == plain(new)
    }
}
