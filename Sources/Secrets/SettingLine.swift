internal import Models

/// A line of a file of settings whose key says secret: its key and its literal value.
struct SettingLine {
    let name: String
    let value: [UInt8]
    let line: Int

    /// Finds keys; what they say exactly and what they hold is judged line by line.
    static let pattern =
        "(?i)(?:passw|passphrase|pwd|secret|token|credential|api[_-]?key|private[_-]?key|access[_-]?key|signing[_-]?key|encryption[_-]?key|auth[_-]?key)[A-Za-z0-9_-]{0,24}[\"']?[ \\t]{0,4}[:=]"

    /// A line longer than this is data.
    private static let longestLine = 1_024

    init?(_ bytes: UnsafeRawBufferPointer, around offset: Int, lines: inout LineCounter) {
        var start = offset
        while start > 0, bytes[start - 1] != 0x0A {
            start -= 1
            if offset - start > Self.longestLine { return nil }
        }
        var end = offset
        while end < bytes.count, bytes[end] != 0x0A {
            end += 1
            if end - start > Self.longestLine { return nil }
        }
        let text = Array(bytes[start..<end])
        guard let parts = Self.split(text) else { return nil }
        name = parts.name
        value = parts.value
        line = lines.line(at: offset)
    }

    /// `NAME=value`, `name: value`, `"name": "value",`, `- NAME=value`, `export NAME='value'`, `name = "value" # why`.
    static func split(_ line: [UInt8]) -> (name: String, value: [UInt8])? {
        var rest = line[...].trimmed
        if let first = rest.first,
            first == UInt8(ascii: "#") || first == UInt8(ascii: ";") || first == UInt8(ascii: "/")
        {
            return nil
        }
        // `ENV HOST=db DB_PASSWORD=…` of an image: one of several.
        if rest.starts(with: "ENV ".utf8) || rest.starts(with: "ARG ".utf8) {
            let pairs = rest.dropFirst(4).split(separator: 0x20)
            rest =
                pairs.first { SecretName.isSecret(String(decoding: $0.prefix { $0 != 0x3D }, as: UTF8.self)) } ?? rest
        }
        for prefix in ["- ", "export ", "\"", "'"] where rest.starts(with: prefix.utf8) {
            rest = rest.dropFirst(prefix.utf8.count).trimmed
        }
        if rest.first == UInt8(ascii: "\"") || rest.first == UInt8(ascii: "'") { rest = rest.dropFirst() }
        let name = rest.prefix { $0.isLetter || $0.isDigit || $0 == 0x5F || $0 == 0x2D || $0 == 0x2E }
        guard !name.isEmpty, name.count <= 100 else { return nil }
        rest = rest.dropFirst(name.count)
        if rest.first == UInt8(ascii: "\"") || rest.first == UInt8(ascii: "'") { rest = rest.dropFirst() }
        rest = rest.trimmed
        guard let separator = rest.first, separator == UInt8(ascii: ":") || separator == UInt8(ascii: "=") else {
            return nil
        }
        rest = rest.dropFirst().trimmed
        guard let first = rest.first else { return nil }
        var value: ArraySlice<UInt8>
        if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
            value = rest.dropFirst().prefix { $0 != first }
        } else {
            var end = rest.endIndex
            // A comment begins behind a blank.
            for index in rest.indices.dropFirst() where rest[index] == UInt8(ascii: "#") && rest[index - 1] == 0x20 {
                end = index
                break
            }
            value = rest[rest.startIndex..<end].trimmed
            // The command goes on in the next line.
            if value.last == UInt8(ascii: "\\"), value.dropLast().last == 0x20 { value = value.dropLast().trimmed }
        }
        return (String(decoding: name, as: UTF8.self), Array(value))
    }

    /// The signal of a setting that holds a secret; nil where it holds none, or where nothing is sure.
    static func match(_ setting: SettingLine, place: SecretPlace) -> ContentMatch? {
        guard SecretName.isSecret(setting.name), let shape = shape(setting, place: place) else { return nil }
        var attributes = [
            "name": setting.name, "masked": Masking.masked(setting.value),
            "placeholder": shape == .placeholder ? "true" : "false", "setting": "true",
        ]
        // Beside the product, and for the services of a pipeline, a value that only its name tells is no secret.
        let note = place.note.isEmpty && place.isPipeline ? "in a pipeline" : place.note
        if !note.isEmpty {
            attributes["note"] = ", \(note)"
            attributes["placeholder"] = "true"
        }
        return ContentMatch(signal: "secret.literal", line: setting.line, attributes: attributes)
    }

    /// What is turned on and off is named like what it is about: `RANDOM_PASSWORD: "yes"`.
    private static let switches: Set<String> = [
        "yes", "no", "true", "false", "on", "off", "none", "null", "enabled", "disabled", "optional", "required",
    ]

    enum Shape { case literal, placeholder }

    private static func shape(_ setting: SettingLine, place: SecretPlace) -> Shape? {
        let value = setting.value[...]
        let isShouted = !setting.name.contains(where: \.isLowercase)
        let isVariable = isShouted && SecretName.isPassword(setting.name)
        // A container takes a password as it stands, however short it is.
        let isTaken = isShouted && !place.isSample && (place.isCompose || place.isImage)
        guard value.count >= (isVariable && isTaken ? 3 : 6), value.count <= 512, !value.contains(0x20),
            !value.contains(0x09)
        else { return nil }
        if Placeholder.isTemplate(value) { return nil }
        let text = String(decoding: value, as: UTF8.self)
        // Addresses, paths, other settings, lists, tags, anchors.
        if text.contains("://") || "/.~&*!|>[{(,;:-+?`\\%".contains(text.first ?? "/") || text.contains("\\") {
            return nil
        }
        if value.contains(where: { $0 >= 0x80 || $0 < 0x21 }) { return nil }
        if text.contains(where: { "(),[]{}<>|".contains($0) }) { return nil }
        if Self.switches.contains(text.lowercased()) { return nil }
        if isIdentifier(text) || !isVariable && isName(text, of: setting.name) { return nil }
        if Placeholder.isSample(value) || Placeholder.isEncodedSample(value) {
            // What asks to be changed and stands where a container takes it as it stands is what it runs with.
            return isTaken && Placeholder.asksToBeChanged(value) ? .literal : .placeholder
        }
        let isWord = value.allSatisfy { $0.isLetter || $0 == 0x2D || $0 == 0x5F || $0 == 0x2E }
        // Words are titles, kinds and names, but where a container or a shell gets them as they stand.
        if isWord && !((place.isEnvironment || isShouted) && SecretName.isPassword(setting.name)) { return nil }
        if Placeholder.isCommonPassword(value) { return place.isEnvironment || isShouted ? .literal : .placeholder }
        // A file of data (JSON) has keys of any meaning: only what is long and mixed is taken.
        let hasDigit = value.contains(where: \.isDigit)
        let hasLetter = value.contains(where: \.isLetter)
        if !isWord && !(hasDigit && hasLetter) && !SecretName.isPassword(setting.name) { return nil }
        if !SecretName.isPassword(setting.name), value.count < 12 { return nil }
        return .literal
    }

    /// UUIDs, digests with their algorithm, versions, numbers, dates, addresses: names of things.
    private static func isIdentifier(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        if parts.map(\.count) == [8, 4, 4, 4, 12], parts.allSatisfy({ $0.allSatisfy(\.isHexDigit) }) { return true }
        if [
            "sha1", "sha256", "sha384", "sha512", "md5", "vault:", "ref+", "arn:", "ssm:", "env:", "file:", "secret:",
            "ENC[", "$2a$", "$2b$", "$2y$", "$argon", "pbkdf2", "scrypt", "ssh-", "op:", "gcp:", "aws:",
        ]
        .contains(where: text.hasPrefix) {
            return true
        }
        if text.allSatisfy({ $0.isNumber || ".-_:/".contains($0) }) { return true }
        return text.contains("@") && text.contains(".")
    }

    /// Words of the key again, or dotted and slashed names: `access_token`, `app.secrets.Reader`, `db-password`.
    private static func isName(_ text: String, of name: String) -> Bool {
        let words = Set(SecretName.words(name)).union(
            SecretName.words("key name secret token password credentials value ref file path id user my the a default"))
        let own = SecretName.words(text)
        if own.allSatisfy({ words.contains($0) }) { return true }
        let isDotted = text.contains(".") && text.allSatisfy { $0.isLetter || ".:_-".contains($0) }
        let isKebab =
            text.contains("-") && own.count > 1
            && own.contains {
                ["secret", "secrets", "token", "password", "credentials", "key", "cert", "tls"].contains($0)
            }
            && text.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" || $0 == "." }
        return isDotted || isKebab
    }
}

extension ArraySlice<UInt8> {
    /// Without blanks at both ends.
    var trimmed: ArraySlice<UInt8> {
        var slice = drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
        while let last = slice.last, last == 0x20 || last == 0x09 || last == 0x0D { slice = slice.dropLast() }
        return slice
    }
}
