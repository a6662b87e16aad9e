import AnalyzerProtocol
import Testing

@testable import Wiring

@Suite struct ComponentJoinTests {
    private static let dockerfile = FileBuilder(
        "Dockerfile", Namespace(kind: "container", name: "Dockerfile", separator: "/"))

    /// A workload of an image that a compose file builds from a Dockerfile with this command.
    private func linked(image: String = "shop", command: [String]) throws -> Linked {
        let workload = FileBuilder.build(FileBuilder("deploy.yaml", nil)) { f in
            f.symbol("pod", "workload", line: 1)
            f.root("pod", component: "Deployment/shop", kind: "kubernetes-workload")
            f.refer("pod", .run, f.image(image), line: 2)
        }
        let bake = FileBuilder.build(FileBuilder("bake.yaml", nil)) { f in
            f.refer(
                nil, .build, f.path("Dockerfile"), line: 1,
                arguments: [Argument(name: "image", value: .string("shop"))])
        }
        let dockerfile = FileBuilder.build(Self.dockerfile) { f in
            f.symbol("Dockerfile", "image", line: 1)
            f.refer("Dockerfile", .run, f.command(command, ""), line: 2)
            f.root("Dockerfile", component: "Dockerfile", kind: "image")
        }
        let main = FileBuilder.build(.go("cmd/shop/main.go")) { f in
            f.function("main", line: 1)
            f.root("main", component: "cmd/shop", kind: "go-main")
        }
        return try Linked([workload, bake, dockerfile, main])
    }

    @Test("A service is one component with what deploys it")
    func joined() throws {
        let components = try linked(command: ["go", "run", "./cmd/shop"]).program.components
        #expect(components.map(\.id) == ["cmd/shop"])
        #expect(components[0].workloads == ["Deployment/shop", "Dockerfile"])
        #expect(components[0].roots.count == 3)
        #expect(!components[0].isDeployment)
    }

    @Test(
        "A program that was built before its image has the name of its package, its module, or what the build calls it",
        arguments: [
            ("cmd/shop", [], "/bin/shop", true), ("cmd/shop", [], "shop", true), ("cmd/shop", [], "/bin/other", false),
            ("", [], "/bin/store", true),
            ("cmd/server", ["go", "build", "-o", "bin/shopd", "./cmd/server"], "/shopd", true),
            ("cmd/server", ["CGO_ENABLED=0", "go", "build", "-o=out/shopd", "cmd/server/main.go"], "/shopd", false),
            ("cmd/server", ["go", "build", "-o", "$BINARY", "./cmd/server"], "/shopd", false),
        ])
    func builtBefore(package: String, build: [String], program: String, isJoined: Bool) throws {
        let makefile = FileBuilder.build(FileBuilder("Makefile", Namespace(kind: "make", name: "", separator: "/"))) {
            f in
            f.symbol("build", "target", line: 1)
            if !build.isEmpty { f.refer("build", .run, f.command(build, ""), line: 2) }
        }
        let module = FileBuilder.build(FileBuilder("go.mod", nil)) { f in f.binding("example.com/store/v2", "") }
        let dockerfile = FileBuilder.build(Self.dockerfile) { f in
            f.symbol("Dockerfile", "image", line: 1)
            f.refer("Dockerfile", .run, f.command([program, "--debug"], ""), line: 2)
            f.root("Dockerfile", component: "Dockerfile", kind: "image")
        }
        let main = FileBuilder.build(.go((package.isEmpty ? "" : package + "/") + "main.go")) { f in
            f.function("main", line: 1)
            f.root("main", component: package, kind: "go-main")
        }
        let components = try Linked([makefile, module, dockerfile, main]).program.components
        #expect(components.count == (isJoined ? 1 : 2))
        #expect(components.contains { $0.workloads == ["Dockerfile"] } == isJoined)
    }

    @Test(
        "An image is found by the last part of its name, where only one build has it",
        arguments: [
            ("ghcr.io/acme/shop:1.2", true), ("registry.local:5000/shop", true), ("shop", true),
            ("acme/shop-exporter", false),
            ("other/shopping", false), ("$REGISTRY/shop:$TAG", true), ("other/shop:migrations", false),
            ("other/shop:main-1a2b3c4", true), ("other/shop:deadbeef", true), ("other/shop:v1.2-rc1", true),
        ])
    func shortName(image: String, isJoined: Bool) throws {
        let components = try linked(image: image, command: ["go", "run", "./cmd/shop"]).program.components
        #expect(components.contains { $0.workloads.contains("Deployment/shop") } == isJoined)
    }

