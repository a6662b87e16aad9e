import CLibgit2

/// Reads contents. One for each task: it is not to be shared between threads.
///
/// Reads are fastest in the order of the paths.
package final class ObjectReader {
    let repository: RepositoryHandle
    private let workTree: WorkTreeFiles?

    init(repository: RepositoryHandle, workTree: WorkTreeFiles?) {
        self.repository = repository
        self.workTree = workTree
    }

    /// The bytes of the content, without reading it.
    package func size(of entry: TreeEntry) throws(GitError) -> Int {
        switch entry.origin {
        case .objects: try blobHeader(of: entry)
        case .disk: try files(for: entry).size(of: entry)
        }
    }

    /// The content: a file's bytes, or a symlink's target, which is never followed. Filters (line ends, LFS) are
    /// not applied.
    ///
    /// Throws `tooLarge` above `limit` bytes, `missingObject`, `notAFile`, `unreadable`, and for a file on disk
    /// that is no longer what the snapshot listed, `changed`.
    package func read(_ entry: TreeEntry, limit: Int) throws(GitError) -> [UInt8] {
        if entry.origin == .disk { return try files(for: entry).read(entry, limit: limit) }

        let size = try blobHeader(of: entry)
        if size > limit { throw .tooLarge(entry, size: size, limit: limit) }
        var object: OpaquePointer?
        var oid = entry.id.oid
        let status = git_odb_read(&object, repository.objects, &oid)
        guard status == 0, let object else { throw lookupError(for: entry, status: status) }
        defer { git_odb_object_free(object) }
        let count = git_odb_object_size(object)
        guard count > 0, let data = git_odb_object_data(object) else { return [] }
        return [UInt8](UnsafeRawBufferPointer(start: data, count: count))
    }

    private func blobHeader(of entry: TreeEntry) throws(GitError) -> Int {
        if entry.kind == .submodule { throw .submodule(entry) }
        var size = 0
        var type = GIT_OBJECT_INVALID
        var oid = entry.id.oid
        let status = git_odb_read_header(&size, &type, repository.objects, &oid)
        guard status == 0 else { throw lookupError(for: entry, status: status) }
        guard type == GIT_OBJECT_BLOB else {
            throw GitError(
                code: .unreadable, message: "object \(entry.id) is not a file's content", location: entry.path.display)
        }
        return size
    }

    private func lookupError(for entry: TreeEntry, status: Int32) -> GitError {
        if status == GIT_ENOTFOUND.rawValue {
            return GitError(
                .missingObject, "object \(entry.id) is missing from the repository", at: entry.path.display,
                status: status)
        }
        return GitError(.unreadable, "object \(entry.id) cannot be read", at: entry.path.display, status: status)
    }

    private func files(for entry: TreeEntry) throws(GitError) -> WorkTreeFiles {
        guard let workTree else {
            throw GitError(
                code: .noWorkTree, message: "a bare repository has no files on disk", location: entry.path.display)
        }
        return workTree
    }
}

extension GitError {
    static func tooLarge(_ entry: TreeEntry, size: Int, limit: Int) -> GitError {
        GitError(
            code: .tooLarge, message: "\(size) bytes, and the limit is \(limit)", location: entry.path.display)
    }

    static func submodule(_ entry: TreeEntry) -> GitError {
        GitError(code: .notAFile, message: "a submodule has no content here", location: entry.path.display)
    }
}
