package import Models

/// The rules, compiled: makes scanners for tasks.
package struct SecretSearch: Sendable {
    package let rules: [SecretRule]
    let database: PatternDatabase
    /// Changes with everything that may change what is found.
    package let fingerprint: String

    /// Changes with the code that judges what the engine finds.
    private static let version = "2"

    /// - Parameters:
    ///   - cacheDirectory: where the compiled patterns are kept; nil compiles them anew.
    ///   - prepared: a folder where they may lie, too.
    package init(rules: [SecretRule], cacheDirectory: String?, prepared: String? = nil) throws(SecretError) {
        self.rules = rules
        // The last pattern finds the keys of configurations.
        database = try PatternCache.database(
            rules.map(\.pattern) + [SettingLine.pattern], directory: cacheDirectory, prepared: prepared)
        var digest = Checksum()
        digest.add(Array(Self.version.utf8))
        for rule in rules {
            for part in [
                rule.id, rule.vendor, rule.title, rule.pattern, rule.kind.rawValue, rule.severity.rawValue,
                rule.boundary.rawValue, rule.check?.rawValue ?? "",
            ] {
                digest.add(Array(part.utf8))
            }
        }
        fingerprint = digest.text
    }

    package func scanner() throws(SecretError) -> SecretScanner { try SecretScanner(self) }

    /// What the search puts into signals, whatever the catalogue's models say.
    package static let signals: Set<String> = [
        "secret.token", "secret.private-key", "secret.connection", "kubernetes-secret.literal",
    ]

    /// The signals that stand for one literal each: another text is another secret.
    package static let literals = signals.union(["secret.literal"])
}

extension SecretScanner {
    /// Everything that one content holds, as signals at their lines; sorted by line.
    package func matches(path: String, content: [UInt8]) throws(SecretError) -> [ContentMatch] {
        do {
            return try content.withUnsafeBytes { try matches(path: path, bytes: $0) }
        } catch {
            throw error as? SecretError ?? SecretError(description: "\(error)", index: nil)
        }
    }

    private func matches(path: String, bytes: UnsafeRawBufferPointer) throws(SecretError) -> [ContentMatch] {
        guard !SecretPlace.isSkipped(path), !SecretPlace.isGenerated(bytes) else { return [] }
        let found = try search(bytes)
        guard !found.secrets.isEmpty || !found.settings.isEmpty || SecretPlace.isYAML(path) else { return [] }
        let place = SecretPlace(path)
        var result: [ContentMatch] = found.secrets.compactMap { secret in
            let rule = search.rules[secret.rule]
            var attributes = [
                "rule": rule.id, "format": "\(rule.title) of \(rule.vendor)", "masked": secret.masked,
                "weight": "full",
            ]
            if let note = [secret.note, place.note, place.isPipeline && rule.kind != .token ? "in a pipeline" : ""]
                .first(where: { !$0.isEmpty })
            {
                attributes["note"] = ", " + note
                attributes["weight"] = "less"
            } else if rule.kind == .ticket || rule.severity == .low {
                attributes["note"] = rule.kind == .ticket ? ", which may be public or expired" : ", of little reach"
                attributes["weight"] = "less"
            }
            let signal =
                switch rule.kind {
                case .privateKey: "secret.private-key"
                case .connection: "secret.connection"
                case .token, .ticket: "secret.token"
                }
            return ContentMatch(signal: signal, line: secret.line, attributes: attributes)
        }
        let lines = Set(result.map(\.line))
        if place.isConfiguration {
            for setting in found.settings where !lines.contains(setting.line) {
                guard let match = SettingLine.match(setting, place: place) else { continue }
                result.append(match)
            }
        }
        if place.isYAML { result += ManifestSecrets.matches(bytes, place: place) }
        return result.enumerated().sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }.map(\.element)
    }
}
