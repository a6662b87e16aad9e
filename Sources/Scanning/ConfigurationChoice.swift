/// Which configuration a scan follows.
package enum ConfigurationChoice: Sendable, Equatable {
    /// `.gapmatrix.yml` of what is scanned, where there is one; likewise its baseline and its comments.
    case tree
    /// A file on disk instead; comments and the baseline of what is scanned count all the same.
    case file(String)
    /// None, no comments, and no baseline that the caller does not name: the bare truth.
    case none
}
