import Controls
import Testing

/// Whoever loads an application or a worker does not thereby run it.
@Suite struct ServedTests {
    private let serves = control(
        "calls", applies: "{ any: [service.http-server, service.worker, http.route] }",
        states: "wired: { words: w, when: call.out }")

    /// A server in `web`, whose handler calls out, and another start in `job` that loads it and calls one function of it.
    private func draw(
        _ sketch: inout Sketch, job kind: String, callsHandler: Bool = false, runs: Bool = false, hasServer: Bool = true
    ) {
        sketch.function("web", "web/a.py", line: 1, analyzer: "python")
        sketch.function("handler", "web/a.py", line: 10, analyzer: "python")
        sketch.function("helper", "web/a.py", line: 20, analyzer: "python")
        sketch.function("job", "job/b.py", analyzer: "python")
        if hasServer { sketch.root("web", kind: "python-app") }
        sketch.root("job", kind: kind)
        sketch.signal("service.http-server", "web", ["object": "application"])
        sketch.route("web", "/pay", "handler")
        sketch.signal("call.out", "handler")
        sketch.call("job", "web")
        if callsHandler { sketch.call("job", "handler") }
        if runs { sketch.signal("service.http-server", "job") }
    }

    @Test(arguments: [
        ("python-script", State.notApplicable), ("console-script", .notApplicable), ("worker", .notApplicable),
        ("python-app", .wired), ("container", .wired),
    ])
    func loadingIsNotServing(kind: String, expected: State) throws {
        let cells = try judge(serves, analyzers: python) { draw(&$0, job: kind) }.controls[0].cells
        #expect(cells.map(\.state) == [expected, .wired])
    }

    /// The object that a program of the repository runs is started by that program, and by nobody else.
    @Test func whoeverRunsItServes() throws {
        let cells = try judge(serves, analyzers: python) { draw(&$0, job: "console-script", runs: true) }.controls[0]
            .cells
        #expect(cells.map(\.component) == ["job"])
        #expect(cells.map(\.state) == [.wired])
    }

    @Test func whereNobodyElseServesTheLoaderDoes() throws {
        let cells = try judge(serves, analyzers: python) {
            draw(&$0, job: "console-script", hasServer: false)
            $0.function("other", "other/c.py", analyzer: "python")
            $0.root("other", kind: "console-script")
        }.controls[0].cells
        #expect(cells.map(\.state) == [.wired, .notApplicable])
    }

    @Test(arguments: [(false, State.missing), (true, .wired)])
    func aHandlerThatIsCalledRunsAllTheSame(callsHandler: Bool, expected: State) throws {
        let calls = control("calls", states: "wired: { words: w, when: call.out }")
        let cells = try judge(calls, analyzers: python) {
            draw(&$0, job: "python-script", callsHandler: callsHandler)
        }.controls[0].cells
        #expect(cells.map(\.state) == [expected, .wired])
    }

    @Test(arguments: [("python-app", State.notApplicable), ("worker", .wired)])
    func tasksRunInTheWorker(kind: String, expected: State) throws {
        let works = control("calls", applies: "service.worker", states: "wired: { words: w, when: call.out }")
        let cells = try judge(works, analyzers: python) {
            $0.function("app", "app/a.py", analyzer: "python")
            $0.function("worker", "worker/b.py", analyzer: "python")
            $0.function("task", "worker/b.py", line: 10, analyzer: "python")
            $0.root("app", kind: kind)
            $0.root("worker", kind: "worker")
            $0.signal("service.worker", "worker", ["object": "worker"])
            $0.signal("call.out", "task")
            $0.call("worker", "task")
            $0.call("app", "worker")
        }.controls[0].cells
        #expect(cells.map(\.state) == [expected, .wired])
    }

    /// A Celery object in a program without tasks sends to the workers of others.
    @Test(arguments: [(false, State.notApplicable), (true, .missing)])
    func anObjectWithoutTasksIsNoWorker(hasTask: Bool, expected: State) throws {
        let works = control("calls", applies: "service.worker", states: "wired: { words: w, when: call.out }")
        let cells = try judge(works, analyzers: python) {
            $0.function("app", "app/a.py", analyzer: "python")
            $0.root("app", kind: "python-app")
            $0.signal("service.worker", "app", ["object": "worker"])
            if hasTask { $0.signal("task.define", "app") }
        }.controls[0].cells
        #expect(cells.map(\.state) == [expected])
    }

    private let python = [AnalyzerStatus(name: "python", version: "1", status: .ok, files: 3, failures: 0), goodGo]
}

@Suite struct StartsTests {
    private let calls = control("calls", states: "wired: { words: w, when: call.out }")

    @Test func aConsoleScriptAndItsModuleAreOne() throws {
        let judgement = try judge(calls) {
            $0.function("main", "shop/__main__.py", analyzer: "python")
            $0.function("run", "shop/__main__.py", line: 9, analyzer: "python")
            $0.root("run", component: "shop-cli", kind: "console-script")
            $0.root("main", component: "src.shop", kind: "python-script")
        }
        #expect(judgement.components.map(\.id) == ["shop-cli"])
    }

    /// A module that others load, and that can also be run by itself, is a part of theirs, unless it serves.
    @Test(arguments: [
        (true, false, "python-script", "lib/m.py", ["app"]),
        (false, false, "python-script", "lib/m.py", ["app", "lib"]),
        (true, true, "python-script", "lib/m.py", ["app", "lib"]), (true, false, "worker", "lib/m.py", ["app", "lib"]),
        (true, false, "python-script", "lib/__main__.py", ["app", "lib"]),
    ])
    func aModuleThatOthersLoad(isLoaded: Bool, serves: Bool, kind: String, path: String, expected: [String]) throws {
        let judgement = try judge(calls) {
            $0.function("main", "app/a.py", analyzer: "python")
            $0.function("own", path, analyzer: "python")
            $0.root("main", kind: "python-app")
            $0.root("own", kind: kind)
            if isLoaded { $0.load("main", "own") }
            if serves { $0.signal("service.worker", "own") }
        }
        #expect(judgement.components.map(\.id) == expected)
    }
}
