/// A waiver as somebody wrote it: in the configuration, or in a comment.
package struct WaiverRule: Sendable, Equatable, Codable {
    package var control: String
    /// Ids or a pattern with `*`; nil for every component. Of the configuration alone.
    package var component: String?
    package var fingerprint: String?
    package var reason: String
    package var owner: String?
    /// The last day on which it holds.
    package var until: Day?
    /// Where it stands.
    package var path: String
    package var line: Int
    /// Whether it stands beside the code, and so speaks for its file only.
    package var isComment: Bool

    package init(
        control: String, component: String? = nil, fingerprint: String? = nil, reason: String, owner: String? = nil,
        until: Day? = nil, path: String, line: Int, isComment: Bool = false
    ) {
        self.control = control
        self.component = component
        self.fingerprint = fingerprint
        self.reason = reason
        self.owner = owner
        self.until = until
        self.path = path
        self.line = line
        self.isComment = isComment
    }
}
