import AnalyzerProtocol
import Testing
import Wiring

@Suite struct ReachabilityTests {
    private func go(_ body: (inout FileBuilder) -> Void) throws -> Linked {
        try Linked([
            FileBuilder.build(.go("a/a.go")) { f in
                f.function("main", line: 1)
                f.root("main")
                body(&f)
            }
        ])
    }

    private func python(_ body: (inout FileBuilder) -> Void) throws -> Linked {
        try Linked([
            FileBuilder.build(.python("a.py")) { f in
                f.function("main", line: 1)
                f.root("main")
                body(&f)
            }
        ])
    }

    private func addShapes(_ f: inout FileBuilder) {
        f.type("Shape", line: 10, ["interface"])
        f.method("Shape.Area", line: 11, ["abstract"])
        f.method("Shape.Name", line: 12, ["abstract"])
        f.type("Circle", line: 20)
        f.method("Circle.Area", line: 21)
        f.method("Circle.Name", line: 22)
        f.type("Square", line: 30)
        f.method("Square.Area", line: 31)
        f.method("Square.Name", line: 32)
        f.type("Half", line: 40)
        f.method("Half.Area", line: 41)
    }

    // MARK: Interfaces

    @Test(arguments: [true, false])
    func interfacesAreAnsweredByInstantiatedTypesInEitherOrder(callFirst: Bool) throws {
        let linked = try go { f in
            addShapes(&f)
            f.function("draw", line: 2)
            f.function("make", line: 3)
            f.call("draw", f.member("Area", f.name("Shape")), line: 2)
            f.refer("make", .instantiate, f.name("Circle"), line: 3)
            f.refer("make", .instantiate, f.name("Half"), line: 4)
            f.call("main", f.name(callFirst ? "draw" : "make"), line: 5)
            // One step further away, so that it is taken up later.
            f.function("later", line: 4)
            f.call("main", f.name("later"), line: 6)
            f.call("later", f.name(callFirst ? "make" : "draw"), line: 7)
        }
        #expect(linked.wired.isSuperset(of: ["a.Circle", "a.Circle.Area", "a.Shape.Area"]))
        // Not instantiated; not called; not of the interface.
        #expect(linked.wired.isDisjoint(with: ["a.Square.Area", "a.Circle.Name", "a.Half.Area"]))
        #expect(linked.witness("a.Circle.Area").suffix(2) == ["a.Shape.Area:11", "a.Circle.Area:21"])
    }

    @Test func promotedAndEmbeddedMethodsSatisfy() throws {
        let linked = try go { f in
            f.type("Closer", line: 10, ["interface"])
            f.method("Closer.Close", line: 11, ["abstract"])
            f.type("Store", line: 12, ["interface"])
            f.method("Store.Get", line: 13, ["abstract"])
            f.inherit("Store", f.name("Closer"))
            f.type("Base", line: 20)
            f.method("Base.Close", line: 21)
            f.type("Disk", line: 30)
            f.inherit("Disk", f.name("Base"))
            f.method("Disk.Get", line: 31)
            f.refer("main", .instantiate, f.name("Disk"), line: 2)
            f.call("main", f.member("Close", f.name("Store")), line: 3)
        }
        #expect(linked.wired.contains("a.Base.Close"))
        #expect(!linked.wired.contains("a.Disk.Get"))
    }

    @Test func resultsTellMethodsOfOneNameApart() throws {
        let linked = try go { f in
            f.type("Closer", line: 10, ["interface"])
            f.method("Closer.Close", line: 11, results: [f.external("builtin.error")], ["abstract"])
            f.type("File", line: 20)
            f.method("File.Close", line: 21, results: [f.external("builtin.error")])
            f.type("Door", line: 30)
            f.method("Door.Close", line: 31)
            f.refer("main", .instantiate, f.name("File"), line: 2)
            f.refer("main", .instantiate, f.name("Door"), line: 2)
            f.call("main", f.member("Close", f.name("Closer")), line: 3)
        }
        #expect(linked.wired.contains("a.File.Close"))
        #expect(!linked.wired.contains("a.Door.Close"))
    }

