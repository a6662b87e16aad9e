private import Foundation
package import Models
package import Reporting

/// The gaps of an earlier scan, by fingerprint: those that a later scan does not tell as new.
package struct Baseline: Sendable, Equatable {
    package static let fileName = ".gapmatrix-baseline.json"
    package static let schema = "gapmatrix/baseline/1"
    /// Bytes of a file that is read.
    package static let bytes = 16 << 20

    package struct Entry: Codable, Sendable, Equatable {
        package var control: String
        package var component: String
        package var state: String
        package var fingerprint: String
    }

    private struct File: Codable {
        var schema: String
        var gaps: [Entry]
    }

    /// As it is shown.
    package let path: String
    package let entries: [Entry]

    /// The open gaps of a report; those that are waived have their word already.
    package init(_ report: Report, path: String) {
        self.path = path
        entries = report.gaps.filter { $0.waived == nil }
            .map {
                Entry(control: $0.control, component: $0.component, state: $0.state, fingerprint: $0.fingerprint)
            }
            .sorted { ($0.control, $0.component, $0.fingerprint) < ($1.control, $1.component, $1.fingerprint) }
    }

    package init(reading bytes: [UInt8], path: String) throws(ModelError) {
        func wrong(_ message: String) -> ModelError { ModelError(file: path, message: message) }
        guard bytes.count <= Self.bytes else { throw wrong("a baseline of more than \(Self.bytes) bytes") }
        let file: File
        do {
            file = try JSONDecoder().decode(File.self, from: Data(bytes))
        } catch {
            throw wrong("is no baseline; `gapmatrix baseline write` makes one")
        }
        guard file.schema == Self.schema else {
            throw wrong("is a baseline of another kind, '\(file.schema)'; `gapmatrix baseline write` makes one anew")
        }
        self.path = path
        entries = file.gaps
    }

    /// The file: one line for each gap, in an order of their own, so that differences are read well.
    package func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let lines = try entries.map { "    " + Escaping.json(Array(try encoder.encode($0))) }
        let list = lines.isEmpty ? "[]" : "[\n" + lines.joined(separator: ",\n") + "\n  ]"
        return "{\n  \"schema\": \"\(Self.schema)\",\n  \"gaps\": \(list)\n}\n"
    }

    /// Marks what is known, and says what closed since.
    func mark(_ report: inout Report, _ record: inout Report.InForce) {
        var result = Report.InForce.Baseline(path: path)
        let known = Dictionary(entries.map { ($0.fingerprint, $0) }) { first, _ in first }
        var open: Set<String> = []
        for index in report.gaps.indices {
            open.insert(report.gaps[index].fingerprint)
            guard let entry = known[report.gaps[index].fingerprint] else { continue }
            // A gap that fell below what it was is news.
            if Ladder.rung(report.gaps[index].state) < Ladder.rung(entry.state) {
                result.worse += 1
            } else {
                report.gaps[index].inBaseline = true
                if report.gaps[index].waived == nil { result.known += 1 }
            }
        }
        var unjudged: Set<[String]> = []
        for control in report.controls {
            for cell in control.cells where cell.state == "unknown" {
                unjudged.insert([control.id, cell.component])
            }
        }
        // What nobody could judge this time is not closed.
        result.closed = known.values
            .filter { !open.contains($0.fingerprint) && !unjudged.contains([$0.control, $0.component]) }
            .map { Report.InForce.ClosedGap(control: $0.control, component: $0.component) }
            .sorted { ($0.control, $0.component) < ($1.control, $1.component) }
        if result.known > 0 { report.summary.inBaseline = result.known }
        record.baseline = result
    }
}
