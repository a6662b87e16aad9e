internal import Foundation
package import Reporting

/// One JSON object a line, for log pipelines, databases and `jq`: each has a `kind` and, under that name, its values.
///
/// The values are those of docs/report.schema.json, and what the report nests says here to what it belongs.
package enum NDJSONReporter {
    package static func render(_ report: Report) throws -> String {
        var lines = Lines()
        try lines.add("report", Head(report))
        for analyzer in report.analyzers { try lines.add("analyzer", analyzer) }
        for component in report.components { try lines.add("component", component) }
        for control in report.controls {
            for cell in control.cells {
                try lines.add("cell", Owned(control: control.id, area: control.area, value: cell))
            }
            for evidence in control.evidence {
                try lines.add("evidence", Owned(control: control.id, area: control.area, value: evidence))
            }
        }
        for gap in report.gaps { try lines.add("gap", gap) }
        for wire in report.brokenWires { try lines.add("broken_wire", wire) }
        for diagnostic in report.diagnostics { try lines.add("diagnostic", diagnostic) }
        return lines.text
    }

    private struct Head: Encodable {
        let schema: String
        let tool: Report.Tool
        let repository: Report.Repository
        let summary: Report.Summary
        let configuration: Report.InForce?

        init(_ report: Report) {
            configuration = report.configuration
            (schema, tool, repository, summary) = (report.schema, report.tool, report.repository, report.summary)
        }
    }

    /// A part of a control, with the control's name.
    private struct Owned<Value: Encodable>: Encodable {
        let control: String
        let area: String
        let value: Value

        enum CodingKeys: String, CodingKey { case control, area }

        func encode(to encoder: any Encoder) throws {
            try value.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(control, forKey: .control)
            try container.encode(area, forKey: .area)
        }
    }

    private struct Line<Value: Encodable>: Encodable {
        let kind: String
        let value: Value

        struct Key: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }
            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(kind, forKey: Key(stringValue: "kind"))
            try container.encode(value, forKey: Key(stringValue: kind))
        }
    }

    private struct Lines {
        let encoder: JSONEncoder
        var text = ""

        init() {
            encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        }

        mutating func add(_ kind: String, _ value: some Encodable) throws {
            text += Escaping.json(Array(try encoder.encode(Line(kind: kind, value: value)))) + "\n"
        }
    }
}