    @Test func promotionOverridesNothing() throws {
        func body(_ f: inout FileBuilder) {
            f.type("Base", line: 10)
            f.method("Base.Close", line: 11)
            f.type("Sub", line: 20)
            f.inherit("Sub", f.name("Base"))
            f.method("Sub.Close", line: 21)
            f.call("main", f.name("Sub"), line: 2)
            f.call("main", f.member("Close", f.name("Base")), line: 3)
        }
        #expect(try !go(body).wired.contains("a.Sub.Close"))
        #expect(try python(body).wired.contains("a.Sub.Close"))
    }

    // MARK: Inheritance

    @Test func overridesOfInstantiatedSubtypesAnswer() throws {
        let linked = try python { f in
            f.type("Base", line: 10)
            f.method("Base.handle", line: 11)
            f.method("Base.run", line: 12, ["abstract"])
            f.call("Base.handle", f.member("run", f.name("Base")), line: 11)
            for (index, name) in ["One", "Two"].enumerated() {
                f.type(name, line: 20 + index * 10)
                f.inherit(name, f.name("Base"))
                f.method("\(name).run", line: 21 + index * 10)
            }
            f.call("main", f.member("handle", f.result(f.name("One"))), line: 2)
            f.call("main", f.name("One"), line: 2)
        }
        #expect(linked.wired.contains("a.One.run"))
        #expect(!linked.wired.contains("a.Two.run"))
        #expect(linked.wired.contains("a.Base"))
    }

    @Test func mixinsAnswerForTheTypesTheyAreMixedInto() throws {
        let linked = try python { f in
            f.type("Base", line: 10)
            f.method("Base.handle", line: 11)
            f.method("Base.run", line: 12)
            f.call("Base.handle", f.member("run", f.name("Base")), line: 11)
            f.call("Base.handle", f.member("extra", f.name("Base")), line: 11)
            f.type("Mixin", line: 20)
            f.method("Mixin.run", line: 21)
            f.method("Mixin.extra", line: 22)
            f.type("Unused", line: 25)
            f.method("Unused.extra", line: 26)
            f.type("Both", line: 30)
            f.inherit("Both", f.name("Mixin"))
            f.inherit("Both", f.name("Base"))
            f.call("main", f.member("handle", f.result(f.name("Both"))), line: 2)
            f.call("main", f.name("Both"), line: 2)
        }
        #expect(linked.wired.isSuperset(of: ["a.Mixin.run", "a.Mixin.extra"]))
        #expect(!linked.wired.contains("a.Unused.extra"))
        #expect(!linked.witness("a.Mixin.extra").contains { $0.hasSuffix("?") })
    }

    @Test func superMeansTheBaseItself() throws {
        let linked = try python { f in
            f.type("Base", line: 10)
            f.method("Base.close", line: 11)
            f.type("One", line: 20)
            f.inherit("One", f.name("Base"))
            f.method("One.close", line: 21)
            f.call("One.close", f.member("close", f.base(f.name("One"))), line: 22)
            f.type("Two", line: 30)
            f.inherit("Two", f.name("Base"))
            f.method("Two.close", line: 31)
            f.call("main", f.name("Two"), line: 2)
            f.call("main", f.member("close", f.result(f.name("One"))), line: 3)
        }
        #expect(linked.wired.contains("a.Base.close"))
        #expect(!linked.wired.contains("a.Two.close"))
    }

