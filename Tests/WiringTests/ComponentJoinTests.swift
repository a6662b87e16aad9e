import AnalyzerProtocol
import Testing
import Wiring

@Suite struct ComponentJoinTests {
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
        let dockerfile = FileBuilder.build(FileBuilder("Dockerfile", nil)) { f in
            f.symbol("image", "image", line: 1)
            f.refer(nil, .run, f.name("image"), line: 1)
            f.refer("image", .run, f.command(command, ""), line: 2)
            f.root("image", component: "Dockerfile", kind: "image")
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

    @Test("What cannot be joined stays apart; an image is seen through its workload")
    func apart() throws {
        let program = try linked(command: ["node", "server.js"]).program
        #expect(program.components.map(\.id) == ["Deployment/shop", "cmd/shop"])
        #expect(program.components.map(\.isDeployment) == [true, false])
        let foreign = try linked(image: "redis:7", command: ["node", "server.js"]).program
        #expect(foreign.components.map(\.id) == ["Deployment/shop", "Dockerfile", "cmd/shop"])
    }
}
