import Controls
import Testing

@Suite struct ColumnTests {
    private let calls = control("calls", states: "wired: { words: w, when: call.out }")

    private func twoComponents(_ sketch: inout Sketch, role: String? = nil) {
        sketch.function("apiMain", "api/a.go", line: 1)
        sketch.function("apiPay", "api/a.go", line: 10)
        sketch.function("toolMain", "tool/t.go", line: 1)
        sketch.root("apiMain")
        sketch.root("toolMain", role: role)
        sketch.call("apiMain", "apiPay")
        sketch.signal("call.out", "apiPay", line: 11)
    }

    @Test func eachComponentHasItsCell() throws {
        let judgement = try judge(calls) { twoComponents(&$0) }
        let result = judgement.controls[0]
        #expect(judgement.components.map(\.id) == ["api", "tool"])
        #expect(result.cells.map(\.state) == [.wired, .missing])
        #expect(result.state == .partial)
        #expect(judgement.gaps.map(\.component) == ["tool"])
        #expect(result.evidence.allSatisfy { $0.component == "api" })
    }

    @Test(arguments: ["tool", "example"])
    func toolsAndExamplesAreLeftOut(role: String) throws {
        let judgement = try judge(calls) { twoComponents(&$0, role: role) }
        #expect(judgement.components.map(\.id) == ["api"])
        #expect(judgement.controls[0].state == .wired)
    }

    @Test(arguments: [
        "fixtures/shop/main.go", "testdata/main.go", "docs/demo/main.go", "third_party/x/main.go",
        ".examples/x/main.go",
    ])
    func whatStartsBesideTheProductIsLeftOut(path: String) throws {
        let judgement = try judge(calls) {
            $0.function("apiMain", "api/a.go", line: 1)
            $0.function("besideMain", path, line: 1)
            $0.root("apiMain")
            $0.root("besideMain")
            $0.signal("call.out", "besideMain", line: 2)
        }
        #expect(judgement.components.map(\.id) == ["api"])
        #expect(judgement.controls[0].state == .missing)
    }

    @Test(arguments: [("lib/b.go", State.defined), ("fixtures/shop/b.go", .missing), ("examples/b.go", .missing)])
    func codeBesideTheProductImplementsNothingOfIt(path: String, expected: State) throws {
        let judgement = try judge(
            control("calls", states: "defined: { words: d, when: breaker.define }\nwired: { words: w, when: call.out }")
        ) {
            $0.function("apiMain", "api/a.go", line: 1)
            $0.function("unused", path, line: 1)
            $0.root("apiMain")
            $0.signal("breaker.define", "unused", line: 2)
        }
        #expect(judgement.controls[0].state == expected)
    }

    @Test(arguments: [
        ("tool", "tool/t.go", "toolMain", ["api", "tool"]),
        ("tool", "tool/t.go", "apiPay", ["api"]),
        ("tool", "tests/t.go", "toolMain", ["api"]),
        ("tool", "internal/mockserver/t.go", "toolMain", ["api"]),
        ("tool", "hack/t.go", "toolMain", ["api"]),
        ("example", "tool/t.go", "toolMain", ["api"]),
    ])
    func aToolThatServesIsAService(role: String, path: String, holder: String, expected: [String]) throws {
        let judgement = try judge(calls) {
            $0.function("apiMain", "api/a.go", line: 1)
            $0.function("apiPay", "api/a.go", line: 10)
            $0.function("toolMain", path, line: 1)
            $0.root("apiMain")
            $0.root("toolMain", role: role)
            $0.call("apiMain", "apiPay")
            $0.call("toolMain", "apiPay")
            $0.signal("service.worker", holder)
        }
        #expect(judgement.components.map(\.id) == expected)
    }

    @Test func aLoneToolIsJudged() throws {
        let judgement = try judge(calls) {
            $0.function("main", "tool/t.go")
            $0.root("main", role: "tool")
        }
        #expect(judgement.components.map(\.id) == ["tool"])
    }

