import AnalyzerProtocol
import Testing
import Wiring

@Suite struct BindingTests {
    /// A library module with `target`, called by `main` through the REF that `body` makes.
    private func wired(_ others: [SourceFacts], _ main: FileBuilder, _ body: (inout FileBuilder) -> RefIndex) throws
        -> Linked
    {
        let caller = FileBuilder.build(main) { f in
            f.function("main", line: 2)
            f.root("main")
            let ref = body(&f)
            f.call("main", ref, line: 3)
        }
        return try Linked(others + [caller])
    }

    private func module(_ path: String, _ names: String...) -> SourceFacts {
        FileBuilder.build(.python(path)) { f in
            for (index, name) in names.enumerated() { f.function(name, line: index + 1) }
        }
    }

    /// The folders `store` and `api`, and imports of them and of others.
    @Test(
        "A repository without a manifest is known by what it imports",
        arguments: [
            (["example.org/acme/shop/store"], true),
            (["example.org/acme/shop/store", "example.org/acme/shop/api"], true),
            // Another's package of the same name beside two of one's own.
            (["example.org/acme/shop/store", "example.org/acme/shop/api", "other.org/lib/store"], true),
            // As likely as the other.
            (["example.org/acme/shop/store", "other.org/some/lib/store"], false), (["shop/store"], false),
        ])
    func withoutManifest(_ modules: [String], _ isFound: Bool) throws {
        let store = FileBuilder.build(.go("store/x.go")) { $0.function("Open", line: 1) }
        let api = FileBuilder.build(.go("api/x.go")) { $0.function("Serve", line: 1) }
        let linked = try wired([store, api], .go("main.go")) { f in
            for module in modules.dropFirst() { _ = f.imported(module, "Anything") }
            return f.imported(modules[0], "Open")
        }
        #expect(linked.wired.contains("store.Open") == isFound)
    }

    @Test func aManifestAtTheRootSaysHowARepositoryIsImported() throws {
        let root = FileBuilder.build(FileBuilder("go.mod", nil)) { $0.binding("example.org/other", "") }
        let store = FileBuilder.build(.go("store/x.go")) { $0.function("Open", line: 1) }
        let linked = try wired([root, store], .go("main.go")) { $0.imported("example.org/acme/shop/store", "Open") }
        #expect(!linked.wired.contains("store.Open"))
    }

    // MARK: Names

    @Test func severalSymbolsOfANameAreAllMeant() throws {
        let linux = FileBuilder.build(.go("a/x_linux.go")) { $0.function("open", line: 1) }
        let windows = FileBuilder.build(.go("a/x_windows.go")) { $0.function("open", line: 1) }
        let linked = try wired([linux, windows], .go("a/main.go")) { $0.name("open") }
        #expect(linked.production.nodes.filter { linked.program.nodes[Int($0)].name == "a.open" }.count == 2)
    }

    @Test func namesOfOtherNamespacesAreNotSeen() throws {
        let other = FileBuilder.build(.go("b/x.go")) { $0.function("open", line: 1) }
        #expect(try wired([other], .go("a/main.go")) { $0.name("open") }.wired == ["a.main"])
    }

    @Test func equalNamesOfDifferentKindsOfNamespaceAreApart() throws {
        let python = FileBuilder.build(FileBuilder("a.py", Namespace(kind: "python-module", name: "a", separator: ".")))
        { $0.function("open", line: 1) }
        #expect(try wired([python], .go("a/main.go")) { $0.name("open") }.wired == ["a.main"])
    }

