import AnalyzerProtocol
import Testing

@testable import Wiring

@Suite struct CommandLineTests {
    @Test(
        "What stands before the program is left out",
        arguments: [
            (["pytest", "-q"], "pytest -q"), (["/usr/bin/pytest"], "pytest"), (["A=1", "B=", "pytest"], "pytest"),
            (["sudo", "-u", "ci", "make", "lint"], "make lint"), (["timeout", "-k", "5", "60", "make"], "make"),
            (["env", "A=1", "nice", "-n", "5", "make"], "make"), (["poetry", "run", "pytest", "-x"], "pytest -x"),
            (["uv", "run", "--frozen", "--group", "dev", "pytest"], "pytest"), (["uv", "sync"], "uv sync"),
            (["uv", "--project", "api", "run", "pytest"], "pytest"), (["npx", "eslint", "."], "eslint ."),
            (["python3.12", "-m", "pytest", "-q"], "pytest -q"), (["python", "-u", "-m", "app"], "app"),
            (["python3", "-um", "app", "--port", "1"], "app --port 1"), (["python", "x.py", "-m"], "python x.py -m"),
            (["uv", "run", "prek", "run", "-a"], "pre-commit run -a"),
            (["python", "manage.py", "migrate"], "python manage.py migrate"),
            (["poetry", "install"], "poetry install"),
            (["time", "--", "make"], "make"), (["sudo"], "sudo"), ([], ""), (["A=1"], ""),
            (["!", "grep", "x"], "grep x"),
            (["yarn", "exec", "tsc"], "tsc"), (["yarn", "run", "tsc"], "yarn run tsc"),
        ])
    func programs(words: [String], text: String) {
        #expect(CommandLine(words, directory: "").text == text)
    }

    @Test(
        "Paths are taken from the directory, and none leaves the repository",
        arguments: [
            ("", "ci.sh", "ci.sh"), ("a", "./ci.sh", "a/ci.sh"), ("a/b", "../x.sh", "a/x.sh"), (".", "x", "x"),
            ("a", "../../x.sh", nil), ("a", "/etc/passwd", nil), (nil, "x", nil),
        ])
    func paths(directory: String?, text: String, path: String?) {
        #expect(CommandLine(["sh"], directory: directory).path(text) == path)
    }
}

@Suite struct CommandTests {
    /// A step of a pipeline that runs one command, in a repository with something of every kind.
    private func reached(by words: [String], in directory: String? = "") throws -> Set<String> {
        let step = FileBuilder.build(FileBuilder("ci.yml", nil)) { f in
            f.symbol("step", "step", line: 1)
            f.root("step", component: "ci")
            f.refer("step", .run, f.command(words, directory), line: 2)
        }
        let linked = try Linked([step] + Self.repository())
        return linked.names(linked.reach("ci.yml:step")).subtracting(["ci.yml:step"])
    }

    private static func repository() -> [SourceFacts] {
        func targets(_ path: String, _ kind: String, _ directory: String, _ names: String...) -> SourceFacts {
            FileBuilder.build(FileBuilder(path, Namespace(kind: kind, name: directory, separator: "/"))) { f in
                for (index, name) in names.enumerated() { f.symbol(name, "target", line: index + 1) }
            }
        }
        let module = FileBuilder.build(.python("app/main.py")) { f in
            f.symbol("app", "variable", line: 2)
            f.function("create", line: 3)
            f.call(nil, f.name("setup"), line: 4)
            f.function("setup", line: 5)
        }
        let package = FileBuilder.build(.python("app/__main__.py")) { f in
            f.call(nil, f.name("start"), line: 1)
            f.function("start", line: 2)
        }
        let script = FileBuilder.build(.python("tools/load.py")) { f in
            f.call(nil, f.name("load"), line: 1)
            f.function("load", line: 2)
        }
        let shell = FileBuilder.build(FileBuilder("scripts/ci.sh", nil)) { f in
            f.function("check", line: 1)
            f.call(nil, f.name("check"), line: 2)
        }
        let api = FileBuilder.build(.go("cmd/api/main.go")) { f in f.function("main", line: 1) }
        let goModule = FileBuilder.build(FileBuilder("go.mod", nil)) { f in f.binding("example.org/shop", "") }
        let project = FileBuilder.build(FileBuilder("pyproject.toml", nil)) { f in
            f.binding("", "")
            f.root(to: f.imported("app.main", "create"), component: "shop", kind: "console-script")
        }
        return [
            targets("Makefile", "make", "", ".DEFAULT", "lint", "test"), targets("api/Makefile", "make", "api", "lint"),
            targets("web/package.json", "npm", "web", "build", "test"), targets("tox.ini", "tox", "", "py312", "lint"),
            module, package, script, shell, api, goModule, project,
        ]
    }

