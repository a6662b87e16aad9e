import Foundation
import Testing

@testable import GitRepository

@Suite("Walking a history")
struct HistoryTests {
    /// `a - m - b`, where `m` merges a branch of one commit `s` that began at `a`.
    private func merged() throws -> TestRepository {
        let made = try TestRepository(["a.txt": "1"])
        try made.git(["checkout", "--quiet", "-b", "side"])
        try made.write("side.txt", "s")
        try made.commit("side")
        try made.git(["checkout", "--quiet", "main"])
        try made.git(["merge", "--quiet", "--no-ff", "--message", "merge", "side"])
        try made.write("a.txt", "2")
        try made.commit("last")
        return made
    }

    @Test func firstParentsAndAllParents() throws {
        let made = try merged()
        let repository = try Repository(path: made.path)
        let head = try repository.resolve("HEAD")
        #expect(try repository.line(to: head).commits.map(\.subject) == ["first", "merge", "last"])
        #expect(
            try repository.line(to: head, allParents: true).commits.map(\.subject) == [
                "first", "side", "merge", "last",
            ])
        let first = try repository.resolve("HEAD~2")
        #expect(try repository.line(to: head, after: first).commits.map(\.subject) == ["merge", "last"])
        let side = try repository.resolve("side")
        #expect(
            try repository.line(to: head, after: side, allParents: true).commits.map(\.subject) == ["merge", "last"])
        #expect(try repository.line(to: head, after: head).commits.isEmpty)
    }

    @Test func octopusAndSeveralRoots() throws {
        let made = try TestRepository(["a.txt": "1"])
        for branch in ["one", "two"] {
            try made.git(["checkout", "--quiet", "--orphan", branch])
            try made.write("\(branch).txt", branch)
            try made.commit(branch)
        }
        try made.git(["checkout", "--quiet", "main"])
        let tree = try made.git(["rev-parse", "HEAD^{tree}"])
        let octopus = try made.git(["commit-tree", tree, "-p", "main", "-p", "one", "-p", "two", "-m", "octopus"])
        let repository = try Repository(path: made.path)
        let line = try repository.line(to: try repository.resolve(octopus), allParents: true)
        #expect(line.commits.map(\.subject) == ["first", "one", "two", "octopus"])
        #expect(!line.isCut)
    }

    @Test func shallowClonesAreCut() throws {
        let made = try merged()
        let clone = made.beside("clone")
        try made.git(["clone", "--quiet", "--depth", "2", "--no-local", "file://" + made.path, clone])
        let repository = try Repository(path: clone)
        let line = try repository.line(to: try repository.resolve("HEAD"))
        #expect(line.commits.map(\.subject) == ["merge", "last"])
        #expect(line.isCut)
    }

    @Test func mergeBasesAndTags() throws {
        let made = try merged()
        try made.git(["tag", "v1", "HEAD~1"])
        try made.git(["tag", "--annotate", "--message", "two", "v2", "HEAD"])
        try made.git(["tag", "file", "HEAD:a.txt"])
        let repository = try Repository(path: made.path)
        let head = try repository.resolve("HEAD"), side = try repository.resolve("side")
        #expect(try repository.mergeBase(head, side)?.id == side.id)
        #expect(try repository.taggedCommits() == [head.id, try repository.resolve("HEAD~1").id])
        try made.git(["checkout", "--quiet", "--orphan", "other"])
        try made.commit("other")
        #expect(try repository.mergeBase(head, try repository.resolve("other")) == nil)
    }
}

@Suite("What differs between two trees")
struct TreeChangesTests {
    @Test func everyKindOfChange() throws {
        let made = try TestRepository(["keep/a": "1", "edit": "1", "gone/deep/x": "1", "file": "1", "mode": "#!"])
        try made.write("edit", "2")
        try made.write("new/deep/y", "1")
        for path in ["gone", "file"] { try FileManager.default.removeItem(atPath: made.path + "/" + path) }
        try made.write("file/inside", "1")
        try made.git(["update-index", "--chmod=+x", "mode"])
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: made.path + "/mode")
        try made.commit("second")
        let repository = try Repository(path: made.path)
        let before = try repository.resolve("HEAD~1"), after = try repository.resolve("HEAD")
        func shown(_ changes: [TreeChange]) -> [String] {
            changes.map { "\($0.before == nil ? "-" : "x")\($0.after == nil ? "-" : "x") \($0.path)" }
        }
        let expected = ["xx edit", "x- file", "-x file/inside", "x- gone/deep/x", "xx mode", "-x new/deep/y"]
        #expect(shown(try repository.changes(from: before.tree, to: after.tree)) == expected)
        #expect(try repository.changes(from: after.tree, to: after.tree).isEmpty)
        #expect(try repository.changes(from: nil, to: before.tree).count == 5)
        // The same as from the listings of both.
        #expect(shown(try repository.snapshot(of: before).changes(to: repository.snapshot(of: after))) == expected)
    }

    @Test func renamesByContentAndBySimilarity() throws {
        let long = (0..<40).map { "line \($0)\n" }.joined()
        let made = try TestRepository([
            "a/one": long, "same/x.go": "package x\n\nfunc X() {}\n", "other": String(repeating: "zzz\n", count: 30),
            "empty": "",
        ])
        try made.git(["mv", "a/one", "a/two"])
        try made.write("a/two", long.replacingOccurrences(of: "line 7\n", with: "changed\n"))
        try made.git(["mv", "same", "moved"])
        try made.git(["rm", "--quiet", "other", "empty"])
        try made.write("unlike", String(repeating: "other text\n", count: 30))
        try made.write("void", "")
        try made.commit("second")
        let repository = try Repository(path: made.path)
        let before = try repository.resolve("HEAD~1"), after = try repository.resolve("HEAD")
        let renames = try repository.renames(among: repository.changes(from: before.tree, to: after.tree))
        #expect(renames == ["a/one": "a/two", "same/x.go": "moved/x.go"])
    }

    /// A tree that names itself again and again would be billions of paths.
    @Test func boundedWork() throws {
        let made = try TestRepository(["x": "1"])
        var tree = try made.git(["rev-parse", "HEAD^{tree}"])
        for _ in 0..<12 {
            let lines = (0..<10).map { "040000 tree \(tree)\td\($0)\n" }.joined()
            tree = try made.git(["mktree"], input: Data(lines.utf8))
        }
        let repository = try Repository(path: made.path)
        var limits = SnapshotLimits()
        limits.entries = 10_000
        let changes = try repository.changes(from: nil, to: ObjectID(tree)!, limits: limits)
        #expect(changes.count <= 10_000)
    }
}
