import AnalyzerProtocol
import Testing
import Wiring

@Suite struct ScaleTests {
    private struct Generator: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func theOrderOfFilesChangesNothing(seed: UInt64) throws {
        let files = ExampleTests.files(guarded: true)
        var generator = Generator(state: seed)
        let expected = try Linked(files, ExampleTests.yaml)
        let other = try Linked(files.shuffled(using: &generator), ExampleTests.yaml)
        #expect(other.program.nodes == expected.program.nodes)
        #expect(other.program.signals == expected.program.signals)
        #expect(other.program.components == expected.program.components)
        for node in expected.program.nodes {
            #expect(other.production.witness(to: node.id) == expected.production.witness(to: node.id))
        }
    }

    @Test func everyWitnessIsAPathFromARoot() throws {
        let linked = try Linked(ExampleTests.files(guarded: true), ExampleTests.yaml)
        let reach = linked.production
        for node in reach.nodes {
            let witness = reach.witness(to: node)
            #expect(witness.first?.node == linked.node("cmd/api.main"))
            #expect(witness.last?.node == node)
            #expect(Set(witness.map(\.node)).count == witness.count)
        }
        #expect(reach.witness(to: linked.node("pkg/breaker.New")).isEmpty)
    }

    /// A quadratic step would take minutes here.
    @Test(.timeLimit(.minutes(10)))
    func tenThousandMethodsOfOneName() throws {
        let count = 10_000
        let file = FileBuilder.build(.go("a/a.go")) { f in
            f.function("main", line: 1)
            f.root("main")
            f.type("Runner", line: 2, ["interface"])
            f.method("Runner.Run", line: 3, ["abstract"])
            for index in 0..<count {
                f.type("T\(index)", line: index + 4)
                f.method("T\(index).Run", line: index + 4)
                f.refer("main", .instantiate, f.name("T\(index)"), line: 1)
                f.call("main", f.member("Run", nil), line: 1)
            }
            f.call("main", f.member("Run", f.name("Runner")), line: 2)
        }
        let linked = try Linked([file])
        #expect(linked.wired.count == 2 * count + 3)
        let reach = linked.production
        #expect(!reach.witness(to: linked.node("a.T9.Run")).contains { $0.guess })
    }

    @Test(.timeLimit(.minutes(10)))
    func deepAndWideInheritance() throws {
        let count = 5000
        let file = FileBuilder.build(.python("a.py")) { f in
            f.function("main", line: 1)
            f.root("main")
            for index in 0..<count {
                f.type("T\(index)", line: index + 2)
                f.method("T\(index).run", line: index + 2)
                f.type("W\(index)", line: index + 2)
                f.method("W\(index).run", line: index + 2)
                if index > 0 {
                    f.inherit("T\(index)", f.name("T\(index - 1)"))
                    f.inherit("W\(index)", f.name("W0"))
                }
            }
            f.call("main", f.name("T\(count - 1)"), line: 1)
            f.call("main", f.name("W7"), line: 1)
            f.call("main", f.member("run", f.name("W0")), line: 1)
            f.call("main", f.member("run", f.name("T\(count - 3)")), line: 1)
        }
        let wired = try Linked([file]).wired
        #expect(wired.contains("a.W7.run"))
        #expect(!wired.contains("a.W8.run"))
        #expect(wired.contains("a.T\(count - 1).run"))
    }

    @Test func hostileFactsAreSurvived() throws {
        var facts = Facts()
        facts.refs = [
            .member("x", of: 5), .result(-3, index: -1), .any([0, 1, 99, 2]), .element(3), .name(""),
            .imported(module: "", name: ""), .base(99),
        ]
        facts.symbols = [
            Symbol(id: 7, name: "", kind: "", line: -1, endLine: -5),
            Symbol(id: 7, name: "a", kind: "type", line: .max, endLine: 0),
        ]
        facts.symbols[1].owner = 50
        facts.symbols[0].type = -8
        for to in -2...9 {
            for kind in [ReferenceKind.call, .include, .inherit, .decorate, .use] {
                var reference = Reference(
                    from: to.isMultiple(of: 2) ? 7 : 1234, to: RefIndex(to), kind: kind, line: .min)
                reference.subject = to
                reference.arguments = [Argument(ref: RefIndex(to))]
                facts.references.append(reference)
            }
        }
        facts.signals = [AnalyzerSignal(kind: "x", symbol: -4, line: 0)]
        var root = Root(rootClass: .production, why: "")
        root.to = 77
        facts.roots = [root]
        root.to = nil
        root.symbol = 7
        facts.roots.append(root)
        facts.bindings = [
            ImportBinding(importPrefix: "", directory: ""), ImportBinding(importPrefix: "/", directory: "../.."),
        ]
        for namespace in [
            nil, Namespace(kind: "", name: "", separator: ""),
            Namespace(kind: "k", name: "/", separator: ".", search: ["", "/"]),
        ] {
            facts.namespace = namespace
            let file = SourceFacts(path: "a", object: "", facts: facts, analyzer: "", lineCount: -1)
            let linked = try Linked([file, file])
            #expect(linked.program.nodes.count == 6)
            #expect(linked.production.count >= 1)
        }
    }

    @Test func nothingLinksToNothing() throws {
        let linked = try Linked([])
        #expect(linked.program.nodes.isEmpty)
        #expect(linked.program.reach(from: [3]).count == 0)
    }
}
