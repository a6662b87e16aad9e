internal import Foundation
package import History
package import Reporting

/// A report as one HTML file that needs nothing beside it: no network, no other file.
package enum Page {
    /// Ranges of lines of a file of the scanned commit, as far as there are any, with secrets masked: the lines of `hidden` show no
    /// literal at all. Nil where the file cannot be read.
    package typealias Lines = (_ path: String, _ ranges: [Range<Int>], _ hidden: Set<Int>) throws -> [[String]]?

    /// - Parameters:
    ///   - name: of the repository; its place on this machine is nobody else's business, and is left out.
    ///   - history: nil leaves the history out.
    ///   - lines: nil leaves code out.
    package static func render(
        _ report: Report, name: String, history: History? = nil, assets: PageAssets, limits: PageLimits = PageLimits(),
        lines: Lines? = nil
    ) throws -> String {
        var report = report
        report.repository.path = name
        var builder = PageBuilder(report, limits: limits)
        if let history { builder.add(history) }
        if let lines { try builder.addCode(lines) }
        let data = builder.data
        let policy = [
            "default-src 'none'", "script-src \(InlineText.source(assets.script))",
            "style-src \(InlineText.source(assets.style))", "img-src data:", "base-uri 'none'", "form-action 'none'",
        ].joined(separator: "; ")
        let places = [
            "POLICY": InlineText.html(policy), "TITLE": InlineText.html("\(data.repository.path): gap matrix"),
            "STYLE": assets.style,
            "DATA": try InlineText.json(data), "SCRIPT": assets.script,
        ]
        return filled(assets.template, places)
    }

    /// The template with `{{NAME}}` replaced, each once and never within what was put in.
    private static func filled(_ template: String, _ places: [String: String]) -> String {
        var out = ""
        var rest = template[...]
        while let open = rest.range(of: "{{"), let close = rest[open.upperBound...].range(of: "}}") {
            let name = String(rest[open.upperBound..<close.lowerBound])
            out += rest[..<open.lowerBound]
            out += places[name] ?? "{{\(name)}}"
            rest = rest[close.upperBound...]
        }
        return out + rest
    }
}
