import Models
import Secrets
import Testing

extension SecretRule: CustomTestStringConvertible {
    public var testDescription: String { id }
}

@Suite("Formats of secrets")
struct RuleTests {
    @Test("There are at least 150 rules of at least 100 vendors")
    func breadth() throws {
        _ = try SecretRules.load(directory: Shipped.folder)
        #expect(Shipped.rules.count >= 150)
        #expect(Set(Shipped.rules.map(\.vendor)).count >= 100)
    }

    @Test("A rule finds its example, masked, and not its counterexample", arguments: Shipped.rules)
    func example(_ rule: SecretRule) throws {
        let search = try SecretSearch(rules: [rule], cacheDirectory: nil)
        let example = SecretSample.text(rule.example, seed: rule.id)
        let matches = try search.scanner().matches(path: "src/settings.go", content: Array(example.utf8))
        #expect(matches.map { $0.attributes["rule"] } == [rule.id], "in \(example.prefix(20))…")
        for match in matches {
            for value in match.attributes.values { #expect(!example.contains(value) || value.utf8.count < 30) }
        }
        let other = SecretSample.text(rule.counterexample, seed: rule.id)
        let wrong = try search.scanner().matches(path: "src/settings.go", content: Array(other.utf8))
        #expect(!wrong.contains { $0.attributes["rule"] == rule.id })
    }

    @Test("Among all rules, something finds each example, and a redactor masks it", arguments: Shipped.rules)
    func together(_ rule: SecretRule) throws {
        let example = SecretSample.text(rule.example, seed: rule.id)
        let search = try Shipped.search.get()
        #expect(try !Shipped.found(example).isEmpty)
        let masked = try Redactor(search).redact(example)
        #expect(masked != example)
        for body in SecretSample.bodies(rule.example, seed: rule.id) where rule.kind == .privateKey {
            #expect(!masked.contains(body))
        }
    }

    @Test("No example stands in the catalogue as it would in a leak")
    func harmless() throws {
        for rule in Shipped.rules {
            #expect(try Shipped.found(rule.example).subtracting(["basic-authorization"]).isEmpty, "\(rule.id)")
        }
    }
}