    @Test(
        "A command leads to what it runs of the repository",
        arguments: [
            (["make", "lint"], "", [".lint"]), (["make", "-j", "4", "lint", "test", "V=1"], "", [".lint", ".test"]),
            (["make"], "", ["..DEFAULT"]), (["make", "-C", "api", "lint"], "", ["api.lint"]),
            (["make", "lint"], "api", ["api.lint"]), (["make", "-f", "api/Makefile", "lint"], "", ["api.lint"]),
            (["npm", "run", "build"], "web", ["web.build"]), (["npm", "--prefix", "web", "test"], "", ["web.test"]),
            (["bun", "run", "--filter", "web", "build"], "", ["web.build"]),
            (["pnpm", "--filter", "@shop/web", "test"], "", ["web.test"]),
            (["npm", "run", "build", "-w", "web"], "", ["web.build"]),
            (["yarn", "workspace", "web", "test"], "", ["web.test"]), (["pnpm", "--filter", "api", "test"], "", []),
            (["tox", "-e", "lint,py312"], "", [".lint", ".py312"]),
            (["bash", "scripts/ci.sh"], "", ["scripts/ci.sh:check"]),
            (["./ci.sh"], "scripts", ["scripts/ci.sh:check"]),
            (["python", "tools/load.py", "x"], "", ["tools.load.load"]),
            (["python", "-m", "app"], "", ["app.__main__.start"]),
            (["go", "run", "./cmd/api", "-v"], "", ["cmd/api.main"]),
            (["go", "run", "example.org/shop/cmd/api"], "web", ["cmd/api.main"]),
            (["go", "run", "example.org/other/cmd/api"], "", []),
            (["uvicorn", "app.main:app", "--port", "80"], "", ["app.main.app", "app.main.setup"]),
            (["gunicorn", "-w", "4", "app.main:create()"], "", ["app.main.create", "app.main.setup"]),
            (["celery", "-A", "app.main", "worker"], "", ["app.main.app", "app.main.setup"]),
            (["celery", "-A", "app.main.app", "worker"], "", ["app.main.app", "app.main.setup"]),
            (["faststream", "run", "app.main:app", "--workers", "2"], "", ["app.main.app", "app.main.setup"]),
            (["taskiq", "worker", "app.main:app"], "", ["app.main.app", "app.main.setup"]),
            (["shop", "--help"], "", ["app.main.create", "app.main.setup"]),
            // Near misses.
            (["pylint", "app"], "", []), (["make", "lint"], "web", []), (["python", "-m", "missing"], "", []),
            (["bash", "../scripts/ci.sh"], "", []), (["uvicorn", "other:app"], "", []),
            (["go", "test", "./cmd/api"], "", []),
        ])
    func leads(words: [String], directory: String, names: [String]) throws {
        // Names of build files in the repository's root have no namespace to stand behind.
        let expected = Set(names.map { $0.hasPrefix(".") ? String($0.dropFirst()) : $0 })
        #expect(
            try Set(reached(by: words, in: directory).map { $0.hasPrefix("Makefile:") ? String($0.dropFirst(9)) : $0 })
                == expected)
    }

    @Test(
        "An application of OTP is started by a release's script, and by the emulator",
        arguments: [
            (["/opt/shop/bin/shop", "foreground"], true), (["_build/default/rel/shop/bin/shop", "console"], true),
            (["bin/shop_api", "foreground"], true),
            (["erl", "-pa", "ebin", "-noshell", "-eval", "application:ensure_all_started(shop_api)."], true),
            (["erl", "-s", "shop_api_app"], true),
            // Near misses.
            (["/opt/shop/bin/shop", "ping"], false), (["/opt/shop/bin/other", "foreground"], false),
            (["erl", "-eval", "application:ensure_all_started(other)."], false),
            (["erl", "-s", "shop_api_sup"], false),
        ])
    func releases(words: [String], isStarted: Bool) throws {
        let step = FileBuilder.build(FileBuilder("ci.yml", nil)) { f in
            f.symbol("step", "step", line: 1)
            f.root("step", component: "ci")
            f.refer("step", .run, f.command(words, ""), line: 2)
        }
        let rebar = FileBuilder.build(
            FileBuilder("rebar.config", Namespace(kind: "erlang-module", name: "rebar.config", separator: ":"))
        ) { f in
            f.symbol("release shop", "target", line: 3)
            f.refer(
                "release shop", .run, f.command(["erl", "-eval", "application:ensure_all_started(shop_api)"], ""),
                line: 3)
        }
        let application = FileBuilder.build(
            FileBuilder(
                "src/shop_api.app.src",
                Namespace(kind: "erlang-module", name: "src/shop_api.app.src", separator: ":", search: [""]))
        ) { f in
            f.symbol("shop_api", "application", line: 1)
            f.root("shop_api", component: "shop_api", kind: "erlang-app")
            f.call("shop_api", f.imported("shop_api_app", "start/0"), line: 2)
        }
        let module = FileBuilder.build(
            FileBuilder(
                "src/shop_api_app.erl",
                Namespace(kind: "erlang-module", name: "shop_api_app", separator: ":", search: [""]))
        ) { f in
            f.function("start/0", line: 3)
        }
        let linked = try Linked([step, rebar, application, module])
        #expect(linked.names(linked.reach("ci.yml:step")).contains("shop_api_app.start/0") == isStarted)
    }

    @Test("A script's commands are looked for in the project around it before the root")
    func scripts() throws {
        func reached(from script: String, _ words: [String]) throws -> Set<String> {
            let start = FileBuilder.build(FileBuilder(script, Namespace(kind: "shell", name: script, separator: "."))) {
                f in
                f.function("run", line: 1)
                f.root("run")
                f.refer("run", .run, f.command(words, "."), line: 2)
            }
            let scripts = ["scripts/test.sh", "api/scripts/test.sh"].map { path in
                FileBuilder.build(FileBuilder(path, nil)) { f in
                    f.function("check", line: 1)
                    f.call(nil, f.name("check"), line: 2)
                }
            }
            let linked = try Linked([start] + scripts)
            return linked.wired.filter { $0.hasSuffix(":check") }
        }
        #expect(try reached(from: "api/scripts/ci.sh", ["bash", "scripts/test.sh"]) == ["api/scripts/test.sh:check"])
        #expect(try reached(from: "scripts/ci.sh", ["bash", "scripts/test.sh"]) == ["scripts/test.sh:check"])
        #expect(try reached(from: "web/ci.sh", ["bash", "scripts/test.sh"]) == ["scripts/test.sh:check"])
    }

    @Test("A target that the build file lacks is a broken wire, where its targets can be listed")
    func missingTarget() throws {
        func broken(_ words: [String], open: Bool = false) throws -> [String] {
            let step = FileBuilder.build(FileBuilder("ci.yml", nil)) { f in
                f.refer(nil, .run, f.command(words, ""), line: 7)
            }
            let makefile = FileBuilder.build(FileBuilder("Makefile", Namespace(kind: "make", name: ""))) { f in
                f.symbol("lint", "target", line: 1)
                if open { f.signal("targets.open", "lint", line: 1) }
            }
            return try Linked([step, makefile]).program.brokenWires.map { "\($0.path):\($0.line) \($0.name)" }
        }
        #expect(try broken(["make", "lnit"]) == ["ci.yml:7 make lnit"])
        #expect(try broken(["make", "lint"]) == [])
        #expect(try broken(["make", "lnit"], open: true) == [])
        #expect(try broken(["make", "bin/api"]) == [])
    }

    @Test("An image is what builds it; one that two files build is none of them")
    func images() throws {
        func reached(_ builds: [(image: String, path: String)]) throws -> Set<String> {
            let workload = FileBuilder.build(FileBuilder("deploy.yaml", nil)) { f in
                f.symbol("pod", "workload", line: 1)
                f.root("pod")
                f.refer("pod", .run, f.image("registry.test:5000/acme/shop:1.2"), line: 2)
            }
            let compose = FileBuilder.build(FileBuilder("compose.yaml", nil)) { f in
                for build in builds {
                    f.refer(
                        nil, .build, f.path(build.path), line: 1,
                        arguments: [Argument(name: "image", value: .string(build.image))])
                }
            }
            let dockerfiles = ["Dockerfile", "other/Dockerfile"].map { path in
                FileBuilder.build(FileBuilder(path, nil)) { f in
                    f.function("start", line: 1)
                    f.call(nil, f.name("start"), line: 2)
                }
            }
            return try Linked([workload, compose] + dockerfiles).wired.subtracting(["deploy.yaml:pod"])
        }
        #expect(try reached([("acme/shop:dev", "Dockerfile")]) == ["Dockerfile:start"])
        #expect(try reached([("$REGISTRY/acme/shop:$TAG", "Dockerfile")]) == ["Dockerfile:start"])
        #expect(try reached([("acme/shop", "Dockerfile"), ("acme/shop:x", "Dockerfile")]) == ["Dockerfile:start"])
        #expect(try reached([("acme/shop", "Dockerfile"), ("acme/shop", "other/Dockerfile")]) == [])
        #expect(try reached([("acme/shops", "Dockerfile")]) == [])
    }

    @Test("A workload leads to what selects it, in its own overlay")
    func selectors() throws {
        func workload(_ path: String, _ labels: String) -> SourceFacts {
            FileBuilder.build(FileBuilder(path, nil)) { f in
                f.symbol("pod", "workload", line: 1, text: ["labels": labels])
                f.root("pod", component: path)
            }
        }
        func policy(_ path: String, _ selector: [String]) -> SourceFacts {
            FileBuilder.build(FileBuilder(path, nil)) { f in
                f.symbol("policy", "resource", line: 1)
                f.refer("policy", .select, f.selector(selector), line: 2)
            }
        }
        let linked = try Linked([
            workload("dev/pod.yaml", "app=shop,tier=web"), workload("prod/pod.yaml", "app=shop,tier=web"),
            policy("prod/policy.yaml", ["app=shop"]), policy("prod/other.yaml", ["app=shop", "tier=db"]),
        ])
        #expect(linked.names(linked.reach("prod/pod.yaml:pod")) == ["prod/pod.yaml:pod", "prod/policy.yaml:policy"])
        #expect(linked.names(linked.reach("dev/pod.yaml:pod")) == ["dev/pod.yaml:pod"])
    }

    @Test("Models match commands by their words, behind options and wrappers")
    func models() throws {
        func signals(_ words: [String]) throws -> Set<String> {
            let step = FileBuilder.build(FileBuilder("ci.yml", nil)) { f in
                f.refer(nil, .run, f.command(words, ""), line: 1)
            }
            let yaml = """
                - signal: tests
                  match: { run: [pytest, go test] }
                - signal: race
                  match: { run: go test, with: '(^| )-race( |$)' }
                """
            return Set(try Linked([step], yaml).program.signals.map(\.kind))
        }
        #expect(try signals(["go", "test", "-race", "./..."]) == ["tests", "race"])
        #expect(try signals(["go", "-C", "api", "test", "./..."]) == ["tests"])
        #expect(try signals(["poetry", "run", "pytest"]) == ["tests"])
        #expect(try signals(["python", "-m", "pytest", "-race"]) == ["tests"])
        #expect(try signals(["go", "vet", "test"]) == [])
        #expect(try signals(["helm", "test"]) == [])
    }
}
