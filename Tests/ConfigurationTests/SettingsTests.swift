import Configuration
import Controls
import Models
import Testing

@Suite("Reading a configuration")
struct SettingsTests {
    private func read(_ text: String) throws -> Settings { try SettingsReader.read(text, file: ".gapmatrix.yml") }

    @Test("Every key is read, with its line")
    func all() throws {
        let settings = try read(
            """
            profile: service
            exclude: [vendor/, "*.gen.go"]
            components:
              - { name: shop, of: [cmd/api, "Deployment/*"] }
            roots:
              - { path: plugins/*.py, symbol: handle, component: plugins }
            controls:
              tracing: { required: defined, severity: low, reason: Few calls. }
              slo: { skip: Nobody was promised one. }
            areas:
              web: { skip: No pages. }
              security: { weight: 20 }
            analyzers:
              helm: { skip: Charts of others. }
              go: { seconds: 60 }
            production-values: deploy/values-production.yaml
            own: { controls: ops/controls, models: ops/models/, signals: ops/signals.yml }
            waivers:
              - control: rate-limiting
                component: cmd/*
                reason: The gateway limits.
                owner: team-edge
                until: 2027-01-31
            """)
        #expect(settings.profile == Settings.Entry(text: "service", line: 1))
        #expect(settings.exclude.map(\.text) == ["vendor/", "*.gen.go"])
        #expect(settings.components == [.init(name: "shop", of: ["cmd/api", "Deployment/*"], line: 4)])
        #expect(settings.roots.map(\.kind) == ["configured"])
        #expect(settings.controls.map(\.line) == [8, 9])
        #expect(settings.controls.first?.required == .defined && settings.controls.first?.severity == .low)
        #expect(settings.areas.map(\.weight) == [nil, 20])
        #expect(settings.analyzers.map(\.seconds) == [nil, 60])
        #expect(settings.productionValues.map(\.text) == ["deploy/values-production.yaml"])
        #expect(settings.ownModels?.text == "ops/models")
        #expect(
            settings.waivers == [
                WaiverRule(
                    control: "rate-limiting", component: "cmd/*", reason: "The gateway limits.", owner: "team-edge",
                    until: Day("2027-01-31"), path: ".gapmatrix.yml", line: 19)
            ])
    }

    @Test("Nothing is a configuration too", arguments: ["", "# only words\n", "---\n", "null\n", "exclude:\n"])
    func nothing(text: String) throws {
        #expect(try read(text) == Settings(file: ".gapmatrix.yml"))
    }

    @Test(
        "What is wrong is said with its line and the nearest right name",
        arguments: [
            ("profil: service", 1, "unknown key 'profil' in the configuration; did you mean 'profile'?"),
            ("a: 1\nexcludes: [x]", 1, "unknown key 'a' in the configuration"),
            ("exclude: { a: b }", 1, "'exclude' must be a list"),
            ("exclude: ['[a']", 1, "'[a' is no pattern for paths"),
            ("exclude:\n  - ''", 2, "'exclude' is empty"),
            ("- a", 1, "the configuration must be a mapping"),
            ("components:\n  - { name: a }", 2, "a component lacks the key 'of'"),
            ("components:\n  - { name: a, of: b }\n  - { name: a, of: c }", 3, "stands here twice"),
            ("roots:\n  - { path: a.py }", 2, "a root lacks the key 'component'"),
            ("controls:\n  slo: no", 2, "the control 'slo' must be a mapping"),
            ("controls:\n  slo: off", 2, "must be a mapping, with some of the keys skip, required, severity, reason"),
            ("controls:\n  slo: { skip: true }", 2, "'skip' is 'true', and should say why, in words"),
            ("controls:\n  slo: { skip: False }", 2, "'skip' is 'False', and should say why, in words"),
            ("areas:\n  web: { skip: 1 }", 2, "'skip' is '1', and should say why, in words"),
            ("waivers:\n  - { control: slo, reason: yes }", 2, "'reason' is 'yes', and should say why"),
            (
                "waivers:\n  - { control: slo, reason: a, expires: 2027-01-01 }", 2,
                "unknown key 'expires' in a waiver, which has control, component, fingerprint, reason, owner, until"
            ),
            ("controls:\n  slo: {}", 2, "nothing is said of the control 'slo'"),
            ("controls:\n  slo: { skip: '' }", 2, "'skip' is empty"),
            ("controls:\n  slo: { skip: a, required: wired }", 2, "have no meaning beside 'skip'"),
            ("controls:\n  slo: { required: wierd }", 2, "did you mean 'wired'?"),
            ("controls:\n  slo: { required: missing }", 2, "'missing' is no value of 'required'"),
            ("controls:\n  slo: { severity: hgih }", 2, "did you mean 'high'?"),
            ("areas:\n  secruity: { weight: 1 }", 2, "did you mean 'security'?"),
            ("areas:\n  web: { weight: -1 }", 2, "'weight' must be a number from 0 to 1000"),
            ("areas:\n  web: { weight: many }", 2, "'weight' must be a number"),
            ("areas:\n  web: { weight: '3' }", 2, "'weight' must be a number"),
            ("analyzers:\n  mine: { command: [./run] }", 2, "give a folder of analyzers with --analyzers"),
            ("analyzers:\n  go: { seconds: 4000 }", 2, "'seconds' must be a number from 1 to 300"),
            ("own: { controls: ../outside }", 1, "a path within the repository"),
            ("own: { controls: /etc }", 1, "a path within the repository"),
            ("production-values: a/../../b.yaml", 1, "a path within the repository"),
            ("waivers:\n  - { control: slo }", 2, "a waiver lacks the key 'reason'"),
            ("waivers:\n  - { control: slo, reason: '  ' }", 2, "'reason' is empty"),
            ("waivers:\n  - { reason: because }", 2, "a waiver lacks the key 'control'"),
            ("waivers:\n  - { control: slo, reason: a, until: 2027-02-30 }", 2, "which is no day like 2027-01-31"),
            ("waivers:\n  - { control: slo, reason: a, fingerprint: xyz }", 2, "'xyz' is no fingerprint"),
            ("waivers: { control: slo }", 1, "'waivers' must be a list"),
            ("a: &x 1\nb: *x", 2, "anchors and aliases are not supported"),
            ("exclude: [a\n", 2, "is not YAML"),
        ])
    func wrong(text: String, line: Int, message: String) {
        let error = #expect(throws: ModelError.self) { try read(text) }
        #expect(error?.line == line && error?.message.contains(message) == true, "\(error.map { "\($0)" } ?? "")")
    }

    private static func times(_ count: Int, _ text: String) -> String { String(repeating: text, count: count) }

    private static let hostileTexts: [(text: String, message: String)] = {
        var all: [(text: String, message: String)] = []
        all.append((times(40_000, "# filler\n"), "has more than 262144 bytes"))
        all.append(("exclude: " + times(100_000, "["), ""))
        all.append(("exclude: " + times(200, "[") + times(200, "]"), "nested more than"))
        all.append(("exclude: [" + times(1_000, "a,") + "a]", "more than 200 entries"))
        all.append(("exclude: ['" + times(500, "a") + "']", "more than 200 bytes"))
        all.append(("waivers:\n  - { control: a, reason: '" + times(5_000, "a") + "' }", "more than 1000 bytes"))
        all.append((bomb, "anchors and aliases"))
        all.append(("a: &a x\n? { ? *a : b } : c\n", "anchors and aliases"))
        return all
    }()

    @Test("Bounds: size, depth, entries, lengths, and what would unfold", arguments: SettingsTests.hostileTexts)
    func hostile(text: String, message: String) {
        let clock = ContinuousClock()
        let began = clock.now
        let error = #expect(throws: ModelError.self) { try read(text) }
        #expect(message.isEmpty || error?.message.contains(message) == true, "\(error.map { "\($0)" } ?? "")")
        #expect(clock.now - began < .seconds(10))
    }

    /// Ten to the thirtieth values.
    private static let bomb: String = {
        var text = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
        for level in 1...30 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ",")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        return text
    }()

    @Test(
        "Names with wildcards",
        arguments: [
            ("cmd/api", "cmd/api", true), ("cmd/api", "cmd/api2", false), ("cmd/*", "cmd/api/v2", true),
            ("*", "", true), ("*/api", "cmd/api", true), ("a*b*c", "a-b-b-c", true), ("a*b*c", "acb", false),
            ("Deployment/shop [values-*.yaml]", "Deployment/shop [values-eu.yaml]", true), ("ab*ba", "aba", false),
        ])
    func wildcards(pattern: String, name: String, matches: Bool) {
        #expect(Wildcard(pattern).matches(name) == matches)
    }

    @Test("Wildcards take linear time")
    func linearWildcards() {
        let name = String(repeating: "a", count: 100_000)
        let clock = ContinuousClock()
        let began = clock.now
        #expect(!Wildcard(String(repeating: "a*", count: 90) + "b").matches(name))
        #expect(clock.now - began < .seconds(5))
    }

    @Test(
        "The nearest name",
        arguments: [
            ("rate-limit", "rate-limiting"), ("trcaing", "tracing"), ("TRACING", "tracing"), ("", nil), ("xyzzy", nil),
        ])
    func nearest(text: String, name: String?) {
        #expect(NearestName.of(text, among: ["rate-limiting", "tracing", "slo"]) == name)
    }
}
