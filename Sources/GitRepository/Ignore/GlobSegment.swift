/// One segment of a gitignore pattern, matched against one name, byte by byte as git does.
///
/// Matching goes back to the last star only, so no pattern of a hostile repository takes exponential time.
struct GlobSegment: Sendable {
    private enum Token: Sendable {
        case byte(UInt8)
        case any
        case star
        case set(ByteSet)
    }

    private let tokens: [Token]

    /// Nil for a pattern that can match nothing: an unclosed bracket, a lone backslash at the end.
    init?(_ pattern: ArraySlice<UInt8>) {
        var tokens: [Token] = []
        var rest = pattern
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "?"): tokens.append(.any)
            case UInt8(ascii: "*"):
                if case .star = tokens.last { continue }
                tokens.append(.star)
            case UInt8(ascii: "["):
                guard let set = ByteSet(parsing: &rest) else { return nil }
                tokens.append(.set(set))
            case UInt8(ascii: "\\"):
                guard let escaped = rest.popFirst() else { return nil }
                tokens.append(.byte(escaped))
            default: tokens.append(.byte(byte))
            }
        }
        self.tokens = tokens
    }

    func matches(_ name: ArraySlice<UInt8>) -> Bool {
        var token = 0
        var position = name.startIndex
        var retry: (token: Int, position: Int)?
        while position < name.endIndex {
            if token < tokens.count {
                if case .star = tokens[token] {
                    token += 1
                    retry = (token, position)
                    continue
                }
                if matches(tokens[token], name[position]) {
                    token += 1
                    position += 1
                    continue
                }
            }
            guard let last = retry else { return false }
            // Let the last star take one byte more.
            retry = (last.token, last.position + 1)
            token = last.token
            position = last.position + 1
        }
        return tokens[token...].allSatisfy { if case .star = $0 { true } else { false } }
    }

    private func matches(_ token: Token, _ byte: UInt8) -> Bool {
        switch token {
        case .byte(let expected): byte == expected
        case .any: true
        case .set(let set): set.contains(byte)
        case .star: false
        }
    }
}
