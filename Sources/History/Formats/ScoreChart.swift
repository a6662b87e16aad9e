/// Scores along a history as columns of blocks.
package enum ScoreChart {
    private static let eighths = Array(" ▁▂▃▄▅▆▇█")

    /// Lines from 100 down to 0, each with its scale; empty where nothing was scored.
    package static func lines(_ scores: [Int], width: Int, height: Int = 6) -> [String] {
        guard !scores.isEmpty else { return [] }
        // Of many commits the last one of each column.
        let count = min(scores.count, max(1, width))
        let columns = (0..<count).map { scores[($0 + 1) * scores.count / count - 1] }
        return (0..<height).reversed().map { row in
            let bars = columns.map { score -> Character in
                let filled = score * height * 8 / 100 - row * 8
                // A score above zero is never drawn as nothing.
                return eighths[max(row == 0 && score > 0 ? 1 : 0, min(8, filled))]
            }
            let scale = row == height - 1 ? "100" : row == 0 ? "  0" : "   "
            return scale + " " + String(bars)
        }
    }
}
