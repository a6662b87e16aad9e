import Foundation
import Secrets
import Testing

/// A repository in which two secrets come, move and go, one commit at a time.
private func secretive() throws -> SampleRepository {
    let repository = try SampleRepository(["app/main.py": "print('hello')\n", "requirements.txt": "flask==3.0.0\n"])
    func key(_ seed: String) -> String { SecretSample.text("ghp_{crc:30}", seed: seed) }
    try repository.write("app/keys.py", "TOKEN = '\(key("one"))'\n")
    try repository.commit("add a token")
    try repository.write("app/more.py", "TOKEN = '\(key("two"))'\n")
    try repository.write("app/keys.py", "import os\n\n\nTOKEN = '\(key("one"))'\n")
    try repository.commit("add another; the first one moves down")
    try repository.git("mv", "app/more.py", "app/other.py")
    try repository.commit("rename")
    try repository.remove("app/keys.py")
    try repository.remove("app/other.py")
    try repository.commit("tokens are revoked")
    return repository
}

private struct HistoryFile: Decodable {
    struct Transition: Decodable {
        var commit: String
        var subject: String
        var control: String
        var from: String?
        var to: String?
        var cause: String?
    }

    struct Weakness: Decodable {
        var kind: String
        var subject: String
        var control: String
    }

    struct Gap: Decodable {
        struct Event: Decodable { var kind: String }
        var control: String
        var kind: String
        var status: String
        var events: [Event]
    }

    var commits: Int
    var transitions: [Transition]
    var weaknesses: [Weakness]
    var gaps: [Gap]
    var method: String
    var methodComparison: Comparison?

    struct Comparison: Decodable {
        struct Row: Decodable {
            struct Commit: Decodable { var subject: String }
            var control: String
            var other: String?
            var this: String?
            var first: Commit
            var last: Commit
            var commits: Int
        }
        var method: String
        var rows: [Row]
    }

    init(_ run: CommandRun) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        self = try decoder.decode(HistoryFile.self, from: Data(run.output.utf8))
    }
}

