/// What an answer depends on: which analyzer, at which path, with which content.
///
/// The path is part of the key because an analyzer may look at it; the same content at two paths has two facts.
package struct FactKey: Sendable, Hashable {
    /// The analyzer's fingerprint: its name and everything that may change its answers.
    package let analyzer: String
    /// The path's bytes: paths need not be UTF-8.
    package let path: [UInt8]
    /// The name of the content: an object id in hexadecimal, or a digest of several.
    package let object: String

    package init(analyzer: String, path: [UInt8], object: String) {
        self.analyzer = analyzer
        self.path = path
        self.object = object
    }
}