    @Test func whatAnotherComponentReachesIsNamed() throws {
        let result = try judge(
            control("calls", states: "defined: { words: d, when: call.out }\nwired: { words: w, when: call.out }")
        ) {
            twoComponents(&$0)
            $0.function("sharedPay", "shared/a.go")
            $0.function("sharedRead", "shared/b.go")
            $0.call("apiMain", "sharedPay")
            $0.call("toolMain", "sharedRead")
            $0.signal("call.out", "sharedPay")
        }.controls[0]
        #expect(result.cells.map(\.state) == [.wired, .defined])
        #expect(
            result.evidence.filter { $0.component == "tool" }.map(\.message) == [
                "calls another service; api reaches it, tool does not"
            ])
    }

    /// A dependency of a folder of code that a component is not in and does not use is none of its.
    @Test(arguments: [
        ("go.mod", State.declared), ("api/go.mod", .declared), ("other/go.mod", .missing), ("shared/go.mod", .declared),
        ("build/go.mod", .declared), ("other/requirements/base.txt", .missing),
    ])
    func dependenciesOfAnotherProject(path: String, expected: State) throws {
        let result = try judge(
            control(
                "calls", states: "declared: { words: d, when: breaker.dependency }\nwired: { words: w, when: call.out }"
            )
        ) {
            $0.function("apiMain", "api/a.go")
            $0.function("shared", "shared/a.go")
            $0.function("unused", "other/a.go")
            $0.root("apiMain")
            $0.call("apiMain", "shared")
            $0.dependency("breaker", path: path)
        }.controls[0]
        #expect(result.cells.map(\.state) == [expected])
    }

    /// What stands in another component's folder, in another language, or in a folder of which this component uses nothing,
    /// and is used by that one, is no part of this one; nor is what nobody uses in a folder that the other uses.
    @Test(arguments: [
        ("api/b.go", "go", true, "tool/u.go", State.missing), ("api/b.go", "go", false, "tool/u.go", .missing),
        ("lib/b.go", "go", true, "lib/c.go", .defined), ("lib/b.go", "go", true, "tool/u.go", .missing),
        ("lib/b.go", "go", false, "tool/u.go", .defined),
        ("lib/b.py", "python", true, "lib/c.go", .missing),
    ])
    func anotherComponentsOwnCodeIsNotDefinedHere(
        path: String, analyzer: String, isUsed: Bool, usedHere: String, expected: State
    ) throws {
        let result = try judge(
            control("calls", states: "defined: { words: d, when: call.out }\nwired: { words: w, when: call.out }")
        ) {
            $0.function("apiMain", "api/a.go")
            $0.function("toolMain", "tool/t.go")
            $0.function("pay", path, analyzer: analyzer)
            $0.function("read", usedHere)
            $0.root("apiMain")
            $0.root("toolMain")
            $0.call("toolMain", "read")
            if isUsed { $0.call("apiMain", "pay") }
            $0.signal("call.out", "pay")
        }.controls[0]
        #expect(result.cells.map(\.state) == [isUsed ? .wired : .defined, expected])
    }

    /// Code without a user makes a control apply to everybody, code that others use only to them.
    @Test(arguments: [(true, State.notApplicable), (false, .defined)])
    func whatOthersUseDoesNotMakeAControlApply(isUsed: Bool, expected: State) throws {
        let result = try judge(
            control(
                "calls", applies: "{ signal: call.out, reach: anywhere }",
                states: "defined: { words: d, when: call.out }\nwired: { words: w, when: call.out }")
        ) {
            $0.function("apiMain", "api/a.go")
            $0.function("toolMain", "tool/t.go")
            $0.function("pay", "lib/b.go")
            $0.root("apiMain")
            $0.root("toolMain")
            if isUsed { $0.call("apiMain", "pay") }
            $0.signal("call.out", "pay")
        }.controls[0]
        #expect(result.cells[1].state == expected)
    }

    @Test func aRepositoryOfExamplesIsALibrary() throws {
        let judgement = try judge(calls) {
            $0.function("main", "_examples/a.go")
            $0.root("main", role: "example")
            $0.function("Pay", "lib/b.go")
            $0.signal("call.out", "Pay")
        }
        #expect(judgement.components.map(\.kind) == ["library"])
        #expect(judgement.controls[0].state == .wired)
    }

    @Test func evidenceOfSeveralComponentsIsSaidOnce() throws {
        let result = try judge(
            control("calls", states: "defined: { words: d, when: breaker.define }\nwired: { words: w, when: call.out }")
        ) {
            $0.function("aMain", "a/a.go")
            $0.function("bMain", "b/b.go")
            $0.function("unused", "lib/l.go", line: 7)
            $0.root("aMain")
            $0.root("bMain")
            $0.signal("breaker.define", "unused", line: 7)
        }.controls[0]
        #expect(result.state == .defined)
        #expect(result.evidence.map(\.component) == [nil])
    }

    @Test func aRepositoryControlHasOneCell() throws {
        let judgement = try judge(control("calls", scope: "repository", states: "wired: { words: w, when: call.out }"))
        { twoComponents(&$0) }
        #expect(judgement.controls[0].cells.map(\.component) == ["(repository)"])
        #expect(judgement.controls[0].state == .wired)
        #expect(judgement.controls[0].evidence.map(\.component) == [nil])
        #expect(judgement.controls[0].evidence[0].witness.map(\.symbol) == ["api.apiMain", "api.apiPay"])
    }

    @Test(arguments: [
        ("Pay", "lib/a.go", "go", State.wired), ("pay", "lib/a.go", "go", .missing),
        ("pay", "lib/a.py", "python", .wired),
        ("_pay", "lib/a.py", "python", .missing), ("Pay", "examples/a.go", "go", .missing),
        ("Pay", "lib/a_test.go", "go", .missing),
    ])
    func aLibraryIsReachedByItsPublicNames(name: String, path: String, analyzer: String, expected: State) throws {
        let judgement = try judge(calls, analyzers: [goodGo]) {
            $0.function(name, path, line: 5, analyzer: analyzer)
            $0.signal("call.out", name, line: 6)
        }
        #expect(judgement.controls[0].state == expected)
        #expect(judgement.controls[0].cells.map(\.component) == ["."])
        if expected == .wired {
            #expect(
                judgement.components == [JudgedComponent(id: ".", kind: "library", path: path, line: 1)]
                    || judgement.components.map(\.kind) == ["library"])
        }
    }

    @Test func whatIsByDefaultIsShownWhereItIsNeeded() throws {
        let tls = control(
            "tls", applies: "call.out", states: "wired: { words: Clients verify. }",
            more: "absence-is: wired\ncounter-evidence: [{ words: Off., when: tls.off, caps: partial }]")
        let wired = try judge(tls) { twoComponents(&$0) }.controls[0]
        #expect(wired.cells.map(\.state) == [.wired, .notApplicable])
        #expect(wired.evidence.map(\.message) == ["Clients verify: calls another service"])
        #expect(wired.evidence[0].witness.count == 2)
        let partial = try judge(tls) {
            twoComponents(&$0)
            $0.signal("tls.off", "apiPay", line: 12, ["name": "verify"])
        }.controls[0]
        #expect(partial.cells[0].state == .partial)
        #expect(partial.evidence.map(\.message).contains("Off: turns off verification in verify"))
    }

    @Test func whatHoldsForTheWholeTreeIsShownAtItsStart() throws {
        let secrets = control(
            "secrets", scope: "repository", states: "wired: { words: No secret was found. }",
            more:
                "absence-is: wired\ncounter-evidence: [{ words: A token., when: { signal: secret.token, reach: all }, caps: missing }]"
        )
        let clean = try judge(secrets) { twoComponents(&$0) }.controls[0]
        #expect(clean.state == .wired)
        #expect(clean.evidence.map(\.message) == ["No secret was found"])
        #expect(clean.evidence[0].witness.count == 1)
        let leaked = try judge(secrets) {
            twoComponents(&$0)
            $0.file("secret.token", "tests/key.txt", line: 4)
        }.controls[0]
        #expect(leaked.state == .missing)
        #expect(leaked.evidence.map(\.message) == ["A token: contains a token"])
        #expect(leaked.evidence.map(\.line) == [4])
    }
}