    @Test func variantsSeePlainNamesAndPlainFilesNoVariantNames() throws {
        let plain = FileBuilder.build(.go("a/x.go")) { f in
            f.function("run", line: 1)
            f.function("main", line: 2)
            f.root("main")
            f.call("main", f.name("helper"), line: 2)
        }
        let test = FileBuilder.build(.go("a/x_test.go", variant: "test")) { f in
            f.function("helper", line: 1)
            f.function("TestRun", line: 2)
            f.root("TestRun", .test)
            f.call("TestRun", f.name("run"), line: 2)
            f.call("TestRun", f.name("helper"), line: 3)
        }
        let linked = try Linked([plain, test])
        #expect(linked.wired == ["a.main"])
        let tested = linked.names(linked.program.reach(from: linked.program.testRoots))
        #expect(tested == ["a.TestRun", "a.helper", "a.run"])
        #expect(linked.program.nodes[Int(linked.node("a.helper"))].isTest)
        #expect(!linked.program.nodes[Int(linked.node("a.run"))].isTest)
    }

    @Test func starIncludesGiveNamesThroughOthersToo() throws {
        let base = module("pkg/base.py", "target")
        let middle = FileBuilder.build(.python("pkg/middle.py")) { $0.include($0.namespaced("pkg/base", "*")) }
        let linked = try wired([base, middle], .python("pkg/main.py")) { f in
            f.include(f.imported("pkg.middle", "*"))
            return f.name("target")
        }
        #expect(linked.wired.contains("pkg.base.target"))
        let without = try wired([base, middle], .python("pkg/main.py")) { $0.name("target") }
        #expect(!without.wired.contains("pkg.base.target"))
    }

    // MARK: Imports

    @Test(arguments: [
        ("app.db", "connect", true), ("app.db", "absent", false), ("app", "db", false), ("db", "connect", false),
    ])
    func searchDirectories(module name: String, symbol: String, found: Bool) throws {
        let linked = try wired([module("src/app/db.py", "connect")], .python("src/run.py", search: ["", "src"])) {
            $0.imported(name, symbol)
        }
        #expect(linked.wired.contains("src.app.db.connect") == found)
    }

    @Test func aDirectoryThatIsAPackageIsNotSearched() throws {
        let files = [module("pkg/__init__.py"), module("pkg/json.py", "loads")]
        let linked = try wired(files, .python("pkg/main.py")) { $0.imported("json", "loads") }
        #expect(linked.wired == ["pkg.main.main"])
    }

