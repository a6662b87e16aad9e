/// A commit, as far as a history tells of it. Not escaped: names and subjects are anybody's text.
package struct HistoryCommit: Codable, Sendable, Hashable {
    /// 40 hexadecimal digits.
    package var commit: String
    /// RFC 3339, with the commit's own offset.
    package var committedAt: String
    package var author: String
    package var subject: String
    /// Seconds since 1970, as the commit says.
    package var seconds: Int64

    package init(commit: String, committedAt: String, author: String, subject: String, seconds: Int64) {
        self.commit = commit
        self.committedAt = committedAt
        self.author = author
        self.subject = subject
        self.seconds = seconds
    }

    enum CodingKeys: String, CodingKey {
        case commit, author, subject
        case committedAt = "committed_at"
        case seconds = "committed_seconds"
    }

    package var shortID: String { String(commit.prefix(8)) }
    package var day: String { String(committedAt.prefix(10)) }
}

/// One commit of a history with what it changed.
package struct HistoryStep: Sendable {
    package var commit: HistoryCommit
    package var delta: Delta
    /// Whether it is the state that the history begins with, and nothing of it counts as a change.
    package var isBaseline: Bool
    /// Whether it lies on the line of first parents, along which gaps live.
    package var isOnLine: Bool

    package init(commit: HistoryCommit, delta: Delta, isBaseline: Bool = false, isOnLine: Bool = true) {
        self.commit = commit
        self.delta = delta
        self.isBaseline = isBaseline
        self.isOnLine = isOnLine
    }
}
