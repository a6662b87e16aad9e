import AnalyzerProtocol
import Controls
import Testing

@Suite struct UnknownTests {
    private let calls = control(
        "calls", judgedBy: "go, python",
        states:
            "declared: { words: d, when: breaker.dependency }\ndefined: { words: d, when: breaker.define }\nwired: { words: w, when: call.out }"
    )
    private let absence = control(
        "calls", states: "wired: { words: w }",
        more:
            "absence-is: wired\ncounter-evidence: [{ words: T., when: { signal: secret.token, reach: all }, caps: missing }]"
    )

    private func draw(_ sketch: inout Sketch, _ signal: String?) {
        sketch.function("main")
        sketch.root("main")
        sketch.function("unused", line: 10)
        switch signal {
        case "call.out": sketch.signal("call.out", "main")
        case "breaker.define": sketch.signal("breaker.define", "unused")
        case "breaker.dependency": sketch.dependency("breaker")
        case "secret.token": sketch.file("secret.token", "a.txt")
        default: break
        }
    }

    private func cell(
        _ control: String, _ analyzers: [AnalyzerStatus], _ signal: String?,
        unread: [(path: String, reason: String)] = []
    ) throws -> Cell {
        try judge(control, analyzers: analyzers, unread: unread) { draw(&$0, signal) }.controls[0].cells[0]
    }

    private let noPython = AnalyzerStatus(
        name: "python", version: "1", status: .unavailable, files: 4, failures: 4, message: "no python3")
    private let idlePython = AnalyzerStatus(name: "python", version: "1", status: .ok, files: 0, failures: 0)

    @Test func noAnalyzerOfThatName() throws {
        let cell = try cell(
            control("calls", judgedBy: "helm, workflow", states: "wired: { words: w, when: call.out }"), [goodGo],
            "call.out")
        #expect(cell.state == .unknown)
        #expect(cell.reason == "not supported: no analyzer of this version judges helm, workflow")
    }

    @Test func anIdleAnalyzerDoesNotMatterBesideOneThatRan() throws {
        #expect(try cell(calls, [goodGo, idlePython], nil).state == .missing)
    }

    @Test func nobodyReadTheRepository() throws {
        let idleGo = AnalyzerStatus(name: "go", version: "1", status: .ok, files: 0, failures: 0)
        #expect(try cell(calls, [idleGo, idlePython], nil).reason == "no analyzer reads this repository's files")
        let onlyGo = control("calls", judgedBy: "go", states: "wired: { words: w, when: call.out }")
        let python = AnalyzerStatus(name: "python", version: "1", status: .ok, files: 2, failures: 0)
        #expect(try cell(onlyGo, [idleGo, python], nil).reason == "no file of this repository is for the analyzer go")
    }

    @Test func whoFoundNoPipelineHasLookedAtAllThereIs() throws {
        let idle = AnalyzerStatus(name: "pipelines", version: "1", status: .ok, files: 0, failures: 0)
        let gone = AnalyzerStatus(name: "pipelines", version: "1", status: .unavailable, files: 2, failures: 2)
        func state(_ scope: String, _ root: String, _ status: AnalyzerStatus) throws -> State {
            let text = control(
                "calls", scope: scope, judgedBy: "pipelines", states: "wired: { words: w, when: call.out }", more: root)
            return try cell(text, [goodGo, status], nil).state
        }
        #expect(try state("repository", "root: pipeline", idle) == .missing)
        #expect(try state("repository", "root: pipeline", gone) == .unknown)
        // Of a component, too: what lies beside code is not in another language.
        #expect(try state("component", "", idle) == .missing)
    }

    @Test func allFilesFailed() throws {
        let failing = AnalyzerStatus(
            name: "go", version: "1", status: .ok, files: 2, failures: 2, failedPaths: ["a.go", "b.go"])
        #expect(try cell(calls, [failing], nil).reason == "the analyzer go could read none of its 2 files")
    }

