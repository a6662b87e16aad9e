import Foundation
import Testing

@testable import GitRepository

/// The git program says what is right.
@Suite struct IgnoreTests {
    static let paths = [
        "a", "b.log", "b.txt", "foo", "foo.o", "build/x", "build/keep.txt", "src/build/y", "src/foo", "src/a/foo/z",
        "src/a/b/c.log",
        "src/keep.log", "doc/frotz/x", "a b", "sp ", "#hash", "!bang", "back\\slash", "[x]", "x-y", "file1", "file2",
        "fileA", "file]",
        "deep/1/2/3/end", "deep/end", "deep/1/end", "Ünï", "dir.d/file", "sub/.hidden", "star*", "q?", "tab\tname",
        "a^b", "a!b",
    ]

    static let rules: [String] = [
        "*.log", "*.log\n!keep.log", "build", "build/", "/build", "/build/", "src/build", "src/*/foo", "src/**/foo",
        "**/foo", "**/foo/",
        "foo/**", "src/**", "/src/a/**/c.log", "**", "*", "*\n!*/\n!*.txt", "/*\n!/src", "build/*\n!build/keep.txt",
        "build/\n!build/keep.txt", "# comment\n\\#hash", "\\!bang", "!bang", "sp ", "sp\\ ", "a b", "a b   ",
        "back\\\\slash", "back\\slash",
        "\\[x\\]", "[[]x]", "file[0-9]", "file[!0-9]", "file[^0-9]", "file[]]", "file[", "file[0-", "file[[:digit:]]",
        "file[[:nope:]]",
        "file[[:alpha:]-]", "x[--z]y", "x[a\\-]y", "f?o", "?", "deep/**/end", "deep/*/end", "deep/**/**/end",
        "deep**end", "deep/1**",
        "Ünï", "?nï", "??nï", "/", "//", "foo//", "/foo", "foo/", "\u{FEFF}foo", "foo\r\nb.txt\r", "trailing\\",
        "star\\*", "q\\?", "*.d",
        "*.d/", "dir.d/*", ".hidden", ".*", "src/a/", "src/a/b/../b", "a[^^]b", "a[!!]b", "a[]^]b", "a[^]!]b",
        "*a*b*c*", "**.log", "s**c/foo", "src/**foo",
        "***", "src/***/foo", "/**", "/**/", "**/", "!*", "[", "[]", "[!]", "\\", "tab\tname", "tab\\\tname", " foo",
        "\tfoo",
    ]

    @Test(arguments: rules)
    func agreesWithGit(rule: String) throws {
        let made = try TestRepository()
        for path in Self.paths { try made.write(path, "") }
        try made.write(".gitignore", rule + "\n")
        try expectAgreement(made)
    }

    @Test func nestedFiles() throws {
        let made = try TestRepository()
        for path in Self.paths + ["src/a/b/keep.log", "deep/1/skip"] { try made.write(path, "") }
        try made.write(".gitignore", "*.log\n/deep/1/2\nfoo\n")
        try made.write("src/.gitignore", "!keep.log\n/a/foo\n!foo\n")
        try made.write("src/a/.gitignore", "*.log\n!c.log\n")
        try made.write("deep/.gitignore", "end\n!1/end\n")
        try made.write("build/.gitignore", "*\n")
        try made.write(".git/info/exclude", "file*\n*.log\nfoo.o\n")
        try expectAgreement(made)
    }

    @Test func trackedFilesAreNeverIgnored() throws {
        let made = try TestRepository(["build/tracked.txt": "t", "x.log": "x", "all/in/one.txt": "1"])
        try made.write("build/untracked.txt", "u")
        try made.write("all/in/two.txt", "2")
        try made.write("all/.gitignore", "!*\n")
        try made.write(".gitignore", "build/\n*.log\nall\n")
        try expectAgreement(made)
        let paths = try Repository(path: made.path).workingTreeSnapshot().paths
        #expect(paths == [".gitignore", "all/in/one.txt", "build/tracked.txt", "x.log"])
    }

    @Test func configurationOfTheUserDoesNotCount() throws {
        let made = try TestRepository(["a.txt": "a"])
        try made.write(".git/other", "*\n")
        try made.git(["config", "core.excludesFile", made.path + "/.git/other"])
        #expect(try Repository(path: made.path).workingTreeSnapshot().paths == ["a.txt"])
    }

    @Test func rulesThatAreNoFile() throws {
        let made = try TestRepository(["a/x": "x", "b/x": "x", "c/x": "x"])
        try made.link("a/.gitignore", to: "../../secret")
        try Data("*\n".utf8).write(to: URL(fileURLWithPath: made.beside("secret")))
        #expect(mkfifo(made.path + "/b/.gitignore", 0o600) == 0)
        try made.write("c/.gitignore", String(repeating: "#", count: WorkTreeWalk.ignoreFileBytes) + "\n*\n")
        let snapshot = try Repository(path: made.path).workingTreeSnapshot()
        #expect(snapshot.paths == ["a/.gitignore", "a/x", "b/x", "c/.gitignore", "c/x"])
        #expect(Set(snapshot.problems.map(\.path)) == ["a/.gitignore", "b/.gitignore", "c/.gitignore"])
    }

    @Test(.timeLimit(.minutes(1)))
    func patternMadeToTakeForEver() throws {
        let made = try TestRepository([
            String(repeating: "a", count: 200): "", String(repeating: "a/", count: 100) + "a": "",
        ])
        let stars = String(repeating: "a*", count: 60) + "b"
        let folders = String(repeating: "**/a/", count: 60) + "b"
        try made.write(".gitignore", stars + "\n" + folders + "\n")
        #expect(try Repository(path: made.path).workingTreeSnapshot().entries.count == 3)
    }

    private func expectAgreement(_ made: TestRepository) throws {
        let output = try made.gitOutput(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        let expected = output.split(separator: 0).map { GitPath(bytes: Array($0)) }
        let actual = try Repository(path: made.path).workingTreeSnapshot().entries.map(\.path)
        #expect(actual == expected.sorted())
    }
}
