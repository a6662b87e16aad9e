import AnalyzerProtocol
import Testing
import Wiring

/// What is off where nobody configures anything. In each case `main` calls `install` under a condition.
@Suite struct DefaultTests {
    /// Whether `install` runs by default.
    private func runs(_ go: Bool = true, _ body: (inout FileBuilder) -> Int32) throws -> Bool {
        try linked(go, body).usual.contains("install")
    }

    private func linked(_ go: Bool, _ body: (inout FileBuilder) -> Int32) throws -> Usual {
        let file: FileBuilder = go ? .go("a/a.go") : .python("a.py")
        let linked = try Linked([
            FileBuilder.build(file) { f in
                f.function("main", line: 1)
                f.root("main")
                f.function("install", line: 2)
                let condition = body(&f)
                f.call("main", f.name("install"), line: 51, when: [condition])
            }
        ])
        #expect(linked.wired.contains { $0.hasSuffix("install") })
        let program = linked.program.byDefault()
        let reach = program.reach(from: program.components.flatMap(\.roots))
        let names = reach.nodes.map { program.nodes[Int($0)].name.split(separator: ".").last.map(String.init) ?? "" }
        return Usual(usual: Set(names), gates: program.gates)
    }

    private struct Usual {
        var usual: Set<String>
        var gates: [Gate]
    }

    @Test(
        "A condition over a setting fails by its default",
        arguments: [
            (Literal?.some(.bool(false)), ConfiguredCondition.Test.set, [Literal](), false),
            (.string(""), .set, [], false), (.number(0), .set, [], false), (.null, .set, [], false),
            (.bool(true), .set, [], true), (.string("collector:4317"), .set, [], true),
            // A text that says no may be read as one that is there.
            (.string("false"), .set, [], true),
            (nil, .set, [], true),
            (.string("none"), .equals, [.string("otlp")], false),
            (.string("OTLP"), .equals, [.string("otlp"), .string("http")], true),
            (.string("otlp"), .differs, [.string("otlp")], false),
            (.string(""), .unset, [], true), (.string("x"), .unset, [], false),
            (.null, .equals, [.string("otlp")], false),
        ])
    func settings(value: Literal?, test: ConfiguredCondition.Test, values: [Literal], expected: Bool) throws {
        #expect(try runs { f in f.condition(f.setting("X", value), test, values) } == expected)
    }

