package import Reporting

/// A badge of the score as SVG: no font, script or picture from elsewhere.
package enum BadgeReporter {
    package static func render(_ report: Report) -> String {
        let score = report.summary.score
        let open = report.gaps.filter { $0.status == "open" }
        let (left, right) = ("gap matrix", score.map { "\($0)/100" } ?? "unknown")
        let (leftWidth, rightWidth) = (width(left) + 12, width(right) + 12)
        let whole = leftWidth + rightWidth
        var title = "gap matrix: " + (score.map { "score \($0) of 100" } ?? "nothing could be judged")
        if score != nil {
            let blockers = open.count { $0.severity == "blocker" }
            title += ", \(TerminalOutput.counted(open.count, "open gap"))"
            if blockers > 0 { title += ", \(TerminalOutput.counted(blockers, "blocker"))" }
        }
        func label(_ text: String, middle: Int, length: Int) -> String {
            let attributes = [
                ("x", "\(middle)"), ("y", "14"), ("textLength", "\(length)"), ("lengthAdjust", "spacingAndGlyphs"),
            ]
            return XML.tag("text", attributes) + XML.escaped(text) + "</text>"
        }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(whole)" height="20" role="img" aria-label="\(XML.escaped(title))">
              <title>\(XML.escaped(title))</title>
              <clipPath id="gapmatrix-round"><rect width="\(whole)" height="20" rx="3"/></clipPath>
              <g clip-path="url(#gapmatrix-round)">
                <rect width="\(leftWidth)" height="20" fill="#444"/>
                <rect x="\(leftWidth)" width="\(rightWidth)" height="20" fill="\(colour(score))"/>
              </g>
              <g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11">
                \(label(left, middle: leftWidth / 2, length: leftWidth - 12))
                \(label(right, middle: leftWidth + rightWidth / 2, length: rightWidth - 12))
              </g>
            </svg>

            """
    }

    /// Dark enough for white letters (4.5 to 1).
    private static func colour(_ score: Int?) -> String {
        switch score {
        case nil: "#5f6368"
        case .some(90...): "#1b7837"
        case .some(75...): "#4d7a12"
        case .some(50...): "#96630a"
        default: "#b3261e"
        }
    }

    /// About what the letters take at 11 pixels; `textLength` makes any font fit.
    private static func width(_ text: String) -> Int {
        text.reduce(0) { $0 + ("il/. ".contains($1) ? 4 : "mw".contains($1) ? 10 : 7) }
    }
}