    @Test func aDeclaredDependencyWinsOverANeighbourOfTheSameName() throws {
        let requirements = FileBuilder.build(FileBuilder("requirements.txt", nil)) { $0.dependency("Redis") }
        let neighbour = module("tools/redis.py", "Redis")
        let main = FileBuilder.python("tools/run.py")
        #expect(try wired([neighbour], main) { $0.imported("redis", "Redis") }.wired.contains("tools.redis.Redis"))
        #expect(
            try !wired([neighbour, requirements], main) { $0.imported("redis", "Redis") }.wired.contains(
                "tools.redis.Redis"))
    }

    @Test func aFileNeverImportsItself() throws {
        let linked = try wired([], .python("celery.py")) { f in
            f.function("Celery", line: 9)
            return f.imported("celery", "Celery")
        }
        #expect(!linked.wired.contains("celery.Celery"))
    }

    @Test func theNearestGoModOfEqualPrefixesWins() throws {
        func mod(_ directory: String) -> SourceFacts {
            FileBuilder.build(FileBuilder("\(directory)/go.mod", nil)) { $0.binding("example.org/svc", directory) }
        }
        func library(_ path: String) -> SourceFacts { FileBuilder.build(.go(path)) { $0.function("Run", line: 1) } }
        let files = [mod("one"), mod("two"), library("one/lib/l.go"), library("two/lib/l.go")]
        #expect(
            try wired(files, .go("two/main.go")) { $0.imported("example.org/svc/lib", "Run") }.wired == [
                "two.main", "two/lib.Run",
            ])
        #expect(
            try wired(files, .go("one/cmd/main.go")) { $0.imported("example.org/svc/lib", "Run") }.wired == [
                "one/cmd.main", "one/lib.Run",
            ])
    }

    @Test func theLongestPrefixWins() throws {
        let root = FileBuilder.build(FileBuilder("go.mod", nil)) { $0.binding("example.org/svc", "") }
        let nested = FileBuilder.build(FileBuilder("api/v1/go.mod", nil)) {
            $0.binding("example.org/svc/client", "api/v1")
        }
        let library = FileBuilder.build(.go("api/v1/l.go")) { $0.function("Run", line: 1) }
        #expect(
            try wired([root, nested, library], .go("main.go")) { $0.imported("example.org/svc/client", "Run") }.wired
                .contains("api/v1.Run"))
    }

    @Test func whatLacksBelowAPrefixIsABrokenWire() throws {
        let root = FileBuilder.build(FileBuilder("go.mod", nil)) { $0.binding("example.org/svc", "") }
        let linked = try wired([root], .go("cmd/main.go")) { $0.imported("example.org/svc/gone", "Run") }
        #expect(
            linked.program.brokenWires == [BrokenWire(path: "cmd/main.go", line: 3, name: "example.org/svc/gone.Run")])
        let prefixOnly = try wired([root], .go("cmd/main.go")) { $0.imported("example.org/svcother", "Run") }
        #expect(prefixOnly.program.brokenWires.isEmpty)
    }

    @Test func aNameThatAModuleLacksIsABrokenWire() throws {
        let linked = try wired([module("lib.py", "a")], .python("main.py")) { $0.imported("lib", "b") }
        #expect(linked.program.brokenWires.map(\.name) == ["lib.b"])
        let bare = try wired([module("docker/build.py", "a")], .python("main.py")) { $0.imported("docker", "from_env") }
        #expect(bare.program.brokenWires.isEmpty)
    }

    @Test func aUniqueDirectoryGivesDottedImportsAndTwoDoNot() throws {
        let one = module("services/pay/core/app/db.py", "connect")
        let two = module("services/ship/core/app/db.py", "connect")
        let main = FileBuilder.python("tools/run.py", search: [""])
        #expect(try wired([one], main) { $0.imported("app.db", "connect") }.wired.count == 2)
        #expect(try wired([one, two], main) { $0.imported("app.db", "connect") }.wired.count == 1)
        #expect(try wired([one], main) { $0.imported("db", "connect") }.wired.count == 1)
    }

    @Test func samePackagesOfAMonorepoAreToldApartBySearch() throws {
        let files = [module("pay/app/db.py", "connect"), module("ship/app/db.py", "connect")]
        let linked = try wired(files, .python("ship/main.py", search: ["ship", "pay"])) {
            $0.imported("app.db", "connect")
        }
        #expect(linked.wired == ["ship.main.main", "ship.app.db.connect"])
    }

    @Test func manifestsWithoutANamespaceNameModules() throws {
        let project = FileBuilder.build(FileBuilder("pyproject.toml", nil)) { f in
            f.binding("", "src")
            f.root(to: f.imported("tool.cli", "main"), component: "tool")
        }
        let linked = try Linked([project, module("src/tool/cli.py", "main")])
        #expect(linked.program.components.map(\.id) == ["tool"])
        #expect(linked.program.components[0].path == "src/tool/cli.py")
        #expect(linked.wired == ["src.tool.cli.main"])
    }

    // MARK: Aliases

    @Test func aliasesAreFollowedThroughModules() throws {
        let core = module("pkg/core.py", "target")
        let package = FileBuilder.build(.python("pkg/__init__.py")) {
            $0.alias("target", line: 1, of: $0.namespaced("pkg/core", "target"))
        }
        let facade = FileBuilder.build(.python("facade.py")) {
            $0.alias("go", line: 1, of: $0.imported("pkg", "target"))
        }
        let linked = try wired([core, package, facade], .python("main.py")) { $0.imported("facade", "go") }
        #expect(linked.wired.contains("pkg.core.target"))
    }

    @Test func ringsOfAliasesImportsAndTypesEnd() throws {
        let one = FileBuilder.build(.python("one.py")) { f in
            f.include(f.imported("two", "*"))
            f.alias("x", line: 1, of: f.imported("two", "x"))
            f.type("A", line: 2)
            f.inherit("A", f.imported("two", "B"))
            f.symbol("v", "variable", line: 3, type: f.result(f.imported("two", "w")))
        }
        let two = FileBuilder.build(.python("two.py")) { f in
            f.include(f.imported("one", "*"))
            f.alias("x", line: 1, of: f.imported("one", "x"))
            f.type("B", line: 2)
            f.inherit("B", f.imported("one", "A"))
            f.symbol("w", "variable", line: 3, type: f.result(f.imported("one", "v")))
        }
        let linked = try wired([one, two], .python("main.py")) { f in
            f.call("main", f.imported("one", "x"), line: 4)
            f.call("main", f.member("m", f.imported("one", "A")), line: 5)
            return f.member("m", f.imported("two", "w"))
        }
        #expect(linked.wired == ["main.main", "two.w"])
    }

    @Test func longChainsDoNotOverflow() throws {
        let count = 20_000
        let chain = FileBuilder.build(.python("chain.py")) { f in
            for index in 0..<count { f.alias("a\(index)", line: index + 1, of: f.name("a\(index + 1)")) }
            f.function("a\(count)", line: count + 1)
        }
        let linked = try wired([chain], .python("main.py")) { f in
            var ref = f.external("x.y")
            for _ in 0..<count { ref = f.member("m", f.result(ref)) }
            f.call("main", ref, line: 4)
            return f.imported("chain", "a0")
        }
        #expect(linked.wired.contains("main.main"))
    }

    // MARK: Members, results, elements

    @Test func membersResultsAndElementsAreFollowed() throws {
        let library = FileBuilder.build(.go("lib/l.go")) { f in
            f.type("Pool", line: 1)
            f.type("Conn", line: 2)
            f.field("Pool.conns", line: 3, type: f.container(f.name("Conn")))
            f.method("Conn.Ping", line: 4)
            f.function("Open", line: 5, results: [f.name("Pool"), f.external("builtin.error")])
            f.symbol("shared", "variable", line: 6, type: f.result(f.name("Open"), 0))
        }
        let mod = FileBuilder.build(FileBuilder("go.mod", nil)) { $0.binding("m", "") }
        func reaches(_ body: (inout FileBuilder) -> RefIndex) throws -> Bool {
            try wired([library, mod], .go("main.go"), body).wired.contains("lib.Conn.Ping")
        }
        #expect(
            try reaches { f in f.member("Ping", f.element(f.member("conns", f.result(f.imported("m/lib", "Open"))))) })
        #expect(try reaches { f in f.member("Ping", f.element(f.member("conns", f.imported("m/lib", "shared")))) })
        #expect(try reaches { f in f.member("Ping", f.any([f.imported("m/lib", "Conn"), f.external("x")])) })
        #expect(try !reaches { f in f.member("Ping", f.member("conns", f.result(f.imported("m/lib", "Open")))) })
        #expect(try !reaches { f in f.member("Ping", f.result(f.imported("m/lib", "Open"), 1)) })
        #expect(try !reaches { f in f.member("Ping", f.external("lib.Conn")) })
    }

    @Test func submodulesAreMembersOfPackages() throws {
        let files = [module("a/__init__.py"), module("a/b/__init__.py"), module("a/b/c.py", "run")]
        let linked = try wired(files, .python("main.py")) { f in
            f.member("run", f.member("c", f.member("b", f.imported("a"))))
        }
        #expect(linked.wired.contains("a.b.c.run"))
    }

    @Test func filesAndTargetsAreFound() throws {
        let script = FileBuilder.build(FileBuilder("scripts/ci.sh", nil)) { _ in }
        let linked = try wired([script], .python("main.py")) { $0.path("./scripts/ci.sh") }
        #expect(linked.production.contains(linked.node("scripts/ci.sh")))
    }
}
