/// Bounds on a configuration: it comes with the repository, so anybody may have written it.
package enum SettingsLimits {
    /// Bytes of the file.
    package static let bytes = 256 << 10
    /// Bytes of a reason, a name or a pattern.
    package static let text = 1_000
    package static let pattern = 200
    /// Entries of a list.
    package static let patterns = 200
    package static let components = 200
    package static let roots = 100
    package static let waivers = 2_000
    /// Files of own controls or models, and the bytes of all of them.
    package static let ownFiles = 500
    package static let ownBytes = 4 << 20
    package static let weight = 1_000.0
    package static let seconds = 1.0...300.0
}