    @Test func implicitMethodsAndPartsComeWithAnInstance() throws {
        let linked = try python { f in
            f.type("Base", line: 5)
            f.method("Base.__init__", line: 6, ["implicit"])
            f.method("Base.__exit__", line: 7, ["implicit"])
            f.type("Lock", line: 8)
            f.method("Lock.__init__", line: 9, ["implicit"])
            f.type("Never", line: 10)
            f.method("Never.__init__", line: 11, ["implicit"])
            f.type("Sub", line: 20)
            f.inherit("Sub", f.name("Base"))
            f.method("Sub.__init__", line: 21, ["implicit"])
            f.method("Sub.other", line: 22)
            f.field("Sub.lock", line: 23, type: f.name("Lock"), ["by_value"])
            f.field("Sub.maybe", line: 24, type: f.name("Never"))
            f.call("main", f.name("Sub"), line: 2)
        }
        #expect(linked.wired.isSuperset(of: ["a.Sub.__init__", "a.Base.__exit__", "a.Lock.__init__"]))
        #expect(linked.wired.isDisjoint(with: ["a.Base.__init__", "a.Sub.other", "a.Never.__init__"]))
    }

    @Test func aBaseIsUsedButNotInstantiated() throws {
        let linked = try python { f in
            f.type("Base", line: 5)
            f.method("Base.__init__", line: 6, ["implicit"])
            f.type("Sub", line: 20)
            f.inherit("Sub", f.name("Base"))
            f.method("Sub.__init__", line: 21, ["implicit"])
            f.call("main", f.name("Sub"), line: 2)
        }
        #expect(linked.production.contains(linked.node("a.Base")))
        #expect(!linked.production.instantiates(linked.node("a.Base")))
        #expect(linked.production.instantiates(linked.node("a.Sub")))
    }

    // MARK: Guesses

    @Test func anUnknownReceiverReachesMethodsOfInstantiatedTypes() throws {
        let linked = try python { f in
            f.type("Job", line: 10)
            f.method("Job.process", line: 11)
            f.type("Other", line: 20)
            f.method("Other.process", line: 21)
            f.function("process", line: 25)
            f.call("main", f.name("Job"), line: 2)
            f.call("main", f.member("process", nil), line: 3)
        }
        #expect(linked.wired.contains("a.Job.process"))
        #expect(linked.wired.isDisjoint(with: ["a.Other.process", "a.process"]))
        #expect(linked.witness("a.Job.process") == ["a.main:3", "a.Job.process:11?"])
    }

    @Test func aNameOfTooManyMethodsTellsNothing() throws {
        func count(_ types: Int) throws -> Int {
            let linked = try python { f in
                for index in 0..<types {
                    f.type("T\(index)", line: 10)
                    f.method("T\(index).process", line: 11)
                    f.call("main", f.name("T\(index)"), line: 2)
                }
                f.call("main", f.member("process", nil), line: 3)
            }
            return linked.wired.filter { $0.hasSuffix(".process") }.count
        }
        #expect(try count(40) == 40)
        #expect(try count(41) == 0)
    }

    @Test func aNameThatDictionariesHaveTellsNothing() throws {
        let linked = try python { f in
            f.type("Remote", line: 10)
            f.method("Remote.get", line: 11)
            f.call("main", f.name("Remote"), line: 2)
            f.call("main", f.member("get", nil), line: 3)
        }
        #expect(!linked.wired.contains("a.Remote.get"))
    }

    @Test func externalReceiversReachNothingByName() throws {
        let linked = try python { f in
            f.type("Job", line: 10)
            f.method("Job.process", line: 11)
            f.call("main", f.name("Job"), line: 2)
            f.call("main", f.member("process", f.external("other.thing")), line: 3)
            f.call("main", f.member("process", f.imported("other", "thing")), line: 3)
        }
        #expect(!linked.wired.contains("a.Job.process"))
    }

    @Test func aSureWayIsShownBeforeAShorterGuess() throws {
        let linked = try python { f in
            f.type("Job", line: 10)
            f.method("Job.process", line: 11)
            f.function("step", line: 12)
            f.call("main", f.member("process", nil), line: 2)
            f.call("main", f.name("step"), line: 3)
            f.call("step", f.member("process", f.result(f.name("Job"))), line: 12)
            f.call("step", f.name("Job"), line: 12)
        }
        #expect(linked.witness("a.Job.process") == ["a.main:3", "a.step:12", "a.Job.process:11"])
    }

