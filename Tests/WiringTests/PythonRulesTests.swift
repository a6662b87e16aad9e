import AnalyzerProtocol
import Testing
import Wiring

/// Rules for languages whose types derive from each other: what is reached, and beside it what is not.
@Suite struct PythonRulesTests {
    private func wired(_ yaml: String = "[]", _ body: (inout FileBuilder) -> Void) throws -> Set<String> {
        let file = FileBuilder.build(.python("a.py")) { f in
            f.function("main", line: 1)
            f.root("main")
            body(&f)
        }
        return try Linked([file], yaml).wired
    }

    private func use(_ f: inout FileBuilder, _ ref: RefIndex, in callee: RefIndex) {
        f.call("main", callee, line: 9, [Argument(position: 0, ref: ref)])
    }

    // MARK: Overridden methods

    @Test(arguments: [("Plain", true), ("Sub", false)])
    func anOverriddenMethodRunsOnInstancesThatHaveNoOther(made: String, runs: Bool) throws {
        let wired = try wired { f in
            f.type("Base", line: 2)
            f.method("Base.run", line: 3)
            f.type("Sub", line: 4)
            f.inherit("Sub", f.name("Base"))
            f.method("Sub.run", line: 5)
            f.type("Plain", line: 6)
            f.inherit("Plain", f.name("Base"))
            f.call("main", f.name(made), line: 1)
            f.call("main", f.member("run", f.name("Base")), line: 1)
        }
        #expect(wired.contains("a.Base.run") == runs)
        #expect(wired.contains("a.Sub.run") != runs)
    }

    @Test func theMethodOfATypeThatIsNamedRunsWhateverTheInstanceIs() throws {
        let wired = try wired { f in
            f.type("Base", line: 2)
            f.method("Base.run", line: 3)
            f.type("Sub", line: 4)
            f.inherit("Sub", f.name("Base"))
            f.method("Sub.run", line: 5)
            f.call("main", f.name("Sub"), line: 1)
            f.call("main", f.member("run", f.name("Base")), line: 6, [Argument(position: 0, ref: f.name("Sub"))])
        }
        #expect(wired.contains("a.Base.run"))
    }

    @Test(arguments: [true, false])
    func anOverrideInATestReplacesNothing(inTest: Bool) throws {
        let base = FileBuilder.build(.python("a.py")) { f in
            f.function("main", line: 1)
            f.root("main")
            f.type("Base", line: 2)
            f.method("Base.run", line: 3)
            f.call("main", f.member("run", f.name("Base")), line: 1)
        }
        let sub = FileBuilder.build(.python("b.py")) { f in
            f.type("Fake", line: 1)
            f.inherit("Fake", f.imported("a", "Base"))
            f.method("Fake.run", line: 2)
            f.function("test_it", line: 3)
            if inTest { f.root("test_it", .test) }
        }
        // No type is instantiated: the base's own method runs only where nothing overrides it.
        #expect(try Linked([base, sub]).wired.contains("a.Base.run") == inTest)
    }

    // MARK: What libraries call

    @Test(arguments: [
        ("run", true), ("visit_Name", true), ("visit", false), ("stop", false),
    ])
    func hooksAreCalledAndNothingElse(method: String, called: Bool) throws {
        let wired = try wired("- hooks: [run, 'visit_*']\n  of: [lib.Worker]") { f in
            f.type("Own", line: 2)
            f.inherit("Own", f.external("lib.Worker"))
            f.method("Own.\(method)", line: 3)
            f.type("Never", line: 4)
            f.inherit("Never", f.external("lib.Worker"))
            f.method("Never.\(method)", line: 5)
            f.call("main", f.name("Own"), line: 1)
            use(&f, f.name("Own"), in: f.external("lib.start"))
        }
        #expect(wired.contains("a.Own.\(method)") == called)
        #expect(!wired.contains("a.Never.\(method)"))
    }

    @Test func anotherBaseMayCallAnything() throws {
        let wired = try wired("- hooks: [run]\n  of: [lib.Worker]") { f in
            f.type("Own", line: 2)
            f.inherit("Own", f.external("lib.Worker"))
            f.inherit("Own", f.external("other.Mixin"))
            f.method("Own.stop", line: 3)
            f.call("main", f.name("Own"), line: 1)
        }
        #expect(wired.contains("a.Own.stop"))
    }

    @Test(arguments: [
        ("threading.Event", "a.Stream.close", true), ("threading.Event", "a.Stream.polish", false),
        ("json.dump", "a.Stream.close", false), ("framework.take", "a.Stream.polish", true),
    ])
    func theStandardLibraryCallsWhatItsObjectsHave(callee: String, method: String, called: Bool) throws {
        let wired = try wired { f in
            f.type("Stream", line: 2)
            f.method("Stream.close", line: 3)
            f.method("Stream.polish", line: 4)
            f.call("main", f.name("Stream"), line: 1)
            use(&f, f.result(f.name("Stream")), in: f.external(callee))
        }
        #expect(wired.contains(method) == called)
    }

