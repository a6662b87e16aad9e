/// Which commits a history has, and how it is read.
package struct HistoryOptions: Sendable {
    /// Of the repository; its revision is the last commit.
    package var scan: ScanOptions
    /// The history begins after this revision.
    package var from: String?
    /// Every ancestor instead of first parents alone.
    package var allParents = false
    /// Commits before this time are left out; seconds since 1970.
    package var since: Int64?
    /// At most this many commits, the newest.
    package var maximum: Int?
    /// Only commits that a tag names, and the last one.
    package var onlyTagged = false
    /// Every so many commits, counted from the last one.
    package var every = 1
    /// The method of another run, whose states are compared with this one's.
    package var otherMethod: String?
    /// Told how far the walk is; called from one task at a time.
    package var progress: @Sendable (HistoryProgress) -> Void

    package init(scan: ScanOptions, progress: @escaping @Sendable (HistoryProgress) -> Void = { _ in }) {
        self.scan = scan
        self.progress = progress
    }
}

/// What a history is doing.
package enum HistoryProgress: Sendable, Equatable {
    case walking
    case reading(done: Int, total: Int)
    case judging(done: Int, total: Int)
}
