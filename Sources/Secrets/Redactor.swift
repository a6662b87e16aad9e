/// Masks every secret of a known format in texts that are about to be shown, whoever put it there: names, messages of
/// analyzers, lines of logs.
package final class Redactor {
    let scanner: SecretScanner

    package init(_ search: SecretSearch) throws(SecretError) { scanner = try search.scanner() }

    /// - Throws: where the search itself fails, so that nothing is shown unsearched.
    package func redact(_ text: String) throws(SecretError) -> String {
        guard text.utf8.count >= 12 else { return text }
        let bytes = Array(text.utf8)
        let search = scanner.search
        let places: [SecretScanner.Place]
        do {
            places = try bytes.withUnsafeBytes { try scanner.places($0) }
        } catch {
            throw error as? SecretError ?? SecretError(description: "\(error)", index: nil)
        }
        guard !places.isEmpty else { return text }
        var result: [UInt8] = []
        var position = 0
        for place in places where place.secret.lowerBound >= position {
            result += bytes[position..<place.secret.lowerBound]
            if search.rules[place.rule].kind == .privateKey {
                // The heading is public, and all that follows it may be the key.
                result += Array("(private key, masked)".utf8)
                position = bytes.count
                break
            }
            result += Array(Masking.masked(bytes[place.secret]).utf8)
            position = place.secret.upperBound
        }
        result += bytes[position...]
        return String(decoding: result, as: UTF8.self)
    }
}

extension SecretSearch {
    /// A message with every secret of a known format masked; a message that cannot be searched is not shown.
    package func masked(_ text: String) -> String {
        do throws(SecretError) {
            return try Redactor(self).redact(text)
        } catch {
            return "(a message that could not be searched for secrets: \(error))"
        }
    }
}
