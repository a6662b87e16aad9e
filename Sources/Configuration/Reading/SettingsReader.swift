import Controls
import GitRepository
package import Models

/// Reads a configuration file; every error names the file, the line and, where it is a name, the nearest right one.
package enum SettingsReader {
    /// - Parameters:
    ///   - file: its name for messages.
    package static func read(_ text: String, file: String) throws(ModelError) -> Settings {
        guard text.utf8.count <= SettingsLimits.bytes else {
            throw ModelError(file: file, message: "has more than \(SettingsLimits.bytes) bytes")
        }
        var settings = Settings(file: file)
        guard let root = try YAMLDocument.parse(text, file: file), !root.isNull else { return settings }
        let reader = try SettingsMapping(root, SettingsKeys.file, file: file, what: "the configuration")
        if let name = try reader.text("profile", limit: SettingsLimits.pattern) {
            settings.profile = Settings.Entry(text: name, line: reader.value("profile")?.line ?? 1)
        }
        settings.exclude = try reader.texts("exclude", limit: SettingsLimits.patterns)
        for entry in settings.exclude where !PathPatterns.isPattern(entry.text) {
            throw reader.error("'\(entry.text)' is no pattern for paths", line: entry.line)
        }
        settings.components = try components(reader)
        settings.roots = try roots(reader)
        settings.controls = try controls(reader)
        settings.areas = try areas(reader)
        settings.analyzers = try analyzers(reader)
        settings.productionValues = try reader.texts("production-values", limit: SettingsLimits.patterns)
        for entry in settings.productionValues { try checkInside(entry, "production-values", reader) }
        try own(reader, &settings)
        settings.waivers = try waivers(reader)
        return settings
    }

    /// A profile of the catalogue: controls and areas alone.
    package static func profile(_ text: String, file: String) throws(ModelError) -> Profile {
        guard let root = try YAMLDocument.parse(text, file: file) else {
            throw ModelError(file: file, message: "is empty")
        }
        let reader = try SettingsMapping(root, SettingsKeys.profile, file: file, what: "a profile")
        return Profile(
            name: file.split(separator: "/").last?.split(separator: ".").first.map(String.init) ?? file,
            title: try reader.requiredText("title"), words: try reader.requiredText("words"),
            controls: try controls(reader), areas: try areas(reader))
    }

    private static func components(_ reader: SettingsMapping) throws(ModelError) -> [Settings.ComponentEntry] {
        var found: [Settings.ComponentEntry] = []
        for item in try reader.list("components", limit: SettingsLimits.components) {
            let entry = try SettingsMapping(item, SettingsKeys.component, file: reader.file, what: "a component")
            let name = try entry.requiredText("name", limit: SettingsLimits.pattern)
            let of = try entry.texts("of", limit: 50)
            guard !of.isEmpty else { throw entry.error("a component lacks the key 'of': the ids that it stands for") }
            guard !found.contains(where: { $0.name == name }) else {
                throw entry.error("the component '\(name)' stands here twice; one entry lists all that it is made of")
            }
            found.append(Settings.ComponentEntry(name: name, of: of.map(\.text), line: item.line))
        }
        return found
    }

    private static func roots(_ reader: SettingsMapping) throws(ModelError) -> [Settings.RootEntry] {
        var found: [Settings.RootEntry] = []
        for item in try reader.list("roots", limit: SettingsLimits.roots) {
            let entry = try SettingsMapping(item, SettingsKeys.root, file: reader.file, what: "a root")
            let path = try entry.requiredText("path", limit: SettingsLimits.pattern)
            guard PathPatterns.isPattern(path) else { throw entry.error("'\(path)' is no pattern for paths") }
            found.append(
                Settings.RootEntry(
                    path: path, symbol: try entry.text("symbol", limit: SettingsLimits.pattern),
                    component: try entry.requiredText("component", limit: SettingsLimits.pattern),
                    kind: try entry.text("kind", limit: SettingsLimits.pattern) ?? "configured", line: item.line))
        }
        return found
    }

    private static func controls(_ reader: SettingsMapping) throws(ModelError) -> [Settings.ControlEntry] {
        guard let value = reader.value("controls"), !value.isNull else { return [] }
        var found: [Settings.ControlEntry] = []
        for (control, value) in try SettingsMapping.pairs(value, file: reader.file, what: "'controls'") {
            let entry = try SettingsMapping(
                value, SettingsKeys.control, file: reader.file, what: "the control '\(control)'")
            let skip = try entry.reason("skip")
            let required = try entry.word("required", among: State.ladder.dropFirst().map(\.rawValue))
            let severity = try entry.word("severity", among: Severity.allCases.map(\.rawValue))
            if skip != nil, required != nil || severity != nil {
                throw entry.error("'\(control)' is skipped: 'required' and 'severity' have no meaning beside 'skip'")
            }
            guard !entry.keys.isEmpty else { throw entry.error("nothing is said of the control '\(control)'") }
            found.append(
                Settings.ControlEntry(
                    control: control, skip: skip, required: required.flatMap(State.init(rawValue:)),
                    severity: severity.flatMap(Severity.init(rawValue:)), reason: try entry.reason("reason"),
                    line: value.line))
        }
        return found
    }

    private static func areas(_ reader: SettingsMapping) throws(ModelError) -> [Settings.AreaEntry] {
        guard let value = reader.value("areas"), !value.isNull else { return [] }
        var found: [Settings.AreaEntry] = []
        for (area, value) in try SettingsMapping.pairs(value, file: reader.file, what: "'areas'") {
            guard Area.all.contains(area) else {
                throw reader.error(
                    "no area '\(area)': \(Area.all.joined(separator: ", "))\(NearestName.hint(area, among: Area.all))",
                    line: value.line)
            }
            let entry = try SettingsMapping(value, SettingsKeys.area, file: reader.file, what: "the area '\(area)'")
            guard !entry.keys.isEmpty else { throw entry.error("nothing is said of the area '\(area)'") }
            found.append(
                Settings.AreaEntry(
                    area: area, skip: try entry.reason("skip"),
                    weight: try entry.number("weight", 0...SettingsLimits.weight), line: value.line))
        }
        return found
    }

    private static func analyzers(_ reader: SettingsMapping) throws(ModelError) -> [Settings.AnalyzerEntry] {
        guard let value = reader.value("analyzers"), !value.isNull else { return [] }
        var found: [Settings.AnalyzerEntry] = []
        for (name, value) in try SettingsMapping.pairs(value, file: reader.file, what: "'analyzers'") {
            let entry = try SettingsMapping(
                value, SettingsKeys.analyzer, file: reader.file, what: "the analyzer '\(name)'")
            guard !entry.keys.isEmpty else { throw entry.error("nothing is said of the analyzer '\(name)'") }
            found.append(
                Settings.AnalyzerEntry(
                    name: name, skip: try entry.reason("skip"),
                    seconds: try entry.number("seconds", SettingsLimits.seconds), line: value.line))
        }
        return found
    }

    private static func own(_ reader: SettingsMapping, _ settings: inout Settings) throws(ModelError) {
        guard let value = reader.value("own"), !value.isNull else { return }
        let entry = try SettingsMapping(value, SettingsKeys.own, file: reader.file, what: "'own'")
        func place(_ key: String) throws(ModelError) -> Settings.Entry? {
            guard let text = try entry.text(key, limit: SettingsLimits.pattern) else { return nil }
            var path = text[...]
            while path.last == "/" { path.removeLast() }
            let place = Settings.Entry(text: String(path), line: entry.value(key)?.line ?? entry.line)
            try checkInside(place, key, entry)
            return place
        }
        settings.ownControls = try place("controls")
        settings.ownModels = try place("models")
        settings.ownSignals = try place("signals")
    }

    /// Nothing outside of the tree is read.
    private static func checkInside(
        _ entry: Settings.Entry, _ key: String, _ reader: SettingsMapping
    ) throws(ModelError) {
        let parts = entry.text.split(separator: "/", omittingEmptySubsequences: false)
        guard !entry.text.isEmpty, parts.allSatisfy({ !["", ".", ".."].contains($0) }) else {
            throw reader.error(
                "'\(key)' names '\(entry.text)': a path within the repository, from its root, without '.' and '..'",
                line: entry.line)
        }
    }

    private static func waivers(_ reader: SettingsMapping) throws(ModelError) -> [WaiverRule] {
        var found: [WaiverRule] = []
        for item in try reader.list("waivers", limit: SettingsLimits.waivers) {
            let entry = try SettingsMapping(item, SettingsKeys.waiver, file: reader.file, what: "a waiver")
            guard let reason = try entry.reason("reason") else {
                throw entry.error("a waiver lacks the key 'reason': why this gap is accepted")
            }
            let until = try entry.text("until")
            guard let day = until.map(Day.init(_:)) else {
                found.append(try rule(entry, reason, nil, item.line))
                continue
            }
            guard let day else {
                throw entry.error("'until' is '\(until ?? "")', which is no day like 2027-01-31")
            }
            found.append(try rule(entry, reason, day, item.line))
        }
        return found
    }

    private static func rule(
        _ entry: SettingsMapping, _ reason: String, _ until: Day?, _ line: Int
    ) throws(ModelError) -> WaiverRule {
        let fingerprint = try entry.text("fingerprint", limit: SettingsLimits.pattern)
        if let fingerprint, fingerprint.utf8.count < 8 || !fingerprint.allSatisfy(\.isHexDigit) {
            throw entry.error("'\(fingerprint)' is no fingerprint: 8 to 16 hexadecimal digits, as reports show them")
        }
        return WaiverRule(
            control: try entry.requiredText("control", limit: SettingsLimits.pattern),
            component: try entry.text("component", limit: SettingsLimits.pattern), fingerprint: fingerprint,
            reason: reason, owner: try entry.text("owner", limit: SettingsLimits.pattern), until: until,
            path: entry.file, line: line)
    }
}
