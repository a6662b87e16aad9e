import Controls
import Testing

@Suite struct JudgeScaleTests {
    /// All routes lead through the same code. A walk for each of them, or a search of all signals, would take minutes.
    @Test(
        .timeLimit(.minutes(10)),
        arguments: [
            ("{ each: { of: http.route, reaches: auth.check } }", State.partial),
            ("{ some: { of: http.route, reaches: { all: [auth.check, call.out] } } }", .wired),
            (
                "{ each: { of: http.route, reaches: { any: [tls.off, { signal: handler.constant, where: { a: '^1$' } }] } } }",
                .missing
            ),
        ])
    func tenThousandRoutesThroughTenThousandFunctions(when: String, expected: State) throws {
        let count = 10_000
        let result = try judge(control(states: "wired: { words: all checked, when: \(when) }")) { sketch in
            sketch.function("main")
            sketch.root("main")
            for index in 0..<count { sketch.function("f\(index)", "app/f.go", line: 3 * index + 1) }
            for index in 0..<count {
                sketch.function("h\(index)", "app/h.go", line: 3 * index + 1)
                sketch.route("main", "/\(index)", "h\(index)", line: index + 1)
                // One does not pass through it.
                if index > 0 { sketch.call("h\(index)", "f0") }
                if index + 1 < count { sketch.call("f\(index)", "f\(index + 1)") }
                sketch.signal("call.out", "f\(index)")
            }
            sketch.signal("auth.check", "f\(count - 1)")
        }.controls[0]
        #expect(result.state == expected)
        if expected == .partial {
            #expect(result.evidence.filter { $0.role == .wiring }.count == 8)
            #expect(result.evidence.filter { $0.role == .counter }.map(\.line) == [1])
        }
    }

    /// Whoever judges a control finds what the others find: nothing depends on who judged what before.
    @Test func severalWorkersJudgeAsOneDoes() throws {
        let alone = try judgement(services: 12)
        for workers in [2, 3, 8] {
            let together = try judgement(services: 12, workers: workers)
            #expect(together.components == alone.components)
            #expect(together.gaps == alone.gaps)
            #expect(together.summary == alone.summary)
            for (one, other) in zip(together.controls, alone.controls) {
                #expect(one.control.id == other.control.id)
                #expect(one.state == other.state)
                #expect(one.tested == other.tested)
                #expect(one.cells == other.cells)
                #expect(one.evidence == other.evidence)
                #expect(one.gap == other.gap)
            }
        }
    }

    /// Twice the services with twice the code: no component may look at the code of all others.
    @Test func componentsAndCodeGrowTogether() throws {
        let few = try judgement(services: 20).looks
        let many = try judgement(services: 40).looks
        #expect(few > 0)
        #expect(Double(many) <= 2.2 * Double(few))
    }

    /// Every service has the same code for itself.
    private func judgement(services: Int, workers: Int = 1) throws -> Judgement {
        let controls = [
            breaker,
            control(
                "checked",
                states: "wired: { words: all checked, when: { each: { of: http.route, reaches: auth.check } } }"),
            control(
                "lazy", applies: "{ signal: call.out, reach: anywhere }",
                states: "wired: { words: off, when: { signal: tls.off, where: { name: b }, reach: anywhere } }"),
        ]
        let result = try judge(controls, workers: workers) { sketch in
            for service in 0..<services {
                let folder = "svc\(service)"
                sketch.dependency("breaker", path: "\(folder)/go.mod")
                sketch.function("\(folder)main", "\(folder)/main.go")
                sketch.root("\(folder)main", component: folder)
                for index in 0..<50 {
                    let name = "\(folder)f\(index)"
                    sketch.function(name, "\(folder)/f.go", line: 3 * index + 1)
                    sketch.route("\(folder)main", "/\(index)", name, line: index + 1)
                    sketch.call("\(folder)main", name)
                    sketch.signal("call.out", name)
                    sketch.signal("auth.check", name)
                    sketch.signal("breaker.guard", name)
                    sketch.signal("tls.off", name, line: 3 * index + 2, ["name": "a"])
                }
            }
        }
        #expect(result.components.count == services)
        #expect(result.controls.map(\.state) == [.wired, .wired, .missing])
        return result
    }
}
