import Foundation
import Testing

@testable import GitRepository

@Suite struct CommitSnapshotTests {
    @Test func entries() throws {
        let made = try TestRepository()
        let inner = try TestRepository(["inner.txt": "i"])
        try made.write("run.sh", "#!/bin/sh\n")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: made.path + "/run.sh")
        try made.write("a/b.txt", "b")
        try made.write("a.txt", "a")
        try made.write("a-c", "c")
        try made.link("link", to: "/etc/passwd")
        try made.git(["submodule", "--quiet", "add", inner.path, "module"])
        try made.commit("all kinds")
        let repository = try Repository(path: made.path)
        let commit = try repository.resolve("HEAD")
        let snapshot = try repository.snapshot(of: commit)
        #expect(
            snapshot.listing == [
                ".gitmodules file", "a-c file", "a.txt file", "a/b.txt file", "link symlink", "module submodule",
                "run.sh executable",
            ])
        #expect(snapshot.problems.isEmpty)
        #expect(snapshot.commit == commit)

        let reader = try repository.reader()
        #expect(try reader.read(snapshot.entry("a/b.txt"), limit: 10) == Array("b".utf8))
        #expect(try reader.read(snapshot.entry("link"), limit: 100) == Array("/etc/passwd".utf8))
        #expect(try snapshot.entry("module").id.description == inner.git(["rev-parse", "HEAD"]))
        let module = try snapshot.entry("module")
        #expect(try failure { () throws(GitError) in try reader.read(module, limit: 10) }.code == .notAFile)
        #expect(try failure { () throws(GitError) in try reader.size(of: module) }.code == .notAFile)
    }

    @Test func oneFolder() throws {
        let made = try TestRepository(["a/b/c.txt": "c", "a/b/d.txt": "d", "a/e.txt": "e", "ab/f.txt": "f"])
        let repository = try Repository(path: made.path)
        let commit = try repository.resolve("HEAD")
        #expect(try repository.snapshot(of: commit, under: "a").paths == ["a/b/c.txt", "a/b/d.txt", "a/e.txt"])
        #expect(try repository.snapshot(of: commit, under: "a/b").paths == ["a/b/c.txt", "a/b/d.txt"])
        #expect(try repository.snapshot(of: commit, under: "a/e.txt").paths == ["a/e.txt"])
        for folder in ["b", "a/e.txt/x", "a/b/x", "..", "/"] {
            let error = try failure { () throws(GitError) in try repository.snapshot(of: commit, under: GitPath(folder))
            }
            #expect(error.code == .pathNotFound)
        }
    }

    @Test func strangeNames() throws {
        let made = try TestRepository()
        let blob = try made.git(["hash-object", "-w", "--stdin"], input: Data("x".utf8))
        var lines = Data()
        let names: [[UInt8]] = [
            Array("new\nline".utf8), Array("\u{1b}[2Jclear".utf8), [0x66, 0xFC, 0x72], Array("für".utf8),
            Array("a\\b".utf8),
        ]
        for name in names.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            lines += Data("100644 blob \(blob)\t".utf8) + Data(name) + Data([0])
        }
        let tree = try made.git(["mktree", "-z"], input: lines)
        let id = try made.git(["commit-tree", "-m", "strange", tree])
        let repository = try Repository(path: made.path)
        let snapshot = try repository.snapshot(of: repository.resolve(id))
        #expect(snapshot.paths == ["\\u{1b}[2Jclear", "a\\\\b", "für", "f\\xfcr", "new\\nline"])
        #expect(snapshot.entries.map(\.path.string) == ["\u{1b}[2Jclear", "a\\b", "für", nil, "new\nline"])
        let reader = try repository.reader()
        for entry in snapshot.entries { #expect(try reader.read(entry, limit: 1) == Array("x".utf8)) }
    }

    @Test func missingObjects() throws {
        let made = try TestRepository(["gone/a.txt": "a", "here/b.txt": "b", "here/c.txt": "c"])
        let tree = try made.git(["rev-parse", "HEAD:gone"])
        let blob = try made.git(["rev-parse", "HEAD:here/b.txt"])
        try made.deleteObject(tree)
        try made.deleteObject(blob)
        let repository = try Repository(path: made.path)
        let commit = try repository.resolve("HEAD")
        let snapshot = try repository.snapshot(of: commit)
        #expect(snapshot.paths == ["here/b.txt", "here/c.txt"])
        #expect(snapshot.problems.map(\.path) == ["gone"])
        #expect(snapshot.problems.first?.message.hasPrefix("the folder's tree \(tree) is missing") == true)
        let reader = try repository.reader()
        let missing = try snapshot.entry("here/b.txt")
        let error = try failure { () throws(GitError) in try reader.read(missing, limit: 10) }
        #expect(error.code == .missingObject)
        #expect(error.location == "here/b.txt")
        #expect(try failure { () throws(GitError) in try reader.size(of: missing) }.code == .missingObject)
        // One missing content leaves the others readable.
        #expect(try reader.read(snapshot.entry("here/c.txt"), limit: 10) == Array("c".utf8))
        #expect(
            try failure { () throws(GitError) in try repository.snapshot(of: commit, under: "gone") }.code
                == .missingObject)
    }

    @Test func partialClone() throws {
        let made = try TestRepository(["a.txt": "a"])
        try made.git(["config", "uploadpack.allowFilter", "true"])
        let clone = made.beside("clone")
        try made.git(["clone", "--quiet", "--bare", "--filter=blob:none", "file://" + made.path, clone])
        let repository = try Repository(path: clone)
        let snapshot = try repository.snapshot(of: repository.resolve("HEAD"))
        #expect(snapshot.paths == ["a.txt"])
        let reader = try repository.reader()
        let entry = try snapshot.entry("a.txt")
        #expect(try failure { () throws(GitError) in try reader.read(entry, limit: 10) }.code == .missingObject)
    }

    @Test func limitOfABlob() throws {
        let made = try TestRepository(["large.bin": String(repeating: "x", count: 1_000_000), "empty": ""])
        let repository = try Repository(path: made.path)
        let snapshot = try repository.snapshot(of: repository.resolve("HEAD"))
        let reader = try repository.reader()
        let large = try snapshot.entry("large.bin")
        #expect(try reader.size(of: large) == 1_000_000)
        #expect(try reader.read(large, limit: 1_000_000).count == 1_000_000)
        let error = try failure { () throws(GitError) in try reader.read(large, limit: 999_999) }
        #expect(error.code == .tooLarge)
        #expect(error.description == "large.bin: 1000000 bytes, and the limit is 999999")
        #expect(try reader.read(snapshot.entry("empty"), limit: 0) == [])
    }

    @Test func readersAtOnce() async throws {
        let made = try TestRepository(Dictionary(uniqueKeysWithValues: (0..<200).map { ("f\($0)", "text \($0)") }))
        let repository = try Repository(path: made.path)
        let entries = try repository.snapshot(of: repository.resolve("HEAD")).entries
        let texts = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<4 {
                group.addTask {
                    let reader = try repository.reader()
                    return try entries.map { String(decoding: try reader.read($0, limit: 100), as: UTF8.self) }
                }
            }
            return try await group.reduce(into: [[String]]()) { $0.append($1) }
        }
        let expected = entries.map { "text " + ($0.path.string ?? "").dropFirst() }
        #expect(texts == Array(repeating: expected, count: 4))
    }

    @Test func hostileNames() throws {
        let made = try TestRepository()
        let blob = try made.git(["hash-object", "-w", "--stdin"], input: Data("x".utf8))
        let raw = try #require(ObjectID(blob)).bytes
        var tree = Data()
        for name in ["..", ".", ".GIT", "../../etc/passwd", "fine", "fine"] {
            tree += Data("100644 \(name)".utf8) + Data([0]) + Data(raw)
        }
        let id = try made.git(["hash-object", "-t", "tree", "-w", "--stdin", "--literally"], input: tree)
        let commit = try made.git(["commit-tree", "-m", "hostile", id])
        let repository = try Repository(path: made.path)
        let snapshot = try repository.snapshot(of: repository.resolve(commit))
        #expect(snapshot.paths == ["fine"])
        #expect(snapshot.problems.map(\.path) == [".", "..", "../../etc/passwd", ".GIT", "fine"])
    }

    @Test func treeThatUnfoldsToBillions() throws {
        let made = try TestRepository()
        var tree = try made.git(["mktree"], input: Data())
        for _ in 0..<12 {
            let lines = (0..<10).map { "040000 tree \(tree)\tf\($0)\n" }.joined()
            tree = try made.git(["mktree"], input: Data(lines.utf8))
        }
        let commit = try made.git(["commit-tree", "-m", "bomb", tree])
        let repository = try Repository(path: made.path)
        var limits = SnapshotLimits()
        limits.entries = 1_000
        let snapshot = try repository.snapshot(of: repository.resolve(commit), limits: limits)
        #expect(snapshot.entries.isEmpty)
        #expect(snapshot.problems.map(\.message) == ["over 1000 files and folders; the rest is left out"])
    }

    @Test func treeTooDeep() throws {
        let made = try TestRepository()
        let blob = try made.git(["hash-object", "-w", "--stdin"], input: Data("x".utf8))
        var tree = try made.git(["mktree"], input: Data("100644 blob \(blob)\tfile\n".utf8))
        for _ in 0..<5 { tree = try made.git(["mktree"], input: Data("040000 tree \(tree)\td\n".utf8)) }
        let commit = try made.git(["commit-tree", "-m", "deep", tree])
        let repository = try Repository(path: made.path)
        var limits = SnapshotLimits()
        limits.depth = 4
        let resolved = try repository.resolve(commit)
        #expect(try repository.snapshot(of: resolved, limits: limits).problems.map(\.path) == ["d/d/d/d/d"])
        limits.depth = 5
        #expect(try repository.snapshot(of: resolved, limits: limits).paths == ["d/d/d/d/d/file"])
    }

    @Test func contentOfTheWrongType() throws {
        let made = try TestRepository(["a/b.txt": "b"])
        let tree = try made.git(["rev-parse", "HEAD^{tree}"])
        let blob = try made.git(["rev-parse", "HEAD:a/b.txt"])
        // git's own tools refuse to write such a tree, so it is written byte by byte.
        var raw = Data("100644 file".utf8) + Data([0]) + Data(try #require(ObjectID(tree)).bytes)
        raw += Data("40000 folder".utf8) + Data([0]) + Data(try #require(ObjectID(blob)).bytes)
        let id = try made.git(["hash-object", "-t", "tree", "-w", "--stdin", "--literally"], input: raw)
        let repository = try Repository(path: made.path)
        let commit = try repository.resolve(made.git(["commit-tree", "-m", "wrong", id]))
        let snapshot = try repository.snapshot(of: commit)
        #expect(snapshot.problems.map(\.path) == ["folder"])
        let file = try snapshot.entry("file")
        let reader = try repository.reader()
        #expect(try failure { () throws(GitError) in try reader.read(file, limit: 1_000) }.code == .unreadable)
    }
}
