import Foundation
import Testing

@testable import GitRepository

@Suite struct WorkTreeTests {
    @Test func trackedAndUntracked() throws {
        let made = try TestRepository(["a.txt": "old", "sub/b.txt": "b", "deleted.txt": "d"])
        try made.write("a.txt", "changed")
        try made.write("sub/new.txt", "new")
        try made.write("run.sh", "")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: made.path + "/run.sh")
        try FileManager.default.removeItem(atPath: made.path + "/deleted.txt")
        let repository = try Repository(path: made.path)
        let snapshot = try repository.workingTreeSnapshot()
        #expect(snapshot.listing == ["a.txt file", "run.sh executable", "sub/b.txt file", "sub/new.txt file"])
        #expect(snapshot.problems.isEmpty)
        #expect(snapshot.commit == nil)
        let reader = try repository.reader()
        #expect(try reader.read(snapshot.entry("a.txt"), limit: 100) == Array("changed".utf8))
        #expect(try reader.size(of: snapshot.entry("a.txt")) == 7)
        #expect(try snapshot.entry("a.txt").id.description == made.git(["hash-object", "a.txt"]))
    }

    @Test func cleanWorkTreeEqualsItsCommit() throws {
        let made = try TestRepository(["a.txt": "a", "a/b/c": "c", "a-b": ""])
        try made.link("link", to: "a.txt")
        try made.commit("link")
        let repository = try Repository(path: made.path)
        #expect(
            try repository.workingTreeSnapshot().entries == repository.snapshot(of: repository.resolve("HEAD")).entries)
    }

    @Test func symlinksAreNotFollowed() throws {
        let made = try TestRepository(["a.txt": "a"])
        try made.link("outside", to: "/etc")
        try made.link("dangling", to: "nowhere")
        try made.link("loop", to: ".")
        let repository = try Repository(path: made.path)
        let snapshot = try repository.workingTreeSnapshot()
        #expect(snapshot.listing == ["a.txt file", "dangling symlink", "loop symlink", "outside symlink"])
        let reader = try repository.reader()
        #expect(try reader.read(snapshot.entry("outside"), limit: 100) == Array("/etc".utf8))
        #expect(
            try failure { () throws(GitError) in try repository.workingTreeSnapshot(under: "outside/ssl") }.code
                == .pathNotFound)
    }

    @Test(arguments: ["outside/passwd", "../other", "/etc/passwd", "sub/../../other", "a.txt/x", ""])
    func readingNeverLeavesTheWorkTree(path: String) throws {
        let made = try TestRepository(["a.txt": "a"])
        try made.link("outside", to: "/etc")
        try Data("secret".utf8).write(to: URL(fileURLWithPath: made.beside("other")))
        let reader = try Repository(path: made.path).reader()
        let entry = TreeEntry(path: GitPath(path), kind: .file, id: .zero, origin: .disk)
        let error = try failure { () throws(GitError) in try reader.read(entry, limit: 1_000) }
        #expect([.changed, .unreadable].contains(error.code))
    }

    @Test func fileReplacedAfterTheListing() throws {
        let made = try TestRepository(["a.txt": "a", "sub/b.txt": "b", "c.txt": "c", "d.txt": "d"])
        let repository = try Repository(path: made.path)
        let snapshot = try repository.workingTreeSnapshot()
        try made.write("a.txt", "b")
        try FileManager.default.moveItem(atPath: made.path + "/sub", toPath: made.beside("moved"))
        try made.link("sub", to: made.beside("moved"))
        try FileManager.default.removeItem(atPath: made.path + "/c.txt")
        try FileManager.default.removeItem(atPath: made.path + "/d.txt")
        #expect(mkfifo(made.path + "/d.txt", 0o600) == 0)
        let reader = try repository.reader()
        for path in ["a.txt", "sub/b.txt", "c.txt", "d.txt"] {
            let entry = try snapshot.entry(path)
            let error = try failure { () throws(GitError) in try reader.read(entry, limit: 100) }
            #expect(error.code == .changed, "\(error)")
        }
    }

    @Test func specialFiles() throws {
        let made = try TestRepository(["a.txt": "a"])
        #expect(mkfifo(made.path + "/pipe", 0o600) == 0)
        let snapshot = try Repository(path: made.path).workingTreeSnapshot()
        #expect(snapshot.paths == ["a.txt"])
        #expect(snapshot.problems == [.init(path: "pipe", message: "a pipe, socket or device; left out")])
    }

    @Test func submodulesAndNestedRepositories() throws {
        let made = try TestRepository(["a.txt": "a"])
        let inner = try TestRepository(["inner.txt": "i"])
        try made.git(["submodule", "--quiet", "add", inner.path, "module"])
        try made.git(["clone", "--quiet", inner.path, made.path + "/sub/nested"])
        try made.git(["worktree", "add", "--quiet", "-b", "other", made.path + "/linked"])
        try made.write("fake/.git/readme", "not a repository")
        try made.write("fake/file.txt", "f")
        let repository = try Repository(path: made.path)
        let snapshot = try repository.workingTreeSnapshot()
        #expect(
            snapshot.listing == [
                ".gitmodules file", "a.txt file", "fake/file.txt file", "linked submodule", "module submodule",
                "sub/nested submodule",
            ])
        #expect(try snapshot.entry("module").id.description == inner.git(["rev-parse", "HEAD"]))
        #expect(try snapshot.entry("linked").id == .zero)
        #expect(try repository.workingTreeSnapshot(under: "module").listing == ["module submodule"])
    }

    @Test func oneFolder() throws {
        let made = try TestRepository(["a.txt": "a", "sub/b.txt": "b", "sub/c/d.log": "d", "subway": "s"])
        try made.write(".gitignore", "*.log\n")
        try made.write("sub/c/new.log", "ignored")
        try made.write("sub/c/new.txt", "n")
        let repository = try Repository(path: made.path)
        #expect(
            try repository.workingTreeSnapshot(under: "sub").paths == ["sub/b.txt", "sub/c/d.log", "sub/c/new.txt"])
        #expect(try repository.workingTreeSnapshot(under: "sub/b.txt").paths == ["sub/b.txt"])
        for path in ["nothing", "a.txt/b", "../x", "sub/../.."] {
            let error = try failure { () throws(GitError) in try repository.workingTreeSnapshot(under: GitPath(path)) }
            #expect(error.code == .pathNotFound)
        }
    }

    @Test func folderThatIsIgnored() throws {
        let made = try TestRepository([".gitignore": "build/\n"])
        try made.write("build/out.txt", "o")
        let snapshot = try Repository(path: made.path).workingTreeSnapshot(under: "build")
        #expect(snapshot.entries.isEmpty)
        #expect(snapshot.problems.map(\.path) == ["build"])
    }

    @Test func limits() throws {
        let made = try TestRepository([
            "a/b/c/d.txt": "d", "large": String(repeating: "x", count: 100), "z1": "", "z2": "",
        ])
        let repository = try Repository(path: made.path)
        var limits = SnapshotLimits()
        limits.hashedBytes = 99
        limits.depth = 2
        let snapshot = try repository.workingTreeSnapshot(limits: limits)
        #expect(snapshot.paths == ["large", "z1", "z2"])
        #expect(try snapshot.entry("large").id == .zero)
        #expect(snapshot.problems.map(\.message) == ["over 2 folders deep; left out"])
        let reader = try repository.reader()
        let large = try snapshot.entry("large")
        #expect(try failure { () throws(GitError) in try reader.read(large, limit: 99) }.code == .tooLarge)
        #expect(try reader.size(of: large) == 100)
        #expect(try reader.read(large, limit: 100).count == 100)

        limits.entries = 2
        let cut = try repository.workingTreeSnapshot(limits: limits)
        #expect(cut.entries.isEmpty)
        #expect(cut.problems.map(\.message) == ["over 2 files and folders; the rest is left out"])
    }

    @Test func unreadableIndex() throws {
        let made = try TestRepository(["a.txt": "a"])
        try made.write(".git/index", "damaged")
        let snapshot = try Repository(path: made.path).workingTreeSnapshot()
        #expect(snapshot.paths == ["a.txt"])
        #expect(snapshot.problems.map(\.path) == [.root])
    }

    @Test func strangeNames() throws {
        let made = try TestRepository()
        let names: [[UInt8]] = [[0x66, 0xFC, 0x72], Array("new\nline".utf8)]
        for name in names {
            let descriptor = open(
                Array(made.path.utf8CString.dropLast()) + [CChar(47)] + name.map(CChar.init(bitPattern:)) + [0],
                O_CREAT | O_WRONLY, 0o600)
            try #require(descriptor >= 0)
            close(descriptor)
        }
        let repository = try Repository(path: made.path)
        let snapshot = try repository.workingTreeSnapshot()
        #expect(snapshot.paths == ["f\\xfcr", "new\\nline"])
        let reader = try repository.reader()
        for entry in snapshot.entries { #expect(try reader.read(entry, limit: 10) == []) }
    }
}
