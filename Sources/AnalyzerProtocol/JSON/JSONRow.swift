/// The fields of a row, an array whose places have fixed meanings, taken one after the other.
///
/// Fields at the end may be left out; one that is absent, `null` or 0 tells nothing.
struct JSONRow {
    private let first: JSONValue
    private var position: Int
    private let end: Int

    /// - Returns: nil when the value is no array.
    @inline(__always)
    init?(_ value: JSONValue) {
        guard let range = value.elements else { return nil }
        first = value
        position = range.lowerBound
        end = range.upperBound
    }

    /// The next field; nil where it is absent, `null` or 0.
    @inline(__always)
    mutating func next() -> JSONValue? {
        guard let value = rest() else { return nil }
        return value.isNothing ? nil : value
    }

    /// The next field, whatever it holds; nil at the end.
    @inline(__always)
    mutating func rest() -> JSONValue? {
        guard position < end else { return nil }
        let value = first.at(position)
        position = value.end
        return value
    }

    /// The next field as an integer from `minimum` up; 0 where it is absent.
    @inline(__always)
    mutating func integer(_ field: StaticString, from minimum: Int = 0) throws(ProtocolError) -> Int {
        guard let value = next() else { return 0 }
        return try value.requireInteger(field, from: minimum)
    }
}

extension JSONValue {
    /// Whether a field of a row tells nothing.
    @inline(__always)
    var isNothing: Bool { isNull || integer == 0 }
}
