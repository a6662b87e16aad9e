internal import Foundation

/// Values as JSON: keys sorted, two spaces, one final newline; the same values give the same bytes.
package enum JSONReporter {
    package static func render(_ value: some Encodable) throws -> String {
        try text(of: value) + "\n"
    }

    /// The same bytes for a report, by several workers.
    package static func render(_ report: Report, workers: Int) throws -> String {
        guard workers > 1 else { return try render(report) }
        return try ReportPieces(report).text(workers: workers) + "\n"
    }

    static func text(of value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return Escaping.json(Array(try encoder.encode(value)))
    }
}
