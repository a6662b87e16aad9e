import Foundation
import Reporting
import Testing

@testable import Page

@Suite("A page")
struct PageTests {
    static let hostile = [
        "</script><script>alert(1)</script>", "<!--", "<img src=x onerror=alert(1)>", "\u{202E}gnp.exe", "a\u{2028}b",
        "{{SCRIPT}}", "\"><svg onload=alert(1)>", "\u{1B}[31m", "line\nbreak",
    ]
    let assets = PageAssets(
        template: "<meta content=\"{{POLICY}}\"><title>{{TITLE}}</title><style>{{STYLE}}</style>{{DATA}}|{{SCRIPT}}",
        style: "a{}", script: "run()")

    @Test("names its script and its style by their digests, and allows nothing else")
    func policy() throws {
        let page = try Page.render(Sketch.report(), name: "shop", assets: assets)
        #expect(page.contains("default-src 'none'; script-src 'sha256-"))
        #expect(page.contains(InlineText.source("run()")) && page.contains(InlineText.source("a{}")))
        #expect(!page.contains("unsafe"))
    }

    @Test("holds no text of the repository as markup, nor one that turns what follows", arguments: hostile)
    func hostileTexts(_ text: String) throws {
        let report = Sketch.report(path: text, component: text, message: text, file: text)
        let page = try Page.render(report, name: text, assets: assets) { _, ranges, _ in ranges.map { _ in [text] } }
        let rest = page.replacing("</title>", with: "").replacing("</style>", with: "")
        #expect(
            !rest.contains("</script") && !rest.contains("<script") && !rest.contains("<!--") && !rest.contains("<img"))
        #expect(!rest.contains("<svg"))
        for scalar in ["\u{202E}", "\u{2028}", "\u{1B}", "\n"] { #expect(!page.contains(scalar)) }
        #expect(page.components(separatedBy: "run()").count == 2)
    }

    @Test("shows the lines around evidence once, and single lines of a witness")
    func excerpts() throws {
        var builder = PageBuilder(
            Sketch.report(file: "a.go", line: 10, witness: [("b.go", 3), ("a.go", 12)]), limits: PageLimits())
        var asked: [String: [Range<Int>]] = [:]
        try builder.addCode { path, ranges, _ in
            asked[path] = ranges
            return ranges.map { $0.map { "line \($0)" } }
        }
        #expect(asked == ["a.go": [7..<14], "b.go": [3..<4]])
        #expect(builder.data.files.first { $0.path == "b.go" }?.pieces == [PageData.Piece(from: 3, lines: ["line 3"])])
    }

    @Test("asks that lines are hidden which the report masks")
    func hidden() throws {
        var builder = PageBuilder(
            Sketch.report(message: "assigns a literal secret to KEY (ab…17)", file: "a.go", line: 10),
            limits: PageLimits())
        var hidden: Set<Int> = []
        try builder.addCode { _, ranges, lines in
            hidden = lines
            return ranges.map { _ in [] }
        }
        #expect(hidden == [10])
    }

    @Test("says what it has no room for")
    func limits() throws {
        var limits = PageLimits()
        limits.evidencePerControl = 2
        limits.code = 10
        limits.lineLength = 4
        var builder = PageBuilder(Sketch.report(evidence: 5), limits: limits)
        try builder.addCode { _, ranges, _ in ranges.map { _ in ["0123456789"] } }
        #expect(builder.data.controls[0].evidence.count == 2 && builder.data.controls[0].omitted == 3)
        #expect(builder.data.omitted.evidence == 3)
        #expect(builder.data.files.flatMap(\.pieces).flatMap(\.lines).allSatisfy { $0 == "0123…" })
        #expect(builder.data.omitted.excerpts == 0 || builder.data.omitted.excerpts == 1)
    }

    @Test("marks gaps that are waived, and those that the baseline knows")
    func marks() throws {
        var report = Sketch.report()
        report.gaps[0].waived = Report.Waiver(
            reason: "later", owner: "ops", until: "2027-01-31", path: "w.yml", line: 3)
        #expect(PageBuilder(report, limits: PageLimits()).data.gaps[0].waived?.reason == "later")
        report.gaps[0].waived = nil
        report.gaps[0].inBaseline = true
        #expect(PageBuilder(report, limits: PageLimits()).data.gaps[0].known)
    }

    @Test("says what is in force, and what is wrong with it apart from what was not read")
    func inForce() {
        var report = Sketch.report()
        report.configuration = .init(file: "\u{202E}c.yml", profile: "service")
        report.diagnostics.append(
            .init(severity: "warning", path: "c.yml", line: 3, message: "no use", kind: "configuration"))
        let data = PageBuilder(report, limits: PageLimits()).data
        #expect(data.inForce == ["Configuration \\u{202e}c.yml, profile service"])
        #expect(data.warnings.map(\.message) == ["no use"] && data.warnings.map(\.line) == [3])
        #expect(data.diagnostics.count == 1)
    }

    @Test("is made of files that are shipped, and the script has a part for each")
    func shipped() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("catalog/page")
        let shipped = try PageAssets(folder: folder)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".js") }
        #expect(Set(names) == Set(PageAssets.scripts))
        // What would need the policy to be weaker, or draw a text as markup.
        for word in [
            "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "fetch(",
            "XMLHttpRequest", "</script",
        ] {
            #expect(!shipped.script.contains(word), "\(word)")
        }
        for word in ["@import", "url("] { #expect(!shipped.style.contains(word), "\(word)") }
        #expect(!shipped.template.contains(" on"), "handlers")
    }
}
