import CLibgit2

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What the index says is tracked. Only paths count: contents are read from disk.
struct TrackedPaths {
    private(set) var files: Set<[UInt8]> = []
    /// Folders that hold something tracked, at any depth.
    private(set) var folders: Set<[UInt8]> = []
    /// Submodules with the commits that the index names.
    private(set) var submodules: [[UInt8]: ObjectID] = [:]

    init(repository: RepositoryHandle) throws(GitError) {
        var index: OpaquePointer?
        let status = git_repository_index(&index, repository.raw)
        guard status == 0, let index else {
            throw GitError(.unreadable, "the index cannot be read", at: "index", status: status)
        }
        defer { git_index_free(index) }
        for position in 0..<git_index_entrycount(index) {
            guard let entry = git_index_get_byindex(index, position), let text = entry.pointee.path else { continue }
            let path = bytes(of: text)
            if entry.pointee.mode == UInt32(GIT_FILEMODE_COMMIT.rawValue) {
                submodules[path] = ObjectID(entry.pointee.id)
            } else {
                files.insert(path)
            }
            insertFolders(of: path)
        }
    }

    /// Nothing is tracked: what is left when there is no index to read.
    init() {}

    /// Whether the path is tracked, or a folder with something tracked inside.
    func contains(_ path: [UInt8], isFolder: Bool) -> Bool {
        isFolder ? folders.contains(path) || submodules[path] != nil : files.contains(path)
    }

    private mutating func insertFolders(of path: [UInt8]) {
        var rest = path[...]
        while let slash = rest.lastIndex(of: UInt8(ascii: "/")) {
            rest = rest[..<slash]
            // Its own folders are there already.
            if !folders.insert(Array(rest)).inserted { return }
        }
    }
}

/// A C string's bytes, without the NUL.
func bytes(of text: UnsafePointer<CChar>) -> [UInt8] {
    UnsafeRawBufferPointer(start: text, count: strlen(text)).map { $0 }
}
