/// Whether a name says that what it holds is a secret. The analyzers of languages judge names of code by the same words.
enum SecretName {
    private static let lastWords: Set<String> = [
        "password", "passwd", "passphrase", "pwd", "secret", "token", "apikey", "credential", "secretkey", "privatekey",
        "authtoken", "accesstoken", "clientsecret", "apisecret", "pass",
    ]
    private static let keyWords: Set<String> = [
        "api", "private", "secret", "signing", "encryption", "auth", "jwt", "hmac", "session", "master", "cipher",
        "aes",
    ]
    private static let neutral: Set<String> = [
        "value", "default", "dev", "development", "prod", "production", "staging", "test", "str", "string", "base64",
        "hex", "raw", "plain", "local",
    ]
    private static let contrary: Set<String> = [
        "public", "name", "id", "type", "kind", "url", "uri", "path", "file", "ref", "header", "field", "param",
        "cookie",
        "csrf", "xsrf", "enable", "enabled", "disable", "no", "max", "min", "expired", "reset", "forgot", "change",
        "confirm", "show", "hide", "page", "next", "continuation", "cancel", "cancellation", "error", "invalid",
        "missing",
        "label", "title", "placeholder", "help", "scope", "grant", "pad", "eos", "bos", "unk", "sep", "cls", "mask",
        "policy",
        "allow", "use", "using", "has", "is", "with", "without", "require", "requires", "hash", "digest", "salt",
        "automount", "random",
        "existing", "external", "image", "pull", "generate", "generated", "color", "design",
    ]

    static func isSecret(_ name: String) -> Bool {
        guard name.utf8.count >= 3 else { return false }
        var words = words(name)
        while words.count > 1, let last = words.last, neutral.contains(last) || last.allSatisfy(\.isNumber) {
            words.removeLast()
        }
        guard let last = words.last else { return false }
        var before = words.dropLast()
        if last == "key" {
            if before.count > 1, before.last == "access", before.dropLast().last == "secret" {
                before = before.dropLast(2)
            } else if let kind = before.last, keyWords.contains(kind) {
                before = before.dropLast()
            } else {
                return false
            }
        } else if last == "base", before.suffix(2) == ["secret", "key"] {
            before = before.dropLast(2)
        } else if !lastWords.contains(last) || last == "pass" && before.isEmpty {
            return false
        }
        return !before.contains { contrary.contains($0) }
    }

    static func isPassword(_ name: String) -> Bool {
        words(name).contains { ["password", "passwd", "passphrase", "pwd", "pass"].contains($0) }
    }

    /// Words of camelCase, snake_case, kebab-case and dotted names, in small letters.
    static func words(_ name: String) -> [String] {
        var words: [String] = []
        var word = ""
        let characters = Array(name)
        for (index, character) in characters.enumerated() {
            guard character.isLetter || character.isNumber else {
                if !word.isEmpty { words.append(word) }
                word = ""
                continue
            }
            if character.isUppercase, index > 0 {
                let afterSmall = !characters[index - 1].isUppercase
                let beforeSmall = index + 1 < characters.count && characters[index + 1].isLowercase
                if (afterSmall || beforeSmall) && !word.isEmpty {
                    words.append(word)
                    word = ""
                }
            }
            word.append(contentsOf: character.lowercased())
        }
        if !word.isEmpty { words.append(word) }
        return words
    }
}
