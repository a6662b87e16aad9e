/// How much a page holds at most, so that a browser opens it at once whatever the repository is like. What is left out is counted, and said.
package struct PageLimits: Sendable {
    /// Pieces of evidence of one control, and of all.
    package var evidencePerControl = 400
    package var evidence = 12_000
    /// Characters of a line of code, and of all of them.
    package var lineLength = 240
    package var code = 4_000_000
    /// Lines shown before and after a place, and of a place that is long.
    package var linesBefore = 3
    package var linesAfter = 3
    package var linesWithin = 10
    package var diagnostics = 2_000
    /// Commits, the newest; and changes of cells, likewise.
    package var commits = 5_000
    package var changes = 20_000
    /// Pieces of evidence that one change shows of either side, and all of them together.
    package var evidencePerChange = 4
    package var pastEvidence = 20_000
    package var pastMessageLength = 300
    /// Cells whose past is told, and how many times they may change in it, the newest times.
    package var pastCells = 20_000
    package var pastRuns = 60_000
    /// Characters of any other text.
    package var textLength = 2_000

    package init() {}
}
