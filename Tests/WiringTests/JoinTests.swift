import AnalyzerProtocol
import Models
import Testing
import Wiring

/// For each join a wire that holds and one that is broken, told from facts alone.
@Suite struct JoinTests {
    private func wires(
        _ files: [SourceFacts], _ yaml: String = "[]", variables: [EnvironmentSetting] = [],
        mentions: [MentionQuery: [Wire.Place]] = [:]
    ) throws -> [String] {
        let models = try models(yaml)
        var program = Linker.link(files, models: models, fileSignals: [])
        let joins = Joins(program, models: models, variables: variables, paths: files.map(\.path))
        joins.finish(&program, mentions: Mentions(mentions))
        return program.wires.map {
            "\($0.severity.word) \($0.join.rawValue) \($0.from.path):\($0.from.line) \($0.name)"
        }
    }

    // MARK: Imports and manifests

    private func importing(scope: String?) throws -> [String] {
        try wires([
            FileBuilder.build(.go("main.go")) { f in
                f.function("main", line: 5)
                f.root("main")
                f.include(f.imported("example.org/kit/log"), line: 3)
            },
            FileBuilder.build(FileBuilder("go.mod", nil)) { f in
                f.manifest("go")
                f.binding("example.org/shop", "")
                if let scope { f.dependency("example.org/kit", ecosystem: "go", line: 4, scope: scope) }
            },
        ])
    }

    @Test func anImportLeadsToADeclaredDependency() throws {
        #expect(try importing(scope: "runtime") == [])
        #expect(
            try importing(scope: nil).map { $0.split(separator: " ").prefix(3).joined(separator: " ") }
                == ["high import-dependency main.go:3"])
    }

    // MARK: Variables of the environment

    private func reading(_ variable: String) throws -> [String] {
        try wires(
            [
                FileBuilder.build(.python("app.py")) { f in
                    f.function("main", line: 1)
                    f.root("main")
                    f.refer("main", ReferenceKind(rawValue: "read"), f.environment(variable), line: 2)
                }
            ],
            variables: [EnvironmentSetting(variable: "SHOP_PORT", path: ".env", line: 1, object: "e")])
    }

    @Test func aVariableThatIsSetIsRead() throws {
        #expect(try reading("SHOP_PORT") == [])
        #expect(try reading("SHOP_REGION") == ["low environment .env:1 SHOP_PORT"])
    }

    private func requiring(settings: [EnvironmentSetting]) throws -> [String] {
        try wires(
            [
                FileBuilder.build(.python("app.py")) { f in
                    f.function("main", line: 1)
                    f.root("main")
                    var required = Argument()
                    required.name = "required"
                    required.value = .bool(true)
                    f.refer(
                        "main", ReferenceKind(rawValue: "read"), f.environment("SHOP_KEY"), line: 2,
                        arguments: [required])
                }
            ], variables: settings)
    }

    @Test func aVariableThatIsRequiredIsSet() throws {
        let setting = EnvironmentSetting(variable: "SHOP_KEY", path: "compose.yml", line: 7, object: "c")
        #expect(try requiring(settings: [setting]) == [])
        #expect(try requiring(settings: []) == ["low environment app.py:2 SHOP_KEY"])
    }

    // MARK: Settings

    private func setting(used: Bool, mentions: [MentionQuery: [Wire.Place]] = [:]) throws -> [String] {
        try wires(
            [
                FileBuilder.build(.go("main.go")) { f in
                    f.function("main", line: 1)
                    f.root("main")
                    f.type("Config", line: 2)
                    f.symbol(
                        "Config.Threshold", "field", line: 3, owner: "Config", type: f.external("builtin.int"),
                        text: ["setting": "BREAKER_THRESHOLD"])
                    f.refer("main", .instantiate, f.name("Config"), line: 5)
                    if used { f.refer("main", .use, f.member("Threshold", f.name("Config")), line: 6) }
                }
            ], mentions: mentions)
    }

    @Test func aSettingIsRead() throws {
        let broken = "medium setting main.go:3 BREAKER_THRESHOLD"
        #expect(try setting(used: true) == [])
        #expect(try setting(used: false) == [broken])
        // Whoever names it may read it, but for documents and configuration.
        let query = MentionQuery("Threshold")
        #expect(try setting(used: false, mentions: [query: [Wire.Place(path: "web/app.js", line: 1)]]) == [])
        #expect(try setting(used: false, mentions: [query: [Wire.Place(path: "README.md", line: 1)]]) == [broken])
    }
}
