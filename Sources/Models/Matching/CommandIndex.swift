/// Rules for commands by their first word, so that a command costs one lookup.
struct CommandIndex: Sendable {
    private var byProgram: [String: [(words: [String], rule: ReferenceRule)]] = [:]

    mutating func insert(_ words: [String], _ rule: ReferenceRule) {
        guard let program = words.first else { return }
        byProgram[program, default: []].append((Array(words.dropFirst()), rule))
    }

    func matches(program: String, arguments: [String]) -> [ReferenceRule] {
        (byProgram[program] ?? []).filter { Self.begins(arguments, with: $0.words) }.map(\.rule)
    }

    /// Whether the arguments begin with these words, but for options and their values:
    /// `go -C api test ./...` begins with `test`, `helm upgrade test` does not.
    private static func begins(_ arguments: [String], with words: [String]) -> Bool {
        var wanted = words[...]
        var followsOption = false
        for argument in arguments {
            guard let next = wanted.first else { return true }
            if argument == next {
                wanted = wanted.dropFirst()
                followsOption = false
            } else if argument.hasPrefix("-") {
                followsOption = !argument.contains("=")
            } else if followsOption {
                // It may be the option's value.
                followsOption = false
            } else {
                return false
            }
        }
        return wanted.isEmpty
    }
}