    @Test func whatEscapesMayBeCalledFromOutside() throws {
        func wired(_ callee: String) throws -> Set<String> {
            try go { f in
                f.type("Handler", line: 10)
                f.method("Handler.Serve", line: 11)
                f.method("Handler.ServeHTTP", line: 11)
                f.method("Handler.inner", line: 12)
                f.call(
                    "main", f.external(callee), line: 2,
                    [Argument(position: 0, items: [Argument(position: 0, ref: f.name("Handler"))])])
            }.wired
        }
        #expect(
            try wired("example.org/web.Mount") == ["a.main", "a.Handler", "a.Handler.Serve", "a.Handler.ServeHTTP"])
        #expect(try wired("fmt.Println") == ["a.main", "a.Handler"])
        // The standard library calls methods of its own interfaces only.
        #expect(try wired("net/http.ListenAndServe") == ["a.main", "a.Handler", "a.Handler.ServeHTTP"])
    }

    @Test func anEscapingInterfaceIsAnsweredByItsTypes() throws {
        let linked = try go { f in
            addShapes(&f)
            f.refer("main", .instantiate, f.name("Circle"), line: 2)
            f.call("main", f.external("example.org/gui.Draw"), line: 3, [Argument(position: 0, ref: f.name("Shape"))])
        }
        #expect(linked.wired.isSuperset(of: ["a.Circle.Area", "a.Circle.Name"]))
        #expect(!linked.wired.contains("a.Square.Area"))
    }

    @Test(arguments: [
        ("framework.View", true), ("pydantic.BaseModel", false), ("builtins.object", false), ("lib.ParseError", false),
    ])
    func subtypesOfExternalTypesMayBeCalledFromOutside(base: String, called: Bool) throws {
        let linked = try python { f in
            f.type("Page", line: 10)
            f.inherit("Page", f.external(base))
            f.method("Page.get", line: 11)
            f.method("Page._private", line: 12)
            f.call("main", f.member("as_view", f.name("Page")), line: 2)
        }
        #expect(linked.wired.contains("a.Page"))
        #expect(linked.wired.contains("a.Page.get") == called)
        #expect(!linked.wired.contains("a.Page._private"))
    }

    // MARK: Modules

    @Test func reachingASymbolRunsItsModuleAndPackages() throws {
        let files = [
            FileBuilder.build(.python("a/__init__.py")) { f in
                f.function("setup", line: 1)
                f.call(nil, f.name("setup"), line: 2)
            },
            FileBuilder.build(.python("a/b.py")) { f in
                f.function("run", line: 1)
                f.function("register", line: 3)
                f.call(nil, f.name("register"), line: 4)
            },
            FileBuilder.build(.python("a/c.py")) { f in
                f.function("never", line: 1)
                f.call(nil, f.name("never"), line: 2)
            },
            FileBuilder.build(.python("main.py")) { f in
                f.function("main", line: 1)
                f.root("main")
                f.call("main", f.imported("a.b", "run"), line: 2)
            },
        ]
        let linked = try Linked(files)
        #expect(linked.wired == ["main.main", "a.b.run", "a.b.register", "a.setup"])
    }

    @Test func anImportRunsTheModuleAndNotTheName() throws {
        let files = [
            FileBuilder.build(.python("lib.py")) { f in
                f.function("run", line: 1)
                f.function("loaded", line: 2)
                f.call(nil, f.name("loaded"), line: 3)
            },
            FileBuilder.build(.python("main.py")) { f in
                f.function("main", line: 1)
                f.root("main")
                f.include(f.imported("lib", "run"), line: 2)
            },
        ]
        #expect(try Linked(files).wired == ["main.main", "lib.loaded"])
    }

    @Test func aPackageRunsTheTopLevelsOfAllItsPlainFiles() throws {
        let files = ["one", "two", "three"].map { name in
            FileBuilder.build(.go("p/\(name).go")) { f in
                f.function("init_\(name)", line: 1)
                f.call(nil, f.name("init_\(name)"), line: 1)
                if name == "two" { f.function("Use", line: 2) }
            }
        }
        let test = FileBuilder.build(.go("p/x_test.go", variant: "test")) { f in
            f.function("init_test", line: 1)
            f.call(nil, f.name("init_test"), line: 1)
            f.function("TestUse", line: 2)
            f.root("TestUse", .test)
        }
        let mod = FileBuilder.build(FileBuilder("go.mod", nil)) { $0.binding("m", "") }
        let main = FileBuilder.build(.go("main.go")) { f in
            f.function("main", line: 1)
            f.root("main")
            f.call("main", f.imported("m/p", "Use"), line: 2)
        }
        let linked = try Linked(files + [test, mod, main])
        #expect(linked.wired == ["main", "p.Use", "p.init_one", "p.init_two", "p.init_three"])
        #expect(
            linked.names(linked.program.reach(from: linked.program.testRoots))
                == ["p.TestUse", "p.init_test", "p.init_one", "p.init_two", "p.init_three"])
    }

    // MARK: Decorators

    private func decorated(_ yaml: String = "[]", _ body: (inout FileBuilder) -> RefIndex) throws -> Set<String> {
        let file = FileBuilder.build(.python("a.py")) { f in
            f.function("main", line: 1)
            f.root("main")
            f.function("handler", line: 5)
            let ref = body(&f)
            f.refer(nil, .decorate, ref, line: 4, subject: "handler")
        }
        return try Linked([file], yaml).wired
    }

    @Test func decoratorsThatKeepWhatTheyDecorate() throws {
        #expect(
            try decorated { f in
                f.symbol("app", "variable", line: 2, type: f.result(f.external("web.App")))
                return f.member("get", f.name("app"))
            }.contains("a.handler"))
        #expect(try decorated { f in f.member("task", f.result(f.external("queue.Queue"))) }.contains("a.handler"))
        #expect(try !decorated { f in f.member("wraps", f.external("functools")) }.contains("a.handler"))
        #expect(try !decorated { f in f.external("lib.cached") }.contains("a.handler"))
        #expect(try decorated("- registers: [lib.cached]") { f in f.external("lib.cached") }.contains("a.handler"))
        #expect(
            try !decorated("- wraps: [web.App().get]") { f in f.member("get", f.result(f.external("web.App"))) }
                .contains("a.handler"))
    }

    @Test func decoratorsOfTheRepositoryRunAndAreGuessedByName() throws {
        func wired(_ name: String) throws -> Set<String> {
            try decorated { f in
                f.function(name, line: 2)
                return f.name(name)
            }
        }
        #expect(try wired("register_handler") == ["a.main", "a.register_handler", "a.handler"])
        #expect(try wired("timed") == ["a.main", "a.timed"])
    }

    @Test func aDecoratedFunctionActsAsWhatTheDecoratorMade() throws {
        let yaml = """
            - signal: cli.command
              match: { call: click.group().command }
            """
        let file = FileBuilder.build(.python("a.py")) { f in
            f.function("cli", line: 2)
            f.root("cli")
            f.refer(nil, .decorate, f.external("click.group"), line: 1, subject: "cli")
            f.function("serve", line: 5)
            f.refer(nil, .decorate, f.member("command", f.name("cli")), line: 4, subject: "serve")
        }
        let linked = try Linked([file], yaml)
        #expect(linked.wired == ["a.cli", "a.serve"])
        #expect(linked.holders("cli.command") == ["a.serve"])
    }

    // MARK: The rest

    @Test func propertiesRunByBeingMentioned() throws {
        let linked = try python { f in
            f.type("Client", line: 5)
            f.method("Client.get", line: 6)
            f.type("Service", line: 8)
            f.method("Service.client", line: 9, results: [f.name("Client")], ["property"])
            f.call("main", f.member("get", f.member("client", f.name("Service"))), line: 2)
        }
        #expect(linked.wired.isSuperset(of: ["a.Service.client", "a.Client.get"]))
    }

    @Test func avoidedNodesInstantiateNothing() throws {
        let linked = try python { f in
            f.type("Base", line: 5)
            f.method("Base.run", line: 6)
            f.type("Sub", line: 7)
            f.inherit("Sub", f.name("Base"))
            f.method("Sub.run", line: 8)
            f.function("make", line: 9)
            f.call("make", f.name("Sub"), line: 9)
            f.call("main", f.name("make"), line: 2)
            f.call("main", f.member("run", f.name("Base")), line: 3)
        }
        #expect(linked.wired.contains("a.Sub.run"))
        let avoiding = linked.program.reach(from: [linked.node("a.main")], avoiding: [linked.node("a.make")])
        // Without an instance no method answers, the base's own neither: a subtype overrides it.
        #expect(linked.names(avoiding) == ["a.main"])
    }

    @Test func forwardAssumesWhatIsInstantiated() throws {
        let linked = try python { f in
            f.type("Base", line: 5)
            f.method("Base.run", line: 6)
            f.type("Sub", line: 7)
            f.inherit("Sub", f.name("Base"))
            f.method("Sub.run", line: 8)
            f.function("handler", line: 9)
            f.call("handler", f.member("run", f.name("Base")), line: 9)
            f.call("main", f.name("Sub"), line: 2)
            f.call("main", f.name("handler"), line: 3)
        }
        let handler = linked.node("a.handler")
        #expect(linked.program.forward(from: handler, given: linked.production).contains(linked.node("a.Sub.run")))
        #expect(!linked.program.forward(from: handler).contains(linked.node("a.Sub.run")))
    }

    @Test func callersSayWhoAndWhere() throws {
        let linked = try go { f in
            addShapes(&f)
            f.call("main", f.member("Area", f.name("Circle")), line: 7)
        }
        let callers = linked.program.callers(of: linked.node("a.Circle.Area"))
        #expect(callers.map(\.kind) == ["call", "dispatch"])
        #expect(callers.map(\.line) == [7, 11])
        #expect(linked.program.callers(of: 9999).isEmpty)
    }

    @Test func fieldsInTheMiddleOfAChainAreUsed() throws {
        let linked = try go { f in
            f.type("Client", line: 2)
            f.type("Pool", line: 3)
            f.field("Client.pool", line: 4, type: f.name("Pool"))
            f.field("Client.spare", line: 5, type: f.name("Pool"))
            f.field("Pool.http", line: 6, type: f.external("net/http.Client"))
            f.field("Pool.log", line: 7, type: f.external("log.Logger"))
            let pool = f.member("pool", f.name("Client"))
            f.call("main", f.member("Do", f.member("http", pool)), line: 8)
            f.call(
                "main", f.external("fmt.Println"), line: 9,
                [Argument(position: 0, ref: f.member("Prefix", f.member("log", pool)))])
        }
        #expect(linked.wired.isSuperset(of: ["a.Client.pool", "a.Pool.http", "a.Pool.log"]))
        #expect(!linked.wired.contains("a.Client.spare"))
        #expect(linked.witness("a.Pool.http") == ["a.main:8", "a.Pool.http:6"])
    }

    @Test func variablesThatHoldFunctionsCallThem() throws {
        let linked = try go { f in
            f.function("work", line: 3)
            f.symbol("hook", "variable", line: 4, type: f.name("work"))
            f.call("main", f.name("hook"), line: 2)
        }
        #expect(linked.wired == ["a.main", "a.hook", "a.work"])
    }
}
