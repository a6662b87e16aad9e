import CLibgit2

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where a repository and its files lie.
struct RepositoryPlace {
    let gitDirectory: String
    let workTree: String?
    let prefix: GitPath

    /// Looks at `path` and then at each folder above for a repository.
    ///
    /// The work tree is the folder in which `.git` was found. `core.worktree` is not believed: a hostile
    /// configuration could name any folder of the machine.
    static func find(from path: String) throws(GitError) -> RepositoryPlace {
        guard let resolved = realpath(path, nil) else {
            throw GitError(
                .notARepository, "this path cannot be opened", at: escapedForTerminal(path.utf8), errno: errno)
        }
        defer { free(resolved) }
        let start = UnsafeBufferPointer(start: resolved, count: strlen(resolved)).map(UInt8.init(bitPattern:))
        var refused: GitError?
        var folder = start
        while true {
            do throws(GitError) {
                if let place = try place(at: folder, start: start) { return place }
            } catch {
                // Like git, go on above a `.git` that is none, but tell of a repository that cannot be opened.
                if error.code != .notARepository { throw error }
                refused = refused ?? error
            }
            guard let slash = folder.lastIndex(of: UInt8(ascii: "/")), folder.count > 1 else { break }
            folder = slash == 0 ? [UInt8(ascii: "/")] : Array(folder[..<slash])
        }
        throw GitError(
            code: .notARepository, message: "no git repository here or in a folder above",
            location: escapedForTerminal(path.utf8), cause: refused?.description)
    }

    private static func place(at folder: [UInt8], start: [UInt8]) throws(GitError) -> RepositoryPlace? {
        let path = fileSystemString(folder)
        let separator = path.hasSuffix("/") ? "" : "/"
        if fileStatus(path + separator + ".git") != nil {
            let handle = try RepositoryHandle(gitDirectory: path + separator + ".git")
            if isBareByConfiguration(handle) {
                return RepositoryPlace(gitDirectory: handle.gitDirectory, workTree: nil, prefix: .root)
            }
            var prefix = start.dropFirst(folder.count)
            while prefix.first == UInt8(ascii: "/") { prefix = prefix.dropFirst() }
            return RepositoryPlace(
                gitDirectory: handle.gitDirectory, workTree: path, prefix: GitPath(bytes: Array(prefix)))
        }
        let parts = ["HEAD", "objects", "refs"]
        guard parts.allSatisfy({ fileStatus(path + separator + $0) != nil }) else { return nil }
        let handle = try RepositoryHandle(gitDirectory: path)
        if path.hasSuffix("/.git"), !isBareByConfiguration(handle) {
            let parent = String(path.dropLast("/.git".count))
            return RepositoryPlace(
                gitDirectory: handle.gitDirectory, workTree: parent.isEmpty ? "/" : parent, prefix: .root)
        }
        return RepositoryPlace(gitDirectory: handle.gitDirectory, workTree: nil, prefix: .root)
    }

    private static func isBareByConfiguration(_ handle: RepositoryHandle) -> Bool {
        // A linked work tree of a bare repository shares its configuration and has files all the same.
        if git_repository_is_worktree(handle.raw) == 1 { return false }
        var configuration: OpaquePointer?
        guard git_repository_config_snapshot(&configuration, handle.raw) == 0 else { return false }
        defer { git_config_free(configuration) }
        var value: Int32 = 0
        return git_config_get_bool(&value, configuration, "core.bare") == 0 && value != 0
    }
}

extension RepositoryHandle {
    /// The git directory, absolute, without a trailing `/`.
    var gitDirectory: String {
        git_repository_path(raw).map { withoutTrailingSlash(String(cString: $0)) } ?? ""
    }

    /// The git directory that all linked work trees share.
    var commonDirectory: String {
        git_repository_commondir(raw).map { withoutTrailingSlash(String(cString: $0)) } ?? ""
    }
}

private func withoutTrailingSlash(_ path: String) -> String {
    path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
}