    @Test(arguments: [("lib.query().first().pay", true), ("lib.query.first.pay", false), ("lib.query().pays", false)])
    func recordsComeBackFromOutside(callee: String, reached: Bool) throws {
        for isInstantiated in [true, false] {
            let wired = try wired { f in
                f.type("Order", line: 2)
                f.inherit("Order", f.external("orm.Model"))
                f.method("Order.pay", line: 3)
                f.type("Machine", line: 4)
                f.method("Machine.pay", line: 5)
                f.call("main", f.name("Machine"), line: 1)
                if isInstantiated { f.call("main", f.name("Order"), line: 1) }
                f.call("main", f.external(callee), line: 6)
            }
            #expect(wired.contains("a.Order.pay") == (reached && isInstantiated))
            // No record.
            #expect(!wired.contains("a.Machine.pay"))
        }
    }

    // MARK: What is kept

    private func routed(mounted: Bool, _ kind: String = "lib.Router") throws -> Set<String> {
        try wired("- registers: [lib.Router().get, lib.App().get]\n- inert: [lib.Router]") { f in
            f.symbol("router", "variable", line: 2, type: f.result(f.external(kind)))
            f.function("handler", line: 4)
            f.refer(nil, .decorate, f.member("get", f.name("router")), line: 3, subject: "handler")
            if mounted { use(&f, f.name("router"), in: f.external("lib.mount")) }
        }
    }

    @Test func whatARouterKeepsRunsOnceItIsUsed() throws {
        #expect(try routed(mounted: true).contains("a.handler"))
        #expect(try !routed(mounted: false).contains("a.handler"))
        // An application needs nobody to mount it.
        #expect(try routed(mounted: false, "lib.App").contains("a.handler"))
    }

    @Test func whatARouterKeepsDoesNotLeadToItsNeighbours() throws {
        let file = FileBuilder.build(.python("a.py")) { f in
            f.function("main", line: 1)
            f.root("main")
            f.symbol("router", "variable", line: 2, type: f.result(f.external("lib.Router")))
            for (index, name) in ["one", "two"].enumerated() {
                f.function(name, line: 4 + 2 * index)
                f.refer(nil, .decorate, f.member("get", f.name("router")), line: 3 + 2 * index, subject: name)
            }
            use(&f, f.name("router"), in: f.external("lib.mount"))
        }
        let linked = try Linked([file], "- registers: [lib.Router().get]\n- inert: [lib.Router]")
        #expect(linked.wired.isSuperset(of: ["a.one", "a.two"]))
        let from = linked.program.forward(from: linked.node("a.one"), given: linked.production)
        #expect(!from.contains(linked.node("a.two")))
    }

    @Test func aRouterOfAModuleThatNothingLoadsKeepsNothing() throws {
        func wired(loaded: Bool) throws -> Set<String> {
            let files = [
                FileBuilder.build(.python("router.py")) { f in
                    f.symbol("router", "variable", line: 1, type: f.result(f.external("lib.Router")))
                },
                FileBuilder.build(.python("views.py")) { f in
                    f.function("handler", line: 2)
                    f.refer(
                        nil, .decorate, f.member("get", f.imported("router", "router")), line: 1, subject: "handler")
                },
                FileBuilder.build(.python("main.py")) { f in
                    f.function("main", line: 1)
                    f.root("main")
                    use(&f, f.imported("router", "router"), in: f.external("lib.mount"))
                    if loaded { f.include(f.imported("views")) }
                },
            ]
            return try Linked(files, "- registers: [lib.Router().get]\n- inert: [lib.Router]").wired
        }
        #expect(try wired(loaded: true).contains("views.handler"))
        #expect(try !wired(loaded: false).contains("views.handler"))
    }

    @Test func subclassesOfLoadedModulesAreHandedOut() throws {
        func wired(loaded: Bool) throws -> Set<String> {
            let files = [
                FileBuilder.build(.python("plugins.py")) { f in
                    f.type("One", line: 1)
                    f.inherit("One", f.imported("main", "Plugin"))
                    f.method("One.__init__", line: 2, ["implicit"])
                },
                FileBuilder.build(.python("main.py")) { f in
                    f.function("main", line: 1)
                    f.root("main")
                    f.type("Plugin", line: 2)
                    f.call("main", f.member("__subclasses__", f.name("Plugin")), line: 3)
                    if loaded { f.include(f.imported("plugins")) }
                },
            ]
            return try Linked(files).wired
        }
        #expect(try wired(loaded: true).contains("plugins.One.__init__"))
        #expect(try !wired(loaded: false).contains("plugins.One.__init__"))
    }

