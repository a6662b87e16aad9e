import Controls
import Testing

@Suite struct ConditionTests {
    /// Judges a control whose `wired` has this condition; two routes, whose handlers may check.
    private func state(_ when: String, counter: String? = nil, checked: Set<String> = [], direct: Bool = false) throws
        -> ControlResult
    {
        let more = counter.map { "counter-evidence: [{ words: No., when: \($0), caps: partial }]" } ?? ""
        return try judge(control(states: "wired: { words: all checked, when: \(when) }", more: more)) { sketch in
            sketch.function("main", line: 1)
            for (index, name) in ["list", "pay", "check"].enumerated() { sketch.function(name, line: 10 * (index + 1)) }
            sketch.root("main")
            sketch.route("main", "/list", "list", line: 2)
            sketch.route("main", "/pay", "pay", line: 3)
            sketch.signal("auth.check", "check", line: 31)
            for name in checked { sketch.call(name, "check") }
            if direct { sketch.call("main", "check") }
            sketch.signal("call.out", "pay", line: 22)
            sketch.signal("handler.constant", "list", line: 10)
        }.controls[0]
    }

    @Test(arguments: [
        ("http.route", State.wired), ("tls.off", .missing), ("'breaker.*'", .missing), ("'http.*'", .wired),
        ("auth.check", .missing),
        ("{ signal: auth.check, reach: anywhere }", .wired), ("{ signal: [tls.off, http.route] }", .wired),
        ("{ signal: http.route, where: { path: '^/pay$' } }", .wired),
        ("{ signal: http.route, where: { path: '^/x$' } }", .missing),
        ("{ signal: http.route, where: { path: '^/pay$', method: GET } }", .missing),
        ("{ signal: http.route, where: { method: '^(?!POST)' } }", .wired),
        ("{ any: [tls.off, http.route] }", .wired), ("[tls.off, http.route]", .wired),
        ("{ all: [tls.off, http.route] }", .missing),
        ("{ all: [call.out, http.route] }", .wired), ("{ not: tls.off }", .wired), ("{ not: http.route }", .missing),
        ("{ all: [http.route, { not: call.out }] }", .missing), ("{ same-symbol: [http.route, call.out] }", .missing),
        ("{ same-symbol: [call.out, { any: [call.out, tls.off] }] }", .wired),
        ("{ signal: http.route, reach: test }", .missing),
        ("{ signal: http.route, reach: all }", .wired), ("{ signal: http.route, reach: pipeline }", .missing),
        ("{ bypass: { of: call.out, guard: auth.check } }", .wired),
        ("{ bypass: { of: call.out, guard: call.out } }", .missing),
        ("{ bypass: { of: tls.off, guard: auth.check } }", .missing),
        ("{ each: { of: tls.off, reaches: auth.check } }", .missing),
    ])
    func forms(when: String, expected: State) throws {
        #expect(try state(when).state == expected)
    }

    @Test(arguments: [([], State.missing), (["pay"], .partial), (["list", "pay"], .wired)] as [([String], State)])
    func eachIsAllOrSome(checked: [String], expected: State) throws {
        let result = try state("{ each: { of: http.route, reaches: auth.check } }", checked: Set(checked))
        #expect(result.state == expected)
        if expected == .partial {
            #expect(result.evidence.filter { $0.role == .wiring }.map(\.line) == [3, 31])
            #expect(
                result.evidence.filter { $0.role == .counter }.map(\.message) == [
                    "registers the route /list; nothing it leads to checks who asks"
                ])
        }
    }

    @Test(arguments: [([], State.missing), (["pay"], .wired), (["list", "pay"], .wired)] as [([String], State)])
    func someIsOneAtLeast(checked: [String], expected: State) throws {
        #expect(try state("{ some: { of: http.route, reaches: auth.check } }", checked: Set(checked)).state == expected)
    }

    @Test func eachLooksAtTheSubjectNotAtTheHolder() throws {
        // main registers the routes and checks something itself: that does not protect the routes.
        #expect(try state("{ each: { of: http.route, reaches: auth.check } }", direct: true).state == .missing)
    }

    @Test func eachOnTheSubjectItself() throws {
        let result = try state(
            "{ each: { of: { signal: http.route, where: { path: list } }, reaches: handler.constant } }")
        #expect(result.state == .wired)
    }

    @Test func aRouteWhoseHandlerIsNotKnownIsNotShownToLeadAnywhere() throws {
        let result = try judge(
            control(states: "wired: { words: w, when: { each: { of: http.route, reaches: auth.check } } }")
        ) {
            $0.function("main")
            $0.root("main")
            $0.signal("auth.check", "main")
            $0.route("main", "/a", nil)
        }.controls[0]
        #expect(result.state == .missing)
    }

    @Test func counterEvidenceWithSomeHolds() throws {
        let result = try state("http.route", counter: "{ each: { of: http.route, reaches: handler.constant } }")
        #expect(result.state == .partial)
        #expect(result.evidence.contains { $0.role == .counter && $0.message.hasPrefix("No: ") })
    }

    @Test(arguments: [(2, 1, State.partial), (1, 1, .wired), (0, 1, .wired)])
    func moreThanAnother(plain: Int, structured: Int, expected: State) throws {
        let result = try judge(
            control(
                states: "wired: { words: w, when: http.route }",
                more: """
                    counter-evidence:
                      - { words: More calls than checks., when: { more: { of: call.out, than: auth.check } }, caps: partial }
                    """)
        ) { sketch in
            sketch.function("main")
            sketch.root("main")
            sketch.route("main", "/a", nil)
            for line in 0..<plain { sketch.signal("call.out", "main", line: line * 3 + 5) }
            for line in 0..<structured { sketch.signal("auth.check", "main", line: line * 3 + 5) }
        }.controls[0]
        #expect(result.state == expected)
    }

    @Test func evidenceIsCappedAndCounted() throws {
        let result = try judge(control(states: "wired: { words: w, when: call.out }")) { sketch in
            sketch.function("main")
            sketch.root("main")
            for line in 1...11 { sketch.signal("call.out", "main", line: line * 3) }
        }.controls[0]
        #expect(result.evidence.map(\.line) == [3, 6, 9, 12, 15, 18, 21, 24])
        #expect(result.evidence.last?.message == "calls another service (and 3 more)")
        #expect(result.evidence.dropLast().allSatisfy { $0.message == "calls another service" })
    }

    @Test func whatTheRepositorySaysIsEscaped() throws {
        let result = try judge(control(states: "wired: { words: w, when: tls.off }")) {
            $0.function("main")
            $0.root("main")
            $0.signal("tls.off", "main", ["name": "a\u{1B}[31m\nb\u{202E}c"])
        }.controls[0]
        #expect(result.evidence[0].message == "turns off verification in a\\u{1b}[31m\\u{a}b\\u{202e}c")
    }
}
