/// A name with `*` for any letters, slashes included: component ids hold brackets, braces and blanks, which mean themselves.
package struct Wildcard: Sendable, Equatable {
    private let parts: [[UInt8]]

    package init(_ text: String) {
        parts = text.utf8.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false).map(Array.init)
    }

    package func matches(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        guard parts.count > 1 else { return bytes == parts[0] }
        let (first, last) = (parts[0], parts[parts.count - 1])
        guard bytes.count >= first.count + last.count, bytes.starts(with: first),
            bytes.suffix(last.count).elementsEqual(last)
        else { return false }
        var rest = bytes[first.count..<(bytes.count - last.count)]
        // The first place is as good as any later one.
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let place = rest.firstRange(of: part) else { return false }
            rest = rest[place.upperBound...]
        }
        return true
    }
}
