import AnalyzerProtocol
import Controls
import Testing

@Suite struct LadderTests {
    private func draw(_ sketch: inout Sketch) {
        sketch.function("main", line: 1)
        sketch.function("pay", line: 10)
        sketch.function("safely", line: 20)
        sketch.function("Breaker", line: 30, kind: "type")
        sketch.root("main")
        sketch.signal("call.out", "pay", line: 11)
    }

    private func result(_ draw: (inout Sketch) -> Void) throws -> ControlResult {
        try #require(try judge(breaker) { draw(&$0) }.controls.first)
    }

    @Test func notApplicableWithoutTheNeed() throws {
        let result = try result { draw(&$0) }
        #expect(result.state == .notApplicable)
        #expect(
            result.cells == [
                Cell(component: "app", state: .notApplicable, tested: nil, reason: "not found: The component calls.")
            ])
        #expect(result.gap == nil)
        #expect(result.evidence == [])
    }

    @Test func missing() throws {
        let judgement = try judge(breaker) {
            draw(&$0)
            $0.call("main", "pay")
        }
        let result = judgement.controls[0]
        #expect(result.state == .missing)
        #expect(
            result.evidence.map(\.message) == [
                "needed here, where it calls another service", "A call goes round it: calls another service",
            ])
        #expect(result.evidence.allSatisfy { $0.role == .counter && $0.line == 11 && $0.component == "app" })
        let gap = try #require(judgement.gaps.first)
        #expect(gap.fingerprint == result.gap)
        #expect(gap.state == .missing && gap.required == .wired && gap.severity == .high)
        #expect(gap.files == ["app/a.go"])
        #expect(gap.acceptance == ["It opens."])
    }

    /// The code that makes something necessary is no file to change where the repository as a whole lacks it.
    @Test(arguments: [("component", ["app/a.go"]), ("repository", [])])
    func whatNeedsItIsAffectedWhereItIsMended(_ scope: String, _ files: [String]) throws {
        let text = control(scope: scope, applies: "call.out", states: "wired: { words: w, when: breaker.guard }")
        let judgement = try judge(text) {
            draw(&$0)
            $0.call("main", "pay")
        }
        #expect(judgement.gaps.map(\.files) == [files])
        #expect(judgement.controls[0].evidence.map(\.path) == ["app/a.go"])
    }

    @Test func declaredByADependency() throws {
        let result = try result {
            draw(&$0)
            $0.call("main", "pay")
            $0.dependency("breaker")
        }
        #expect(result.state == .declared)
        let evidence = try #require(result.evidence.first { $0.role == .declaration })
        #expect(
            (evidence.path, evidence.line, evidence.symbol, evidence.message) == (
                "go.mod", 3, "", "depends on a breaker library"
            ))
    }

    @Test func definedSaysWhatIsMissing() throws {
        let result = try result {
            draw(&$0)
            $0.call("main", "pay")
            $0.call("safely", "pay")
            $0.signal("breaker.define", "Breaker", line: 30)
            $0.signal("breaker.guard", "safely", line: 21, ["target": "ignored"])
        }
        #expect(result.state == .defined)
        #expect(result.tested == false)
        let definitions = result.evidence.filter { $0.role == .definition }
        #expect(definitions.map(\.line) == [21, 30])
        #expect(
            definitions[0].message == "guards a call with app.safely; no production root reaches it: nothing calls it")
        #expect(definitions[0].witness == [])
        #expect(result.evidence.filter { $0.role == .counter }.map(\.line) == [11])
    }

    @Test func definedNamesTheNearestCaller() throws {
        let result = try result {
            draw(&$0)
            $0.call("main", "pay")
            $0.function("outer", line: 40)
            $0.call("outer", "safely")
            $0.function("TestIt", "app/a_test.go", line: 4)
            $0.root("TestIt", .test)
            $0.call("TestIt", "outer")
            $0.signal("breaker.guard", "safely", line: 21)
        }
        #expect(result.state == .defined)
        #expect(result.tested == true)
        #expect(
            result.evidence[0].message
                == "guards a call with app.safely; no production root reaches it; nearest caller: app.outer, which only tests call"
        )
        let test = try #require(result.evidence.first { $0.role == .test })
        #expect((test.path, test.line, test.message) == ("app/a_test.go", 4, "a test reaches app.safely"))
        #expect(test.witness.map(\.symbol).last == "app.safely")
    }

    @Test func definedAndReachedSaysWhatProductionLacks() throws {
        let result = try result {
            draw(&$0)
            $0.call("main", "pay")
            $0.call("main", "Breaker")
            $0.signal("breaker.define", "main", line: 5)
        }
        #expect(result.state == .defined)
        #expect(
            result.evidence[0].message
                == "implements a breaker; production reaches it, and nothing there that guards a call")
    }

    @Test func wiredHasAWitness() throws {
        let result = try result {
            draw(&$0)
            $0.call("main", "safely", line: 2)
            $0.call("safely", "pay", line: 22)
            $0.signal("breaker.guard", "safely", line: 21)
            $0.signal("breaker.define", "main", line: 5)
            $0.signal("breaker.define", "Breaker", line: 30)
        }
        #expect(result.state == .wired)
        #expect(result.gap == nil)
        #expect(result.evidence.map(\.role) == [.wiring, .definition])
        #expect(
            result.evidence[0].witness == [
                WitnessEntry(symbol: "app.main", path: "app/a.go", line: 2, guess: false),
                WitnessEntry(symbol: "app.safely", path: "app/a.go", line: 20, guess: false),
            ])
        #expect(result.evidence[1].line == 5)
    }

    @Test func aBypassMakesItPartial() throws {
        let result = try result {
            draw(&$0)
            $0.call("main", "safely")
            $0.call("main", "pay")
            $0.call("safely", "pay")
            $0.signal("breaker.guard", "safely", line: 21)
        }
        #expect(result.state == .partial)
        #expect(result.evidence.map(\.role) == [.wiring, .counter])
        #expect(result.evidence[1].message == "A call goes round it: calls another service")
        #expect(result.evidence[1].witness.map(\.symbol) == ["app.main", "app.pay"])
    }

    @Test func testsNeverWire() throws {
        let result = try result {
            draw(&$0)
            $0.call("main", "pay")
            $0.function("TestSafely", "app/a_test.go")
            $0.root("TestSafely", .test)
            $0.call("TestSafely", "safely")
            $0.signal("breaker.guard", "TestSafely", line: 2)
        }
        #expect(result.state == .missing)
    }

    @Test(arguments: [
        ([State.wired, .wired], State.wired), ([.wired, .notApplicable], .wired), ([.wired, .missing], .partial),
        ([.partial, .missing], .partial),
        ([.defined, .missing], .defined), ([.declared, .missing, .notApplicable], .declared),
        ([.defined, .wired], .partial), ([.notApplicable, .notApplicable], .notApplicable),
        ([.unknown, .unknown], .unknown),
        ([.wired, .unknown], .unknown), ([.missing, .unknown], .missing), ([.unknown, .notApplicable], .unknown),
        ([], .notApplicable),
    ])
    func theRepositoryIsJudgedFromItsCells(states: [State], expected: State) {
        #expect(Judge.state(of: states.map { Cell(component: "a", state: $0) }) == expected)
    }
}