    @Test(arguments: [
        (nil, State.unknown), ("breaker.dependency", .unknown), ("breaker.define", .unknown), ("call.out", .wired),
    ])
    func anUnavailableAnalyzerLeavesOnlyWhatIsWired(signal: String?, expected: State) throws {
        let cell = try cell(calls, [goodGo, noPython], signal)
        #expect(cell.state == expected)
        if expected == .unknown { #expect(cell.reason == "the analyzer python is unavailable: no python3") }
    }

    @Test(arguments: [
        (nil, State.unknown), ("breaker.dependency", .unknown), ("breaker.define", .defined), ("call.out", .wired),
    ])
    func unreadFilesMayHoldWhatIsMissing(signal: String?, expected: State) throws {
        let failing = AnalyzerStatus(
            name: "go", version: "1", status: .ok, files: 9, failures: 5,
            failedPaths: ["d.go", "a.go", "b.go", "c.go", "x/a_test.go"])
        let cell = try cell(calls, [failing], signal)
        #expect(cell.state == expected)
        if expected == .unknown { #expect(cell.reason == "not read: a.go, b.go, c.go and 1 more") }
    }

    @Test func whatBrokeOverSomeFilesAnsweredForTheOthers() throws {
        let broken = AnalyzerStatus(
            name: "go", version: "1", status: .failed, files: 9, failures: 1, message: "crash", failedPaths: ["a.go"])
        #expect(try cell(calls, [broken], "breaker.define").state == .defined)
        #expect(try cell(calls, [broken], nil).reason == "not read: a.go")
        let dead = AnalyzerStatus(name: "go", version: "1", status: .failed, files: 9, failures: 9, message: "crash")
        #expect(try cell(calls, [dead], "call.out").reason == "the analyzer go failed: crash")
    }

    @Test func failedTestsDoNotMatter() throws {
        let failing = AnalyzerStatus(
            name: "go", version: "1", status: .ok, files: 9, failures: 2, failedPaths: ["x/a_test.go", "testdata/b.go"])
        #expect(try cell(calls, [failing], nil).state == .missing)
    }

    @Test func filesThatWereNotHandedOverCountForTheirReader() throws {
        #expect(try cell(calls, [goodGo], nil, unread: [("big.go", "too large")]).reason == "not read: big.go")
        #expect(try cell(calls, [goodGo], nil, unread: [("big.json", "too large")]).state == .missing)
        // A folder that could not be listed may hold files for any analyzer.
        #expect(try cell(calls, [goodGo], nil, unread: [("lost/", "no such tree")]).reason == "not read: lost/")
    }

    /// Of four components, which use `lib`, nothing, and another language, those that may use an unread file are unknown.
    @Test(arguments: [
        ("lib/x.go", [State.unknown, .missing, .missing]), ("one/x.go", [.unknown, .missing, .missing]),
        ("two/deep/x.go", [.missing, .unknown, .missing]), ("x.go", [.unknown, .unknown, .missing]),
        ("elsewhere/x.go", [.unknown, .unknown, .missing]), ("x.py", [.missing, .missing, .unknown]),
    ])
    func unreadFilesConcernThoseWhoMayUseThem(path: String, expected: [State]) throws {
        let failing = AnalyzerStatus(
            name: path.hasSuffix(".py") ? "python" : "go", version: "1", status: .ok, files: 9, failures: 1,
            failedPaths: [path])
        let other =
            path.hasSuffix(".py")
            ? goodGo : AnalyzerStatus(name: "python", version: "1", status: .ok, files: 2, failures: 0)
        let result = try judge(calls, analyzers: [failing, other]) {
            $0.function("oneMain", "one/a.go")
            $0.function("twoMain", "two/a.go")
            $0.function("threeMain", "xthree/a.py", analyzer: "python")
            $0.function("shared", "lib/a.go")
            $0.root("oneMain")
            $0.root("twoMain")
            $0.root("threeMain")
            $0.call("oneMain", "shared")
        }.controls[0]
        #expect(result.cells.map(\.state) == expected)
    }

    @Test func absenceIsOnlyShownByWhoReadEverything() throws {
        #expect(try cell(absence, [goodGo], nil).state == .wired)
        let failing = AnalyzerStatus(
            name: "go", version: "1", status: .ok, files: 9, failures: 1, failedPaths: ["a.go"])
        #expect(try cell(absence, [failing], nil).state == .unknown)
        #expect(try cell(absence, [failing], "secret.token").state == .missing)
        #expect(try cell(absence, [], nil).state == .unknown)
        #expect(try cell(absence, [], "secret.token").state == .missing)
    }

    @Test func whatFilesAloneTellIsKnownWithoutAnalyzers() throws {
        let alerts = control("calls", judgedBy: "prometheus", applies: "alert.file", states: "wired: { words: w }")
        #expect(try judge(alerts) { draw(&$0, nil) }.controls[0].state == .unknown)
        #expect(try judge(alerts, fileSignals: ["alert.file"]) { draw(&$0, nil) }.controls[0].state == .notApplicable)
        let present = try judge(alerts, fileSignals: ["alert.file"]) {
            draw(&$0, nil)
            $0.file("alert.file", "alerts.yml")
        }
        #expect(present.controls[0].state == .unknown)
        #expect(present.gaps.isEmpty)
    }

    @Test(arguments: [
        (false, false, State.missing), (true, false, .defined), (true, true, .unknown), (false, true, .missing),
    ])
    func aPipelineThatNobodyReads(hasTests: Bool, hasPipeline: Bool, expected: State) throws {
        let tests = control(
            "tests", area: "testing", scope: "repository",
            states: "defined: { words: d, when: { signal: test.unit, reach: test } }\nwired: { words: w }",
            more: "root: pipeline")
        let cell = try judge(tests) {
            $0.function("main")
            $0.root("main")
            $0.function("TestA", "app/a_test.go")
            if hasTests {
                $0.root("TestA", .test)
                $0.signal("test.unit", "TestA")
            }
            if hasPipeline { $0.file("pipeline.file", ".github/workflows/ci.yml") }
        }.controls[0].cells[0]
        #expect(cell.state == expected)
        if expected == .unknown {
            #expect(
                cell.reason == "the pipeline files .github/workflows/ci.yml are read by no analyzer of this version")
        }
    }

    /// What a Makefile may hold is not missing because nobody reads it.
    @Test(arguments: [
        (false, false, State.missing), (true, false, .unknown), (true, true, .defined),
    ])
    func filesThatNobodyReads(hasFile: Bool, isFound: Bool, expected: State) throws {
        let race = control(
            "race", area: "testing", scope: "repository",
            states: "defined: { words: d, when: { signal: breaker.define, reach: all } }\nwired: { words: w }",
            more: "root: pipeline\nhidden-in: [alert.file]")
        let cell = try judge(race) {
            $0.function("main")
            $0.root("main")
            if isFound { $0.signal("breaker.define", "main") }
            if hasFile { $0.file("alert.file", "Makefile") }
        }.controls[0].cells[0]
        #expect(cell.state == expected)
        if expected == .unknown {
            #expect(cell.reason == "it may stand in files that no analyzer of this version reads: Makefile")
        }
    }
}
