import Foundation
import Testing

@testable import GitRepository

@Suite struct RevisionTests {
    @Test func everyWayToNameACommit() throws {
        let made = try TestRepository(["a.txt": "1"])
        let first = try made.git(["rev-parse", "HEAD"])
        try made.write("a.txt", "2")
        let second = try made.commit("second\n\nwith a body")
        try made.git(["tag", "light", first])
        try made.git(["tag", "--annotate", "--message", "a tag", "heavy", first])
        try made.git(["branch", "side/branch", first])
        let repository = try Repository(path: made.path)
        for name in ["HEAD", "main", second, String(second.prefix(10)), "@", "refs/heads/main"] {
            #expect(try repository.resolve(name).id.description == second, "\(name)")
        }
        for name in ["HEAD~1", "HEAD^", "light", "heavy", "side/branch", first, "main~"] {
            #expect(try repository.resolve(name).id.description == first, "\(name)")
        }
    }

    @Test func whatACommitSays() throws {
        let made = try TestRepository(["a.txt": "1"])
        let first = try made.git(["rev-parse", "HEAD"])
        try made.commit("second\n\nwith a body")
        let commit = try Repository(path: made.path).resolve("HEAD")
        #expect(commit.authorName == "Ada Author")
        #expect(commit.authorEmail == "ada@example.org")
        #expect(commit.committed == "2024-02-29T23:59:59+05:30")
        #expect(commit.committedSeconds == 1_709_231_399)
        #expect(commit.subject == "second")
        #expect(commit.parents.map(\.description) == [first])
        #expect(commit.tree.description == (try made.git(["rev-parse", "HEAD^{tree}"])))
    }

    @Test(arguments: [
        (0, 0, "1970-01-01T00:00:00Z"), (-1, 0, "1969-12-31T23:59:59Z"),
        (951_782_400, -90, "2000-02-28T22:30:00-01:30"),
        (4_107_542_399, 60, "2100-03-01T00:59:59+01:00"), (Int64.max, 0, "9999-12-31T23:59:59Z"),
        (Int64.min, 0, "0000-01-01T00:00:00Z"), (Int64.max, 1439, "9999-12-31T23:59:59+23:59"),
        (0, 5_000, "1970-01-01T00:00:00Z"),
    ])
    func dates(seconds: Int64, offset: Int, text: String) {
        #expect(rfc3339(seconds: seconds, offsetMinutes: offset) == text)
    }

    @Test(arguments: [
        "nothing", "", "HEAD~7", "0123456789012345678901234567890123456789", "a b", "HEAD:a.txt~", "^", "\u{1b}[2J",
    ])
    func unknown(revision: String) throws {
        let made = try TestRepository(["a.txt": "1"])
        let repository = try Repository(path: made.path)
        let error = try failure { () throws(GitError) in try repository.resolve(revision) }
        #expect(error.code == .unknownRevision, "\(error)")
        #expect(!error.description.contains("\u{1b}"))
    }

    @Test func ambiguous() throws {
        let made = try TestRepository(["a.txt": "1"])
        // The ids of both contents begin with f0acb.
        for text in ["1071", "1251"] { try made.git(["hash-object", "-w", "--stdin"], input: Data(text.utf8)) }
        let repository = try Repository(path: made.path)
        #expect(try failure { () throws(GitError) in try repository.resolve("f0acb") }.code == .ambiguousRevision)
    }

    @Test func noCommit() throws {
        let made = try TestRepository(["a.txt": "1"])
        try made.git(["tag", "text", "HEAD:a.txt"])
        let repository = try Repository(path: made.path)
        #expect(try failure { () throws(GitError) in try repository.resolve("text") }.code == .notACommit)
        #expect(try failure { () throws(GitError) in try repository.resolve("HEAD:a.txt") }.code == .notACommit)
    }

    @Test func unbornHead() throws {
        let made = try TestRepository()
        let repository = try Repository(path: made.path)
        #expect(repository.currentBranch() == "main")
        for name in ["HEAD", "HEAD~1", "@", "main", "anything"] {
            let error = try failure { () throws(GitError) in try repository.resolve(name) }
            #expect(error.code == .noCommits)
            #expect(error.message == "the repository has no commits yet")
        }
        try made.write("new.txt", "n")
        #expect(try repository.workingTreeSnapshot().paths == ["new.txt"])
    }

    @Test func orphanBranch() throws {
        let made = try TestRepository(["a.txt": "1"])
        try made.git(["checkout", "--quiet", "--orphan", "fresh"])
        let repository = try Repository(path: made.path)
        let error = try failure { () throws(GitError) in try repository.resolve("HEAD") }
        #expect(error.message == "branch fresh has no commits yet")
        #expect(try failure { () throws(GitError) in try repository.resolve("nothing") }.code == .unknownRevision)
        #expect(try repository.resolve("main").subject == "first")
    }

    @Test func detachedHead() throws {
        let made = try TestRepository(["a.txt": "1"])
        try made.git(["checkout", "--quiet", "--detach"])
        let repository = try Repository(path: made.path)
        #expect(repository.currentBranch() == nil)
        #expect(try repository.resolve("HEAD").subject == "first")
    }

    @Test func shallowClone() throws {
        let made = try TestRepository(["a.txt": "1"])
        try made.commit("second")
        let clone = made.beside("clone")
        try made.git(["clone", "--quiet", "--depth", "1", "file://" + made.path, clone])
        let repository = try Repository(path: clone)
        #expect(repository.isShallow)
        let head = try repository.resolve("HEAD")
        #expect(head.subject == "second")
        #expect(try repository.snapshot(of: head).paths == ["a.txt"])
        let error = try failure { () throws(GitError) in try repository.resolve("HEAD~1") }
        #expect(error.message.contains("shallow"))
        try made.git(["worktree", "add", "--quiet", "-b", "other", made.beside("linked")], in: clone)
        #expect(try Repository(path: made.beside("linked")).isShallow)
        #expect(try !Repository(path: made.path).isShallow)
    }

    @Test func missingCommit() throws {
        let made = try TestRepository(["a.txt": "1"])
        let id = try made.git(["rev-parse", "HEAD"])
        try made.deleteObject(id)
        let repository = try Repository(path: made.path)
        let error = try failure { () throws(GitError) in try repository.resolve("HEAD") }
        #expect(error.code == .missingObject)
        #expect(error.message == "object \(id) is missing from the repository")
    }

    @Test func ids() throws {
        let text = "00112233445566778899aabbccddeeff01234567"
        let id = try #require(ObjectID(text))
        #expect(id.description == text)
        #expect(ObjectID(text.uppercased()) == id)
        #expect(id.bytes.first == 0 && id.bytes.last == 0x67 && id.bytes.count == 20)
        #expect(ObjectID(id.oid) == id)
        for bad in ["", "00", text + "0", String(text.dropLast()) + "g"] { #expect(ObjectID(bad) == nil) }
        let larger = try #require(ObjectID("00112233445566778899aabbccddeeff01234568"))
        #expect(id < larger)
        #expect(ObjectID.zero < id)
    }
}
