import AnalyzerProtocol
import Testing

@testable import Wiring

@Suite struct IgnoredTests {
    /// A step that runs a target, which runs another.
    private func linked(_ context: ReferenceContext) throws -> Linked {
        let step = FileBuilder.build(FileBuilder("ci.yml", nil)) { f in
            f.symbol("step", "step", line: 1)
            f.root("step", component: "ci")
            f.refer("step", .run, f.command(["make", "lint"], ""), line: 2, context: context)
        }
        let makefile = FileBuilder.build(
            FileBuilder("Makefile", Namespace(kind: "make", name: "", separator: "/"))
        ) { f in
            f.symbol("lint", "target", line: 1)
        }
        return try Linked([step, makefile])
    }

    @Test("What runs where failures are ignored is reached, and cannot fail the pipeline", arguments: [true, false])
    func enforced(isIgnored: Bool) throws {
        let linked = try linked(isIgnored ? .ignored : [])
        let roots = linked.program.nodes.filter { $0.kind == "step" }.map(\.id)
        let target = try #require(linked.program.nodes.first { $0.kind == "target" }?.id)
        #expect(linked.program.reach(from: roots).contains(target))
        #expect(linked.program.enforcedReach(from: roots).contains(target) == !isIgnored)
    }
}
