import Foundation
import Testing

@testable import Documents

/// What the engine and our tags and filters make of a template.
@Suite struct TemplateTests {
    private let names: Set<String> = ["name", "gap", "gaps", "none", "number"]

    private func render(_ text: String, file: String = "test.md.stencil", folder: String? = nil, rounds: Int = 1000)
        throws
        -> String
    {
        let template = try CompiledTemplate(name: file, bytes: Data(text.utf8), folder: folder, names: names)
        let budget = Budget(rounds: rounds)
        func safe(_ text: String) -> SafeText { SafeText(raw: text, markup: template.markup) }
        let gaps = (1...3).map { Fields("gap", ["id": "g\($0)", "title": safe("a|b <i>\($0)</i>"), "waiver": nil]) }
        return try template.render(
            [
                "name": safe("<b>*x*</b>"), "gap": gaps[0], "number": 3,
                "gaps": List(elements: gaps, budget: budget),
            ], budget: budget)
    }

    private func failure(_ text: String, folder: String? = nil, rounds: Int = 1000) -> TemplateError? {
        #expect(throws: TemplateError.self) { try render(text, folder: folder, rounds: rounds) }
    }

    @Test(arguments: [
        ("{{ name }}", "&lt;b&gt;\\*x\\*&lt;/b&gt;"),
        ("{{ name|raw }}", "<b>*x*</b>"),
        ("{{ name|code }}", "`<b>*x*</b>`"),
        ("{{ gap.title|cell }}", "a\\|b &lt;i&gt;1&lt;/i&gt;"),
        ("{{ gap.title|raw|cell }}", "a\\|b <i>1</i>"),
        ("{{ none|cell }}", "–"),
        ("{{ gap.waiver|cell }}", "–"),
        ("{{ gap.waiver.reason|cell }}", "–"),
        ("{{ \"- a\"|md }}", "\\- a"),
        ("{{ \"1. a\"|md }}", "1\\. a"),
        ("{{ \"a:b\"|anchor }}", "ab"),
        ("{{ \"Two Words!\"|anchor }}", "two-words"),
        ("{{ \"2024-05-06T07:08:09+02:00\"|date }}", "2024-05-06"),
        ("{{ gaps|counted:\"gap\" }}, {{ number|counted:\"row\" }}", "3 gaps, 3 rows"),
        ("{{ gaps.count }} {{ gaps.first.id }} {{ gaps.2.id }}", "3 g1 g3"),
        ("{{ gaps|listed:2 }}", "`(gap)`, `(gap)` and 1 more"),
        ("{% for gap in gaps|limit:2 %}{{ gap.id }} {% endfor %}", "g1 g2 "),
        ("{% if gap.id == \"g1\" and not gap.waiver %}yes{% endif %}", "yes"),
        ("{{ \"s\" if number != 1 }}", "s"),
        ("{{ gaps|beyond:2 }}, {{ gaps|beyond:5 }}", "1, 0"),
        ("{{ \"a b\"|indent:2,\"-\",true }}|{{ \"a\"|indent }}", "--a b|a"),
        // A line of tags alone leaves no line.
        ("a\n{% if gap %}\nb\n  {% endif %}{# c #}\nd\n", "a\nb\nd\n"),
        ("a\r\n{% if gap %}\r\nb\r\n{% endif %}\r\n", "a\nb\n"),
        ("{% for gap in gaps -%}\n\n{{ gap.id }}{% endfor %}", "g1g2g3"),
        ("{% for gap in gaps %}{{ gap.title }},{% endfor %}".replacing("title", with: "id"), "g1,g2,g3,"),
        ("{{ gaps }}", "[(gap), (gap), (gap)]"),
    ]) func makes(_ template: String, _ expected: String) throws {
        #expect(try render(template) == expected)
    }

