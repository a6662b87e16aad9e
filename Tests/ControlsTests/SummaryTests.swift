import Testing

@testable import Controls

@Suite struct SummaryTests {
    private func draw(_ sketch: inout Sketch, shift: Int = 0) {
        sketch.function("main", line: 1 + shift)
        sketch.root("main")
        sketch.signal("call.out", "main", line: 2 + shift)
    }

    private let controls = [
        control("one", area: "security", severity: "blocker", states: "wired: { words: w, when: call.out }"),
        control("two", area: "security", severity: "high", states: "wired: { words: w, when: tls.off }"),
        control(
            "three", area: "lifecycle", severity: "low",
            states: "defined: { words: d, when: call.out }\nwired: { words: w, when: tls.off }"),
        control("four", area: "web", severity: "low", states: "wired: { words: w, when: tls.off }"),
        control("five", area: "data", applies: "tls.off", states: "wired: { words: w, when: tls.off }"),
        control("six", area: "documents", judgedBy: "document", states: "wired: { words: w, when: tls.off }"),
    ]

    private func judged(shift: Int = 0) throws -> Judgement {
        var sketch = Sketch()
        draw(&sketch, shift: shift)
        return Judge.judge(
            sketch.program, controls: try catalogue(controls), analyzers: [goodGo], vocabulary: Sketch.vocabulary)
    }

    @Test func scores() throws {
        let summary = try judged().summary
        // Security 8 of 12 at weight 15, lifecycle a quarter at weight 12; web weighs nothing, data and documents do not count.
        #expect(
            summary.byArea["security"] == AreaSummary(score: 67, judged: 2, unknown: 0, notApplicable: 0, weight: 15))
        #expect(summary.byArea["lifecycle"]?.score == 25)
        #expect(summary.byArea["web"]?.score == 0)
        #expect(summary.byArea["data"] == AreaSummary(score: nil, judged: 0, unknown: 0, notApplicable: 1, weight: 5))
        #expect(
            summary.byArea["documents"] == AreaSummary(score: nil, judged: 0, unknown: 1, notApplicable: 0, weight: 4))
        #expect(summary.score == 48)
        #expect(summary.bySeverity == [.blocker: 0, .high: 1, .medium: 0, .low: 2])
        #expect(
            summary.byState == [
                .missing: 2, .declared: 0, .defined: 1, .partial: 0, .wired: 1, .notApplicable: 1, .unknown: 1,
            ])
    }

    @Test func aGapIsWorthWhatTheScoreWouldWin() throws {
        let judgement = try judged()
        // Security from 8 of 12 to 12 of 12 at weight 15 of 27, lifecycle from a quarter to one at 12 of 27; web weighs nothing.
        #expect(judgement.gaps.map(\.gain) == [18.52, 0, 33.33])
        #expect(judgement.controls.map(\.gain) == [33.33, 0, 18.52, 0, 0, 0])
    }

    @Test func oneOfSeveralComponentsMayBeWorthNothing() {
        func verdict(_ states: [State], unread: Int = 0) -> Verdict {
            let cells = states.enumerated().map { Cell(component: "\($0.offset)", state: $0.element) }
            return Verdict(cells, decisive: Array(cells.dropLast(unread)))
        }
        let half = verdict([.wired, .missing, .missing])
        #expect(half.state == .partial)
        #expect(half.closing(.missing) == .partial)
        #expect(half.closingAll == .wired)
        #expect(verdict([.wired, .missing]).closing(.missing) == .wired)
        // What nobody could tell is not told by closing what is known.
        #expect(verdict([.missing, .unknown]).closingAll == .unknown)
        #expect(verdict([.missing, .unknown], unread: 1).closingAll == .wired)
        #expect(verdict([.notApplicable, .unknown], unread: 1).state == .unknown)
    }

    @Test(
        "What reached its required state counts as wired, and what did not counts as its state",
        arguments: [
            ([.defined], .defined, .wired, .defined), ([.defined], .partial, .defined, .defined),
            ([.missing, .defined], .defined, .partial, .defined), ([.wired, .partial], .partial, .wired, .partial),
            ([.declared, .missing], .defined, .declared, .declared),
            ([.unknown, .defined], .defined, .unknown, .defined),
            ([.notApplicable], .defined, .notApplicable, .notApplicable), ([.wired], .declared, .wired, .wired),
        ] as [([State], State, State, State)])
    func counted(_ states: [State], _ required: State, _ counted: State, _ state: State) {
        let cells = states.enumerated().map { Cell(component: "\($0.offset)", state: $0.element) }
        #expect(Verdict(cells, decisive: cells, met: required).state == counted)
        #expect(Verdict(cells, decisive: cells).state == state)
    }

    /// The score is 100 where no gap is open, whatever is required.
    @Test func aLoweredRequirementThatIsMetIsWorthAllOfIt() throws {
        var sketch = Sketch()
        draw(&sketch)
        func judged(_ required: State) throws -> Judgement {
            var three = try catalogue([controls[2]])
            three[0].required = required
            return Judge.judge(
                sketch.program, controls: three, analyzers: [goodGo], vocabulary: Sketch.vocabulary)
        }
        let asked = try judged(.wired)
        #expect(asked.summary.score == 25 && asked.gaps.map(\.gain) == [75] && asked.controls[0].counted == .defined)
        let met = try judged(.defined)
        #expect(met.summary.score == 100 && met.gaps.isEmpty && met.controls[0].gain == 0)
        #expect(met.controls[0].state == .defined && met.controls[0].counted == .wired)
        let half = try judged(.partial)
        #expect(half.summary.score == 25 && half.gaps.map(\.gain) == [75] && half.controls.map(\.gain) == [75])
    }

    @Test func gapsAreSorted() throws {
        let judgement = try judged()
        #expect(judgement.gaps.map(\.control) == ["two", "four", "three"])
        #expect(judgement.controls.map(\.control.id) == ["three", "one", "two", "five", "six", "four"])
    }

    @Test func fingerprintsSurviveLineMoves() throws {
        let prints = try judged().gaps.map(\.fingerprint)
        #expect(prints == (try judged(shift: 40).gaps.map(\.fingerprint)))
        #expect(Set(prints).count == 3)
        #expect(prints.allSatisfy { $0.count == 16 && $0.allSatisfy(\.isHexDigit) })
        // Users' waivers name them: they never change.
        #expect(prints[0] == "9fbc216af1e70dee")
    }

    @Test func judgingTwiceGivesTheSame() throws {
        let one = try judged()
        let two = try judged()
        #expect(one.controls.map(\.evidence) == two.controls.map(\.evidence))
        #expect(one.gaps == two.gaps)
        #expect(one.summary == two.summary)
    }

    @Test func nothingToJudgeHasNoScore() throws {
        let judgement = try judge(
            control("six", area: "documents", judgedBy: "document", states: "wired: { words: w }")
        ) { _ in }
        #expect(judgement.summary.score == nil)
        #expect(judgement.gaps.isEmpty)
        #expect(judgement.components.isEmpty)
    }

    @Test func lowerRequirementsLeaveNoGap() throws {
        let judgement = try judge(
            control(
                "one",
                states: "defined: { words: d, when: { signal: breaker.define } }\nwired: { words: w, when: tls.off }",
                more: "required: defined")
        ) {
            draw(&$0)
            $0.signal("breaker.define", "main")
        }
        #expect(judgement.controls[0].state == .defined)
        #expect(judgement.controls[0].required == .defined)
        #expect(judgement.gaps.isEmpty)
    }
}
