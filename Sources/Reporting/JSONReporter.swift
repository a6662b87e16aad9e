internal import Foundation

/// Values as JSON: keys sorted, two spaces, one final newline; the same values give the same bytes.
package enum JSONReporter {
    package static func render(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        var text = try encoder.encode(value)
        text.append(0x0A)
        return Escaping.json(Array(text))
    }
}
