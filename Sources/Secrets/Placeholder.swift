internal import Models

/// Tells samples, templates and variables from what may be a secret.
package enum Placeholder {
    /// Words that say: this is to be replaced.
    private static let words = [
        "example", "changeme", "change-me", "change_me", "change-this", "change_this", "changethis", "changeit",
        "replaceme", "replace-", "replace_", "placeholder", "redacted", "dummy", "sample", "xxxx", "your-", "your_",
        "yourtoken", "yourkey", "yoursecret", "yourpass", "yourapi", "insert-", "insert_", "foobar", "notreal",
        "not-real", "not_real", "notasecret", "not-a-secret", "fakefake", "deadbeef", "0123456789", "1234567890",
        "12345678", "abcdefgh", "********", "......", "todo", "secretsecret", "lorem", "fake_", "fake-", "_fake",
        "-fake", "test_test", "testtest", "mock_", "mock-", "asdf", "qwerty",
    ].map { LiteralSearch($0) }

    /// Whether a text of a vendor's format is a sample: it says so, repeats itself, counts up, or is a template.
    package static func isSample(_ text: ArraySlice<UInt8>) -> Bool {
        if isTemplate(text) || isRepeated(text) { return true }
        return words.holdOne(of: text.map(\.lowered)[...])
    }

    /// `change-me-in-production`: a secret that works until somebody changes it.
    static func asksToBeChanged(_ text: ArraySlice<UInt8>) -> Bool {
        let word = String(decoding: text.map(\.lowered).filter(\.isLetter), as: UTF8.self)
        return word.hasPrefix("change") || word.contains("changeme") || word.contains("changethis")
    }

    private static let pairs = ["${", "{{", "$(", "#{", "%(", "<%", "%s", "%d", "%v", "{}", "{0}"].map {
        LiteralSearch($0)
    }

    /// `${VAR}`, `$VAR`, `<token>`, `{{ value }}`, `%s`, `%(name)s`, `{name}`, `$(cmd)`, `#{x}`, `@x@`, `:name`.
    package static func isTemplate(_ text: ArraySlice<UInt8>) -> Bool {
        guard let first = text.first, let last = text.last else { return true }
        if first == UInt8(ascii: "<") || first == UInt8(ascii: "$") || first == UInt8(ascii: "%") { return true }
        if first == UInt8(ascii: "@"), last == first { return true }
        if first == UInt8(ascii: "["), last == UInt8(ascii: "]") { return true }
        if pairs.holdOne(of: text) { return true }
        if let open = text.firstIndex(of: UInt8(ascii: "{")), text[open...].contains(UInt8(ascii: "}")) { return true }
        return false
    }

    /// One character for most of it, a run of eight equal ones, few different ones, or a block over and over.
    package static func isRepeated(_ text: ArraySlice<UInt8>) -> Bool {
        let bytes = Array(text)
        guard bytes.count >= 3 else { return true }
        var run = 1
        for index in 1..<bytes.count {
            run = bytes[index] == bytes[index - 1] ? run + 1 : 1
            if run >= 8 { return true }
        }
        if bytes.count >= 16 {
            let tail = bytes.suffix(bytes.count - min(8, bytes.count / 4))
            if Set(tail).count < 5 { return true }
            for length in [2, 3, 4, 5, 6, 8, 10] where bytes.count >= 3 * length {
                let block = tail.suffix(tail.count)
                if block.dropFirst(length).elementsEqual(block.dropLast(length)) { return true }
            }
        } else if Set(bytes).count < 2 {
            return true
        }
        return false
    }

    /// Words that stand for a password, and passwords of every tutorial.
    private static let commonPasswords: Set<String> = [
        "password", "passwd", "pass", "pwd", "secret", "user", "username", "admin", "root", "guest", "test", "tests",
        "testing", "postgres", "postgresql", "mysql", "mariadb", "mongo", "mongodb", "redis", "rabbitmq", "minio",
        "minioadmin", "token", "key", "none", "null", "nil", "true", "false", "string", "str", "value", "foo", "bar",
        "baz", "pw", "p", "x", "demo", "default", "dev", "development", "local", "localhost", "mypassword", "mypass",
        "mysecret", "my-secret", "my-password", "my_password", "supersecret", "super-secret", "super_secret", "abc",
        "abc123", "hunter2", "letmein", "pass123", "password1", "password123", "passw0rd", "p4ssw0rd", "p@ssw0rd",
        "p@ssword", "admin123", "changeit", "changeme", "example", "secret123", "123", "1234", "12345", "123456",
        "db_password", "dbpassword", "db_pass", "your_password", "pass1234", "hidden", "masked", "redacted",
        "correct-horse-battery-staple", "insecure", "unsafe", "wrong", "invalid", "bad", "empty", "required",
        "s3cr3t", "s3cret", "sekret", "sesame", "docker", "app", "api", "client", "server", "service",
    ]

    /// Whether a text in the place of a password may be one: no template, no sample.
    package static func mayBePassword(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.count >= 3, !isTemplate(text), !isRepeated(text) else { return false }
        if text.contains(where: { $0 == UInt8(ascii: "$") && text.count > 0 && text.first == $0 }) { return false }
        return !words.holdOne(of: text.map(\.lowered)[...]) && !isVariable(text)
    }

    /// A password of tutorials and defaults for development: it opens nothing that matters, and says so.
    package static func isCommonPassword(_ text: ArraySlice<UInt8>) -> Bool {
        let word = String(decoding: text.map(\.lowered), as: UTF8.self)
        if commonPasswords.contains(word) { return true }
        // `mysqlpass`, `someSecretKey`: letters alone that say what they stand for.
        let says = ["pass", "pwd", "secret", "token", "key"]
        if word.allSatisfy({ $0.isLetter || $0 == "-" || $0 == "_" }), says.contains(where: word.contains) {
            return true
        }
        let parts = word.split(whereSeparator: { !$0.isLetter && !$0.isNumber }).map(String.init)
        return !parts.isEmpty && parts.allSatisfy { commonPasswords.contains($0) || $0.allSatisfy(\.isNumber) }
    }

    /// `minio` and `minio123` as the password of `minio`.
    package static func isDerived(_ password: ArraySlice<UInt8>, from user: ArraySlice<UInt8>) -> Bool {
        let (word, name) = (password.map(\.lowered), user.map(\.lowered))
        guard name.count >= 3, word.starts(with: name) else { return false }
        return word.dropFirst(name.count).count <= 4 && word.dropFirst(name.count).allSatisfy { !$0.isLetter }
    }

    /// Hosts of documents: `db.example.com`, `HOST`, `hostname`, `your-server.com`.
    package static func isSampleHost(_ host: String) -> Bool {
        let name = host.lowercased()
        if !host.isEmpty, host.allSatisfy({ $0.isUppercase || $0 == "_" || $0.isNumber }),
            host.contains(where: \.isLetter)
        {
            return true
        }
        if [
            "host", "hostname", "server", "domain", "address", "addr", "ip", "endpoint", "foo", "bar", "host.com",
            "domain.com", "server.com", "foo.com", "foo.bar", "bar.com", "test.com", "mydomain.com", "myhost",
            "myserver",
        ].contains(name) {
            return true
        }
        return name.contains("example") || name.hasPrefix("your") || name.hasSuffix(".test")
            || name.hasSuffix(".invalid")
            || name.contains("..") || name.hasPrefix("some")
    }

    /// A text in base 64 whose plain form is a sample.
    package static func isEncodedSample(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.count >= 8, let plain = SecretCheck.base64(text), plain.count >= 6,
            plain.allSatisfy({ (32...126).contains($0) })
        else { return false }
        return isSample(plain[...]) || isCommonPassword(plain[...])
    }

    /// `DB_PASSWORD` and `PASSWORD`: the name of a variable.
    private static func isVariable(_ text: ArraySlice<UInt8>) -> Bool {
        text.count >= 2 && text.first.map(\.isUpper) == true
            && text.allSatisfy { $0.isUpper || $0 == UInt8(ascii: "_") || $0.isDigit }
            && (text.contains(UInt8(ascii: "_")) || text.allSatisfy(\.isUpper))
    }
}

extension [LiteralSearch] {
    /// Whether one of them stands in the text.
    fileprivate func holdOne(of text: ArraySlice<UInt8>) -> Bool {
        text.withUnsafeBytes { bytes in contains { $0.find(in: bytes, from: 0) != nil } }
    }
}
