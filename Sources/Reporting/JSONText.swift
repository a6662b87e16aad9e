/// JSON written straight into bytes, laid out as Foundation's encoder does it with sorted keys: two spaces, `"key" : value`.
/// That encoder makes a tree of the values first, which of a large report takes ten times as long as writing it.
struct JSONText {
    private(set) var bytes: [UInt8] = []
    private var depth = 0
    private var isFirst = true

    /// - Parameter body: writes the keys in their order, each with its value.
    mutating func object(_ body: (inout JSONText) -> Void) {
        open(UInt8(ascii: "{"))
        body(&self)
        close(UInt8(ascii: "}"))
    }

    mutating func array<Element>(_ elements: [Element], _ write: (inout JSONText, Element) -> Void) {
        open(UInt8(ascii: "["))
        for element in elements {
            next()
            write(&self, element)
        }
        close(UInt8(ascii: "]"))
    }

    mutating func dictionary<Value>(_ values: [String: Value], _ write: (inout JSONText, Value) -> Void) {
        object { json in
            for (key, value) in values.sorted(by: { $0.key < $1.key }) {
                json.next()
                json.string(key)
                json.literal(" : ")
                write(&json, value)
            }
        }
    }

    /// - Parameter name: without anything that JSON escapes.
    mutating func key(_ name: StaticString) {
        next()
        bytes.append(UInt8(ascii: "\""))
        literal(name)
        literal("\" : ")
    }

    mutating func string(_ text: String) {
        var text = text
        bytes.append(UInt8(ascii: "\""))
        let isPlain = text.withUTF8 { utf8 in
            // Without leaving early, so that many bytes are looked at at once.
            var isSpecial = false
            for byte in utf8 {
                isSpecial =
                    isSpecial
                    || (byte < 0x20) || (byte > 0x7E) || (byte == UInt8(ascii: "\"")) || (byte == UInt8(ascii: "\\"))
            }
            if !isSpecial { bytes.append(contentsOf: utf8) }
            return !isSpecial
        }
        if !isPlain {
            for scalar in text.unicodeScalars { escape(scalar) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func number(_ value: Int) { bytes.append(contentsOf: String(value).utf8) }

    mutating func bool(_ value: Bool) { value ? literal("true") : literal("false") }

    mutating func optional<Value>(_ value: Value?, _ write: (inout JSONText, Value) -> Void) {
        if let value { write(&self, value) } else { literal("null") }
    }

    mutating func newline() { literal("\n") }

    // MARK: Parts

    private mutating func open(_ bracket: UInt8) {
        bytes.append(bracket)
        literal("\n")
        depth += 1
        isFirst = true
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(UInt8(ascii: "\n"))
        depth -= 1
        margin(from: 2)
        bytes.append(bracket)
        isFirst = false
    }

    private mutating func next() {
        margin(from: isFirst ? 2 : 0)
        isFirst = false
    }

    /// A comma and a new line, unless it starts behind them, and two spaces for each level: at most twelve; a report has eight.
    private mutating func margin(from start: Int) {
        let text: StaticString = ",\n                        "
        text.withUTF8Buffer { bytes.append(contentsOf: $0[start..<2 + 2 * depth]) }
    }

    private mutating func literal(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    private mutating func escape(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\"": literal("\\\"")
        case "\\": literal("\\\\")
        case "\u{8}": literal("\\b")
        case "\u{C}": literal("\\f")
        case "\n": literal("\\n")
        case "\r": literal("\\r")
        case "\t": literal("\\t")
        default:
            guard scalar.value < 0x20 || Escaping.isHiddenInJSON(scalar) else {
                bytes.append(contentsOf: scalar.utf8)
                return
            }
            for unit in scalar.utf16 { bytes.append(contentsOf: Escaping.jsonEscape(unit).utf8) }
        }
    }
}
