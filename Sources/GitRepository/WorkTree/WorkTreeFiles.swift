import CLibgit2

/// Reads files below the root of a work tree, and nothing outside.
final class WorkTreeFiles {
    private let root: String
    private var opened: FileDescriptor?

    init(root: String) {
        self.root = root
    }

    func size(of entry: TreeEntry) throws(GitError) -> Int {
        let (status, _, _) = try locate(entry)
        return status.size
    }

    /// The content, checked against the id that the snapshot gave it: what is kept under an id must be of it.
    func read(_ entry: TreeEntry, limit: Int) throws(GitError) -> [UInt8] {
        let (status, folder, name) = try locate(entry)
        let bytes: [UInt8]
        if entry.kind == .symlink {
            bytes = try unwrap(folder.link(name), entry)
        } else {
            if status.size > limit { throw .tooLarge(entry, size: status.size, limit: limit) }
            bytes = try contents(of: name, in: folder, entry: entry, limit: limit)
        }
        if bytes.count > limit { throw .tooLarge(entry, size: bytes.count, limit: limit) }
        if entry.id != .zero, contentID(bytes) != entry.id { throw changed(entry) }
        return bytes
    }

    private func contents(
        of name: [CChar], in folder: FileDescriptor, entry: TreeEntry, limit: Int
    ) throws(GitError) -> [UInt8] {
        let file = try unwrap(folder.file(name), entry)
        let status = try unwrap(file.status(), entry)
        guard status.isRegular else { throw changed(entry) }
        // One more than allowed, to notice a file that has grown.
        return try unwrap(file.read(limit: limit == .max ? limit : limit + 1, expected: status.size), entry)
    }

    private func locate(_ entry: TreeEntry) throws(GitError) -> (FileStatus, FileDescriptor, [CChar]) {
        if entry.kind == .submodule { throw .submodule(entry) }
        let segments = entry.path.bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard let last = segments.last, segments.allSatisfy(isOrdinaryName) else {
            throw GitError(code: .unreadable, message: "not a path inside the work tree", location: entry.path.display)
        }
        var folder = try openedRoot(entry)
        for segment in segments.dropLast() { folder = try unwrap(folder.folder(cName(segment)), entry) }
        let name = cName(last)
        let status = try unwrap(folder.status(of: name), entry)
        guard entry.kind == .symlink ? status.kind == .symlink : status.isRegular else { throw changed(entry) }
        return (status, folder, name)
    }

    private func openedRoot(_ entry: TreeEntry) throws(GitError) -> FileDescriptor {
        if let opened { return opened }
        let folder = try unwrap(FileDescriptor.root(root), entry)
        opened = folder
        return folder
    }

    private func unwrap<Value>(_ result: Result<Value, SystemError>, _ entry: TreeEntry) throws(GitError) -> Value {
        switch result {
        case .success(let value): return value
        case .failure(let error):
            // A folder that became a link, or a file that is gone: the tree is not what was listed.
            if error.isMissing || error.isLoop { throw changed(entry) }
            throw GitError(
                .unreadable, "the file cannot be read", at: entry.path.display, errno: error.number)
        }
    }

    private func changed(_ entry: TreeEntry) -> GitError {
        GitError(
            code: .changed, message: "the file changed while it was being read; run again", location: entry.path.display
        )
    }
}

/// The id that git would give this content.
package func contentID(_ bytes: [UInt8]) -> ObjectID {
    Libgit2.start()
    var oid = git_oid()
    let status = bytes.withUnsafeBytes { git_odb_hash(&oid, $0.baseAddress, $0.count, GIT_OBJECT_BLOB) }
    precondition(status == 0, "libgit2 cannot hash")
    return ObjectID(oid)
}

/// Whether the name stays in its folder.
func isOrdinaryName(_ name: ArraySlice<UInt8>) -> Bool {
    !name.isEmpty && !name.contains(0) && !name.elementsEqual(".".utf8) && !name.elementsEqual("..".utf8)
}

/// Whether the name is `.git` in any case, as some file systems do not tell them apart.
func isDotGit(_ name: some Collection<UInt8>) -> Bool {
    name.count == 4 && zip(name, ".git".utf8).allSatisfy { $0 == $1 || ($0 | 0x20 == $1 && $1 != UInt8(ascii: ".")) }
}