    @Test(
        "The name of the environment is production's, whatever its default",
        arguments: [
            ("ENVIRONMENT", Literal?.some(.string("dev")), ConfiguredCondition.Test.equals, ["dev"], false),
            ("APP_ENV", nil, .equals, ["development", "local"], false),
            ("ENVIRONMENT", .string("dev"), .equals, ["production"], true),
            ("ENVIRONMENT", .string("dev"), .differs, ["prod"], false),
            ("ENVIRONMENT", .string("dev"), .differs, ["dev"], true),
            ("ENVIRONMENT", .string("dev"), .equals, ["staging"], false),
            ("PRODUCTION", nil, .unset, [], false), ("IS_PRODUCTION", .bool(false), .set, [], true),
            ("TESTING", nil, .set, [], false), ("app.is_dev", nil, .unset, [], true),
            // Not the name of an environment: its default decides.
            ("DIALECT", .string("dev"), .equals, ["dev"], true),
        ] as [(String, Literal?, ConfiguredCondition.Test, [String], Bool)])
    func environments(
        name: String, value: Literal?, test: ConfiguredCondition.Test, values: [String], expected: Bool
    ) throws {
        #expect(
            try runs { f in f.condition(f.setting(name, value), test, values.map { .string($0) }) } == expected)
    }

    @Test(
        "A variable that is shipped says where it is turned on",
        arguments: [
            ("OTLP", true, String?.some("deploy/.env:3")), ("SHOP_OTLP", true, "deploy/.env:3"),
            ("OTLP", false, nil), ("OTLP_PATH", true, nil),
        ])
    func shipped(variable: String, turnsOn: Bool, place: String?) throws {
        var file = FileBuilder.go("a/a.go")
        file.function("main", line: 1)
        file.root("main")
        let condition = file.condition(file.setting("OTLP", .string("")), .set)
        file.call("main", file.external("x.y"), line: 51, when: [condition])
        let program = Linker.link(
            [file.source], models: try models(),
            variables: [
                EnvironmentSetting(variable: variable, path: "deploy/.env", line: 3, object: "0", turnsOn: turnsOn)
            ])
        #expect(program.gates.map(\.shippedAt) == [place])
    }

    @Test func theGateSaysWhatHasToBeSetAndWhere() throws {
        let gates = try linked(true) { f in f.condition(f.setting("OTLP", .string("")), .set, line: 33) }.gates
        let gate = try #require(gates.first)
        #expect(gates.count == 1)
        #expect(gate.name == "OTLP" && gate.wanted == "set" && gate.value == .string("") && gate.line == 33)
    }

    @Test func anyOtherDeclarationOfASettingMakesItUnknown() throws {
        #expect(
            try runs { f in
                var value = Argument(position: 0)
                value.value = .bool(true)
                f.refer(
                    "main", ReferenceKind(rawValue: "write"), f.setting("tracing.enabled"), line: 3, arguments: [value])
                return f.condition(f.setting("tracing.enabled", .bool(false)), .set)
            })
    }

    @Test func whatIsRequiredGatesNothing() throws {
        #expect(
            try runs { f in
                let setting = f.setting("X", .string(""))
                _ = f.condition(setting, .required)
                return f.condition(setting, .set)
            })
    }

    @Test(
        "A constant stands for its value, and anything else for nothing that is known",
        arguments: [
            ("constant", Literal?.some(.string("cluster")), ConfiguredCondition.Test.equals, false),
            ("constant", .string("memory"), .equals, true), ("constant", .string("memory"), .differs, false),
            ("constant", nil, .equals, true), ("variable", .string("cluster"), .equals, true),
        ])
    func constants(kind: String, value: Literal?, test: ConfiguredCondition.Test, expected: Bool) throws {
        #expect(
            try runs { f in
                f.symbol("clustered", kind, line: 10, value: value)
                return f.condition(f.setting("MODE", .string("memory")), test, constants: [f.name("clustered")])
            } == expected)
    }

    // MARK: Fields

    private func field(_ f: inout FileBuilder, type: String) -> RefIndex {
        f.type(type, line: 10)
        f.field("\(type).enabled", line: 11, type: nil)
        return f.member("enabled", f.name(type))
    }

    @Test(
        "A field of a configuration is zero where nobody writes it",
        arguments: [("Config", false), ("TracingSettings", false), ("CreateRequest", true), ("Engine", true)])
    func zeroValues(type: String, expected: Bool) throws {
        #expect(try runs { f in f.condition(field(&f, type: type), .set) } == expected)
    }

    @Test(
        "A write of anything else makes it unknown",
        arguments: [(Literal?.some(.bool(false)), false), (.bool(true), true), (nil, true)])
    func writes(value: Literal?, expected: Bool) throws {
        #expect(
            try runs { f in
                let enabled = field(&f, type: "Config")
                var argument = Argument(position: 0)
                argument.value = value
                f.refer(
                    "main", ReferenceKind(rawValue: "write"), enabled, line: 4,
                    arguments: value == nil ? [] : [argument])
                return f.condition(enabled, .set)
            } == expected)
    }

    @Test func aLiteralOfTheTypeGivesItsFields() throws {
        for (value, expected) in [(false, false), (true, true)] {
            #expect(
                try runs { f in
                    let enabled = field(&f, type: "Config")
                    var argument = Argument(name: "enabled")
                    argument.value = .bool(value)
                    f.refer("main", .instantiate, f.name("Config"), line: 4, arguments: [argument])
                    return f.condition(enabled, .set)
                } == expected)
        }
    }

    @Test func whatIsWrittenOnlyWhereItIsConfiguredIsNotSet() throws {
        #expect(
            try !runs { f in
                f.type("client", line: 10)
                f.field("client.breaker", line: 11, type: nil)
                let breaker = f.member("breaker", f.name("client"))
                let guarded = f.condition(f.setting("BREAKER", .bool(false)), .set)
                f.refer("main", .instantiate, f.name("client"), line: 4)
                f.refer("main", ReferenceKind(rawValue: "write"), breaker, line: 5)
                f.gateLast([guarded])
                return f.condition(breaker, .set)
            })
    }

    @Test(
        "An option of the program that writes the variable of its own name sets nothing by itself",
        arguments: [("https_only", false), ("force", true)])
    func optionsWriteVariables(option: String, expected: Bool) throws {
        #expect(
            try runs { f in
                let variable = f.setting("HTTPS_ONLY", .bool(false))
                let asked = f.condition(f.setting(option, option == "force" ? .bool(true) : .bool(false)), .set)
                var argument = Argument(position: 0)
                argument.value = .string("1")
                f.refer("main", ReferenceKind(rawValue: "write"), variable, line: 4, arguments: [argument])
                f.gateLast([asked])
                return f.condition(variable, .set)
            } == expected)
    }

    @Test(
        "A write that its own field guards: masked where it is set, filled where it is not",
        arguments: [
            (ConfiguredCondition.Test.set, "***", ConfiguredCondition.Test.set, false),
            (.unset, "info", .set, true), (.unset, "", .set, false), (.unset, "info", .unset, false),
        ])
    func ownGuards(guarded: ConfiguredCondition.Test, value: String, asked: ConfiguredCondition.Test, expected: Bool)
        throws
    {
        #expect(
            try runs { f in
                let enabled = field(&f, type: "Config")
                var argument = Argument(position: 0)
                argument.value = .string(value)
                let own = f.condition(enabled, guarded)
                f.refer("main", ReferenceKind(rawValue: "write"), enabled, line: 4, arguments: [argument])
                f.gateLast([own])
                return f.condition(enabled, asked)
            } == expected)
    }

    // MARK: Parameters and getters

    @Test(
        "A parameter is what all callers pass",
        arguments: [
            ([Literal?.some(.string(""))], false), ([.string(""), .string("x")], true), ([], true), ([nil], true),
        ])
    func parameters(passed: [Literal?], expected: Bool) throws {
        let linked = try Linked([
            FileBuilder.build(.go("a/a.go")) { f in
                f.function("main", line: 1)
                f.root("main")
                f.function("setup", line: 2)
                f.function("install", line: 3)
                let condition = f.condition(f.parameter("endpoint", 0, of: f.name("setup")), .set)
                f.call("setup", f.name("install"), line: 51, when: [condition])
                for (index, value) in passed.enumerated() {
                    var argument = Argument(position: 0)
                    argument.value = value
                    if value == nil { argument.ref = f.imported("example.org/else", "Endpoint") }
                    f.call("main", f.name("setup"), line: 60 + index, [argument])
                }
                if passed.isEmpty { f.refer("main", .use, f.name("setup"), line: 60) }
            }
        ])
        let program = linked.program.byDefault()
        let reach = program.reach(from: program.components.flatMap(\.roots))
        #expect(reach.contains(linked.node("a.install")) == expected)
    }

    /// What is wrapped around a server is told once more behind its call; a function that is handed on is called by others.
    @Test(arguments: [(60, false), (61, true)])
    func aCallThatIsToldTwiceIsNoHandOver(lineOfMention: Int, expected: Bool) throws {
        let linked = try Linked([
            FileBuilder.build(.go("a/a.go")) { f in
                f.function("main", line: 1)
                f.root("main")
                f.function("setup", line: 2)
                f.function("install", line: 3)
                let condition = f.condition(f.parameter("endpoint", 0, of: f.name("setup")), .set)
                f.call("setup", f.name("install"), line: 51, when: [condition])
                var given = Argument(position: 0)
                given.value = .string("")
                let setup = f.name("setup")
                f.call("main", setup, line: 60, [given])
                var mention = Argument(position: 0)
                mention.ref = setup
                f.call("main", f.imported("net/http", "Handler.Wrap"), line: lineOfMention, [mention])
            }
        ])
        let program = linked.program.byDefault()
        let reach = program.reach(from: program.components.flatMap(\.roots))
        #expect(reach.contains(linked.node("a.install")) == expected)
    }

    @Test func aGetterGivesWhatItReturns() throws {
        #expect(
            try !runs { f in
                f.function("enabled", line: 5)
                f.give("enabled", f.setting("X", .string("")))
                return f.condition(f.result(f.name("enabled")), .set)
            })
    }

    @Test func aVariableOfATruthHoldsIt() throws {
        #expect(
            try !runs(false) { f in
                f.symbol("TRACING", "variable", line: 5)
                let inner = f.condition(f.setting("TRACING", .string("no")), .equals, [.string("yes")])
                f.give("TRACING", f.holds(inner))
                return f.condition(f.name("TRACING"), .set)
            })
    }

    @Test func ringsEnd() throws {
        #expect(
            try runs(false) { f in
                f.symbol("A", "variable", line: 5)
                f.symbol("B", "variable", line: 6)
                f.give("A", f.name("B"))
                f.give("B", f.name("A"))
                return f.condition(f.name("A"), .set)
            })
    }

    @Test func aSecondWayWithoutAConditionIsNoGate() throws {
        #expect(
            try runs { f in
                f.call("main", f.name("install"), line: 70)
                return f.condition(f.setting("X", .string("")), .set)
            })
    }
}