    @Test(
        "Without a build that names it, an image has the name of a service, of a folder, or of the only project",
        arguments: [
            ("Dockerfile", "service", "orders", "acme/orders:1", true),
            ("Dockerfile", "service", "orders", "acme/bills:1", false),
            ("services/orders/Dockerfile", "", "", "acme/orders:1", true),
            ("services/redis/Dockerfile", "", "", "acme/redis:1", false), ("Dockerfile", "", "", "acme/store:1", true),
            ("docker/Dockerfile", "", "", "store", true), ("services/orders/Dockerfile", "", "", "acme/store:1", false),
            ("examples/orders/Dockerfile", "", "", "acme/orders:1", false),
        ])
    func unnamed(path: String, argument: String, name: String, image: String, isJoined: Bool) throws {
        let workload = FileBuilder.build(FileBuilder("deploy.yaml", nil)) { f in
            f.symbol("pod", "workload", line: 1)
            f.root("pod", component: "Deployment/shop", kind: "kubernetes-workload")
            f.refer("pod", .run, f.image(image), line: 2)
        }
        let compose = FileBuilder.build(FileBuilder("compose.yml", nil)) { f in
            guard !argument.isEmpty else { return }
            f.refer(
                nil, .build, f.path(path), line: 1, arguments: [Argument(name: argument, value: .string(name))])
        }
        let module = FileBuilder.build(FileBuilder("go.mod", nil)) { f in f.binding("example.com/acme/store/v2", "") }
        let dockerfile = FileBuilder.build(
            FileBuilder(path, Namespace(kind: "container", name: path, separator: "/"))
        ) { f in
            f.symbol(path, "image", line: 1)
            f.refer(path, .run, f.command(["go", "run", "./cmd/shop"], ""), line: 2)
            f.root(path, component: path, kind: "image")
        }
        let main = FileBuilder.build(.go("cmd/shop/main.go")) { f in
            f.function("main", line: 1)
            f.root("main", component: "cmd/shop", kind: "go-main")
        }
        let components = try Linked([workload, compose, module, dockerfile, main]).program.components
        #expect(components.contains { $0.workloads.contains("Deployment/shop") } == isJoined)
    }

    @Test("What an example deploys is not the product's deployment")
    func example() throws {
        let main = FileBuilder.build(.go("cmd/shop/main.go")) { f in
            f.function("main", line: 1)
            f.root("main", component: "cmd/shop", kind: "go-main")
        }
        let pod = FileBuilder.build(FileBuilder("examples/deploy.yaml", nil)) { f in
            f.symbol("pod", "workload", line: 1)
            f.root("pod", component: "Deployment/shop", kind: "kubernetes-workload", role: "example")
            f.refer("pod", .run, f.command(["go", "run", "./cmd/shop"], ""), line: 2)
        }
        #expect(try Linked([pod, main]).program.components.map(\.workloads) == [[], []])
    }

    @Test("What cannot be joined stays apart; an image is seen through its workload")
    func apart() throws {
        let program = try linked(command: ["node", "server.js"]).program
        #expect(program.components.map(\.id) == ["Deployment/shop", "cmd/shop"])
        #expect(program.components.map(\.isDeployment) == [true, false])
        let foreign = try linked(image: "redis:7", command: ["node", "server.js"]).program
        #expect(foreign.components.map(\.id) == ["Deployment/shop", "Dockerfile", "cmd/shop"])
    }