    @Test func escapesForWhatItMakes() throws {
        #expect(
            try render("{{ name }}|{{ name|code }}", file: "a.html.stencil")
                == "&lt;b&gt;*x*&lt;/b&gt;|<code>&lt;b&gt;*x*&lt;/b&gt;</code>")
        #expect(try render("{{ name }}|{{ name|code }}", file: "a.txt") == "<b>*x*</b>|<b>*x*</b>")
    }

    @Test(arguments: [
        ("a\n{{ gap.titel }}\n", 2, "gap has no 'titel'"),
        ("a\n{{ gap.titel.length }}\n", 2, "gap has no 'titel'"),
        ("a\n{{ gpa }}\n", 2, "nothing is called 'gpa'"),
        ("a\n{{ gap|limit:many }}\n", 2, "nothing is called 'many'"),
        ("a\n\n{{ gap|upper }}", 3, "Unknown filter 'upper'"),
        (
            "{% for g in gaps %}\nx\n{% endfor %}\n{% for g in gaps %}\n{{ g.titel }}\n{% endfor %}", 5,
            "gap has no 'titel'"
        ),
        ("{% for g in gaps %}\n{% endfor %}\n{% for g in gap.all %}\n{% endfor %}", 3, "gap has no 'all'"),
        ("x\n{% for g in gaps %}\nx", 2, "`endfor` was not found"),
        ("x\n{% if gap %}\nx", 2, "`endif` was not found"),
        ("x\n{% endif %}", 2, "Unknown template tag 'endif'"),
        ("x\n{% if gap == %}a{% endif %}", 2, "the condition ends where a value is expected"),
        ("x\n{{ gap.id|indent:999999999 }}", 2, "'indent' takes a number of at most 100"),
        ("x\n{{ gap.id|indent:-1 }}", 2, "'indent' takes a number of at most 100"),
        ("x\ny {{ gap.id \n", 2, "'{{' is never closed"),
        ("x\n{% for i in 1...1000000000 %}x{% endfor %}", 2, "ranges are not supported"),
        ("x\n{% extends \"base\" %}", 2, "'extends' is not supported"),
        ("x\n{% include \"head.md\" %}", 2, "cannot include \"head.md\": this template has no folder"),
        ("x\n{% include name %}", 2, "write include with a file's name"),
        ("x\n{{ gaps|counted }}", 2, "'counted' takes a noun"),
        (
            String(repeating: "{% if gap %}\n", count: 100) + String(repeating: "{% endif %}", count: 100), 61,
            "nested too deeply"
        ),
    ]) func saysWhatIsWrong(_ template: String, _ line: Int, _ reason: String) throws {
        let error = try #require(failure(template))
        #expect(error.file == "test.md.stencil")
        #expect(error.line == line, "\(error)")
        #expect(error.reason.contains(reason), "\(error)")
    }

    @Test func loopsComeToAnEnd() throws {
        let loops =
            String(repeating: "{% for a in gaps %}", count: 9) + "x" + String(repeating: "{% endfor %}", count: 9)
        let error = try #require(failure("\n" + loops))
        #expect(error.reason == "the loops of this template have too many rounds")
        #expect(error.line == 2)
    }

    @Test func longTextsAreNotRepeatedForEver() throws {
        let loops = "{% for a in gaps %}{% for b in gaps %}{% for c in gaps %}{% for d in gaps %}{% for e in gaps %}"
        let text = loops + loops + String(repeating: "x", count: 200_000) + String(repeating: "{% endfor %}", count: 10)
        let error = try #require(failure("\n" + text, rounds: 1_000_000))
        #expect(error.reason == "the loops of this template repeat too much text")
        #expect(error.line == 2)
    }

    @Test(arguments: [
        (Data([0x7B, 0xFF, 0xFE]), "not UTF-8"),
        (Data(repeating: 0x20, count: TemplateSource.largest + 1), "larger than 256 KiB"),
    ]) func refusesWhatIsNoTemplate(_ bytes: Data, _ reason: String) {
        let error = #expect(throws: TemplateError.self) { try CompiledTemplate(name: "x", bytes: bytes) }
        #expect(error?.reason == reason)
    }

    @Test func includesFromItsOwnFolderAlone() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        let inner = folder.appendingPathComponent("mine")
        try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
        func write(_ name: String, _ text: String) throws {
            try Data(text.utf8).write(to: inner.appendingPathComponent(name))
        }
        try Data("secret".utf8).write(to: folder.appendingPathComponent("outside"))
        try FileManager.default.createSymbolicLink(
            at: inner.appendingPathComponent("link"), withDestinationURL: folder.appendingPathComponent("outside"))
        try write("head", "[{{ g.id }}]")
        try write("bad", "\n{{ gap.titel }}")
        try write("worse", "\n{{ titel }}")
        try write("self", "{% include \"self\" %}")
        try write("ping", "{% include \"pong\" %}")
        try write("pong", "\n{% include \"ping\" %}")
        #expect(
            try render("{% for g in gaps %}{% include \"head\" %}{% endfor %}", folder: inner.path) == "[g1][g2][g3]")
        for (name, file, line, reason) in [
            ("../outside", "test.md.stencil", 1, "it is not in the template's folder"),
            ("link", "test.md.stencil", 1, "it is not in the template's folder"),
            ("/etc/passwd", "test.md.stencil", 1, "without a / before it"),
            ("gone", "test.md.stencil", 1, "there is no such file"),
            ("bad", "bad", 2, "gap has no 'titel'"),
            ("worse", "worse", 2, "nothing is called 'titel'"),
            ("self", "self", 1, "it includes this template in turn"),
            ("ping", "pong", 2, "it includes this template in turn"),
        ] {
            let error = try #require(failure("{% include \"\(name)\" %}", folder: inner.path))
            #expect((error.file, error.line) == (file, line), "\(error)")
            #expect(error.reason.contains(reason), "\(error)")
        }
    }
}
