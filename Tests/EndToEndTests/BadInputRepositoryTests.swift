import Foundation
import Reporting
import Testing

@Suite("Bad input: repositories")
struct BadInputRepositoryTests {
    @Test("A folder without a repository, and a path that is none")
    func noRepository() async throws {
        let scratch = try Scratch()
        let here = try await CommandRun.gapmatrix(["scan"], in: scratch)
        #expect((here.status, here.output) == (3, ""))
        #expect(here.onlyError?.contains("no git repository here or in a folder above") == true, "\(here.errors)")
        let nowhere = try await CommandRun.gapmatrix(["scan", "nowhere"], in: scratch)
        #expect(nowhere.status == 3)
        #expect(nowhere.onlyError?.hasPrefix("nowhere: this path cannot be opened") == true, "\(nowhere.errors)")
    }

    @Test("A repository without commits, and a branch without any")
    func noCommits() async throws {
        let empty = try await SampleRepository([:]).gapmatrix("scan")
        #expect((empty.status, empty.output) == (3, ""))
        #expect(empty.onlyError == "HEAD: the repository has no commits yet")

        let repository = try SampleRepository()
        try repository.git("symbolic-ref", "HEAD", "refs/heads/later")
        let unborn = try await repository.gapmatrix("scan")
        #expect(unborn.status == 3)
        #expect(unborn.onlyError == "HEAD: branch later has no commits yet")
        // What lies on disk can be scanned all the same.
        #expect(try await repository.gapmatrix("scan", "--working-tree").status == 0)
    }

    @Test(
        "A revision that names no commit",
        arguments: [
            ("nowhere", "nowhere: unknown revision"), ("HEAD~9", "HEAD~9: unknown revision"), ("", "not a revision"),
            ("HEAD:main.go", "HEAD:main.go: this leads to no commit"),
            ("a\nb\u{1B}[31m", #"a\nb\u{1b}[31m: not a revision"#),
        ])
    func unknownRevision(revision: String, message: String) async throws {
        let run = try await SampleRepository().gapmatrix("scan", "--commit", revision)
        #expect((run.status, run.output) == (3, ""))
        #expect(run.onlyError?.contains(message) == true, "\(run.errors)")
    }

    @Test("A commit without files is scanned")
    func emptyCommit() async throws {
        let repository = try SampleRepository([:])
        try repository.commit()
        let run = try await repository.gapmatrix("scan", "--format", "json")
        #expect(run.status == 0)
        #expect(try run.report.gaps.isEmpty)
        #expect(try run.report.summary.score == nil)
    }

    @Test("Bare and shallow clones give the same report")
    func copies() async throws {
        let repository = try SampleRepository()
        try repository.commit("second")
        let expected = try await repository.gapmatrix("scan", "--format", "json").report
        let clones: [[String]] = [["--bare"], ["--depth=1"], ["--no-checkout"]]
        for (index, options) in clones.enumerated() {
            let place = "clone\(index)"
            try repository.clone(options, to: place)
            let run = try await repository.gapmatrix("scan", "../" + place, "--format", "json")
            #expect(run.status == 0, "\(options): \(run.errors)")
            var report = try run.report
            report.repository.path = expected.repository.path
            #expect(report == expected, "\(options)")
        }
        let shallow = try await repository.gapmatrix("scan", "../clone1", "--commit", "HEAD~1")
        #expect(shallow.status == 3)
        #expect(shallow.onlyError?.contains("the clone is shallow, and older commits are not in it") == true)
        let bare = try await repository.gapmatrix("scan", "../clone0", "--working-tree")
        #expect(bare.onlyError?.contains("a bare repository has no files on disk") == true)
    }

    /// git itself refuses these; nothing of them is executed here.
    @Test("A repository of another user is scanned", .enabled(if: getuid() == 0, "only root may give files away"))
    func otherOwner() async throws {
        let repository = try SampleRepository()
        for name in ["", "/.git", "/main.go"] {
            try FileManager.default.setAttributes([.ownerAccountID: 65_534], ofItemAtPath: repository.path + name)
        }
        #expect(try await repository.gapmatrix("scan").status == 0)
    }

    @Test("A partial clone is scanned; its missing contents are named, and their cells unknown")
    func partialClone() async throws {
        let repository = try SampleRepository()
        try repository.git("config", "uploadpack.allowFilter", "true")
        try repository.clone(["--no-checkout", "--filter=blob:none"], to: "partial")
        let run = try await repository.gapmatrix("scan", "../partial", "--format", "json")
        #expect(run.status == 0)
        let report = try run.report
        for path in SampleRepository.service.keys {
            let named = report.diagnostics.filter { $0.path == path }
            #expect(named.map(\.severity) == ["warning"], "\(path)")
            #expect(named.first?.message.contains("is missing from the repository") == true, "\(path)")
        }
        #expect(!report.controls.flatMap(\.cells).contains { $0.state == "missing" })
    }

    @Test(
        "What the repository lists and does not hold is named, and what it could show is unknown, never missing",
        arguments: [("HEAD:internal/pay/pay.go", "internal/pay/pay.go"), ("HEAD:internal/pay", "internal/pay/")])
    func missingObject(revision: String, path: String) async throws {
        let repository = try SampleRepository()
        #expect(try await repository.state(of: "rate-limiting").state == "missing")
        try repository.lose(revision)
        let run = try await repository.gapmatrix("scan", "--format", "json", "--no-cache")
        #expect(run.status == 0)
        let report = try run.report
        let lost = path.hasSuffix("/") ? String(path.dropLast()) : path
        let named = report.diagnostics.filter { $0.path == lost }
        #expect(
            named.count == 1 && named[0].message.contains("is missing from the repository"), "\(report.diagnostics)")
        let control = try #require(report.controls.first { $0.id == "rate-limiting" })
        #expect(control.state == "unknown")
        #expect(control.cells.map(\.reason) == ["not read: \(path)"])
    }

    @Test("A commit whose own tree is missing, and one that is missing itself")
    func missingCommit() async throws {
        let repository = try SampleRepository()
        try repository.lose("HEAD^{tree}")
        let tree = try await repository.gapmatrix("scan")
        #expect(tree.status == 3)
        #expect(tree.onlyError?.contains("is missing from the repository") == true, "\(tree.errors)")
        try repository.lose("HEAD")
        let commit = try await repository.gapmatrix("scan")
        #expect(commit.status == 3)
        #expect(commit.onlyError?.hasPrefix("HEAD: object ") == true, "\(commit.errors)")
    }

    @Test("A configuration that git cannot read either")
    func brokenConfiguration() async throws {
        let repository = try SampleRepository()
        try repository.write(".git/config", "[[[")
        let run = try await repository.gapmatrix("scan")
        #expect(run.status == 3)
        #expect(run.onlyError?.contains("this repository cannot be opened (failed to parse config file") == true)
    }
}

extension SampleRepository {
    /// Clones into a folder beside the repository, over the protocol, so that nothing is shared.
    func clone(_ options: [String], to place: String) throws {
        try git(["clone", "--quiet"] + options + ["file://" + path, scratch.path + "/" + place])
    }

    /// A control of the report of `HEAD`.
    func state(of control: String, _ arguments: String...) async throws -> Report.Control {
        let run = try await CommandRun.gapmatrix(
            ["scan", "--format", "json", "--no-cache"] + arguments, in: scratch)
        return try #require(try run.report.controls.first { $0.id == control })
    }
}
