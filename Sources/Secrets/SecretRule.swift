/// A published format of a credential: what it looks like, whose it is, and how a real one is told from a sample.
package struct SecretRule: Sendable {
    /// What a finding means for the judge.
    package enum Kind: String, Sendable, CaseIterable {
        /// A token, key or password by its own format.
        case token
        /// The block of a private key.
        case privateKey = "private-key"
        /// A URL or connection string with a password in it.
        case connection
        /// A token that may be public, expired or of a session: a JWT.
        case ticket
    }

    package enum Severity: String, Sendable, CaseIterable { case high, medium, low }

    /// Characters that may not stand before and after a match.
    package enum Boundary: String, Sendable, CaseIterable { case word, base64, none }

    package let id: String
    package let vendor: String
    /// What it is, as a noun: "personal access token".
    package let title: String
    /// For the engine: no lookaround, no back reference, of bounded length. The first group is the secret, if there is one.
    package let pattern: String
    package let kind: Kind
    package let severity: Severity
    package let boundary: Boundary
    package let check: SecretCheck?
    /// Texts in the notation of ``SecretSample``.
    package let example: String
    package let counterexample: String
    package let references: [String]
    package let source: String
    package let line: Int
}

/// What was found, masked: the text itself is kept nowhere.
package struct FoundSecret: Sendable, Equatable {
    package let rule: Int
    /// 1-based.
    package let line: Int
    package let masked: String
    /// Why it weighs less than a secret in the product's code; empty where nothing speaks for that.
    package let note: String
}
