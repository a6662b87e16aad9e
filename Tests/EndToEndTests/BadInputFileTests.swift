import Foundation
import Reporting
import Testing

/// A repository that holds one file of every bad kind beside good ones, and what is to be said of each.
private struct Hostile: Sendable {
    let repository: SampleRepository
    let run: CommandRun
    let report: Report
    let symbols: Set<String>

    static let shared = Task { () throws -> Hostile in
        let repository = try SampleRepository([:])
        for (name, text) in SampleRepository.service { try repository.write(name, text) }
        for file in files { try repository.write(file.name, file.content) }
        // Only a zero, so that git need not compress it for long.
        try repository.write("huge/data.bin", [0])
        #expect(truncate(repository.path + "/huge/data.bin", 100 << 20) == 0)
        for (name, target) in [("links/passwd.py", "/etc/passwd"), ("links/loop", "."), ("links/root", "/")] {
            try repository.scratch.link("work/" + name, to: target)
        }
        try repository.writeRaw(
            Array("latin/caf".utf8) + [0xE9] + Array(".go".utf8), "package latin\n\nfunc Brew() {}\n")
        try repository.git("add", "--all")
        try repository.git(
            "update-index", "--add", "--cacheinfo", "160000,1111111111111111111111111111111111111111,library")
        try repository.git("commit", "--quiet", "-m", "hostile")
        let run = try await repository.gapmatrix("scan", "--format", "json")
        let symbols = try await repository.gapmatrix("symbols", "--format", "json").symbols.symbols
        return Hostile(
            repository: repository, run: run, report: try run.report,
            symbols: Set(symbols.map { "\($0.path) \($0.name)" }))
    }

    struct File: Sendable, CustomTestStringConvertible {
        var name: String
        var content: [UInt8]
        /// The line and a part of what is said of it; nil for nothing.
        var line: Int?
        var says: String?
        /// A symbol that is found all the same.
        var symbol: String?
        var testDescription: String { name.debugDescription }

        init(_ name: String, _ content: [UInt8], line: Int? = nil, says: String? = nil, symbol: String? = nil) {
            self.name = name
            self.content = content
            self.line = line
            self.says = says
            self.symbol = symbol
        }

        init(_ name: String, _ text: String, line: Int? = nil, says: String? = nil, symbol: String? = nil) {
            self.init(name, Array(text.utf8), line: line, says: says, symbol: symbol)
        }
    }

    static let pointer = """
        version https://git-lfs.github.com/spec/v1
        oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
        size 12345

        """
    static let everyByte = Array(repeating: Array(UInt8.min...UInt8.max), count: 20).flatMap { $0 }
    static let tenMegabytes = [UInt8](repeating: UInt8(ascii: "a"), count: 10 << 20)

    static func nested(_ open: String, _ inner: String, _ close: String) -> String {
        String(repeating: open, count: 10_000) + inner + String(repeating: close, count: 10_000)
    }

    static let files: [File] = [
        // Syntax errors.
        File("syntax/a.go", "package syntax\n\nfunc broken( {\n}\n\nfunc Fine() {}\n", line: 3, says: "expected ')'"),
        File(
            "syntax/a.py", "def fine():\n    pass\n\ndef broken(:\n    pass\n", line: 4, says: "syntax error",
            symbol: "syntax.a.fine"),
        File("syntax/empty.go", "", symbol: "syntax/empty.go"),
        File("syntax/empty.py", "", symbol: "syntax.empty"),
        File("syntax/text.go", "not Go at all\n", line: 1, says: "expected 'package'"),
        // Nesting.
        File("nested/a.go", "package nested\n\nvar Deep = \(nested("(", "1", ")"))\n", symbol: "nested.Deep"),
        File(
            "nested/blocks.go", "package nested\n\nfunc Blocks() {\n\(nested("{\n", "", "}\n"))}\n",
            symbol: "nested.Blocks"),
        File(
            "nested/a.py", "x = \(nested("(", "1", ")"))\n\ndef after():\n    pass\n", line: 1, says: "nested",
            symbol: "nested.a.after"),
        File(
            "nested/minus.py", "x = \(nested("-", "1", ""))\n\ndef after():\n    pass\n", line: 1, says: "nested",
            symbol: "nested.minus.after"),
        File(
            "nested/indent.py",
            (0..<120).map { String(repeating: " ", count: $0) + "if x:\n" }.joined()
                + String(repeating: " ", count: 120) + "pass\n",
            line: 101, says: "too many levels of indentation"),
        // Bytes.
        File(
            "bytes/nul.go", "package bytes\n\nfunc Before() {}\n\u{0}\n", line: 4, says: "NUL", symbol: "bytes.Before"),
        File(
            "bytes/nul.py", "def before():\n    pass\n\u{0}\ndef after():\n    pass\n", line: 3, says: "null bytes",
            symbol: "bytes.nul.after"),
        File("bytes/mark.go", "\u{FEFF}package bytes\n\nfunc Marked() {}\n", symbol: "bytes.Marked"),
        File("bytes/mark.py", "\u{FEFF}def marked():\n    pass\n", symbol: "bytes.mark.marked"),
        File("bytes/lines.go", "package bytes\r\n\r\nfunc Lines() {\r\n}\r\n", symbol: "bytes.Lines"),
        File("bytes/lines.py", "def lines():\r\n    pass\r\n", symbol: "bytes.lines.lines"),
        File(
            "bytes/latin.go", Array("package bytes\n\n// caf".utf8) + [0xE9] + Array("\nfunc Latin() {}\n".utf8),
            symbol: "bytes.Latin"),
        File(
            "bytes/latin.py", Array("# caf".utf8) + [0xE9] + Array("\ndef latin():\n    pass\n".utf8),
            says: "not valid UTF-8", symbol: "bytes.latin.latin"),
        File(
            "bytes/declared.py",
            Array("# coding: latin-1\n# caf".utf8) + [0xE9] + Array("\ndef declared():\n    pass\n".utf8),
            symbol: "bytes.declared.declared"),
        File("bytes/binary.go", everyByte, line: 1, says: "NUL"),
        File("bytes/binary.py", everyByte, line: 1, says: "syntax error"),
        File(
            "bytes/long.go", Array("package bytes\n\nvar long = \"".utf8) + tenMegabytes + Array("\"\n".utf8),
            says: "bytes, and the limit is"),
        File("bytes/long.py", Array("x = '".utf8) + tenMegabytes + Array("'\n".utf8), says: "bytes, and the limit is"),
        // Pointers.
        File("pointer/a.go", pointer, says: "an LFS pointer: the content is not in the repository"),
        File("pointer/model.bin", pointer),
        // Names.
        File("names/new\nline.py", "def broken(:\n    pass\n", line: 1, says: "syntax error"),
        File("names/\u{1B}[31m|`<b>\u{202E}.py", "def broken(:\n    pass\n", line: 1, says: "syntax error"),
        File("names/back\\slash.py", "def slash():\n    pass\n", symbol: "names.back\\slash.slash"),
    ]
}