    /// A service that gives an image another command: the image has these files and this entry point.
    private func overridden(
        _ words: [String], entry: String = "", workdir: String? = nil, follows: Bool = true, context: String? = ""
    ) throws -> Linked {
        let compose = FileBuilder.build(
            FileBuilder("compose.yml", Namespace(kind: "container", name: "compose.yml", separator: "/"))
        ) { f in
            f.symbol("web", "workload", line: 1)
            f.root("web", component: "compose/web", kind: "compose-service")
            let layers = f.namespaced("Dockerfile", "layers")
            f.refer("web", .run, f.contained(words, layers, context, workdir: workdir, follows: follows), line: 2)
        }
        let dockerfile = FileBuilder.build(
            FileBuilder("Dockerfile", Namespace(kind: "container", name: "Dockerfile", separator: "/"))
        ) { f in
            f.symbol("Dockerfile", "image", line: 1)
            f.symbol(
                "layers", "image", line: 1,
                text: [
                    "workdir": "/srv", "contexts": "", "directory": "api", "entry": entry,
                    "places": "/srv|repository|api\n/srv/tools|repository|tools\n/bin/worker|go|cmd/worker",
                ])
            f.refer("Dockerfile", .use, f.name("layers"), line: 1)
            f.refer("Dockerfile", .run, f.command(["python", "other.py"], "api"), line: 2)
            f.root("Dockerfile", component: "Dockerfile", kind: "image")
        }
        func script(_ path: String) -> SourceFacts {
            FileBuilder.build(.python(path)) { f in
                f.function("<main>", line: 3)
                f.root("<main>", component: path, kind: "python-script")
            }
        }
        let main = FileBuilder.build(.go("cmd/worker/main.go")) { f in
            f.function("main", line: 1)
            f.root("main", component: "cmd/worker", kind: "go-main")
        }
        return try Linked([
            compose, dockerfile, script("api/app.py"), script("api/other.py"), script("tools/load.py"), main,
        ])
    }

    @Test(
        "A command of its own is read by what the image holds",
        arguments: [
            (["python", "app.py"], "", nil, "api/app.py"),
            (["python", "/srv/app.py"], "", "/", "api/app.py"),
            (["python", "load.py"], "", "/srv/tools", "tools/load.py"),
            (["python", "tools/load.py"], "", nil, "tools/load.py"),
            (["worker", "--all"], "", nil, "cmd/worker"),
            (["app.py"], "python", nil, "api/app.py"),
            (["python", "app.py"], "/entrypoint.sh", nil, "api/app.py"),
        ] as [([String], String, String?, String)])
    func commandOfItsOwn(words: [String], entry: String, workdir: String?, component: String) throws {
        let components = try overridden(words, entry: entry, workdir: workdir).program.components
        let joined = components.first { $0.id == component }
        #expect(joined?.workloads.first == "compose/web")
        // The image is seen through the service; what it would run by itself is not started.
        #expect(!components.contains { $0.id == "Dockerfile" })
        #expect(components.allSatisfy { $0.id == component || !$0.workloads.contains("compose/web") })
    }

    @Test("What an image holds does not lead to what it runs by itself")
    func contentsAlone() throws {
        let program = try overridden(["sleep", "1"]).program
        let web = try #require(program.components.first { $0.id == "compose/web" })
        let reached = program.reach(from: web.roots)
        #expect(program.nodes.contains { $0.name.hasSuffix("layers") && reached.contains($0.id) })
        #expect(!program.nodes.contains { $0.path == "api/other.py" && reached.contains($0.id) })
    }

    @Test("What follows an entry point is nothing by itself; an entry point of its own leaves nothing of the image's")
    func argumentsOnly() throws {
        let behind = try overridden(["python", "app.py"], entry: "/bin/worker").program.components
        #expect(behind.first { $0.id == "cmd/worker" }?.workloads.first == "compose/web")
        #expect(behind.first { $0.id == "api/app.py" }?.workloads.isEmpty == true)
        let own = try overridden(["python", "app.py"], entry: "/bin/worker", follows: false).program.components
        #expect(own.first { $0.id == "api/app.py" }?.workloads.first == "compose/web")
    }

    @Test("What only prepares a workload is not what it runs")
    func initContainers() throws {
        let pod = FileBuilder.build(FileBuilder("deploy.yaml", nil)) { f in
            f.symbol("pod", "workload", line: 1)
            f.root("pod", component: "Deployment/shop", kind: "kubernetes-workload")
            f.symbol("pod.migrate", "container", line: 2, text: ["init": "true"])
            f.refer("pod", .run, f.name("pod.migrate"), line: 2)
            f.refer("pod.migrate", .run, f.command(["go", "run", "./cmd/migrate"], ""), line: 3)
        }
        let main = FileBuilder.build(.go("cmd/migrate/main.go")) { f in
            f.function("main", line: 1)
            f.root("main", component: "cmd/migrate", kind: "go-main")
        }
        let components = try Linked([pod, main]).program.components
        #expect(components.map(\.id) == ["Deployment/shop", "cmd/migrate"])
    }