@Suite("gapmatrix history")
struct CommandHistoryTests {
    @Test("says when gaps opened, closed and moved")
    func secrets() async throws {
        let repository = try secretive()
        let run = try await repository.gapmatrix("history", "--format", "json")
        #expect(run.status == 0, "\(run.errors)")
        let history = try HistoryFile(run)
        #expect(history.commits == 5)
        let rows = history.transitions.filter { $0.control == "hardcoded-secret" }
        #expect(
            rows.map { "\($0.from ?? "") \($0.to ?? "") \($0.subject)" } == [
                "wired missing add a token", "missing wired tokens are revoked",
            ])
        #expect(rows.map(\.cause) == ["app/keys.py", "app/keys.py"])
        let weaknesses = history.weaknesses.filter { $0.control == "hardcoded-secret" && $0.kind != "moved" }
        #expect(
            weaknesses.map { "\($0.kind) \($0.subject)" } == [
                "opened add a token", "opened add another; the first one moves down", "closed tokens are revoked",
                "closed tokens are revoked",
            ])
        let lives = history.gaps.filter { $0.control == "hardcoded-secret" }
        #expect(
            lives.map { "\($0.kind) \($0.status) \($0.events.map(\.kind).joined(separator: " "))" } == [
                "cell closed opened closed", "weakness closed opened closed", "weakness closed opened moved closed",
            ])
        for body in SecretSample.bodies("ghp_{crc:30}", seed: "one") { #expect(!run.output.contains(body)) }
    }

    @Test("gives the same bytes cold and warm, with one worker and with four, with a cache and without")
    func sameBytes() async throws {
        let repository = try secretive()
        let cold = try await repository.gapmatrix("history", "--format", "json", "--all-states", "--workers", "1")
        #expect(cold.output.count > 1000)
        for arguments in [["--workers", "4"], ["--workers", "4", "--no-cache"]] {
            let run = try await CommandRun.gapmatrix(
                ["history", "--format", "json", "--all-states"] + arguments, in: repository.scratch)
            // Without a cache the method has no name.
            let text = run.output.split(separator: "\n").filter { !$0.contains("\"method\"") }
            #expect(text == cold.output.split(separator: "\n").filter { !$0.contains("\"method\"") }, "\(arguments)")
        }
    }

    @Test("goes on where it was killed, and looks anew at what was written anew")
    func interruptedAndRewritten() async throws {
        let repository = try secretive()
        let whole = try await repository.gapmatrix("history", "--format", "json", "--no-cache")
        for delay in [200, 500, 900] {
            _ = try await CommandRun.gapmatrix(["history", "--quiet"], in: repository.scratch) { process in
                try await Task.sleep(for: .milliseconds(delay))
                kill(process, SIGKILL)
            }
        }
        let resumed = try HistoryFile(try await repository.gapmatrix("history", "--format", "json"))
        let expected = try HistoryFile(whole)
        #expect(resumed.transitions.map(\.commit) == expected.transitions.map(\.commit))

        try repository.git("reset", "--quiet", "--hard", "HEAD~2")
        try repository.write("app/more.py", "TOKEN = load()\n")
        try repository.commit("another end")
        let rewritten = try HistoryFile(try await repository.gapmatrix("history", "--format", "json"))
        #expect(rewritten.commits == 4)
        #expect(rewritten.weaknesses.map { "\($0.kind) \($0.subject)" }.last == "closed another end")
    }

    @Test("begins after the commit that it is told")
    func ranges() async throws {
        let repository = try secretive()
        try repository.git("tag", "v1", "HEAD~3")
        let from = try HistoryFile(try await repository.gapmatrix("history", "--from", "HEAD~2", "--format", "json"))
        #expect(from.commits == 2)
        #expect(from.transitions.filter { $0.control == "hardcoded-secret" }.map(\.subject) == ["tokens are revoked"])
        #expect(
            try HistoryFile(try await repository.gapmatrix("history", "--max", "1", "--format", "json")).commits == 1)
        #expect(
            try HistoryFile(try await repository.gapmatrix("history", "--every", "2", "--format", "json")).commits == 3)
        let tagged = try HistoryFile(try await repository.gapmatrix("history", "--tags", "--format", "json"))
        #expect(tagged.commits == 1)
        #expect(tagged.transitions.filter { $0.control == "hardcoded-secret" }.map(\.to) == ["wired"])
        for wrong in [["--every", "0"], ["--since", "yesterday"], ["--all", "--tags"], ["--max", "0"]] {
            #expect(try await CommandRun.gapmatrix(["history"] + wrong, in: repository.scratch).status == 2, "\(wrong)")
        }
        #expect(try await repository.gapmatrix("history", "--from", "nowhere").status == 3)
    }

    @Test("of a branch is told by diff and gate")
    func branches() async throws {
        let repository = try secretive()
        let same = try await repository.gapmatrix("gate", "--base", "main")
        #expect(same.status == 0)
        try repository.git("checkout", "--quiet", "-b", "feature", "HEAD~3")
        try repository.write("app/third.py", "TOKEN = '\(SecretSample.text("ghp_{crc:30}", seed: "three"))'\n")
        try repository.commit("a third one")
        let gate = try await repository.gapmatrix("gate", "--base", "main", "--format", "markdown")
        #expect(gate.status == 1)
        // The first token was there at the common ancestor.
        #expect(gate.output.contains("app/third.py:1"))
        #expect(!gate.output.contains("app/keys.py"))
        let diff = try await repository.gapmatrix("diff", "main", "feature", "--fail-on", "blocker")
        #expect(diff.status == 1)
        #expect(diff.output.contains("OPENED"))
        #expect(try await repository.gapmatrix("diff", "feature", "main").status == 0)
        try repository.remove("app/third.py")
        let work = try await repository.gapmatrix("diff", "HEAD", "--working-tree")
        #expect(work.output.contains("CLOSED"))
        #expect(try await repository.gapmatrix("diff", "HEAD", "main", "--working-tree").status == 2)
    }

    @Test("of one gap is told by blame and bisect")
    func oneGap() async throws {
        let repository = try secretive()
        let blame = try await repository.gapmatrix("blame", "hardcoded-secret")
        #expect(blame.status == 0)
        #expect(blame.output.contains("opened"))
        #expect(blame.output.contains("tokens are revoked"))
        #expect(try await repository.gapmatrix("blame", "no-such-gap").status == 2)
        let bisect = try await repository.gapmatrix("bisect", "hardcoded-secret", "--from", "HEAD~2")
        #expect(bisect.status == 0)
        #expect(bisect.output.contains("tokens are revoked"))
        #expect(try await repository.gapmatrix("bisect", "hardcoded-secret").status == 2)
        #expect(try await repository.gapmatrix("bisect", "no-such-control").status == 2)
    }

    @Test("with --all takes the commits of merged branches, each compared with its first parent")
    func allParents() async throws {
        let repository = try SampleRepository(["app/main.py": "print('hello')\n", "requirements.txt": "flask==3.0.0\n"])
        try repository.git("checkout", "--quiet", "-b", "feature")
        try repository.write("app/keys.py", "TOKEN = '\(SecretSample.text("ghp_{crc:30}", seed: "one"))'\n")
        try repository.commit("a token, on the branch")
        try repository.remove("app/keys.py")
        try repository.commit("taken back, on the branch")
        try repository.git("checkout", "--quiet", "main")
        try repository.write("README.md", "# Shop\n")
        try repository.commit("say what it is")
        try repository.git("merge", "--quiet", "--no-ff", "-m", "merge the branch", "feature")
        let line = try HistoryFile(try await repository.gapmatrix("history", "--format", "json"))
        #expect(line.commits == 3)
        #expect(line.transitions.filter { $0.control == "hardcoded-secret" }.isEmpty)
        let all = try HistoryFile(try await repository.gapmatrix("history", "--all", "--format", "json"))
        #expect(all.commits == 5)
        #expect(
            all.transitions.filter { $0.control == "hardcoded-secret" }.map {
                "\($0.from ?? "") \($0.to ?? "") \($0.subject)"
            }
                == ["wired missing a token, on the branch", "missing wired taken back, on the branch"])
        // What never was on the line of first parents has no life of its own.
        #expect(all.gaps.filter { $0.control == "hardcoded-secret" }.isEmpty)
    }

    @Test("tells what a change of the rules alone did, and calls none of it a change of the code")
    func methods() async throws {
        let repository = try secretive()
        // The same installation, but for one control that asks for nothing any more.
        let home = repository.scratch.path + "/home"
        try repository.scratch.link("home/analyzers", to: CommandRun.home + "/analyzers")
        try FileManager.default.copyItem(atPath: CommandRun.home + "/catalog", toPath: home + "/catalog")
        try FileManager.default.removeItem(atPath: home + "/catalog/controls/configuration/hardcoded-secret.yml")
        func history(_ arguments: String..., environment: [String: String] = [:]) async throws -> CommandRun {
            try await CommandRun.gapmatrix(
                ["history", "--format", "json"] + arguments, in: repository.scratch, environment: environment)
        }
        let old = try HistoryFile(try await history(environment: ["GAPMATRIX_HOME": home]))
        let run = try await history("--compare-method", old.method)
        #expect(run.status == 0, "\(run.errors)")
        let new = try HistoryFile(run)
        #expect(new.method != old.method)
        let rows = try #require(new.methodComparison).rows.filter { $0.control == "hardcoded-secret" }
        #expect(
            rows.map { "\($0.other ?? "-") \($0.this ?? "-") \($0.commits) \($0.first.subject), \($0.last.subject)" }
                == [
                    "- missing 3 add a token, rename", "- wired 2 change, tokens are revoked",
                ])
        #expect(Set(new.methodComparison?.rows.map(\.control) ?? []) == ["hardcoded-secret"])
        let unknown = try await history("--compare-method", "0123456789abcdef")
        #expect(unknown.status == 2 || unknown.status == 3)
        #expect(unknown.onlyError?.contains("0123456789abcdef") == true, "\(unknown.errors)")
    }

    @Test("of a shallow clone says so")
    func shallow() async throws {
        let repository = try secretive()
        let clone = repository.scratch.path + "/clone"
        try repository.git("clone", "--quiet", "--depth", "2", "--no-local", "file://" + repository.path, clone)
        let run = try await repository.gapmatrix("history", clone)
        #expect(run.status == 0)
        #expect(run.output.contains("earlier commits are not in this clone"))
    }
}
