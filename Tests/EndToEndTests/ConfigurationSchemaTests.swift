import AnalyzerProtocol
import Configuration
import Controls
import Foundation
import Models
import Scanning
import Testing

@Suite("Schema of the configuration")
struct ConfigurationSchemaTests {
    private static let python = Workshop.root + "/.tools/python/bin/python"
    private static let check = """
        import json, sys
        from jsonschema import Draft202012Validator
        schema = json.load(open(sys.argv[1]))
        Draft202012Validator.check_schema(schema)
        validator = Draft202012Validator(schema)
        print(json.dumps([[e.message[:200] for e in validator.iter_errors(each)] for each in json.load(open(sys.argv[2]))]))
        """

    @Test("It is what `config schema` prints; GAPMATRIX_RECORD=1 writes it anew")
    func isCurrent() async throws {
        let scratch = try Scratch()
        let run = try await CommandRun.gapmatrix(["config", "schema"], in: scratch)
        try #require(run.status == 0, "\(run.errors)")
        let path = Workshop.root + "/docs/gapmatrix.schema.json"
        if ProcessInfo.processInfo.environment["GAPMATRIX_RECORD"] != nil {
            try run.output.write(toFile: path, atomically: true, encoding: .utf8)
            Issue.record("recorded \(path)")
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == run.output)
    }

    @Test("It accepts what the reader accepts, and refuses what the reader refuses")
    func agrees() async throws {
        let repository = try SampleRepository()
        let first = try await repository.gapmatrix("init", "--output", "-")
        let right = [
            first.output, try Self.example(), "profile: library\n", "exclude: vendor/\n", "exclude:\n",
            "waivers:\n  - { control: own-control, reason: a }\n",
        ]
        let wrong = [
            "profil: library\n", "profile: libary\n", "exclude: { a: b }\n", "controls: { slo: off }\n",
            "controls: { slo: {} }\n", "controls: { slo: { required: missing } }\n",
            "areas: { secruity: { weight: 1 } }\n",
            "areas: { web: { weight: 2000 } }\n", "analyzers: { go: { command: a } }\n",
            "analyzers: { go: { seconds: 0 } }\n",
            "waivers: [{ control: slo }]\n", "waivers: [{ control: slo, reason: a, until: soon }]\n",
            "waivers: [{ control: slo, reason: a, fingerprint: xyz }]\n", "roots: [{ path: a }]\n",
            "components: [{ name: a }]\n",
        ]
        for text in right { _ = try SettingsReader.read(text, file: "a.yml") }
        for text in wrong {
            // A profile's name is looked up later than the file is read.
            if text.hasPrefix("profile:") { continue }
            #expect(throws: ModelError.self, "\(text)") { try SettingsReader.read(text, file: "a.yml") }
        }
        let values = try (right + wrong).map { text in
            try YAMLDocument.parse(text, file: "a.yml").map(Self.json) ?? [String: Any]()
        }
        let scratch = try Scratch()
        try scratch.write("values.json", try JSONSerialization.data(withJSONObject: values))
        let run = try await CommandRun.run(
            [Self.python, "-I", "-c", Self.check, Workshop.root + "/docs/gapmatrix.schema.json", "../values.json"],
            in: scratch)
        try #require(run.status == 0, "\(run.errors)")
        let errors = try JSONDecoder().decode([[String]].self, from: Data(run.output.utf8))
        for (text, messages) in zip(right, errors) { #expect(messages.isEmpty, "\(text)") }
        for (text, messages) in zip(wrong, errors.dropFirst(right.count)) { #expect(!messages.isEmpty, "\(text)") }
    }

    @Test("Every profile names controls that exist, and says why")
    func profiles() throws {
        let profiles = try LoadedConfiguration.profiles(Workshop.installation.profiles)
        #expect(profiles.map(\.name) == ["chart", "internal-tool", "library", "service"])
        let controls = try Catalogue.load(Workshop.installation).controls
        for profile in profiles {
            var settings = Settings(file: "a.yml")
            settings.profile = .init(text: profile.name, line: 1)
            let inForce = try InForce(settings, profiles: profiles)
            let applied = try inForce.applied(to: controls)
            #expect(applied.contains { $0.off != nil }, "\(profile.name)")
            #expect(profile.controls.allSatisfy { $0.skip != nil || $0.reason != nil }, "\(profile.name)")
        }
    }

    /// The example of the document: its first indented block.
    private static func example() throws -> String {
        let document = try String(contentsOfFile: Workshop.root + "/docs/configuration.md", encoding: .utf8)
        let lines = document.split(separator: "\n", omittingEmptySubsequences: false)
            .drop { !$0.hasPrefix("    ") }.prefix { $0.hasPrefix("    ") }
        return lines.map { $0.dropFirst(4) + "\n" }.joined()
    }

    private static func json(_ value: YAMLValue) -> Any {
        switch value.content {
        case .sequence(let items): return items.map(json)
        case .mapping(let pairs): return Dictionary(uniqueKeysWithValues: pairs.map { ($0.key, json($0.value)) })
        case .scalar(let text, _):
            switch value.literal {
            case .number(let number): return number
            case .bool(let bool): return bool
            case .null: return NSNull()
            default: return text
            }
        }
    }
}
