import AnalyzerProtocol
import Testing
import Wiring

/// One walk for many nodes finds what one walk for each of them finds.
@Suite struct FollowingTests {
    private struct Generator: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }

    /// Functions that call one another, construct types, hand them out, and call methods of known, half known and unknown types.
    private static func program(seed: UInt64) throws -> Linked {
        var random = Generator(state: seed)
        let functions = 24
        let types = 8
        let file = FileBuilder.build(.python("a.py")) { f in
            for index in 0..<functions { f.function("f\(index)", line: index + 1) }
            for index in 0..<types {
                f.type("T\(index)", line: 100 + index)
                f.method("T\(index).run", line: 100 + index)
                f.method("T\(index).only\(index)", line: 100 + index)
                if index > 1, Bool.random(using: &random) { f.inherit("T\(index)", f.name("T\(index / 2)")) }
                if index.isMultiple(of: 5) { f.inherit("T\(index)", f.external("library.Base")) }
            }
            f.root("f0")
            let names = (0..<functions).map { "f\($0)" } + (0..<types).flatMap { ["T\($0).run", "T\($0).only\($0)"] }
            for name in names {
                for line in 1...2 {
                    let type = Int.random(in: 0..<types, using: &random)
                    switch Int.random(in: 0..<8, using: &random) {
                    case 0: f.call(name, f.name("T\(type)"), line: line)
                    case 1: f.call(name, f.member("run", f.name("T\(type)")), line: line)
                    case 2: f.call(name, f.member("run", nil), line: line)
                    case 3:
                        f.call(
                            name, f.external("library.take"), line: line,
                            [Argument(position: 0, ref: f.name("T\(type)"))])
                    case 4: f.refer(name, .use, f.name("T\(type)"), line: line)
                    default: f.call(name, f.name("f\(Int.random(in: 0..<functions, using: &random))"), line: line)
                    }
                }
            }
        }
        return try Linked([file])
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func isForwardForEach(seed: UInt64) throws {
        let linked = try Self.program(seed: seed)
        let given = linked.production
        let all = linked.program.nodes.map(\.id)
        let follower = Follower(linked.program)
        // The second walk must not see what the first left behind.
        for starts in [Set(all), Set(all.filter { given.contains($0) }), Set(all.prefix(3))] {
            let following = follower.follow(starts, given: given)
            let unsettled = Set(following.unsettled)
            let walks = Dictionary(
                uniqueKeysWithValues: starts.map { ($0, linked.program.forward(from: $0, given: given)) })
            for (start, walk) in walks where !unsettled.contains(start) {
                #expect(all.allSatisfy { !walk.instantiates($0) || given.instantiates($0) })
            }
            for target in all {
                let expected = starts.filter { !unsettled.contains($0) && walks[$0]!.contains(target) }
                let found = following.starts(leadingTo: [target])
                // Of the unsettled, what is found is true, though it need not be all.
                #expect(found == found.sorted())
                #expect(Set(found).subtracting(unsettled) == expected)
                #expect(found.allSatisfy { walks[$0]!.contains(target) })
            }
            let settled = follower.follow(starts.subtracting(unsettled), given: given)
            let union = walks.filter { !unsettled.contains($0.key) }.values.reduce(into: Set<NodeID>()) {
                $0.formUnion($1.nodes)
            }
            #expect(Set(settled.nodes) == union)
            #expect(settled.unsettled.isEmpty)
        }
    }

    @Test func someAreUnsettledAndSomeAreNot() throws {
        let linked = try Self.program(seed: 1)
        let all = Set(linked.program.nodes.map(\.id))
        let unsettled = Follower(linked.program).follow(all, given: linked.program.reach(from: [])).unsettled
        #expect(!unsettled.isEmpty && unsettled.count < all.count)
    }

    @Test func nothingLeadsFromNothing() throws {
        let linked = try Self.program(seed: 1)
        let following = Follower(linked.program).follow([-1, 1_000_000], given: linked.production)
        #expect(following.nodes.isEmpty)
        #expect(following.starts(leadingTo: [0]).isEmpty)
    }
}
