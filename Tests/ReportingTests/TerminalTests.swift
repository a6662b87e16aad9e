import Foundation
import Reporting
import Testing

@Suite("The terminal report")
struct TerminalTests {
    /// Sixty components with long names, and controls with long names, why and paths.
    private static func wide(components: Int) -> Report {
        var report = SampleReport.report
        report.components = (0..<components).map {
            .init(
                id: "Deployment/a rather long name (deploy/overlays/production/\($0)) 部署", kind: "kubernetes-workload",
                path: "a")
        }
        for index in report.controls.indices {
            report.controls[index].id += "-of-everything-that-there-is-to-control"
            report.controls[index].cells = report.components.enumerated().map {
                .init(component: $1.id, state: ["wired", "n/a", "missing"][$0 % 3], tested: nil, reason: nil)
            }
        }
        report.gaps[0].control = report.controls[0].id
        report.gaps[0].component = report.components[0].id
        report.diagnostics.append(
            .init(severity: "warning", path: "a/b", line: 1, message: String(repeating: "cannot be read ", count: 20)))
        return report
    }

    @Test(
        "No line is wider than the terminal, but for a word that has no room in any", arguments: [60, 80, 120, 200],
        [1, 2, 10, 60])
    func fits(width: Int, components: Int) {
        let text = TerminalReporter(color: false, width: width).render(Self.wide(components: components))
        for line in text.split(separator: "\n") where TerminalOutput.columns(line) > width {
            let words = line.split(separator: " ")
            #expect(words.count <= 2, "\(line)")
        }
        #expect(text.contains("RAISES") || text.contains("WORST"))
    }

    @Test("Every component has its column in some block", arguments: [60, 100, 200])
    func blocks(width: Int) throws {
        let text = TerminalReporter(color: false, width: width).render(Self.wide(components: 60))
        let areas = text.split(separator: "\n").filter { $0.hasPrefix("lifecycle") }
        let letters = areas.flatMap { $0.split(separator: " ").filter { $0.allSatisfy(\.isUppercase) } }
        // Those with n/a alone need none.
        #expect(Set(letters).count >= 40 && Set(letters).count == letters.count)
    }

    @Test("Colours change nothing but colours", arguments: [60, 100])
    func colours(width: Int) {
        let report = Self.wide(components: 10)
        let plain = TerminalReporter(color: false, width: width).render(report)
        let coloured = TerminalReporter(color: true, width: width).render(report)
        #expect(coloured != plain)
        let stripped = coloured.replacing(#/\u{1B}\[[0-9;]*m/#, with: "")
        let lines = { (text: String) in
            text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.replacing(#/ +$/#, with: "") }
        }
        #expect(lines(stripped) == lines(plain))
    }

    @Test("Links lead to the file and the line, and no name can break out of one")
    func links() throws {
        var report = SampleReport.report
        report.controls[0].evidence[0].path = "a b\u{1B}\\\u{7};;#?%ü.go"
        var reporter = TerminalReporter(color: false)
        let plain = reporter.render(report)
        reporter.links = TerminalLinks(root: "/srv/my shop")
        let linked = reporter.render(report)
        #expect(linked.replacing(#/\u{1B}\]8;;[!-~]*\u{1B}\\/#, with: "") == plain)
        #expect(linked.contains("\u{1B}]8;;file:///srv/my%20shop/a%20b%1B%5C%07%3B%3B%23%3F%25%C3%BC.go#14\u{1B}\\"))
        #expect(!plain.contains("\u{1B}"))
    }

    @Test(
        "Links on terminals that show them alone",
        arguments: [
            (["TERM": "xterm-256color"], false), (["TERM": "xterm-256color", "VTE_VERSION": "7200"], true),
            (["VTE_VERSION": "4200"], false), (["TERM_PROGRAM": "iTerm.app"], true), (["TERM": "xterm-kitty"], true),
            (["TERM": "dumb", "VTE_VERSION": "7200"], false), (["CI": "true", "TERM_PROGRAM": "vscode"], false),
            (["FORCE_HYPERLINK": "1"], true), (["FORCE_HYPERLINK": "0", "TERM": "xterm-kitty"], false), ([:], false),
        ])
    func support(environment: [String: String], isSupported: Bool) {
        #expect(TerminalLinks.isSupported(environment) == isSupported)
    }

    @Test("What is worst, what wins most, and what is accepted, at the end")
    func summary() throws {
        var report = SampleReport.report
        report.controls[0].gain = 4.25
        var waived = report.gaps[0]
        waived.control = "input-validation"
        waived.waived = .init(reason: "behind a gateway", owner: "ops", until: "2027-01-31", path: "a.go", line: 3)
        var known = report.gaps[0]
        known.control = "graceful-shutdown"
        known.inBaseline = true
        report.gaps += [waived, known]
        report.controls[1].gain = 9
        report.controls[2].gain = 9
        let text = TerminalReporter(color: false).render(report)
        #expect(
            text.contains("\nRAISES THE SCORE MOST\n  +4.3  circuit-breaker  resilience, high\n\nScore 63/100"),
            "\(text)")
        #expect(text.contains("WORST, TO DO FIRST\n  1 high    circuit-breaker · cmd/api · defined\n"))
        #expect(
            text.contains(
                "WAIVED\n  high    input-validation · cmd/api · defined: behind a gateway (ops), until 2027-01-31"))
        #expect(text.contains("IN THE BASELINE\n  1 gap known before: graceful-shutdown\n"))
        #expect(text.hasSuffix("gaps: 1 high; 1 waived; 1 in the baseline\n"), "\(text)")
    }

    @Test("What was not read is counted, and listed when asked for")
    func skipped() {
        var reporter = TerminalReporter(color: false)
        #expect(reporter.render(SampleReport.report).contains("\n  1 note; --skipped lists all, with the reason\n"))
        reporter.listsSkipped = true
        reporter.unclaimed = [
            ("left out by .gapmatrix.yml:2", ["c.go"]), ("that no analyzer reads", ["a.cue", "b\n.bin"]),
        ]
        let text = reporter.render(SampleReport.report)
        #expect(text.contains("\n  link  symlink, not followed\n"))
        #expect(
            text.contains(
                "\n  1 file left out by .gapmatrix.yml:2:\n    c.go\n  2 files that no analyzer reads:\n    a.cue\n    b\\u{a}.bin\n"
            ))
    }

    @Test("Warnings of the configuration are told apart from what was not read")
    func warnings() throws {
        var report = SampleReport.report
        report.diagnostics = (1...12).map {
            .init(
                severity: "warning", path: ".gapmatrix.yml", line: $0, message: "the pattern matches no file",
                kind: "configuration")
        }
        report.configuration = .init(file: ".gapmatrix.yml")
        let text = TerminalReporter(color: false).render(report)
        let heading = "\nWARNINGS OF THE CONFIGURATION\n  .gapmatrix.yml:1  the pattern matches no file\n"
        #expect(text.contains(heading) && text.contains("\n  2 more; --skipped lists all\n"), "\(text)")
        #expect(!text.contains("NOT READ"))
        let markdown = MarkdownReporter.render(report)
        #expect(markdown.contains("\n## Warnings of the configuration\n\n- `.gapmatrix.yml:1` the pattern"))
        #expect(!markdown.contains("Not read"))
    }

    @Test(
        "Points of the score",
        arguments: [(0, ""), (0.04, ""), (0.05, "+0.1"), (4.25, "+4.3"), (-3, ""), (100, "+100.0")])
    func points(gain: Double, text: String) {
        #expect(TerminalOutput.points(gain) == text)
    }
}