@Suite("Bad input: files")
struct BadInputFileTests {
    @Test("The scan goes on, and every analyzer is well")
    func status() async throws {
        let hostile = try await Hostile.shared.value
        #expect(hostile.run.status == 0, "\(hostile.run.errors)")
        #expect(hostile.run.errors.isEmpty, "\(hostile.run.errors)")
        #expect(hostile.report.analyzers.allSatisfy { $0.status == "ok" })
    }

    @Test("A bad file is named with its line and its reason, and gives the facts it can", arguments: Hostile.files)
    fileprivate func file(_ file: Hostile.File) async throws {
        let hostile = try await Hostile.shared.value
        let said = hostile.report.diagnostics.filter { $0.path == file.name }
        if let says = file.says {
            #expect(
                said.contains { $0.line == file.line && $0.severity == "warning" && $0.message.contains(says) },
                "\(said)")
        } else {
            #expect(said.isEmpty)
        }
        if let symbol = file.symbol { #expect(hostile.symbols.contains("\(file.name) \(symbol)")) }
    }

    @Test("The good files beside them are read as ever")
    func neighbours() async throws {
        let hostile = try await Hostile.shared.value
        let paths = Set(SampleRepository.service.keys)
        let expected = try await SampleRepository().gapmatrix("symbols", "--format", "json").symbols.symbols
        #expect(expected.contains { $0.name == "internal/pay.Charge" && $0.reachedBy == ["production"] })
        let found = try await hostile.repository.gapmatrix("symbols", "--format", "json").symbols.symbols
        #expect(found.filter { paths.contains($0.path) } == expected)
    }

    @Test(
        "Symlinks, submodules, huge files and paths that are not UTF-8 are named",
        arguments: [
            ("links/passwd.py", "info", "symlink, not followed"), ("links/loop", "info", "symlink, not followed"),
            ("links/root", "info", "symlink, not followed"), ("library", "info", "submodule, not scanned"),
            ("huge/data.bin", "warning", "bytes"), (#"latin/caf\xe9.go"#, "info", "the path is not UTF-8"),
        ])
    func named(path: String, severity: String, message: String) async throws {
        let hostile = try await Hostile.shared.value
        let said = hostile.report.diagnostics.filter { $0.path == path }
        #expect(said.count == 1, "\(said)")
        #expect(said.first?.severity == severity)
        #expect(said.first?.message.contains(message) == true)
    }

    @Test("A file whose path is not UTF-8 is read")
    func latinPath() async throws {
        #expect(try await Hostile.shared.value.symbols.contains(#"latin/caf\xe9.go latin.Brew"#))
    }

    @Test("No escape code, newline or markup of a path reaches the output", arguments: ["terminal", "markdown"])
    func escaped(format: String) async throws {
        let hostile = try await Hostile.shared.value
        let run = try await hostile.repository.gapmatrix("scan", "--format", format, "--color", "never", "--skipped")
        let unsafe = run.output.unicodeScalars.filter {
            $0 != "\n" && ($0.properties.generalCategory == .control || $0.properties.generalCategory == .format)
        }
        #expect(unsafe.isEmpty)
        #expect(run.output.contains(#"names/new\u{a}line.py"#))
        #expect(run.output.contains(#"names/\u{1b}[31m"#))
        if format == "markdown" { #expect(run.output.contains(#"``names/\u{1b}[31m\|`<b>\u{202e}.py:1``"#)) }
        for command in [["symbols"], ["why", "names/new\nline.py:1"]] {
            let run = try await CommandRun.gapmatrix(command, in: hostile.repository.scratch)
            #expect(run.status == 0)
            #expect(!run.output.contains("\u{1B}") && !run.output.contains("new\nline"), "\(command)")
        }
    }
}

extension SampleRepository {
    /// Writes a file whose name is any bytes, which Foundation cannot.
    func writeRaw(_ name: [UInt8], _ text: String) throws {
        let full = Array((path + "/").utf8) + name
        if let slash = full.lastIndex(of: UInt8(ascii: "/")) {
            try FileManager.default.createDirectory(
                atPath: String(decoding: full[..<slash], as: UTF8.self), withIntermediateDirectories: true)
        }
        let file = (full + [0]).withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { $0.baseAddress.flatMap { fopen($0, "w") } }
        }
        let opened = try #require(file)
        fputs(text, opened)
        fclose(opened)
    }
}
