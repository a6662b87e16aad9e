import Foundation
import Testing

@testable import GitRepository

@Suite struct OpeningTests {
    @Test func workTree() throws {
        let made = try TestRepository(["a.txt": "a"])
        let repository = try Repository(path: made.path)
        #expect(repository.workTree == made.path)
        #expect(repository.gitDirectory == made.path + "/.git")
        #expect(repository.path == made.path)
        #expect(repository.prefix == "")
        #expect(!repository.isBare)
        #expect(!repository.isShallow)
        #expect(repository.currentBranch() == "main")
    }

    @Test(arguments: [
        ("sub/inner", "sub/inner"), ("sub/inner/", "sub/inner"), ("sub/../sub", "sub"),
        ("sub/inner/b.txt", "sub/inner/b.txt"),
        (".git", ""), (".git/refs", ""), ("link", "sub"),
    ])
    func insideAWorkTree(below: String, prefix: String) throws {
        let made = try TestRepository(["sub/inner/b.txt": "b"])
        try made.link("link", to: "sub")
        let repository = try Repository(path: made.path + "/" + below)
        #expect(repository.prefix == prefix)
        #expect(repository.workTree == made.path)
        #expect(try repository.resolve("HEAD").subject == "first")
    }

    @Test func bare() throws {
        let made = try TestRepository(["a.txt": "a"])
        let path = made.beside("bare.git")
        try made.git(["clone", "--quiet", "--bare", made.path, path])
        let repository = try Repository(path: path)
        #expect(repository.isBare)
        #expect(repository.workTree == nil)
        #expect(repository.prefix == "")
        #expect(try repository.snapshot(of: repository.resolve("main")).paths == ["a.txt"])
        let error = try failure { () throws(GitError) in try repository.workingTreeSnapshot() }
        #expect(error.code == .noWorkTree)
        // A folder inside the git directory is still that repository.
        #expect(try Repository(path: path + "/refs").gitDirectory == path)
    }

    @Test(arguments: [false, true])
    func linkedWorkTree(ofBare: Bool) throws {
        let made = try TestRepository(["a.txt": "a", "sub/b.txt": "b"])
        let linked = made.beside("linked")
        if ofBare {
            try made.git(["clone", "--quiet", "--bare", made.path, made.beside("bare.git")])
            try made.git(["worktree", "add", "--quiet", "-b", "other", linked], in: made.beside("bare.git"))
        } else {
            try made.git(["worktree", "add", "--quiet", "-b", "other", linked])
        }
        let repository = try Repository(path: linked + "/sub")
        #expect(repository.workTree == linked)
        #expect(!repository.isBare)
        #expect(repository.prefix == "sub")
        #expect(repository.currentBranch() == "other")
        #expect(try repository.workingTreeSnapshot().paths == ["a.txt", "sub/b.txt"])
        #expect(try repository.snapshot(of: repository.resolve("HEAD")).paths == ["a.txt", "sub/b.txt"])
    }

    @Test func submoduleWorkTree() throws {
        let made = try TestRepository(["a.txt": "a"])
        let inner = try TestRepository(["inner.txt": "i"])
        try made.git(["submodule", "--quiet", "add", inner.path, "module"])
        let repository = try Repository(path: made.path + "/module")
        #expect(repository.workTree == made.path + "/module")
        #expect(repository.prefix == "")
        #expect(try repository.workingTreeSnapshot().paths == ["inner.txt"])
    }

    @Test func notARepository() throws {
        let folder = try TemporaryFolder()
        // A .git that is none does not stop the search, and is told of.
        try FileManager.default.createDirectory(atPath: folder.path + "/.git", withIntermediateDirectories: true)
        let error = try failure { () throws(GitError) in try Repository(path: folder.path) }
        #expect(error.code == .notARepository)
        #expect(error.location == folder.path)
        let missing = try failure { () throws(GitError) in try Repository(path: folder.path + "/nothing\u{1b}[2J") }
        #expect(missing.code == .notARepository)
        #expect(
            missing.description.contains("nothing\\u{1b}[2J: this path cannot be opened (No such file or directory)"))
    }

    @Test func dotGitThatIsAPipeOrALinkToNowhere() throws {
        let folder = try TemporaryFolder()
        #expect(mkfifo(folder.path + "/.git", 0o600) == 0)
        #expect(try failure { () throws(GitError) in try Repository(path: folder.path) }.code == .notARepository)
        #expect(unlink(folder.path + "/.git") == 0)
        #expect(symlink("nowhere", folder.path + "/.git") == 0)
        #expect(try failure { () throws(GitError) in try Repository(path: folder.path) }.code == .notARepository)
    }

    @Test func configurationNamesAnotherWorkTree() throws {
        let made = try TestRepository(["a.txt": "a"])
        try made.git(["config", "core.worktree", "/etc"])
        let repository = try Repository(path: made.path)
        #expect(repository.workTree == made.path)
        #expect(try repository.workingTreeSnapshot().paths == ["a.txt"])
    }

    @Test func extensionsThatOnlyWritersMind() throws {
        let made = try TestRepository(["a.txt": "a"])
        try made.git(["config", "core.repositoryFormatVersion", "1"])
        try made.git(["config", "extensions.partialClone", "origin"])
        try made.git(["config", "extensions.worktreeConfig", "true"])
        #expect(try Repository(path: made.path).resolve("HEAD").subject == "first")
    }

    @Test func unknownExtension() throws {
        let made = try TestRepository(["a.txt": "a"])
        try made.git(["config", "core.repositoryFormatVersion", "1"])
        try made.git(["config", "extensions.objectFormat", "sha256"])
        let error = try failure { () throws(GitError) in try Repository(path: made.path) }
        #expect(error.code == .unsupportedRepository)
        #expect(error.cause?.contains("objectformat") == true)
    }

    @Test(.enabled(if: getuid() == 0, "only root can give files away"))
    func repositoryOfAnotherUser() throws {
        let made = try TestRepository(["a.txt": "a"])
        for path in [made.path, made.path + "/.git"] { try #require(chown(path, 12_345, 12_345) == 0) }
        let repository = try Repository(path: made.path)
        #expect(try repository.resolve("HEAD").subject == "first")
        #expect(try repository.workingTreeSnapshot().paths == ["a.txt"])
    }
}
