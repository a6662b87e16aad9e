import Models

/// Whether a decorator keeps what it decorates, so that it is called later.
enum Registration {
    case sure, guess

    /// Nil where it does not. Models decide first. Else a member of a value keeps it (`app.get`, `celery.task`); a function or type of the
    /// repository is guessed to keep it by its name.
    init?(_ targets: Bound, _ binder: inout Binder) {
        var found: Registration?
        for index in 0..<targets.count {
            let target = binder[targets, index]
            if let external = target.externalName {
                switch binder.models.registers(binder.instanceName(external))
                    ?? binder.models.registers(binder.names[external])
                {
                case true?: found = .sure
                case false?: continue
                case nil: if targets.isValue { found = .sure }
                }
            } else if targets.isValue, target.kind != .touched {
                found = .sure
            } else if target.kind == .symbol, binder.layout.has("keeps", target.id) {
                found = .sure
            } else if target.kind == .symbol, binder.layout.has("wraps", target.id) {
                continue
            } else if target.kind == .symbol, found == nil,
                Self.speaksOfRegistering(binder.names[binder.layout.shortName(target.id)])
            {
                found = .guess
            }
        }
        guard let found else { return nil }
        self = found
    }

    private static let words: Set<String> = [
        "register", "registers", "registered", "registry", "route", "routes", "handler", "handle", "handles", "on",
        "hook", "hooks", "command",
        "commands", "task", "tasks", "job", "jobs", "subscribe", "subscribes", "subscriber", "listen", "listener",
        "consumer", "consume",
        "event", "endpoint", "api", "get", "post", "put", "delete", "patch", "plugin", "schedule", "scheduled", "cron",
        "callback", "expose",
    ]

    /// A guess: the first or last word of the name says so (`on_event`, `registerHandler`, `cron_job`).
    static func speaksOfRegistering(_ name: String) -> Bool {
        var parts: [String] = []
        var current = ""
        for character in name {
            if character == "_" || (character.isUppercase && !(current.last?.isUppercase ?? true)) {
                if !current.isEmpty { parts.append(current.lowercased()) }
                current = ""
            }
            if character != "_" { current.append(character) }
        }
        if !current.isEmpty { parts.append(current.lowercased()) }
        guard let first = parts.first, let last = parts.last else { return false }
        return words.contains(first) || words.contains(last)
    }
}