    @Test(arguments: [
        ("keeps", "publish", true), ("wraps", "on_event", false), ("", "publish", false), ("", "on_event", true),
    ])
    func decoratorsOfTheRepositoryAreSeenToKeep(attribute: String, name: String, kept: Bool) throws {
        let wired = try wired { f in
            f.function(name, line: 2, Set([attribute].filter { !$0.isEmpty }))
            f.function("handler", line: 4)
            f.refer(nil, .decorate, f.name(name), line: 3, subject: "handler")
        }
        #expect(wired.contains("a.handler") == kept)
    }

    // MARK: Making classes

    @Test(arguments: ["__init_subclass__", "__set_name__"])
    func aHookOfTheBaseKeepsItsClasses(hook: String) throws {
        let wired = try wired { f in
            f.type("Base", line: 2)
            f.method("Base.\(hook)", line: 3, ["static"])
            f.type("Sub", line: 4)
            f.inherit("Sub", f.name("Base"))
            f.method("Sub.__init__", line: 5, ["implicit"])
        }
        let runs = hook == "__init_subclass__"
        #expect(wired.contains("a.Base.\(hook)") == runs)
        #expect(wired.contains("a.Sub.__init__") == runs)
    }

    @Test(arguments: ["__new__", "__call__"])
    func aMetaclassThatMakesClassesKeepsThem(method: String) throws {
        let wired = try wired { f in
            f.type("Meta", line: 2)
            f.method("Meta.\(method)", line: 3, ["implicit"])
            f.type("Sub", line: 4)
            f.refer("Sub", ReferenceKind(rawValue: "metaclass"), f.name("Meta"), line: 4)
            f.method("Sub.__init__", line: 5, ["implicit"])
        }
        #expect(wired.contains("a.Sub.__init__") == (method == "__new__"))
        #expect(wired.contains("a.Meta.__new__") == (method == "__new__"))
    }

    // MARK: Names that are computed

    @Test func aComputedNameMayBeAnyThatBeginsSo() throws {
        let wired = try wired { f in
            f.type("Shell", line: 2)
            f.method("Shell.do_quit", line: 3)
            f.method("Shell.help", line: 4)
            f.type("Other", line: 5)
            f.method("Other.do_quit", line: 6)
            f.call("main", f.name("Shell"), line: 1)
            f.call("main", f.name("Other"), line: 1)
            f.refer("main", .use, f.member("do_*", f.name("Shell")), line: 7)
        }
        #expect(wired.contains("a.Shell.do_quit"))
        #expect(wired.isDisjoint(with: ["a.Shell.help", "a.Other.do_quit"]))
    }

    @Test func aTypeThatAnswersForAnyNameLeavesItToOthers() throws {
        func wired(_ method: String) throws -> Set<String> {
            try self.wired { f in
                f.type("Proxy", line: 2)
                f.method("Proxy.\(method)", line: 3, ["implicit"])
                f.type("Real", line: 4)
                f.method("Real.save", line: 5)
                f.call("main", f.name("Proxy"), line: 1)
                f.call("main", f.name("Real"), line: 1)
                f.call("main", f.member("save", f.name("Proxy")), line: 6)
            }
        }
        #expect(try wired("__getattr__").contains("a.Real.save"))
        #expect(try !wired("__len__").contains("a.Real.save"))
    }

    // MARK: Scripts

    private func script(_ path: String, loadedBy other: String? = nil, beside package: String? = nil) throws -> Bool {
        var files = [
            FileBuilder.build(.python(path)) { f in
                f.function("work", line: 1)
                f.call(nil, f.name("work"), line: 2)
                f.root(nil, kind: "python-script", standalone: true)
            }
        ]
        if let other {
            files.append(FileBuilder.build(.python("other.py")) { f in f.include(f.imported(other)) })
        }
        if let package { files.append(FileBuilder.build(.python(package)) { f in f.function("x", line: 1) }) }
        return try Linked(files).wired.contains { $0.hasSuffix("work") }
    }

    @Test func aScriptWithoutAGuardRunsWhereNothingLoadsIt() throws {
        #expect(try script("tool.py"))
        #expect(try script("bin/tool.py"))
        #expect(try !script("tool.py", loadedBy: "tool"))
        #expect(try script("tool.py", loadedBy: "tools"))
        #expect(try !script("shop/tool.py", beside: "shop/__init__.py"))
        #expect(try script("shop/tool.py", beside: "store/__init__.py"))
    }
}
