import Controls
import Testing

@Suite struct JudgeScaleTests {
    /// All routes lead through the same code. A walk for each of them, or a search of all signals, would take minutes.
    @Test(
        .timeLimit(.minutes(1)),
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
}