    /// Deployments of one name, each in a file with a namespace of its own or none; kustomizations by the files that they list.
    private func deployments(
        _ files: [(path: String, namespace: String?)], kustomizations: [String: [String]] = [:], chart: String? = nil
    ) throws -> [String] {
        var all: [SourceFacts] = []
        for file in files {
            let namespace = Namespace(kind: "kubernetes", name: ImportResolver.directory(of: file.path), separator: "/")
            all.append(
                FileBuilder.build(FileBuilder(file.path, namespace)) { f in
                    f.symbol(
                        "Deployment/shop", "workload", line: 1, text: file.namespace.map { ["namespace": $0] } ?? [:])
                    f.root(
                        "Deployment/shop", component: "Deployment/shop",
                        kind: file.path == chart ? "helm-workload" : "kubernetes-workload")
                })
        }
        for (path, listed) in kustomizations {
            let folder = ImportResolver.directory(of: path)
            let namespace = Namespace(kind: "kubernetes", name: folder, separator: "/")
            all.append(
                FileBuilder.build(FileBuilder(path, namespace)) { f in
                    f.symbol("Kustomization/\(folder)", "resource", line: 1)
                    for each in listed { f.refer("Kustomization/\(folder)", .run, f.path(each), line: 2) }
                })
        }
        return try Linked(all).program.components.map(\.id)
    }

    @Test("Workloads of one name in two folders are two, unless a namespace or a kustomization joins them")
    func homes() throws {
        let chart = "charts/shop/templates/deployment.yaml"
        let plain: [(String, String?)] = [(chart, nil), ("kustomize/deployment.yaml", nil)]
        #expect(
            try deployments(plain, chart: chart) == ["Deployment/shop (charts/shop)", "Deployment/shop (kustomize)"])
        #expect(try deployments([("k8s/a.yaml", nil), ("k8s/b.yaml", nil)]) == ["Deployment/shop"])
        #expect(try deployments([("k8s/a.yaml", "shop"), ("deploy/b.yaml", "shop")]) == ["Deployment/shop"])
        #expect(
            try deployments([("k8s/a.yaml", "shop"), ("deploy/b.yaml", "other")])
                == ["Deployment/shop (deploy)", "Deployment/shop (k8s)"])
        let base: [(String, String?)] = [("k8s/base/a.yaml", nil), ("k8s/overlay/b.yaml", nil)]
        let tree = [
            "k8s/base/kustomization.yaml": ["k8s/base/a.yaml"],
            "k8s/overlay/kustomization.yaml": ["k8s/base/kustomization.yaml", "k8s/overlay/b.yaml"],
        ]
        #expect(try deployments(base, kustomizations: tree) == ["Deployment/shop"])
        #expect(
            try deployments([("a.yaml", nil), ("k8s/a.yaml", nil)]) == ["Deployment/shop", "Deployment/shop (k8s)"])
    }

    @Test("A document without a selector is an object where a kustomization lists it as one, else a patch")
    func alternatives() throws {
        func linked(as what: String?, usual: String? = nil) throws -> [String] {
            let namespace = Namespace(kind: "kubernetes", name: "k8s", separator: "/")
            let file = FileBuilder.build(FileBuilder("k8s/shop.yaml", namespace)) { f in
                let mark = usual.map { ["usual": $0] } ?? [:]
                f.symbol(
                    "Deployment/shop", "workload", line: 1, text: mark.merging(["alternative": "resource"]) { $1 })
                f.root("Deployment/shop", component: "Deployment/shop", kind: "kubernetes-workload")
                f.symbol("Patch/Deployment/shop", "resource", line: 1, text: ["alternative": "patch"])
            }
            let kustomization = FileBuilder.build(FileBuilder("k8s/kustomization.yaml", namespace)) { f in
                f.symbol("Kustomization/k8s", "resource", line: 1)
                guard let what else { return }
                f.refer(
                    "Kustomization/k8s", .run, f.path("k8s/shop.yaml"), line: 2,
                    arguments: [Argument(name: "as", value: .string(what))])
            }
            return try Linked([file, kustomization]).program.nodes.map(\.name).filter { $0.contains("Deployment") }
        }
        #expect(try linked(as: "resource").allSatisfy { !$0.contains("Patch/") })
        #expect(try linked(as: "patch").allSatisfy { $0.contains("Patch/") })
        #expect(try linked(as: nil).allSatisfy { $0.contains("Patch/") })
        #expect(try linked(as: nil, usual: "true").allSatisfy { !$0.contains("Patch/") })
        #expect(try linked(as: "patch", usual: "true").allSatisfy { $0.contains("Patch/") })
    }
}
